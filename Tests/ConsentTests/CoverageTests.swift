import Basis
import Consent
import Support
import Testing

@Suite("Consent coverage") struct CoverageTests {
  static func states(_ decisions: [ConsentDecision]) -> [UInt8] { decisions.map(\.rawValue) }

  @Test("losses are counted by their reason")
  func reasons() {
    let states = Self.states([.granted, .refused, .refused, .expired, .noSignal, .interest])
    let tally = Coverage(purpose: "ads", states, by: []).total
    #expect((tally.granted, tally.interest, tally.refused) == (1, 1, 2))
    #expect((tally.expired, tally.noSignal) == (1, 1))
    #expect((tally.total, tally.allowed, tally.lost) == (6, 2, 4))
  }

  @Test("every cell of source and country agrees with counting by hand", arguments: UInt64(0)..<20)
  func cells(seed: UInt64) {
    var random = Seeded(seed)
    let states = (0..<50).map { _ in random.pick(ConsentDecision.allCases).rawValue }
    let countries = (0..<50).map { _ in UInt32(random.below(4)) }
    let names = ["DE", "FR", "IT"]
    let sources = ["web", "crm"].map { name in
      (value: name, units: (0..<UInt32(50)).filter { _ in random.chance(0.5) })
    }
    let coverage = Coverage(
      purpose: "ads", states,
      by: [
        CoverageDimension(name: "source", members: sources),
        CoverageDimension(name: "country", values: names, ofUnits: countries),
      ])
    for row in coverage.rows {
      let members = sources.first { $0.value == row.path[0] }?.units ?? []
      let country = UInt32(names.firstIndex(of: row.path[1]) ?? 3)
      var expected = CoverageTally()
      for unit in members where countries[Int(unit)] == country {
        expected.count(states[Int(unit)])
      }
      #expect(row.tally == expected, "\(row.path)")
    }
    let counted = coverage.rows.reduce(0) { $0 + $1.tally.total }
    #expect(counted == sources.reduce(0) { $0 + $1.units.count })
  }

  @Test("each day of a series is what that day's own decisions say", arguments: UInt64(0)..<40)
  func series(seed: UInt64) throws {
    var random = Seeded(seed)
    var column = ConsentColumn()
    for _ in 0..<random.pick([0, 1, 60]) {
      column.append(
        NodeID(UInt32(random.below(12))), Timestamp(Int64(random.below(40)) * 40_000),
        isGranted: random.chance(0.6))
    }
    let map = UnitMap(
      units: (0..<10).map { $0 == 9 ? UnitMap.none : UInt32($0 / 2) }, unitCount: 6)
    let rule = DecisionRule(
      scope: random.pick(ConsentScope.allCases), expiry: random.pick([nil, .days(6), .months(1)]))
    let interested = (0..<UInt32(12)).filter { _ in random.chance(0.2) }
    let days = CivilDate(daysSinceEpoch: 2)...CivilDate(daysSinceEpoch: 55)
    for point in CoverageSeries.daily(column, map, rule, days: days, interested: interested) {
      let end = Timestamp(Int64(point.day.daysSinceEpoch + 1) * 86_400 - 1)
      let states = Decisions(column, map, rule, asOf: end, interested: interested).units
      #expect(point.tally == Coverage(purpose: "", states, by: []).total, "\(point.day)")
    }
  }

  @Test("what runs out ahead is what deciding at those instants loses", arguments: UInt64(0)..<40)
  func aheadOfModel(seed: UInt64) {
    var random = Seeded(seed)
    var column = ConsentColumn()
    for _ in 0..<40 {
      column.append(
        NodeID(UInt32(random.below(10))), Timestamp(Int64(random.below(30)) * 40_000),
        isGranted: random.chance(0.8))
    }
    let map = UnitMap(units: (0..<10).map { UInt32($0 / 2) }, unitCount: 5)
    let rule = DecisionRule(
      scope: random.pick(ConsentScope.allCases), expiry: random.pick([nil, .days(6), .days(20)]))
    let now = Timestamp(Int64(random.below(40)) * 40_000)
    let known = (0..<column.count).filter { column.times[$0] <= now.seconds }
    let past = ConsentColumn(
      nodes: known.map { column.nodes[$0] }, times: known.map { column.times[$0] },
      isGranted: known.map { column.isGranted[$0] })
    func granted(_ step: Int) -> Int {
      let then = now.advanced(by: Int64(step) * 3 * 86_400)
      return Coverage(purpose: "", Decisions(past, map, rule, asOf: then).units, by: []).total
        .granted
    }
    let counts = CoverageSeries.expiringAhead(column, map, rule, asOf: now, days: 3, steps: 4)
    #expect(counts == (0..<4).map { granted($0) - granted($0 + 1) } + [granted(4)])
  }

  @Test("grants are counted in the span in which they run out")
  func ahead() {
    var column = ConsentColumn()
    for (node, day) in [(0, 0), (1, 5), (2, 9), (3, 9)] {
      column.append(NodeID(UInt32(node)), Timestamp(Int64(day) * 86_400), isGranted: node != 3)
    }
    column.append(NodeID(0), Timestamp(11 * 86_400), isGranted: true)
    let map = UnitMap(units: [0, 1, 2, 3], unitCount: 4)
    let counts = CoverageSeries.expiringAhead(
      column, map, DecisionRule(expiry: .days(12)), asOf: Timestamp(10 * 86_400), days: 3, steps: 3)
    // They run out on days 12, 17 and 21; the renewal of day 11 is not known on day 10.
    #expect(counts == [1, 0, 1, 1])
  }
}
