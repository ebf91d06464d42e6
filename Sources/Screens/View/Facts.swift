internal import Cells

extension Canvas {
  /// The rows of a list, and what they leave below them where that is worth something.
  ///
  /// A list whose columns or rows are asked for as such has the whole.
  func withRoom(below rows: Int, least: Int) -> (upper: Rect, lower: Rect) {
    guard listing == nil, columnPlaces == nil, self.rows >= rows + least + 1 else {
      return (bounds, bounds.cutTop(self.rows).rest)
    }
    let (upper, lower) = bounds.cutTop(rows + 1)
    return (upper.cutTop(rows).top, lower)
  }

  /// The name of a part of a panel.
  mutating func heading(_ runs: [Run], row: Int) {
    put(runs, at: Point(1, row), maxWidth: columns - 2)
  }

  /// What is known of one thing, a line each under its name; returns how many rows it took.
  @discardableResult
  mutating func facts(_ facts: [(String, String)], about name: String) -> Int {
    guard !facts.isEmpty, rows > 0 else { return 0 }
    heading([Run(name, .textStrong)], row: 0)
    return 1 + self.facts(facts, row: 1)
  }

  /// Names and what belongs to them, wrapped under each other; returns how many rows they took.
  @discardableResult
  mutating func facts(_ facts: [(String, String)], row: Int) -> Int {
    let names = facts.reduce(0) { max($0, TextWidth.of($1.0)) }
    var line = row
    for (name, value) in facts where line < rows {
      put(name, row: line, column: 1, role: .textMuted)
      for text in TextWidth.wrapped(value, to: max(1, columns - names - 4)) where line < rows {
        put(text, row: line, column: names + 3, maxWidth: columns - names - 4)
        line += 1
      }
    }
    return line - row
  }
}
