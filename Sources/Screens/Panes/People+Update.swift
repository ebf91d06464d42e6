internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// How long revealed identifiers stay before they are masked again.
  static let revealMilliseconds: Int64 = 10_000

  mutating func loadPerson() -> [Effect] {
    if let person = people.person.value { return load(person.profile) }
    people.overview.asked(at: now)
    let effects = ask(.peopleOverview, for: .peopleOverview)
    guard has(.facets) else { return effects }
    people.everyone.asked(at: now)
    return effects
      + ask(
        .facets(FacetRequest(segment: .text("everyone"), attributes: [], top: 6, isBySize: true)),
        for: .everyone)
  }

  private mutating func load(_ profile: ProfileID) -> [Effect] {
    people.person.asked(at: now)
    return ask(.person(.profile(profile), reveal: false), for: .person)
  }

  mutating func performPeople(_ action: Action) -> [Effect] {
    switch action {
    case .search:
      overlay = .prompt(
        Prompt(
          .searchPerson, title: "Look for a person",
          about: "An identifier, such as email:name@host, or the value alone"))
      return []
    case .reveal:
      guard let person = people.person.value else { return [] }
      if people.revealedUntil != nil || isRunning(.reveal) { return mask() }
      return ask(.person(.profile(person.profile), reveal: true), for: .reveal)
    default: return []
    }
  }

  /// Looks for what was typed: `namespace:value`, or a value of any namespace.
  mutating func search(_ text: String) -> [Effect] {
    let typed = text.trimmed
    guard !typed.isEmpty else { return [] }
    people.search = Self.masked(typed)
    people.matches.forget()
    people.matches.asked(at: now)
    people.person.forget()
    people.revealedUntil = nil
    focus[.people] = .matches
    return cancel(.reveal) + ask(.findPeople(Self.identifier(typed)), for: .people)
  }

  static func identifier(_ typed: String) -> PersonSearch {
    guard let colon = typed.firstIndex(of: ":"), colon > typed.startIndex else {
      return PersonSearch(namespace: nil, value: typed)
    }
    let namespace = typed[..<colon]
    guard namespace.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
      return PersonSearch(namespace: nil, value: typed)
    }
    return PersonSearch(
      namespace: String(namespace), value: String(typed[typed.index(after: colon)...]))
  }

  /// The person who has the identifier that was typed.
  static func reference(_ typed: String) -> PersonReference {
    let search = identifier(typed)
    return .identifier(namespace: search.namespace ?? "", value: search.value)
  }

  /// What was searched for, so that a look over the shoulder does not give it away.
  package static func masked(_ typed: String) -> String {
    let search = identifier(typed)
    let shown = search.value.prefix(2) + String(repeating: "•", count: 5)
    return (search.namespace.map { $0 + ":" } ?? "") + shown
  }

  mutating func takeMatches(_ matches: [PersonMatch]) -> [Effect] {
    people.matches.arrived(matches)
    lists[.matches, default: ListState()].selection = 0
    guard matches.count == 1, let only = matches.first else { return [] }
    focus[.people] = .identifiers
    return load(only.profile)
  }

  mutating func openMatch() -> [Effect] {
    guard let match = selected(.matches, of: people.matches.value) else { return [] }
    people.person.forget()
    people.revealedUntil = nil
    focus[.people] = .identifiers
    return cancel(.reveal) + load(match.profile)
  }

  mutating func takePerson(_ person: PersonView) {
    people.person.arrived(person)
    people.revealedUntil = nil
  }

  /// Shows identifiers from now on for their ten seconds, if the one who asked still looks at them.
  mutating func takeRevealed(_ person: PersonView) {
    guard pane == .people, !isShared, people.person.value?.profile == person.profile else { return }
    people.person.arrived(person)
    people.revealedUntil = now.advanced(byMilliseconds: Self.revealMilliseconds)
  }

  /// Masks identifiers again, at once and without waiting for the engine.
  mutating func mask() -> [Effect] {
    let stopped = cancel(.reveal)
    people.revealedUntil = nil
    guard let person = people.person.value, person.isRevealed else { return stopped }
    people.person.forget()
    return stopped + load(person.profile)
  }
}
