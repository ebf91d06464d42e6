import Basis
import Models
import Testing

@Suite("Discrimination") struct DiscriminationTests {
  /// Random levels with many ties, examples somewhat higher.
  static func outcomes(_ seed: UInt64, people: Int, shift: Int) -> Outcomes {
    var random = Seeded(seed)
    var levels: [Int: Outcomes.Level] = [:]
    for _ in 0..<people {
      let isExample = random.chance(0.3)
      let total = random.within(0...20) + (isExample ? shift : 0)
      var level = levels[total] ?? Outcomes.Level(total, examples: 0, others: 0)
      if isExample { level.examples += 1 } else { level.others += 1 }
      levels[total] = level
    }
    return Outcomes(levels.values.sorted { $0.total < $1.total })
  }

  @Test("the area is the share of pairs that are told apart", arguments: UInt64(0)..<20)
  func pairs(seed: UInt64) {
    let outcomes = Self.outcomes(seed, people: 300, shift: Int(seed % 5))
    var won = 0.0
    for a in outcomes.levels {
      for b in outcomes.levels {
        let pairs = Double(a.examples * b.others)
        won += a.total > b.total ? pairs : a.total == b.total ? pairs / 2 : 0
      }
    }
    let area = Discrimination(outcomes).area
    #expect(abs(area - won / Double(outcomes.examples * outcomes.others)) < 1e-12)
  }

  @Test("the interval holds the true area about as often as it says")
  func coverage() {
    let truth = Discrimination(Self.outcomes(1, people: 400_000, shift: 3)).area
    let held = (0..<400).count { round in
      let found = Discrimination(Self.outcomes(UInt64(round) + 100, people: 250, shift: 3))
      return found.low <= truth && truth <= found.high
    }
    // 380 of 400 on average, with a standard deviation of 4.4.
    #expect((363...394).contains(held))
  }

  @Test("nothing is told apart without examples, and perfect order is known as such")
  func ends() {
    let nobody = Discrimination(Outcomes([.init(1, examples: 0, others: 9)]))
    #expect(nobody.area == 0.5 && !nobody.isBetterThanChance)
    let perfect = Discrimination(
      Outcomes([.init(0, examples: 0, others: 50), .init(1, examples: 50, others: 0)]))
    #expect(perfect.area == 1 && perfect.low == 1 && perfect.isBetterThanChance)
  }

  @Test("bands hold everybody once, from the highest score down", arguments: UInt64(0)..<10)
  func bands(seed: UInt64) {
    let outcomes = Self.outcomes(seed, people: 2_000, shift: 4)
    let bands = outcomes.bands(.share(lowest: 0, highest: 24))
    #expect(bands.reduce(0) { $0 + $1.people } == outcomes.people)
    #expect(bands.reduce(0) { $0 + $1.examples } == outcomes.examples)
    let lowest = bands.map(\.lowestTotal)
    #expect(lowest == lowest.sorted(by: >) && Set(lowest).count == lowest.count)
    #expect(lowest.last == outcomes.levels.first?.total)
  }

  @Test("giving everybody the base rate costs what the base rate is said to cost")
  func losses() {
    let outcomes = Outcomes([.init(-1_098, examples: 25, others: 75)])
    #expect(abs(outcomes.logLoss(.chance) - outcomes.baseLogLoss) < 1e-6)
    #expect(abs(outcomes.baseLogLoss - 0.562_335_144_618_808) < 1e-12)
  }
}
