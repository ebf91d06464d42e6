import Basis
import Columns
import Segments
import Testing

/// An attribute with thousands of values, of which some differ in case alone.
@Suite("Attributes of many values") struct ManyValuesTests {
  let world: SampleWorld
  /// Each unit's value as it is spelled, nil where it is unknown.
  let values: [String?]

  init() {
    var world = SampleWorld(seed: 4, units: 9_000)
    var random = Seeded(77)
    let letters = ["a", "A", "b", "ö", "Ö", "e\u{301}", "É", "ß", "7"]
    var texts: [String] = []
    var known: Set<[UInt8]> = []
    while texts.count < 6_000 {
      let text = (0..<random.within(1...6)).map { _ in random.pick(letters) }.joined()
      if known.insert(Array(text.utf8)).inserted { texts.append(text) }
    }
    let codes = (0..<world.unitCount).map { unit in
      unit < texts.count ? UInt32(unit + 1) : UInt32(random.below(texts.count + 1))
    }
    values = codes.map { $0 == 0 ? nil : texts[Int($0) - 1] }
    world.attributes["country"] = .text(
      TextColumn(codes: codes, dictionary: TextDictionary(texts: texts)))
    self.world = world
  }

  private func planner(_ audience: any Audience) -> SetPlanner {
    SetPlanner(audience, asOf: world.asOf, cache: ResultCache(budget: 10_000_000))
  }

  @Test(
    "tests find whom a look at every value finds",
    arguments: [
      "a", "ABBA", "Öb", "e\u{301}", "É7", "nowhere", "ßA", "7",
    ], [false, true])
  func tests(text: String, keepsDerived: Bool) throws {
    let planner = planner(keepsDerived ? KeepingWorld(world) : world)
    func units(_ isWanted: (String) -> Bool) -> [UInt32] {
      values.indices.filter { values[$0].map { isWanted(SimpleFolding.folded($0)) } ?? false }
        .map { UInt32($0) }
    }
    func found(_ test: Segments.Test) throws -> [UInt32] {
      try planner.units(.attribute("country", test)).members()
    }
    let wanted = SimpleFolding.folded(text)
    let literal = Literal(.text(text))
    // Two spellings of a letter are two texts, which Swift's own comparison does not tell apart.
    func isWanted(_ value: String) -> Bool { value.utf8.elementsEqual(wanted.utf8) }
    #expect(try found(.compare(.equal, literal)) == units { isWanted($0) })
    #expect(try found(.compare(.notEqual, literal)) == units { !isWanted($0) })
    #expect(
      try found(.member([literal, Literal(.text("aB"))], negated: false))
        == units { isWanted($0) || $0 == "ab" })
    func matching(_ operation: TextOperator, negated: Bool = false) throws -> [UInt32] {
      try found(.text(operation, text, negated: negated))
    }
    let part = Array(wanted.utf8)
    let starting = units { Array($0.utf8).starts(with: part) }
    #expect(try matching(.startsWith) == starting)
    let notEnding = units { !Array($0.utf8.reversed()).starts(with: part.reversed()) }
    #expect(try matching(.endsWith, negated: true) == notEnding)
    let containing = units { value in
      let all = Array(value.utf8)
      return all.indices.contains { all[$0...].starts(with: part) }
    }
    #expect(try matching(.contains) == containing)
  }

  @Test(
    "the first values of very many are those that come first among all",
    arguments: [Facet.Order.size, .distinction], ["ltv > 2", "everyone", "not everyone"])
  func facets(order: Facet.Order, text: String) throws {
    let planner = planner(KeepingWorld(world))
    let segment = try Segment(parsing: text)
    let all = try planner.facet(segment, by: .attribute("country"), top: .max, order: order)
    #expect(all.rows.count == all.valueCount)
    let folded = values.compactMap { $0.map { Array(SimpleFolding.folded($0).utf8) } }
    #expect(all.valueCount == Set(folded).count)
    #expect(all.valueCount > 4_096)
    for top in [0, 1, 20, 700] {
      let first = try planner.facet(segment, by: .attribute("country"), top: top, order: order)
      #expect(first.rows == Array(all.rows.prefix(top)))
      #expect(first.valueCount == all.valueCount)
    }
  }
}
