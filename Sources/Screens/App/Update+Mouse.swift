internal import Cells

extension AppState {
  /// Does what the mouse did: clicks focus and select, a second click opens, the wheel
  /// scrolls, lines between panels are dragged.
  mutating func point(_ mouse: MouseEvent) -> [Effect] {
    if hasOverlay { return pointOverlay(mouse) }
    switch mouse.kind {
    case .press(.left): return press(at: mouse.point)
    case .wheelUp: return wheel(-3, at: mouse.point)
    case .wheelDown: return wheel(3, at: mouse.point)
    case .drag(.left):
      if let dragged { drag(dragged, to: mouse.point) }
      (heldAt, lastClick) = (nil, nil)
      return []
    case .release(.left):
      if let heldAt { focusTitle(at: heldAt) }
      (dragged, heldAt) = (nil, nil)
      return []
    case .press, .release, .drag, .wheelLeft, .wheelRight: return []
    }
  }

  private mutating func press(at point: Point) -> [Effect] {
    // What was let go where something lay over it is held no more.
    (dragged, heldAt) = (nil, nil)
    let isDouble = isSecondClick(at: point)
    lastClick = isDouble ? nil : Click(point: point, at: now)
    if takeHold(at: point, isDouble: isDouble) { return [] }
    let layout = layout
    if layout.tabs.contains(point), let pane = tab(at: point.column) { return go(to: pane) }
    if layout.top.contains(point) {
      // The colon and the question mark at the right end.
      if point.column >= layout.top.endColumn - 3 { return perform(.help) }
      return point.column >= layout.top.endColumn - 6 ? perform(.palette) : []
    }
    if layout.hints.contains(point) {
      return hintAction(at: point.column).map { perform($0) } ?? []
    }
    guard let place = layout.places.first(where: { $0.section.contains(point) }) else { return [] }
    focus[pane] = place.panel
    filterInput = nil
    guard place.content.contains(point) else { return [] }
    if isTyping {
      segments.editor.place(
        at: segments.editor.place(at: point, in: place.content, first: segments.editorFirst))
      return []
    }
    guard place.panel.isList else { return [] }
    if place.panel == .reportTable, let look = look(at: point, in: place.content) {
      focus[pane] = look
      return []
    }
    let row = point.row - place.content.row - place.panel.headerRows
    let column = sortKey(
      of: place.panel, at: point.column - place.content.column, in: place.content.size)
    guard row >= 0 else { return column.map { sort(by: $0) } ?? [] }
    if place.panel == .reportTable {
      lists[.reportTable, default: ListState()].column = column.flatMap {
        cellColumns.contains($0) ? $0 : nil
      }
    }
    return select(list(place.panel).first + row, isDouble: isDouble)
  }

  /// Takes hold of the line at a place; a second click puts it back to where it is by itself.
  private mutating func takeHold(at point: Point, isDouble: Bool) -> Bool {
    guard let found = handle(at: point) else { return false }
    if isDouble { release(found) } else { (dragged, heldAt) = (found, point) }
    return true
  }

  /// A line that was pressed and not moved is the title of the panel below it.
  private mutating func focusTitle(at point: Point) {
    let place = layout.places.first { $0.section.line(0).contains(point) }
    if let place { (focus[pane], filterInput) = (place.panel, nil) }
  }

  /// A click on a title sorts by its column, and another one the other way round.
  private mutating func sort(by key: Int) -> [Effect] {
    guard key < sortKeyCount(focused) else { return [] }
    lists[focused, default: ListState()].sort(by: key)
    return selectionMoved()
  }

  private mutating func select(_ row: Int, isDouble: Bool) -> [Effect] {
    if focused == .tree {
      guard row < segments.builder.rows.count else { return [] }
      segments.builder.moveCursor(toRow: row)
      return isDouble || segments.builder.cursor == nil ? perform(.editCondition) : []
    }
    guard row < rowCount(focused) else { return [] }
    let effects = move(by: row - list(focused).selection)
    return isDouble ? effects + open() : effects
  }

  private mutating func wheel(_ step: Int, at point: Point) -> [Effect] {
    guard let place = layout.places.first(where: { $0.section.contains(point) }),
      place.panel.isList
    else { return [] }
    // What lies under the mouse scrolls, and so it gets the focus.
    focus[pane] = place.panel
    return move(by: step)
  }

  private func isSecondClick(at point: Point) -> Bool {
    guard let last = lastClick else { return false }
    return last.point == point && now.milliseconds - last.at.milliseconds < 500
  }
}
