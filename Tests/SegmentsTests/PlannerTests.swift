import Basis
import Columns
import Segments
import Testing

@Suite("Set planner") struct PlannerTests {
  /// Berlin's clock around the sample days, with both of its changes.
  static let berlin = CalendarDays(
    offset: 3_600,
    changes: [
      .init(at: 1_743_296_400, offset: 7_200), .init(at: 1_761_440_400, offset: 3_600),
      .init(at: 1_774_746_000, offset: 7_200),
    ])

  @Test("random trees have exactly the members that SQLite finds", arguments: UInt64(0)..<12)
  func againstSQL(seed: UInt64) throws {
    let world = SampleWorld(seed: seed)
    let calendar = [.utc, Self.berlin, CalendarDays(offset: -18_000)][Int(seed % 3)]
    let oracle = Oracle(world, calendar)
    var source = RandomSegments(seed)
    let references = References([
      "vips": try Segment(parsing: "ltv > 2 and (did purchase where revenue > 1 or @others)"),
      "others": try Segment(parsing: "country in (de, ÖL)"),
    ])
    let planner = SetPlanner(
      world, asOf: world.asOf, calendar: calendar, references: references,
      cache: ResultCache(budget: 100_000))
    let sql = SQLPlanner(
      world.vocabulary, asOf: world.asOf, calendar: calendar, references: references,
      moneyPlaces: SampleWorld.moneyPlaces)
    var telling = 0
    for round in 0..<180 {
      let segment = round < 120 ? source.condition() : source.segment()
      let expected = oracle.numbers(try sql.query(for: segment))
      let members = try planner.units(segment).members()
      #expect(members == expected, "\(segment)\n\(segment.canonical)")
      if !members.isEmpty, members.count < world.unitCount { telling += 1 }
    }
    // Trees that hold for nobody or for everybody would prove little.
    #expect(telling > 60)
  }
}
