internal import Cells

/// One line of a key table: what is struck, what it does, what it is called.
package struct KeyBinding: Hashable, Sendable {
  /// Names of strokes, any of which will do: `["j", "Down"]`.
  package let keys: [String]
  package let action: Action
  /// What it does, as the help says it.
  package let title: String
  /// One or two words for the hint line; nil keeps it out of there.
  package let hint: String?

  init(_ keys: String..., to action: Action, _ title: String, hint: String? = nil) {
    (self.keys, self.action, self.title, self.hint) = (keys, action, title, hint)
  }

  init(keys: [String], action: Action, title: String, hint: String?) {
    (self.keys, self.action, self.title, self.hint) = (keys, action, title, hint)
  }
}

/// Where a table of keys holds.
package enum KeyContext: String, Hashable, Sendable, CaseIterable {
  case builder, library, sources, feed, consent, people, audiences, reports, home
  case lists, everywhere

  package var title: String {
    switch self {
    case .builder: "The segment builder"
    case .library: "The list of segments"
    case .sources: "Sources"
    case .feed: "A new feed"
    case .consent: "Consent"
    case .people: "People"
    case .audiences: "Audiences"
    case .reports: "Reports"
    case .home: "Home"
    case .lists: "Lists"
    case .everywhere: "Everywhere"
    }
  }

  /// The pane whose keys they are; nil for those of every pane.
  var pane: Pane? {
    switch self {
    case .builder, .library: .segments
    case .sources, .feed: .sources
    case .consent: .consent
    case .people: .people
    case .audiences: .audiences
    case .reports: .reports
    case .home: .home
    case .lists, .everywhere: nil
    }
  }

  /// The keys that hold here, in the order in which hints and help show them.
  package var bindings: [KeyBinding] {
    switch self {
    case .builder: Self.builderKeys
    case .library: Self.libraryKeys
    case .sources: Self.sourceKeys
    case .feed: Self.feedKeys
    case .consent: Self.consentKeys
    case .people: Self.peopleKeys
    case .audiences: Self.audienceKeys
    case .reports: Self.reportKeys
    case .home: Self.homeKeys
    case .lists: Self.listKeys
    case .everywhere: Self.globalKeys
    }
  }
}

/// The tables in force: the built-in ones, with what the user's configuration changes.
package struct Keymap: Equatable, Sendable {
  private var tables: [KeyContext: [KeyBinding]]

  package init() {
    tables = Dictionary(
      KeyContext.allCases.map { ($0, $0.bindings) }, uniquingKeysWith: { first, _ in first })
  }

  /// Gives an action other keys; an action that no table has, or a key that does not exist, is
  /// reported and changes nothing.
  package mutating func bind(_ name: String, to keys: [String]) -> String? {
    guard let action = Action(rawValue: name) else { return "there is no action “\(name)”" }
    if let wrong = keys.first(where: { !Self.isSequence($0) }) {
      return "“\(wrong)” is not the name of a key"
    }
    for (context, bindings) in tables {
      tables[context] = bindings.map { binding in
        guard binding.action == action else { return binding }
        return KeyBinding(
          keys: keys, action: action, title: binding.title, hint: binding.hint)
      }
    }
    return nil
  }

  package func bindings(_ context: KeyContext) -> [KeyBinding] { tables[context] ?? [] }

  /// Keys that mean two things in one place: the first of them is what they do.
  package var conflicts: [String] {
    KeyContext.allCases.flatMap { context in
      var owners: [String: Action] = [:]
      return bindings(context).flatMap { binding in
        binding.keys.compactMap { key -> String? in
          guard let owner = owners[key] else {
            owners[key] = binding.action
            return nil
          }
          guard owner != binding.action else { return nil }
          return
            "\(key) means both \(owner.rawValue) and \(binding.action.rawValue) in “\(context.title)”"
        }
      }
    }
  }

  /// What strokes mean in the given contexts, the first that knows them deciding.
  func meaning(of strokes: [KeyStroke], in contexts: [KeyContext]) -> Meaning {
    let typed = strokes.map(\.description).joined(separator: " ")
    for context in contexts {
      for binding in bindings(context) where binding.keys.contains(typed) {
        return .action(binding.action)
      }
    }
    let isStart = contexts.contains { context in
      bindings(context).contains { $0.keys.contains { $0.hasPrefix(typed + " ") } }
    }
    return isStart ? .startOfSequence : .nothing
  }

  enum Meaning: Hashable { case action(Action), startOfSequence, nothing }

  /// The first key of an action in the contexts, for showing it.
  func key(of action: Action, in contexts: [KeyContext]) -> String? {
    for context in contexts {
      if let binding = bindings(context).first(where: { $0.action == action }) {
        return binding.keys.first
      }
    }
    return nil
  }

  private static func isSequence(_ name: String) -> Bool {
    let parts = name.split(separator: " ")
    return !parts.isEmpty && parts.allSatisfy { KeyStroke($0) != nil }
  }
}
