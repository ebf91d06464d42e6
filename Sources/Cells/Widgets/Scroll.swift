/// Where a long list stands in the rows that it has.
package enum Scroll {
  /// The first row to show so that `selection` is visible, moving as little as possible.
  ///
  /// Keeps up to two rows of context beyond the selection where the list has them.
  package static func first(
    selection: Int, count: Int, visible: Int, from previous: Int = 0
  ) -> Int {
    guard visible > 0, count > visible else { return 0 }
    let margin = min(2, (visible - 1) / 2)
    var first = previous
    if selection < first + margin { first = selection - margin }
    if selection > first + visible - 1 - margin { first = selection - visible + 1 + margin }
    return min(max(0, first), count - visible)
  }
}

extension Canvas {
  /// Draws a scrollbar in a column: a thumb as long as the part that is seen; nothing if all is.
  package mutating func scrollbar(in rect: Rect, first: Int, count: Int) {
    guard rect.columns > 0, rect.rows > 0, count > rect.rows else { return }
    let length = max(1, rect.rows * rect.rows / count)
    let room = count - rect.rows
    let start = (rect.rows - length) * min(max(0, first), room) / room
    for row in 0..<rect.rows {
      let isThumb = row >= start && row < start + length
      let piece = glyphs.isASCII ? (isThumb ? "#" : "|") : (isThumb ? "┃" : "│")
      set(
        Cluster(piece), at: Point(rect.column, rect.row + row),
        role: isThumb ? .textMuted : .grid)
    }
  }
}
