/// What the mouse did and where, in cells from the top left of the screen.
package struct MouseEvent: Hashable, Sendable {
  package enum Button: Hashable, Sendable { case left, middle, right }

  package enum Kind: Hashable, Sendable {
    case press(Button)
    case release(Button)
    case drag(Button)
    case wheelUp, wheelDown, wheelLeft, wheelRight
  }

  package var kind: Kind
  package var point: Point
  package var modifiers: Modifiers
  /// 2 for the second press of a double click, otherwise 1.
  package var clicks: Int

  package init(
    _ kind: Kind, at point: Point, _ modifiers: Modifiers = [], clicks: Int = 1
  ) {
    (self.kind, self.point, self.modifiers, self.clicks) = (kind, point, modifiers, clicks)
  }
}

/// What a terminal answered to a question about itself.
package enum TerminalReply: Hashable, Sendable {
  /// Its device attributes: it answers at all.
  case attributes
  /// Whether it knows a private mode: 2026 is synchronised output.
  case mode(Int, isKnown: Bool)
  /// Its cursor, counted from 0: the width probe asks for it.
  case cursor(Point)
  /// Its background colour in 8 bits a channel: the light or dark theme follows it.
  case background(red: UInt8, green: UInt8, blue: UInt8)
}

/// Everything that can come from the terminal.
package enum InputEvent: Hashable, Sendable {
  case key(KeyStroke)
  case mouse(MouseEvent)
  /// A bracketed paste: text, never keys.
  case paste(String)
  case focus(Bool)
  case resize(Size)
  case reply(TerminalReply)
}
