import Basis
import Columns
import Segments
import Testing

@Suite("What is derived of columns") struct DerivedTests {
  @Test("binary digits find what a look at every number finds", arguments: UInt64(0)..<20)
  func slices(seed: UInt64) {
    var random = Seeded(seed)
    let count = random.within(1...400)
    let most = random.pick([1, 2, 9, 255, 256, 60_000])
    let values = (0..<count).map { _ in
      random.chance(0.1) ? WholeColumn.unknown : Int64(random.within(0...most)) - 5
    }
    guard let slices = BitSlices(values, base: -6, highest: Int64(most) - 5) else {
      Issue.record("\(most) needs no more than sixteen digits")
      return
    }
    for _ in 0..<20 {
      let low = random.within(1...most + 1)
      let high = random.within(low...most + 2)
      let found = slices.units(in: [UInt32(low)...UInt32(high)])
      let expected = values.indices.filter {
        values[$0] != WholeColumn.unknown && (low...high).contains(Int(values[$0]) + 6)
      }
      #expect(found.members() == expected.map { UInt32($0) })
    }
  }

  @Test("numbers too far apart are not sliced")
  func wide() {
    #expect(BitSlices([0, 70_000], base: -1, highest: 70_000) == nil)
    #expect(BitSlices([.max, 0], base: -1, highest: .max) == nil)
  }

  @Test("combined sets are what one after the other gives", arguments: UInt64(0)..<10)
  func combinations(seed: UInt64) {
    var random = Seeded(seed)
    let bound = random.within(1...3_000) * (seed % 2 == 0 ? 1 : 50)
    let terms = (0..<random.within(0...5)).map { _ in
      let words = (0..<DenseSet.wordCount(bound)).map { _ in random.next() }
      return DenseSet.Term(DenseSet(words: words, bound: bound), isNegated: random.chance(0.4))
    }
    let all = terms.reduce(DenseSet(all: bound)) {
      $1.isNegated ? $0.subtracting($1.set) : $0.intersection($1.set)
    }
    let any = terms.reduce(DenseSet(none: bound)) {
      $0.union($1.isNegated ? $1.set.complement : $1.set)
    }
    #expect(DenseSet(terms, anyOf: false, bound: bound) == all)
    #expect(DenseSet(terms, anyOf: true, bound: bound) == any)
    #expect(DenseSet.count(terms, anyOf: false, bound: bound) == all.count)
    #expect(DenseSet.count(terms, anyOf: true, bound: bound) == any.count)
  }

  @Test("sequences told from last times are those that SQLite finds", arguments: UInt64(0)..<4)
  func sequences(seed: UInt64) throws {
    let world = SampleWorld(seed: seed)
    let oracle = Oracle(world, .utc)
    // Behind the last event, so that last times tell of every window that reaches up to now.
    let asOf = world.asOf.advanced(by: 40 * 86_400)
    let quick = SetPlanner(
      KeepingWorld(world), asOf: asOf, cache: ResultCache(budget: 1_000_000))
    let sql = SQLPlanner(world.vocabulary, asOf: asOf)
    var source = RandomSegments(seed)
    var telling = 0
    for round in 0..<40 {
      let steps = (0..<source.random.within(2...5)).map { _ in
        EventSequence.Step(Name(source.event()))
      }
      let window: [Window?] = [nil, .last(TimeSpan(60 + round, .day)), .since(source.moment())]
      let segment = Segment.sequence(
        EventSequence(steps, window: window[source.random.below(3)]))
      let members = try quick.units(segment).members()
      #expect(members == oracle.numbers(try sql.query(for: segment)), "\(segment)")
      if !members.isEmpty, members.count < world.unitCount { telling += 1 }
    }
    #expect(telling > 20)
  }

  @Test("over several stretches of units the answers are those of the plain columns")
  func manyUnits() throws {
    let world = SampleWorld(seed: 3, units: EventTimeline.pieceUnits + 700)
    let keeping = KeepingWorld(world)
    let budget = 1 << 30
    var names = SampleNames.meaningful
    names.references = []
    var source = RandomSegments(3, names: names)
    let references = References(models: ["churn": source.scorecard()])
    let plain = SetPlanner(
      world, asOf: world.asOf, references: references, cache: ResultCache(budget: budget))
    let quick = SetPlanner(
      keeping, asOf: world.asOf, references: references, cache: ResultCache(budget: budget))
    for _ in 0..<25 {
      let segment = source.condition()
      #expect(try quick.units(segment) == plain.units(segment), "\(segment)")
    }
    let text =
      "did purchase in last 9 days and did purchase at least 2 times in last 30 days"
      + " and not rfm_monetary = 5 or did visit where category = shoes"
    let segment = try Segment(parsing: text)
    for instant in [world.asOf.seconds, world.asOf.seconds - 10 * 86_400] {
      let instant = Timestamp(instant)
      #expect(try quick.asOf(instant).units(segment) == plain.asOf(instant).units(segment))
      #expect(
        try quick.asOf(instant).facet(segment, by: .anyField("category"), order: .size)
          == plain.asOf(instant).facet(segment, by: .anyField("category"), order: .size))
      #expect(
        try quick.asOf(instant).facet(segment, by: .attribute("country"), order: .size)
          == plain.asOf(instant).facet(segment, by: .attribute("country"), order: .size))
    }
    #expect(
      keeping.kinds.isSuperset(of: [
        "timeline", "last", "codes", "slices", "units", "rfm", "folded", "classes",
      ]))
  }
}
