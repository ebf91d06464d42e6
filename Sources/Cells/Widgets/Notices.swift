/// Something that happened: work that finished, or an error that stays until it is read.
package struct Notice: Hashable, Sendable {
  package var text: String
  /// `ok`, `info`, `warn` or `error`: it also gets a sign of its own.
  package var role: Role

  package init(_ text: String, _ role: Role = .info) { (self.text, self.role) = (text, role) }

  package var sign: String {
    switch role {
    case .ok: "✓"
    case .warn: "!"
    case .error: "✗"
    default: "·"
    }
  }

  /// The lines that it takes in so many columns, behind its sign.
  package func lines(in columns: Int) -> [String] {
    TextWidth.wrapped(text, to: max(1, columns - Self.margin))
  }

  /// Columns beside the text: the sign between two spaces, and a space at the end.
  package static let margin = 4
}

extension Canvas {
  /// Draws notices one below the other, each on as many lines as it needs; the newest is the last, and
  /// where there is too little room, the oldest go.
  package mutating func notices(_ notices: [Notice], in rect: Rect) {
    fill(rect, ground: .dialog)
    var row = rect.endRow
    for notice in notices.reversed() {
      let lines = notice.lines(in: rect.columns)
      row -= lines.count
      for (index, line) in lines.enumerated() where row + index >= rect.row {
        let sign = index == 0 ? " \(notice.sign) " : "   "
        put(
          [Run(sign, notice.role, .bold), Run(line, .text)], at: Point(rect.column, row + index),
          maxWidth: rect.columns)
      }
    }
  }
}
