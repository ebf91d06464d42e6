package import Basis
internal import Columns
internal import Formats
package import Requests
internal import Segments

extension QuestionDesk {
  /// What a picker of conditions offers, each with its size.
  ///
  /// Conditions are given to `terms.estimate` at once, and again while they are counted.
  package func candidates(_ request: CandidateRequest, terms: Terms) throws(Fault) -> [Candidate] {
    let audience = try audience(terms.lens)
    switch request {
    case .conditions:
      let counted = try counted(try conditions(audience.vocabulary), terms)
      return counted + (try campaigns(audience, terms))
    case .values(let attribute, let limit): return try values(of: attribute, limit, audience)
    case .campaign(let name): return try events(of: name, audience.vocabulary, terms)
    }
  }

  /// A candidate whose size is not known yet, and what is counted for it.
  private struct Uncounted {
    var candidate: Candidate
    /// Nil where counting takes longer than anybody looks at a list.
    let segment: Segment?

    init(
      _ kind: Candidate.Kind, _ name: String, _ segment: Segment, note: String = "",
      hasValues: Bool = false, isCounted: Bool = true
    ) {
      candidate = Candidate(
        kind: kind, name: name, written: Name(name).written, condition: segment.description,
        count: nil, note: note, hasValues: hasValues)
      self.segment = isCounted ? segment : nil
    }
  }

  private func conditions(_ vocabulary: Vocabulary) throws(Fault) -> [Uncounted] {
    var all: [Uncounted] = []
    for (name, type) in vocabulary.attributes.sorted(by: { $0.key < $1.key }) {
      all.append(
        Uncounted(
          .attribute, name, .attribute(Name(name), .known(true)), note: type.rawValue,
          hasValues: type == .text || type == .list || type == .boolean))
    }
    for name in vocabulary.events.keys.sorted() {
      all.append(Uncounted(.event, name, .behaviour(Behaviour(Name(name)))))
    }
    for segment in try segments() {
      all.append(
        Uncounted(.segment, segment.name, .reference(Name(segment.name)), note: segment.note))
    }
    for name in try savedReferences().models.keys.sorted() {
      let share = Rank.Amount.percent(DecimalNumber(10))
      all.append(
        Uncounted(
          .model, name, .rank(Rank(.top, share, by: .score(Name(name)))), note: "score",
          isCounted: false))
    }
    all += vocabulary.purposes.map { Uncounted(.purpose, $0, .consent([Name($0)])) }
    all += vocabulary.sources.map { Uncounted(.source, $0, .from(Name($0))) }
    all += vocabulary.namespaces.map { Uncounted(.namespace, $0, .has(Name($0))) }
    return all
  }

  /// Nanoseconds between two looks at a list that is being counted.
  private static let showingPause: Int64 = 100_000_000

  /// Counts candidates one after the other; who waits for them sees them all the while.
  private func counted(_ offered: [Uncounted], _ terms: Terms) throws(Fault) -> [Candidate] {
    var candidates = offered.map(\.candidate)
    terms.estimate?(.candidates(candidates))
    let planner = try planner(terms)
    var shownAt = SystemClock.nanoseconds()
    for (index, one) in offered.enumerated() {
      guard let segment = one.segment else { continue }
      try planner.cancellation.check()
      // What cannot be counted says why once it is chosen.
      candidates[index].count = try? planner.count(segment)
      let now = SystemClock.nanoseconds()
      if now - shownAt >= Self.showingPause {
        terms.estimate?(.candidates(candidates))
        shownAt = now
      }
    }
    return candidates
  }

  /// How many campaigns are offered, those with most people.
  private static let mostCampaigns = 1_000

  private func campaigns(_ audience: WorkspaceAudience, _ terms: Terms) throws(Fault)
    -> [Candidate]
  {
    try CampaignPeople.all(in: audience, asOf: terms.asOf, terms.stop.cancellation)
      .prefix(Self.mostCampaigns).map { campaign in
        Self.candidate(
          campaign.name, campaign.uses.map { $0.condition(of: campaign.name) },
          count: campaign.people,
          note: campaign.uses.count == 1 ? campaign.uses[0].event : "\(campaign.uses.count) events")
      }
  }

  /// Somebody with any of these events of a campaign.
  private static func candidate(
    _ campaign: String, _ events: [Segment], count: Int?, note: String
  ) -> Candidate {
    let parts = events.map(\.description)
    return Candidate(
      kind: .campaign, name: campaign, written: Name(campaign).written,
      condition: parts.count == 1 ? parts[0] : "(" + parts.joined(separator: " or ") + ")",
      count: count, note: note, alternatives: parts.count == 1 ? [] : parts)
  }

  /// The events that a campaign has, the one of most people first, after any of them.
  private func events(of campaign: String, _ vocabulary: Vocabulary, _ terms: Terms) throws(Fault)
    -> [Candidate]
  {
    let planner = try planner(terms)
    var found: [(candidate: Candidate, condition: Segment, count: Int)] = []
    for use in CampaignPeople.uses(in: vocabulary) {
      let condition = use.condition(of: campaign)
      let count = try planner.count(condition)
      guard count > 0 else { continue }
      let event = Name(use.event).written
      let candidate = Candidate(
        kind: .event, name: "did \(event)" + (use.field == "campaign" ? "" : " by \(use.field)"),
        written: event, condition: condition.description, count: count)
      found.append((candidate, condition, count))
    }
    found.sort { ($1.count, $0.candidate.condition) < ($0.count, $1.candidate.condition) }
    guard found.count > 1 else { return found.map(\.candidate) }
    let any = Self.candidate(
      campaign, found.map(\.condition), count: try planner.count(.or(found.map(\.condition))),
      note: "any event")
    return [any] + found.map(\.candidate)
  }

  private func values(of attribute: String, _ limit: Int, _ audience: WorkspaceAudience)
    throws(Fault) -> [Candidate]
  {
    func candidate(_ name: String, _ value: Literal, _ count: Int) -> Candidate {
      Candidate(
        kind: .value, name: name, written: value.written,
        condition: Segment.attribute(Name(attribute), .compare(.equal, value)).description,
        count: count)
    }
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
        candidate(word, Literal(.boolean(value == 1)), column.values.count { $0 == value })
      }
    default: return []
    }
    let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
    return order.compactMap { code, count in
      dictionary[code].map { candidate($0, Literal(.text($0)), count) }
    }
  }
}
