import Basis
import Insight
import Testing

/// What a rule credits for one conversion after touches `A`, `B`, … and their ages in days.
private func credits(
  _ model: AttributionModel, _ path: String, days: [Double]? = nil, directs: Set<String> = [],
  rules: AttributionRules = AttributionRules()
) -> [Double] {
  let steps = path.map { UInt32($0.asciiValue ?? 65) - 65 }
  let ages = (days ?? steps.map { _ in 0 }).map { UInt32($0 * 86_400) }
  let names = (0..<4).map { String(UnicodeScalar(UInt8(65 + $0))) }
  var tally = CreditTally([model], directs: names.map { directs.contains($0) }, rules: rules)
  tally.add(steps.span, ages: ages.span, conversions: 1, value: 10)
  return tally.credits(model)?.conversions ?? []
}

private func isClose(_ a: [Double], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-12 }
}

@Suite("Attribution rules") struct AttributionRuleTests {
  @Test("last and first take all")
  func ends() {
    #expect(credits(.last, "ABC") == [0, 0, 1, 0])
    #expect(credits(.first, "ABC") == [1, 0, 0, 0])
  }

  @Test("last non-direct passes over direct visits unless there is nothing else")
  func nonDirect() {
    #expect(credits(.lastNonDirect, "ABD", directs: ["D"]) == [0, 1, 0, 0])
    #expect(credits(.lastNonDirect, "DD", directs: ["D"]) == [0, 0, 0, 1])
  }

  @Test("linear counts each touch, so that a repeated channel gets more")
  func linear() {
    #expect(isClose(credits(.linear, "AAB"), [2.0 / 3, 1.0 / 3, 0, 0]))
  }

  @Test("a touch loses half of its weight in a half-life")
  func decay() {
    #expect(isClose(credits(.decay, "ABC", days: [14, 7, 0]), [1.0 / 7, 2.0 / 7, 4.0 / 7, 0]))
    // Only differences count: a fortnight later the shares are the same.
    #expect(isClose(credits(.decay, "ABC", days: [28, 21, 14]), [1.0 / 7, 2.0 / 7, 4.0 / 7, 0]))
    var rules = AttributionRules()
    rules.halfLife = 86_400
    #expect(isClose(credits(.decay, "AB", days: [2, 0], rules: rules), [0.2, 0.8, 0, 0]))
  }

  @Test("position gives two fifths to either end")
  func position() {
    #expect(credits(.position, "A") == [1, 0, 0, 0])
    #expect(isClose(credits(.position, "AB"), [0.5, 0.5, 0, 0]))
    #expect(isClose(credits(.position, "ABCD"), [0.4, 0.1, 0.1, 0.4]))
    var rules = AttributionRules()
    (rules.firstShare, rules.lastShare) = (0.2, 0.6)
    #expect(isClose(credits(.position, "AB", rules: rules), [0.25, 0.75, 0, 0]))
    #expect(isClose(credits(.position, "ABC", rules: rules), [0.2, 0.2, 0.6, 0]))
    (rules.firstShare, rules.lastShare) = (0, 0)
    #expect(isClose(credits(.position, "ABC", rules: rules), [0, 1, 0, 0]))
  }

  @Test("every rule shares out exactly what there is", arguments: UInt64(0)..<20)
  func sums(seed: UInt64) {
    var random = Seeded(seed)
    let rules = AttributionModel.allCases.filter(\.isRule)
    var tally = CreditTally(rules, directs: [true, false, false], rules: AttributionRules())
    var (total, worth) = (0, 0.0)
    for _ in 0..<50 {
      let path = (0..<random.within(0...8)).map { _ in UInt32(random.below(3)) }
      let ages = path.map { _ in UInt32(random.below(2_000_000)) }.sorted(by: >)
      let (count, value) = (random.within(1...3), Double(random.below(10_000)))
      total += count
      worth += value
      tally.add(path.span, ages: ages.span, conversions: count, value: value)
    }
    #expect(tally.total == total)
    #expect(tally.totalValue == worth)
    for model in rules {
      let credit = tally.credits(model)
      let shared = credit?.conversions.reduce(0, +) ?? 0
      let value = credit?.values.reduce(0, +) ?? 0
      #expect(abs(shared + Double(tally.untouched) - Double(total)) < 1e-9)
      #expect(abs(value + tally.untouchedValue - worth) < 1e-6)
    }
  }

  @Test("rounded parts add up to the whole and are off by less than one", arguments: UInt64(0)..<40)
  func apportionment(seed: UInt64) {
    var random = Seeded(seed)
    let weights = (0..<random.within(1...30)).map { _ in
      random.chance(0.2) ? 0 : random.unit() * 1_000
    }
    let total = random.below(100_000)
    let parts = Apportionment.parts(of: total, weights)
    #expect(parts.reduce(0, +) == total)
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return }
    for (part, weight) in zip(parts, weights) {
      #expect(abs(Double(part) - weight / sum * Double(total)) < 1)
    }
  }
}
