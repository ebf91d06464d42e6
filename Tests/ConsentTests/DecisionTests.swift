import Basis
import Consent
import Support
import Testing

/// The rules of decision, written as plainly and slowly as they can be said.
struct DecisionModel {
  var column: ConsentColumn
  var map: UnitMap
  var rule: DecisionRule
  var now: Timestamp
  var interested: [UInt32]

  struct Record {
    var time: Int64
    var isGranted: Bool
  }

  func records(of nodes: [Int]) -> [Record] {
    (0..<column.count)
      .filter { nodes.contains(Int(column.nodes[$0])) && column.times[$0] <= now.seconds }
      .map { Record(time: column.times[$0], isGranted: column.isGranted[$0]) }
  }

  func decision(of nodes: [Int]) -> ConsentDecision {
    let records = records(of: nodes)
    guard let latest = records.map(\.time).max() else {
      return nodes.contains { interested.contains(UInt32($0)) } ? .interest : .noSignal
    }
    if records.contains(where: { $0.time == latest && !$0.isGranted }) { return .refused }
    guard let expiry = rule.expiry else { return .granted }
    return expiry.end(from: Timestamp(latest)) <= now ? .expired : .granted
  }

  func unit(_ unit: Int) -> ConsentDecision {
    let nodes = map.units.indices.filter { map.units[$0] == UInt32(unit) }
    if rule.scope == .latest { return decision(of: nodes) }
    let decisions = nodes.map { decision(of: [$0]) }
    let order: [ConsentDecision] =
      rule.scope == .linked
      ? [.refused, .granted, .expired, .interest] : [.granted, .interest, .refused, .expired]
    return order.first(where: decisions.contains) ?? .noSignal
  }
}

@Suite("Consent decisions") struct DecisionTests {
  static let day: Int64 = 86_400

  static func column(_ records: [(node: UInt32, time: Int64, granted: Bool)]) -> ConsentColumn {
    ConsentColumn(
      nodes: records.map(\.node), times: records.map(\.time), isGranted: records.map(\.granted))
  }

  /// One unit of two identifiers and one of one.
  static let map = UnitMap(units: [0, 0, 1], unitCount: 2)

  static func units(
    _ records: [(node: UInt32, time: Int64, granted: Bool)], _ scope: ConsentScope,
    asOf now: Int64 = 1_000
  ) -> [ConsentDecision] {
    let decisions = Decisions(
      column(records), map, DecisionRule(scope: scope), asOf: Timestamp(now))
    return (0..<2).map(decisions.decision(ofUnit:))
  }

  @Test("without a signal the answer is no", arguments: ConsentScope.allCases)
  func noSignal(scope: ConsentScope) {
    #expect(Self.units([], scope) == [.noSignal, .noSignal])
    #expect(!ConsentDecision.noSignal.isAllowed)
  }

  @Test("the latest record wins, whatever the order of arrival")
  func latestWins() {
    #expect(Self.units([(2, 5, true), (2, 9, false)], .linked)[1] == .refused)
    #expect(Self.units([(2, 9, true), (2, 5, false)], .linked)[1] == .granted)
  }

  @Test("at equal times a refusal wins")
  func refusalWins() {
    #expect(Self.units([(2, 5, true), (2, 5, false)], .linked)[1] == .refused)
    #expect(Self.units([(2, 5, false), (2, 5, true)], .linked)[1] == .refused)
  }

  @Test("linked identifiers: the strictest, the latest, or each its own")
  func scopes() {
    let records: [(node: UInt32, time: Int64, granted: Bool)] = [(0, 5, false), (1, 9, true)]
    #expect(Self.units(records, .linked)[0] == .refused)
    #expect(Self.units(records, .latest)[0] == .granted)
    #expect(Self.units(records, .own)[0] == .granted)
    let own = Decisions(
      Self.column(records), Self.map, DecisionRule(scope: .own), asOf: Timestamp(10))
    #expect(own.allowedNodes == [1])
    let linked = Decisions(
      Self.column(records), Self.map, DecisionRule(scope: .linked), asOf: Timestamp(10))
    #expect(linked.allowedNodes.isEmpty, "no identifier of a refused person may be used")
  }

  @Test("a past instant knows nothing of what came later")
  func asOf() {
    let records: [(node: UInt32, time: Int64, granted: Bool)] = [(2, 5, true), (2, 50, false)]
    #expect(Self.units(records, .linked, asOf: 4)[1] == .noSignal)
    #expect(Self.units(records, .linked, asOf: 5)[1] == .granted)
    #expect(Self.units(records, .linked, asOf: 49)[1] == .granted)
    #expect(Self.units(records, .linked, asOf: 50)[1] == .refused)
  }

