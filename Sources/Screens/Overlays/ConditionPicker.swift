internal import Basis
package import Cells
package import Requests

/// The picker that adds a condition, and shows what the total would become.
package struct ConditionPicker: Equatable, Sendable {
  /// What is offered: everything, the values of an attribute, what can be asked of an event, or the
  /// events of a campaign.
  package enum Stage: Hashable, Sendable {
    case conditions
    case values(Candidate)
    case event(Candidate)
    case campaign(Candidate)
  }

  package struct Offer: Hashable, Sendable {
    package var candidate: Candidate
    package var matched: [Int]
    /// True for the last offer: what was typed, as it is.
    package var isTyped: Bool
  }

  package var stage = Stage.conditions
  package var candidates = Loadable<[Candidate]>()
  package var input = TextInput()
  package var selection = 0
  package var first = 0
  /// Names of values that are ticked.
  package var ticked: [String] = []
  package var preview = Loadable<SegmentTotal>()

  package init() {}

  /// What is offered now, best first; found again by `search` when something has changed.
  package private(set) var offers: [Offer] = []

  /// How much of a kind's name, or of how conditions begin, has to be typed for all of that kind to
  /// be offered; the sign of a segment is enough.
  private static let shortestKind = 3

  /// Finds what matches what is typed.
  mutating func search() {
    let all: [Candidate] =
      switch stage {
      case .event(let candidate): EventQuestions.about(candidate)
      case .conditions, .values, .campaign: candidates.value ?? []
      }
    let typed = input.text.trimmed
    let matcher = FuzzyMatcher(typed)
    var offers = matcher.ranked(all.map(\.name)).map {
      Offer(candidate: all[$0.index], matched: $0.match.positions, isTyped: false)
    }
    // What is of a kind that is typed, or is written so, follows what is called so.
    if typed.count >= Self.shortestKind || typed.hasPrefix("@") {
      let named = Set(offers.map(\.candidate))
      let begun = typed.lowercased()
      offers += all.filter {
        ($0.kind.rawValue.hasPrefix(begun) || $0.condition.lowercased().hasPrefix(begun))
          && !named.contains($0)
      }.map { Offer(candidate: $0, matched: [], isTyped: false) }
    }
    if !typed.isEmpty, stage == .conditions {
      let own = Candidate(
        kind: .family, name: typed, written: typed, condition: typed, count: nil)
      offers.append(Offer(candidate: own, matched: [], isTyped: true))
    }
    self.offers = offers
    (selection, first) = (0, 0)
  }

  /// Takes what is offered, or the same with more counts; who stood on one stays there, but not on
  /// what was typed before there was anything else.
  mutating func take(_ offered: [Candidate], isFinal: Bool) {
    let (stood, place) = (selected, first)
    if isFinal { candidates.arrived(offered) } else { candidates.estimated(offered) }
    search()
    guard let stood, !stood.isTyped,
      let index = offers.firstIndex(where: {
        $0.candidate.kind == stood.candidate.kind && $0.candidate.name == stood.candidate.name
      })
    else { return }
    (selection, first) = (index, place)
  }

  package var selected: Offer? {
    offers.indices.contains(selection) ? offers[selection] : nil
  }

  /// The condition that would be added now: what is ticked, or what is selected.
  package var condition: String? {
    guard case .values(let attribute) = stage, chosen.count > 1 else {
      return alternatives.count > 1
        ? "(" + alternatives.joined(separator: " or ") + ")" : chosen.first?.condition
    }
    return attribute.written + " in (" + chosen.map(\.written).joined(separator: ", ") + ")"
  }

  /// The same as the builder takes it: conditions any of which will do are a group.
  package var tree: SegmentTree? {
    alternatives.count > 1
      ? .any(alternatives.map { .condition($0) }) : condition.map { .condition($0) }
  }

  /// What is ticked, in the order of the list, or what is selected.
  private var chosen: [Candidate] {
    guard isTicking, !ticked.isEmpty else { return selected.map { [$0.candidate] } ?? [] }
    return (candidates.value ?? []).filter { ticked.contains($0.name) }
  }

  /// The conditions any of which will do, each once.
  private var alternatives: [String] {
    if case .values = stage { return [] }
    var parts: [String] = []
    for one in chosen {
      for part in one.alternatives.isEmpty ? [one.condition] : one.alternatives
      where !parts.contains(part) {
        parts.append(part)
      }
    }
    return parts
  }

  /// True where several can be ticked.
  var isTicking: Bool {
    switch stage {
    case .values, .campaign: true
    case .conditions, .event: false
    }
  }
}

/// What can be asked of an event without typing.
enum EventQuestions {
  static func about(_ event: Candidate) -> [Candidate] {
    let name = event.written
    let texts = [
      "did \(name)",
      "did \(name) in last 7 days",
      "did \(name) in last 30 days",
      "did \(name) in last 90 days",
      "did \(name) at least 2 times in last 90 days",
      "did not \(name) in last 30 days",
      "did not \(name)",
      "last \(name) < 30 days ago",
      "last \(name) > 60 days ago",
      "first \(name) < 30 days ago",
    ]
    return texts.map {
      Candidate(kind: .event, name: $0, written: $0, condition: $0, count: nil)
    }
  }
}

/// One condition that is edited as a line of text, checked and counted while it is typed.
package struct ConditionLine: Equatable, Sendable {
  package var input: TextInput
  /// True when the condition is new, false when it takes the place of the one under the cursor.
  package var isNew: Bool
  package var checked = Loadable<SegmentCheck>()
  package var completions: [Completion] = []
  package var completion = 0
  package var preview = Loadable<SegmentTotal>()

  package init(_ text: String, isNew: Bool) {
    (input, self.isNew) = (TextInput(text), isNew)
  }

  /// The first thing that is wrong with the text as it stands.
  package var problem: SegmentProblem? {
    guard let value = checked.value, value.text == input.text else { return nil }
    return value.problems.first { $0.gravity == .error }
  }
}
