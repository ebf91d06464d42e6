/// The bytes that take the screen over and give it back.
package struct ScreenModes: Hashable, Sendable {
  private let enterScreen: [UInt8]
  private let leaveScreen: [UInt8]
  /// Whether clicks and the wheel are reported; off lets the terminal select text itself.
  package var hasMouse: Bool

  /// Takes the sequences of the alternate screen from terminfo; empty ones where there is none.
  package init(enterScreen: [UInt8], leaveScreen: [UInt8], hasMouse: Bool) {
    (self.enterScreen, self.leaveScreen) = (enterScreen, leaveScreen)
    self.hasMouse = hasMouse
  }

  /// Alternate screen, no line wrap, pastes in brackets, focus reports, the mouse.
  package var enter: [UInt8] {
    enterScreen + Array("\u{1B}[?7l\u{1B}[?2004h\u{1B}[?1004h\u{1B}[?25l".utf8) + mouse
  }

  /// Turns mouse reports on or off: presses, drags and the SGR form that knows wide screens.
  package var mouse: [UInt8] {
    let word = hasMouse ? "h" : "l"
    return Array("\u{1B}[?1000\(word)\u{1B}[?1002\(word)\u{1B}[?1006\(word)".utf8)
  }

  /// Undoes `enter`, whatever state the screen is in; also what a crash writes.
  package var leave: [UInt8] {
    let modes =
      "\u{1B}[?2026l\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l\u{1B}[?1004l\u{1B}[?2004l\u{1B}[0m"
    let screen = leaveScreen.isEmpty ? Array("\u{1B}[H\u{1B}[2J".utf8) : leaveScreen
    return Array(modes.utf8) + Array("\u{1B}[?7h".utf8) + screen + Array("\u{1B}[?25h".utf8)
  }

  /// Asks whether synchronised output is known, and for the background colour.
  package static let questions = Array("\u{1B}[?2026$p\u{1B}]11;?\u{07}".utf8)

  /// The bytes that put `text` on the clipboard of the user's own machine (OSC 52).
  ///
  /// Nil when it is longer than terminals take. Inside tmux it goes both to tmux and through it.
  package static func copy(_ text: String, isTmux: Bool) -> [UInt8]? {
    let encoded = base64(Array(text.utf8))
    guard encoded.count <= 74_994 else { return nil }
    let plain = Array("\u{1B}]52;c;".utf8) + encoded + [0x07]
    guard isTmux else { return plain }
    let wrapped = Array("\u{1B}Ptmux;\u{1B}".utf8) + plain + Array("\u{1B}\\".utf8)
    return wrapped + plain
  }

  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let letters = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let group = part.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - part.count))
      for place in 0..<4 {
        let index = Int(group >> UInt32(18 - 6 * place) & 63)
        encoded.append(place <= part.count ? letters[index] : UInt8(ascii: "="))
      }
    }
    return encoded
  }
}
