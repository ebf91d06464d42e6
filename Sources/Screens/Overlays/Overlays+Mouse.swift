internal import Cells

extension AppState {
  mutating func pointOverlay(_ mouse: MouseEvent) -> [Effect] {
    switch mouse.kind {
    case .wheelUp: return strikeOverlay(KeyStroke(.up))
    case .wheelDown: return strikeOverlay(KeyStroke(.down))
    case .press(.left): return pressOverlay(mouse.point)
    case .press, .release, .drag, .wheelLeft, .wheelRight: return []
    }
  }

  private mutating func pressOverlay(_ point: Point) -> [Effect] {
    let rect = keysPage.map { self.rect(of: $0) } ?? overlayRect
    // A click outside closes, as Esc does.
    guard rect.contains(point) else { return strikeOverlay(KeyStroke(.escape)) }
    if let stroke = hintStroke(at: point, in: rect) { return strikeOverlay(stroke) }
    if keysPage != nil { return [] }
    switch overlay {
    case .chooser(var chooser):
      guard let row = chooserPicker(chooser).item(at: point, in: rect, hasPreview: false) else {
        return []
      }
      if row == chooser.selection { return strikeOverlay(KeyStroke(.enter)) }
      chooser.selection = row
      overlay = .chooser(chooser)
      return previewTheme(chooser)
    case .conditions(var picker):
      let shown = conditionPicker(picker)
      guard let row = shown.item(at: point, in: rect, hasPreview: true) else { return [] }
      // The box of a value stands behind the frame and the sign of the selected row.
      let isBox = shown.isMultiple && point.column <= rect.column + 4
      if row == picker.selection, !isBox { return strikeOverlay(KeyStroke(.enter)) }
      picker.selection = row
      overlay = .conditions(picker)
      return isBox ? strikeOverlay(KeyStroke(.character(" "))) : preview()
    case .prompt(var prompt):
      guard let row = offer(of: prompt, at: point, in: rect) else { return [] }
      if row == prompt.offer { return strikeOverlay(KeyStroke(.tab)) }
      prompt.offer = row
      overlay = .prompt(prompt)
      return []
    case .line, .confirm, .page, nil: return []
    }
  }

  /// What the hint on a bottom edge under a point has struck.
  private func hintStroke(at point: Point, in rect: Rect) -> KeyStroke? {
    guard point.row == overlayHintRow(rect) else { return nil }
    var start = rect.column + 3
    for hint in keysPage.map({ hints(of: $0) }) ?? overlayHints {
      let width = TextWidth.of(hint.key) + 1 + TextWidth.of(hint.label)
      if (start..<start + width).contains(point.column) { return KeyStroke(hint.key) }
      start += width + 2
    }
    return nil
  }

  /// What is offered below a line in the row of a point.
  private func offer(of prompt: Prompt, at point: Point, in rect: Rect) -> Int? {
    let list = offersRect(in: rect)
    guard list.contains(point) else { return nil }
    let first = Scroll.first(
      selection: prompt.offer, count: prompt.offers.count, visible: list.rows)
    let row = first + point.row - list.row
    return prompt.offers.indices.contains(row) ? row : nil
  }
}
