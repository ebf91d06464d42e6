package import Basis
package import Columns

/// Answers segments by loops over columns and by set operations, exactly, as of one instant.
///
/// Every answer is kept under its condition's canonical text and the data's version, so that after
/// an edit only what changed is computed again. A planner is a value: it may be made for each question.
package struct SetPlanner: Sendable {
  package let audience: any Audience
  package let asOf: Timestamp
  package let calendar: CalendarDays
  package let references: References
  package let cache: ResultCache
  package let cancellation: Cancellation
  private let timelessPrefix: String
  private let timedPrefix: String

  package init(
    _ audience: any Audience, asOf: Timestamp, calendar: CalendarDays = .utc,
    references: References = References(), cache: ResultCache,
    cancellation: Cancellation = Cancellation()
  ) {
    (self.audience, self.asOf, self.calendar) = (audience, asOf, calendar)
    (self.references, self.cache, self.cancellation) = (references, cache, cancellation)
    timelessPrefix = "\(audience.version) \(audience.lens.rawValue) \(calendar.signature) "
    timedPrefix = "\(timelessPrefix)\(asOf.seconds) \(references.modelSignature)"
  }

  /// The same planner as of another instant.
  package func asOf(_ instant: Timestamp) -> SetPlanner {
    SetPlanner(
      audience, asOf: instant, calendar: calendar, references: references, cache: cache,
      cancellation: cancellation)
  }

  package var unitCount: Int { audience.unitCount }

  /// How many units the segment holds.
  package func count(_ segment: Segment) throws(Fault) -> Int {
    try count(of: try prepared(segment))
  }

  /// How many units a node in canonical form holds; a group's set is not made for that.
  private func count(of node: Segment) throws(Fault) -> Int {
    switch node {
    case .everyone: return unitCount
    case .not(let part): return unitCount - (try count(of: part))
    case .and(let parts), .or(let parts):
      let key = unitsKey(node)
      if let known = cache.count(key) { return known }
      let isUnion = if case .or = node { true } else { false }
      let count = DenseSet.count(try terms(parts), anyOf: isUnion, bound: unitCount)
      cache.store(.count(count), key)
      return count
    case .attribute, .behaviour, .aggregate, .recency, .sequence, .consent, .has, .from,
      .reference, .score, .rank:
      if let known = cache.count(unitsKey(node)) { return known }
      return try set(node).count
    }
  }

  /// The units that the segment holds.
  package func members(_ segment: Segment) throws(Fault) -> UnitSet { try units(segment).unitSet }

  /// The units that the segment holds, one bit each.
  package func units(_ segment: Segment) throws(Fault) -> DenseSet {
    try set(prepared(segment))
  }

  /// The segment with its references followed, in canonical form.
  func prepared(_ segment: Segment) throws(Fault) -> Segment {
    do throws(Problem) {
      return try references.resolved(segment).canonical
    } catch {
      throw Fault(
        .badSegment, "segment", reason: error.message,
        remedy: error.suggestion.map { "Did you mean \($0)?" } ?? "")
    }
  }

  // MARK: Nodes

  /// The units of a node in canonical form.
  func set(_ node: Segment) throws(Fault) -> DenseSet {
    switch node {
    case .everyone: return DenseSet(all: unitCount)
    case .not(let part): return try set(part).complement
    case .and, .or, .attribute, .behaviour, .aggregate, .recency, .sequence, .consent, .has, .from,
      .reference, .score, .rank:
      let key = unitsKey(node)
      if let set = cache.units(key) { return set }
      let set = try computed(node)
      cache.store(units: set, key)
      return set
    }
  }

  private func computed(_ node: Segment) throws(Fault) -> DenseSet {
    switch node {
    case .everyone, .not: return try set(node)
    case .and(let parts): return DenseSet(try terms(parts), anyOf: false, bound: unitCount)
    case .or(let parts): return DenseSet(try terms(parts), anyOf: true, bound: unitCount)
    case .attribute(let name, let test): return try attribute(name, test)
    case .behaviour(let behaviour): return try self.behaviour(behaviour)
    case .aggregate(let aggregate): return try self.aggregate(aggregate)
    case .recency(let recency): return try self.recency(recency)
    case .sequence(let sequence): return try self.sequence(sequence)
    case .consent(let purposes):
      var result = DenseSet(all: unitCount)
      for purpose in purposes {
        let granting = try audience.units(granting: purpose.text, asOf: asOf)
        let known = try found(granting, "purpose", purpose, audience.vocabulary.purposes)
        result = result.intersection(DenseSet(known, bound: unitCount))
      }
      return result
    case .has(let namespace):
      let units = try audience.units(withNamespace: namespace.text)
      let known = try found(units, "namespace", namespace, audience.vocabulary.namespaces)
      return DenseSet(known, bound: unitCount)
    case .from(let source):
      let units = try audience.units(fromSource: source.text)
      let known = try found(units, "source", source, audience.vocabulary.sources)
      return DenseSet(known, bound: unitCount)
    case .reference(let name):
      throw missing("segment", name, references.segments.keys.sorted())
    case .score(let model, let comparison, let number):
      return try score(model, comparison, number)
    case .rank(let rank): return try self.rank(rank)
    }
  }

  /// The sets of a group's parts; a negated part is not turned round, only marked.
  private func terms(_ parts: [Segment]) throws(Fault) -> [DenseSet.Term] {
    var terms: [DenseSet.Term] = []
    terms.reserveCapacity(parts.count)
    for part in parts {
      try cancellation.check()
      if case .not(let inner) = part {
        terms.append(DenseSet.Term(try set(inner), isNegated: true))
      } else {
        terms.append(DenseSet.Term(try set(part)))
      }
    }
    return terms
  }

  // MARK: Cache

  /// What the units of a node in canonical form are kept under.
  func unitsKey(_ node: Segment) -> String {
    "u \(node.dependsOnTime ? timedPrefix : timelessPrefix)\(node.description)"
  }

  /// Whether the answer to a node in canonical form is at hand.
  func isKept(_ node: Segment) -> Bool {
    switch node {
    case .everyone: true
    case .not(let part): isKept(part)
    case .and, .or, .attribute, .behaviour, .aggregate, .recency, .sequence, .consent, .has, .from,
      .reference, .score, .rank:
      cache.entry(unitsKey(node)) != nil
    }
  }

  /// A key for something that does not depend on the instant.
  func timelessKey(_ kind: String, _ text: String) -> String { "\(kind) \(timelessPrefix)\(text)" }

  /// A key for something that does depend on the instant.
  func timedKey(_ kind: String, _ text: String) -> String { "\(kind) \(timedPrefix)\(text)" }

  // MARK: Faults

  func found<Answer>(
    _ answer: Answer?, _ kind: String, _ name: Name, _ known: [String]
  ) throws(Fault) -> Answer {
    guard let answer else { throw missing(kind, name, known) }
    return answer
  }

  func missing(_ kind: String, _ name: Name, _ known: [String]) -> Fault {
    Fault(
      .badSegment, "segment", reason: "there is no \(kind) \(name)",
      remedy: known.sorted().nearest(to: name.text).map { "Did you mean \($0)?" } ?? "")
  }
}

extension Segment {
  /// Whether the answer changes with the instant it is asked as of, the data being the same.
  var dependsOnTime: Bool {
    switch self {
    case .everyone, .has, .from: false
    case .attribute(let name, _): name.text.hasPrefix(RFMScore.prefix)
    case .rank(let rank):
      switch rank.key {
      case .measure, .score: true
      case .attribute(let name): name.text.hasPrefix(RFMScore.prefix)
      }
    case .behaviour, .aggregate, .recency, .sequence, .consent, .reference, .score: true
    case .and, .or, .not: children.contains { $0.dependsOnTime }
    }
  }
}
