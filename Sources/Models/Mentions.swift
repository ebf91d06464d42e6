package import Columns
package import Segments

/// What a segment asks of: facts that a model of it must not learn from, for they say it in other words.
package struct Mentions: Sendable, Equatable {
  package private(set) var attributes: Set<String> = []
  package private(set) var events: Set<String> = []
  package private(set) var sources: Set<String> = []
  package private(set) var models: Set<String> = []

  /// Collects the names of `segment`, whose references have been followed.
  package init(_ segment: Segment, vocabulary: Vocabulary) {
    for (_, node) in segment.nodes { add(node, vocabulary) }
  }

  private mutating func add(_ node: Segment, _ vocabulary: Vocabulary) {
    switch node {
    case .everyone, .or, .and, .not, .consent, .has, .reference: break
    case .attribute(let name, _): add(attribute: name, vocabulary)
    case .behaviour(let behaviour): add(behaviour.event, behaviour.window)
    case .aggregate(let aggregate):
      add(aggregate.measure)
      if case .measure(let other) = aggregate.operand { add(other) }
    case .recency(let recency):
      add(recency.anchor.event, nil)
      if case .within(_, let event) = recency.test { add(event, nil) }
    case .sequence(let sequence):
      for step in sequence.steps + [sequence.absence].compactMap(\.self) {
        add(step.event, sequence.window)
      }
    case .from(let source): sources.insert(source.text)
    case .score(let model, _, _): models.insert(model.text)
    case .rank(let rank):
      switch rank.key {
      case .attribute(let name): add(attribute: name, vocabulary)
      case .measure(let measure): add(measure)
      case .score(let model): models.insert(model.text)
      }
    }
  }

  private mutating func add(attribute name: Name, _ vocabulary: Vocabulary) {
    attributes.insert(name.text)
    // A built-in score is made of an event.
    if vocabulary.attributes[name.text] == nil, let terms = vocabulary.rfm {
      events.insert(terms.event)
    }
  }

  private mutating func add(_ measure: Measure) { add(measure.event, measure.window) }

  private mutating func add(_ event: Name, _ window: Window?) {
    events.insert(event.text)
    if case .around(_, _, _, let anchor) = window { events.insert(anchor.event.text) }
  }
}

extension Segment {
  /// Why this cannot be what a model foresees within `horizon` seconds; nil where it can.
  ///
  /// Only events within the horizon may decide it: whatever reaches further back was known before.
  package func foresightProblem(horizon: Int64) -> String? {
    func problem(_ window: Window?, _ what: String) -> String? {
      guard case .last(let span) = window else {
        return
          "\(what) has no `in last …`, so that what happened before the horizon decides it, too"
      }
      return span.seconds <= horizon
        ? nil : "\(what) looks back \(span.text), which is further than the horizon"
    }
    switch self {
    case .or(let parts), .and(let parts):
      return parts.lazy.compactMap { $0.foresightProblem(horizon: horizon) }.first
    case .not(let part): return part.foresightProblem(horizon: horizon)
    case .behaviour(let behaviour): return problem(behaviour.window, "`\(description)`")
    case .sequence(let sequence): return problem(sequence.window, "`\(description)`")
    case .aggregate(let aggregate):
      if let own = problem(aggregate.measure.window, "`\(description)`") { return own }
      guard case .measure(let other) = aggregate.operand else { return nil }
      return problem(other.window, "`\(description)`")
    case .everyone, .attribute, .recency, .consent, .has, .from, .reference, .score, .rank:
      return "`\(description)` is no event within the horizon; it may stand in the base"
    }
  }
}
