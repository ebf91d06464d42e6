/// Two neighbouring panes and the line between them, which a mouse can drag.
package struct Split: Hashable, Sendable {
  package enum Direction: Hashable, Sendable { case sideBySide, stacked }

  package var direction: Direction
  /// The part of the first pane, in thousandths.
  package var ratio: Int
  package var firstMin: Int
  package var secondMin: Int

  package init(_ direction: Direction, ratio: Int, firstMin: Int = 1, secondMin: Int = 1) {
    (self.direction, self.ratio) = (direction, min(max(0, ratio), 1000))
    (self.firstMin, self.secondMin) = (max(0, firstMin), max(0, secondMin))
  }

  /// The two panes; they meet without a gap, so that frames stand beside each other.
  package func panes(in rect: Rect) -> (first: Rect, second: Rect) {
    let length = direction == .sideBySide ? rect.columns : rect.rows
    let wanted = (length * ratio + 500) / 1000
    let most = max(0, length - secondMin)
    let first = min(max(wanted, min(firstMin, length)), max(most, min(firstMin, length)))
    switch direction {
    case .sideBySide:
      let (left, rest) = rect.cutLeft(first)
      return (left, rest)
    case .stacked:
      let (top, rest) = rect.cutTop(first)
      return (top, rest)
    }
  }

  /// True where a press starts to drag: on the last line of the first pane or the first of the next.
  package func isHandle(_ point: Point, in rect: Rect) -> Bool {
    guard rect.contains(point) else { return false }
    let (first, _) = panes(in: rect)
    let distance =
      direction == .sideBySide ? point.column - first.endColumn : point.row - first.endRow
    return distance == 0 || distance == -1
  }

  /// Moves the border to where the mouse is.
  package mutating func drag(to point: Point, in rect: Rect) {
    let length = direction == .sideBySide ? rect.columns : rect.rows
    let place = direction == .sideBySide ? point.column - rect.column : point.row - rect.row
    guard length > 0 else { return }
    ratio = min(max(0, place * 1000 / length), 1000)
  }
}