  @Test("a grant runs out after thirteen calendar months, a refusal never")
  func expiry() throws {
    let start =
      Int64(try #require(CivilDate(year: 2025, month: 1, day: 31)).daysSinceEpoch) * Self.day
    let end = Int64(try #require(CivilDate(year: 2026, month: 3, day: 1)).daysSinceEpoch) * Self.day
    #expect(Self.units([(2, start + 7, true)], .linked, asOf: end - 1)[1] == .granted)
    #expect(Self.units([(2, start + 7, true)], .linked, asOf: end)[1] == .expired)
    #expect(Self.units([(2, start, false)], .linked, asOf: end * 2)[1] == .refused)
  }

  @Test("legitimate interest stands in for silence alone")
  func interest() {
    func units(_ records: [(node: UInt32, time: Int64, granted: Bool)]) -> [ConsentDecision] {
      let decisions = Decisions(
        Self.column(records), Self.map, DecisionRule(), asOf: Timestamp(100), interested: [1, 2])
      return (0..<2).map(decisions.decision(ofUnit:))
    }
    #expect(units([]) == [.interest, .interest])
    #expect(units([(0, 5, false)]) == [.refused, .interest])
    #expect(ConsentDecision.interest.isAllowed)
  }

  @Test("several purposes are allowed where each is, and lost to the strictest reason")
  func severalPurposes() {
    func decisions(_ records: [(node: UInt32, time: Int64, granted: Bool)]) -> Decisions {
      Decisions(Self.column(records), Self.map, DecisionRule(), asOf: Timestamp(100))
    }
    let all = Decisions.all(of: [
      decisions([(0, 5, true), (2, 5, true)]), decisions([(0, 5, true), (2, 5, false)]),
    ])
    #expect(all == [ConsentDecision.granted.rawValue, ConsentDecision.refused.rawValue])
    #expect(Decisions.all(of: []).isEmpty)
  }

  @Test("random histories agree with the plain model in every order", arguments: UInt64(0)..<120)
  func model(seed: UInt64) {
    var random = Seeded(seed)
    let nodeCount = random.within(1...8)
    let unitCount = random.within(1...nodeCount)
    let map = UnitMap(
      units: (0..<nodeCount).map { _ in
        random.chance(0.1) ? UnitMap.none : UInt32(random.below(unitCount))
      }, unitCount: unitCount)
    var records = (0..<random.below(30)).map { _ in
      (
        node: UInt32(random.below(nodeCount)), time: Int64(random.below(12)) * 60 * Self.day,
        granted: random.chance(0.6)
      )
    }
    let rule = DecisionRule(
      scope: random.pick(ConsentScope.allCases),
      expiry: random.pick([nil, .months(13), .days(90), .months(3)]))
    let now = Timestamp(Int64(random.below(900)) * Self.day)
    let interested = (0..<nodeCount).filter { _ in random.chance(0.3) }.map { UInt32($0) }
    let model = DecisionModel(
      column: Self.column(records), map: map, rule: rule, now: now, interested: interested)
    let expected = (0..<unitCount).map { model.unit($0).rawValue }
    for _ in 0..<3 {
      records.shuffle(using: &random)
      let decisions = Decisions(
        Self.column(records), map, rule, asOf: now, interested: interested)
      #expect(decisions.units == expected, "\(rule)")
    }
  }
}

@Suite("Calendar spans") struct CalendarSpanTests {
  static func time(_ year: Int, _ month: Int, _ day: Int, _ second: Int = 0) throws -> Timestamp {
    let date = try #require(CivilDate(year: year, month: month, day: day))
    return Timestamp(Int64(date.daysSinceEpoch) * 86_400 + Int64(second))
  }

  @Test("months follow the calendar")
  func months() throws {
    let span = CalendarSpan.months(13)
    #expect(try span.end(from: Self.time(2025, 3, 15, 77)) == Self.time(2026, 4, 15, 77))
    #expect(try span.end(from: Self.time(2024, 12, 1)) == Self.time(2026, 1, 1))
    #expect(try span.end(from: Self.time(2025, 1, 31, 5)) == Self.time(2026, 3, 1))
    #expect(try CalendarSpan.days(30).end(from: Self.time(2026, 1, 1)) == Self.time(2026, 1, 31))
  }

  @Test("the cutoff parts what is over from what is not", arguments: UInt64(0)..<60)
  func cutoff(seed: UInt64) {
    var random = Seeded(seed)
    let span = random.pick([
      CalendarSpan.months(random.within(1...30)), .days(random.within(1...500)),
    ])
    let now = Timestamp(Int64(random.within(0...2_000_000_000)))
    let cutoff = span.cutoff(at: now)
    #expect(span.end(from: cutoff) > now)
    #expect(span.end(from: cutoff.advanced(by: -1)) <= now)
    let later = random.within(0...4_000_000)
    #expect(span.end(from: now) <= span.end(from: now.advanced(by: Int64(later))))
  }

  @Test(
    "spans are written as they are read",
    arguments: [("30d", CalendarSpan.days(30)), ("13mo", .months(13)), ("2y", .months(24))])
  func text(text: String, span: CalendarSpan) {
    #expect(CalendarSpan(text) == span)
    #expect(span.description == text)
  }

  @Test(
    "other texts are no spans", arguments: ["", "d", "0d", "-3d", "13", "13m", "1 d", "99999d"])
  func wrong(text: String) { #expect(CalendarSpan(text) == nil) }
}
