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
}

extension Canvas {
  /// Draws notices one above the other at the bottom right, the newest at the bottom.
  package mutating func notices(_ notices: [Notice], in rect: Rect) {
    let room = max(0, rect.columns - 4)
    var row = rect.endRow - 1
    for notice in notices.reversed() {
      guard row >= rect.row, room > 0 else { return }
      let width = min(room, TextWidth.of(notice.text) + 4)
      let place = Rect(rect.endColumn - width - 1, row, width, 1)
      fill(place, ground: .dialog)
      put(
        [Run(" \(notice.sign) ", notice.role, .bold), Run(notice.text + " ", .text)],
        at: place.origin, maxWidth: width)
      row -= 1
    }
  }
}
