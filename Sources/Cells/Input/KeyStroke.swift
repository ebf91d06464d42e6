/// A key of the keyboard without the keys held with it.
package enum Key: Hashable, Sendable {
  case character(Character)
  case enter, tab, backspace, delete, insert, escape
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 to F24.
  case function(Int)
}

/// The keys held while another is struck or the mouse moves.
package struct Modifiers: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let shift = Modifiers(rawValue: 1)
  package static let alt = Modifiers(rawValue: 2)
  package static let control = Modifiers(rawValue: 4)
}

/// One stroke, with a name that key tables, configuration and replay files share.
///
/// Names read `a`, `G`, `?`, `Space`, `Ctrl-R`, `Alt-x`, `Shift-Tab`, `PgUp`, `F5`. A capital
/// letter is that character, without Shift; letters with Ctrl are written as capitals.
package struct KeyStroke: Hashable, Sendable, CustomStringConvertible {
  package var key: Key
  package var modifiers: Modifiers

  package init(_ key: Key, _ modifiers: Modifiers = []) {
    (self.key, self.modifiers) = (key, modifiers)
  }

  package init(_ character: Character, _ modifiers: Modifiers = []) {
    self.init(.character(character), modifiers)
  }

  /// The character a stroke types into a text, nil for commands.
  package var typed: Character? {
    guard case .character(let character) = key, modifiers.subtracting(.shift).isEmpty else {
      return nil
    }
    return character
  }

  private static let names: [(String, Key)] = [
    ("Enter", .enter), ("Tab", .tab), ("Backspace", .backspace), ("Del", .delete),
    ("Ins", .insert), ("Esc", .escape), ("Up", .up), ("Down", .down), ("Left", .left),
    ("Right", .right), ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown),
    ("Space", .character(" ")),
  ]

  package var description: String {
    var text = ""
    if modifiers.contains(.control) { text += "Ctrl-" }
    if modifiers.contains(.alt) { text += "Alt-" }
    if modifiers.contains(.shift) { text += "Shift-" }
    if let named = Self.names.first(where: { $0.1 == key }) { return text + named.0 }
    switch key {
    case .character(let character):
      return text + (modifiers.contains(.control) ? character.uppercased() : String(character))
    case .function(let number): return text + "F\(number)"
    default: return text
    }
  }

  /// Reads a name as `description` writes it, in any case; nil when it names no key.
  package init?(_ name: some StringProtocol) {
    var rest = Substring(name)
    var held: Modifiers = []
    let prefixes: [(String, Modifiers)] = [
      ("ctrl-", .control), ("alt-", .alt), ("shift-", .shift),
    ]
    while rest.count > 1 {
      let lower = rest.lowercased()
      guard let (prefix, modifier) = prefixes.first(where: { lower.hasPrefix($0.0) }) else { break }
      guard lower.count > prefix.count else { return nil }
      rest = rest.dropFirst(prefix.count)
      held.insert(modifier)
    }
    if rest.count == 1, let character = rest.first {
      let lowered = held.contains(.control) ? character.lowercased().first : character
      self.init(.character(lowered ?? character), held)
      return
    }
    let lower = rest.lowercased()
    if let named = Self.names.first(where: { $0.0.lowercased() == lower }) {
      self.init(named.1, held)
      return
    }
    guard lower.first == "f", let number = Int(lower.dropFirst()), (1...24).contains(number) else {
      return nil
    }
    self.init(.function(number), held)
  }
}
