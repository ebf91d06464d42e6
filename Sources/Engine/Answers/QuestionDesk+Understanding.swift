package import Basis
internal import Columns
package import Requests
internal import Segments

extension QuestionDesk {
  /// The segment's size as of the end of each of the last days, oldest first.
  package func trend(_ text: String, days: Int, terms: Terms) throws(Fault) -> [Requests.TrendPoint]
  {
    let (planner, segment) = try planned(text, terms)
    var points: [Requests.TrendPoint] = []
    for back in stride(from: days - 1, through: 0, by: -1) {
      guard terms.progress(days - back, days) else { throw Self.stopped }
      try terms.stop.cancellation.check()
      let instant = terms.asOf.advanced(by: -Int64(back) * 86_400)
      let day = CivilDate(daysSinceEpoch: Int(instant.seconds.dividedByFloor(86_400).quotient))
      points.append(Requests.TrendPoint(day: day, count: try planner.asOf(instant).count(segment)))
    }
    return points
  }

  /// How many units each pair of segments shares, and the largest groups of who is in just some.
  ///
  /// Each is the name of a saved segment, with or without its `@`, or a segment's text.
  package func overlap(_ names: [String], terms: Terms) throws(Fault) -> Requests.Overlap {
    let planner = try planner(terms)
    var segments: [Segment] = []
    for name in names { segments.append(try segment(called: name, planner)) }
    let overlap = try planner.overlap(segments)
    var shared = names.map { _ in [Int](repeating: 0, count: names.count) }
    for (index, size) in overlap.sizes.enumerated() { shared[index][index] = size }
    for pair in overlap.pairs {
      shared[pair.first][pair.second] = pair.both
      shared[pair.second][pair.first] = pair.both
    }
    return Requests.Overlap(
      names: names.map { String($0.drop { $0 == "@" }) }, shared: shared,
      population: overlap.unitCount,
      intersections: overlap.intersections.map { .init(members: $0.segments, count: $0.count) })
  }

  /// The saved segment of a name, or else the segment that a text says.
  func segment(called text: String, _ planner: SetPlanner) throws(Fault) -> Segment {
    let name = text.hasPrefix("@") ? String(text.dropFirst()) : text
    if planner.references.segments[name] != nil { return .reference(Name(name)) }
    do throws(Problem) {
      return try planner.checker.checked(text)
    } catch {
      throw error.fault(in: text)
    }
  }

  /// What a picker of conditions offers, each with its size where that is known at once.
  package func candidates(_ request: CandidateRequest, terms: Terms) throws(Fault) -> [Candidate] {
    let audience = try audience(terms.lens)
    switch request {
    case .conditions: return try conditions(audience)
    case .values(let attribute, let limit): return try values(of: attribute, limit, audience)
    }
  }

  private func conditions(_ audience: WorkspaceAudience) throws(Fault) -> [Candidate] {
    let vocabulary = audience.vocabulary
    var all: [Candidate] = []
    for (name, type) in vocabulary.attributes.sorted(by: { $0.key < $1.key }) {
      all.append(
        Candidate(
          kind: .attribute, name: name,
          condition: Segment.attribute(Name(name), .known(true)).description, count: nil,
          note: type.rawValue, hasValues: type == .text || type == .list || type == .boolean))
    }
    for name in vocabulary.events.keys.sorted() {
      all.append(
        Candidate(
          kind: .event, name: name,
          condition: Segment.behaviour(
            Behaviour(Name(name), window: .last(TimeSpan(30, .day)))
          ).description, count: nil,
          note: "event"))
    }
    for segment in try segments() {
      all.append(
        Candidate(
          kind: .segment, name: segment.name,
          condition: Segment.reference(Name(segment.name)).description,
          count: segment.size, note: segment.note))
    }
    for name in try savedReferences().models.keys.sorted() {
      let share = Rank.Amount.percent(DecimalNumber(10))
      all.append(
        Candidate(
          kind: .model, name: name,
          condition: Segment.rank(Rank(.top, share, by: .score(Name(name)))).description,
          count: nil, note: "score"))
    }
    for name in vocabulary.purposes {
      all.append(
        Candidate(
          kind: .purpose, name: name, condition: Segment.consent([Name(name)]).description,
          count: nil))
    }
    for name in vocabulary.sources {
      all.append(
        Candidate(
          kind: .source, name: name, condition: Segment.from(Name(name)).description, count: nil))
    }
    for name in vocabulary.namespaces {
      all.append(
        Candidate(
          kind: .namespace, name: name, condition: Segment.has(Name(name)).description, count: nil))
    }
    return all
  }

  private func values(of attribute: String, _ limit: Int, _ audience: WorkspaceAudience)
    throws(Fault) -> [Candidate]
  {
    var counts: [UInt32: Int] = [:]
    let dictionary: TextDictionary
    switch try audience.attribute(attribute) {
    case .text(let column):
      dictionary = column.dictionary
      for code in column.codes where code != 0 { counts[code, default: 0] += 1 }
    case .list(let column):
      dictionary = column.dictionary
      for code in column.codes { counts[code, default: 0] += 1 }
    case .whole(let column) where column.kind == .boolean:
      return [(Int64(1), "true"), (0, "false")].map { value, word in
        Candidate(
          kind: .value, name: word,
          condition: Segment.attribute(
            Name(attribute), .compare(.equal, Literal(.boolean(value == 1)))
          ).description,
          count: column.values.count { $0 == value })
      }
    default: return []
    }
    let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
    return order.compactMap { code, count in
      dictionary[code].map { text in
        Candidate(
          kind: .value, name: text,
          condition: Segment.attribute(
            Name(attribute), .compare(.equal, Literal(.text(text)))
          ).description, count: count)
      }
    }
  }

  static let stopped = Fault(
    .interrupted, "the question", reason: "it was stopped", remedy: "Ask it again when you like")
}
