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

  @Test(
    "random trees have exactly the members that SQLite finds", arguments: UInt64(0)..<12,
    [false, true])
  func againstSQL(seed: UInt64, keepsDerived: Bool) throws {
    let world = SampleWorld(seed: seed)
    let calendar = [.utc, Self.berlin, CalendarDays(offset: -18_000)][Int(seed % 3)]
    let oracle = Oracle(world, calendar)
    var source = RandomSegments(seed)
    let references = References(
      [
        "vips": try Segment(parsing: "ltv > 2 and (did purchase where revenue > 1 or @others)"),
        "others": try Segment(parsing: "country in (de, ÖL)"),
      ], models: ["churn": source.scorecard()])
    let audience: any Audience = keepsDerived ? KeepingWorld(world) : world
    let planner = SetPlanner(
      audience, asOf: world.asOf, calendar: calendar, references: references,
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

  @Test(
    "spellings that Unicode takes for one letter are as different as in SQLite",
    arguments: [false, true])
  func spellings(keepsDerived: Bool) throws {
    let world = SampleWorld(seed: 21, units: 200)
    let oracle = Oracle(world, .utc)
    let audience: any Audience = keepsDerived ? KeepingWorld(world) : world
    let planner = SetPlanner(audience, asOf: world.asOf, cache: ResultCache(budget: 1_000_000))
    let sql = SQLPlanner(world.vocabulary, asOf: world.asOf)
    let (composed, apart) = ("Caf\u{E9}", "Cafe\u{301}")
    var answers: [[UInt32]] = []
    for (one, other) in [(composed, apart), (apart, composed), ("q;r", "q\u{37E}r")] {
      for text in [
        "country = \"\(one)\"", "country != \"\(one)\"", "country in (DE, \"\(one)\")",
        "country = \"\(one)\" or country = \"\(other)\"",
        "country contains \"\(one)\" and not country contains \"\(other)\"",
        "tags = \"\(one)\"", "did visit where category = \"\(one)\"",
        "did visit where category = \"\(one)\" and category != \"\(other)\"",
        "distinct(visit.category) = 3", "distinct(visit.labels) > 4",
      ] {
        let segment = try Segment(parsing: text)
        let members = try planner.units(segment).members()
        #expect(members == oracle.numbers(try sql.query(for: segment)), "\(text)")
        #expect(!members.isEmpty)
        answers.append(members)
      }
    }
    // Nothing that is kept of the one spelling is taken for the other.
    #expect(answers[0] != answers[10])
  }

  @Test(
    "SQL finds the event that a window hangs on once, not for every event that it is compared with",
    arguments: [
      "did visit 1 day to 4 days before first visit where hour between 2 and 23",
      "days(visit) 2 hours to 1 day after first visit > 1",
      "sequence(visit then purchase) 1 day to 4 days after first visit",
      "last purchase within 3 days of first visit",
    ])
  func anchorOnce(text: String) throws {
    let world = SampleWorld(seed: 9)
    let sql = SQLPlanner(world.vocabulary, asOf: world.asOf, calendar: Self.berlin)
    let query = try sql.query(for: try Segment(parsing: text))
    #expect(query.split(separator: "MIN(").count == 2, "\(query)")
  }

  @Test("scores and ranks by score are SQLite's", arguments: UInt64(0)..<8)
  func modelScores(seed: UInt64) throws {
    let world = SampleWorld(seed: seed)
    var source = RandomSegments(seed)
    let references = References(models: ["churn": source.scorecard()])
    let oracle = Oracle(world, .utc)
    let planner = SetPlanner(
      world, asOf: world.asOf, references: references, cache: ResultCache(budget: 100_000))
    let sql = SQLPlanner(world.vocabulary, asOf: world.asOf, references: references)
    var telling = 0
    for number in ["0.1", "0.25", "0.4", "0.5", "0.6", "0.8", "1"] {
      for comparison in Comparison.allCases {
        for text in [
          "score(churn) \(comparison.rawValue) \(number)",
          "not score(churn) \(comparison.rawValue) \(number) and top \(number) % by score(churn)",
        ] {
          let segment = try Segment(parsing: text)
          let expected = oracle.numbers(try sql.query(for: segment))
          let members = try planner.units(segment).members()
          #expect(members == expected, "\(text)")
          if !members.isEmpty, members.count < world.unitCount { telling += 1 }
        }
      }
    }
    #expect(telling > 20)
    // The same by the meaning of a score.
    let totals = try planner.totals(of: "churn")
    let half = (0..<world.unitCount).filter { (totals.score(of: $0) ?? 0) >= 0.5 }
    #expect(
      try planner.units(try Segment(parsing: "score(churn) >= 0.5")).members().map { Int($0) }
        == half)
  }

  @Test("another model of the same name is another question to the cache")
  func retrainedModel() throws {
    let world = SampleWorld(seed: 3)
    let cache = ResultCache(budget: 1_000_000)
    func count(_ points: Int) throws -> Int {
      let card = Scorecard(
        purpose: "ads", base: 0, terms: [.init(.everyone, points: points)], scale: .chance)
      let planner = SetPlanner(
        world, asOf: world.asOf, references: References(models: ["churn": card]), cache: cache)
      return try planner.count(try Segment(parsing: "score(churn) > 0.5"))
    }
    let granted = try SetPlanner(world, asOf: world.asOf, cache: cache)
      .count(.consent(["ads"]))
    #expect(granted > 0)
    #expect(try count(-5) == 0)
    #expect(try count(5) == granted)
  }

  @Test(
    "scores of recency, frequency and money are SQLite's fifths", arguments: UInt64(0)..<3,
    [false, true])
  func scores(seed: UInt64, keepsDerived: Bool) throws {
    let world = SampleWorld(seed: seed)
    let oracle = Oracle(world, .utc)
    let audience: any Audience = keepsDerived ? KeepingWorld(world) : world
    let planner = SetPlanner(audience, asOf: world.asOf, cache: ResultCache(budget: 100_000))
    let sql = SQLPlanner(world.vocabulary, asOf: world.asOf)
    let texts = [
      "rfm_recency = 5", "rfm_frequency >= 3 and rfm_monetary < 3", "rfm_monetary is not known",
      "top 7 profiles by rfm_frequency", "rfm_recency in (1, 2)",
    ]
    for text in texts {
      let segment = try Checker(world.vocabulary).checked(text)
      let expected = oracle.numbers(try sql.query(for: segment))
      #expect(try planner.units(segment).members() == expected, "\(text)")
    }
  }

  @Test("a sample of all units answers as the whole, and a small one gives an interval")
  func samples() throws {
    let world = SampleWorld(seed: 5, units: 400)
    let planner = SetPlanner(world, asOf: world.asOf, cache: ResultCache(budget: 1_000_000))
    let all = UnitSample(of: world, size: 400, seed: 1)
    let some = UnitSample(of: world, size: 150, seed: 1)
    #expect(some.units == UnitSample(of: world, size: 150, seed: 1).units)
    #expect(some.unitCount == 150)
    var names = SampleNames.meaningful
    (names.references, names.models) = ([], [])
    var source = RandomSegments(5, names: names)
    var held = 0
    for _ in 0..<60 {
      let segment = source.condition()
      let count = try planner.count(segment)
      guard let exact = try planner.estimate(segment, from: all) else { continue }
      #expect([exact.count, exact.low, exact.high] == [count, count, count], "\(segment)")
      let estimate = try #require(try planner.estimate(segment, from: some))
      if estimate.low <= count, count <= estimate.high { held += 1 } else { held -= 2 }
    }
    #expect(held > 30)
    #expect(try planner.estimate(try Segment(parsing: "top 3 profiles by ltv"), from: some) == nil)
  }
}
