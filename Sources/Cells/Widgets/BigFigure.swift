/// Digits three rows high, for the one large figure of a pane.
package enum BigFigure {
  package static let rows = 3

  /// How many columns a text takes in large digits.
  package static func width(of text: String) -> Int {
    let widths = text.map { (face[$0] ?? blank)[0].count }
    return widths.reduce(0, +) + max(0, widths.count - 1)
  }

  /// Digits of three columns drawn with half lines; every row of one figure is equally long.
  private static let face: [Character: [String]] = [
    "0": ["█▀█", "█ █", "▀▀▀"], "1": ["▀█ ", " █ ", "▀▀▀"], "2": ["▀▀█", "█▀▀", "▀▀▀"],
    "3": ["▀▀█", " ▀█", "▀▀▀"], "4": ["█ █", "▀▀█", "  ▀"], "5": ["█▀▀", "▀▀█", "▀▀▀"],
    "6": ["█▀▀", "█▀█", "▀▀▀"], "7": ["▀▀█", "  █", "  ▀"], "8": ["█▀█", "█▀█", "▀▀▀"],
    "9": ["█▀█", "▀▀█", "▀▀▀"], ",": [" ", " ", "▞"], ".": [" ", " ", "▀"],
    "−": ["  ", "▀▀", "  "], "-": ["  ", "▀▀", "  "], "+": [" ▄ ", "▀█▀", "   "],
    "≈": ["▄ ▄", "▄▀▄", "   "], "%": ["▀ █", "▄▀ ", "▀ ▀"], "k": ["█ ▄", "█▀▄", "▀ ▀"],
    "M": ["█▄█", "█▀█", "▀ ▀"], "–": ["   ", "▀▀▀", "   "], " ": [" ", " ", " "],
    "<": [" ▄▀", "▀▄ ", "  ▀"],
  ]
  private static let blank = [" ", " ", " "]

  fileprivate static func lines(of text: String) -> [String] {
    (0..<rows).map { row in
      text.map { (face[$0] ?? blank)[row] }.joined(separator: " ")
    }
  }
}

extension Canvas {
  /// Draws a figure three rows high, or on one bold line where it does not fit or in ASCII.
  ///
  /// Returns how many rows it took.
  @discardableResult
  package mutating func bigFigure(_ text: String, in rect: Rect, role: Role = .figure) -> Int {
    guard !rect.isEmpty else { return 0 }
    guard !glyphs.isASCII, rect.rows >= BigFigure.rows, BigFigure.width(of: text) <= rect.columns
    else {
      put(text, at: rect.origin, role: role, emphasis: .bold, maxWidth: rect.columns)
      return 1
    }
    for (row, line) in BigFigure.lines(of: text).enumerated() {
      put(line, at: Point(rect.column, rect.row + row), role: role, maxWidth: rect.columns)
    }
    return BigFigure.rows
  }
}
