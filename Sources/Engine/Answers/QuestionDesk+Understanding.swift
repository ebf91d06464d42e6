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
      let instant = terms.asOf.advanced(by: -Int64(back) * 86_400)
      let day = CivilDate(daysSinceEpoch: Int(instant.seconds.dividedByFloor(86_400).quotient))
      points.append(Requests.TrendPoint(day: day, count: try planner.asOf(instant).count(segment)))
    }
    return points
  }

  /// How many units each pair of saved segments shares.
  package func overlap(_ names: [String], terms: Terms) throws(Fault) -> Requests.Overlap {
    var sets: [DenseSet] = []
    var population = 0
    for name in names {
      let (planner, segment) = try planned("@\"\(name)\"", terms)
      sets.append(try planner.units(segment))
      population = planner.unitCount
    }
    let shared = sets.map { a in sets.map { b in a.intersectionCount(b) } }
    return Requests.Overlap(names: names, shared: shared, population: population)
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
          kind: .attribute, name: name, condition: "\(name) is known", count: nil,
          note: type.rawValue, hasValues: type == .text || type == .list || type == .boolean))
    }
    for name in vocabulary.events.keys.sorted() {
      all.append(
        Candidate(
          kind: .event, name: name, condition: "did \(name) in last 30 days", count: nil,
          note: "event"))
    }
    for segment in try segments() {
      all.append(
        Candidate(
          kind: .segment, name: segment.name, condition: Self.reference(segment.name),
          count: segment.size, note: segment.note))
    }
    for name in vocabulary.purposes {
      all.append(
        Candidate(kind: .purpose, name: name, condition: "consent(\(name))", count: nil))
    }
    for name in vocabulary.sources {
      all.append(Candidate(kind: .source, name: name, condition: "from \(name)", count: nil))
    }
    for name in vocabulary.namespaces {
      all.append(Candidate(kind: .namespace, name: name, condition: "has \(name)", count: nil))
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
          kind: .value, name: word, condition: "\(attribute) = \(word)",
          count: column.values.count { $0 == value })
      }
    default: return []
    }
    let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
    return order.compactMap { code, count in
      dictionary[code].map { text in
        Candidate(
          kind: .value, name: text, condition: "\(attribute) = \(Self.literal(text))", count: count)
      }
    }
  }

  /// A saved segment as a condition; a name that is not one word is quoted.
  private static func reference(_ name: String) -> String { "@" + literal(name) }

  private static func literal(_ text: String) -> String {
    let isWord =
      text.first?.isLetter == true && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    guard !isWord else { return text }
    return "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
  }

  private static let stopped = Fault(
    .interrupted, "the question", reason: "it was stopped", remedy: "Ask it again when you like")
}
