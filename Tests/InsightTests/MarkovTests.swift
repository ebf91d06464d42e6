import Basis
import Insight
import Testing

/// Paths written as texts: `A > B`, with conversions and the times they led nowhere.
func paths(_ rows: [(path: String, conversions: Int, nulls: Int)], value: Double = 0) -> PathList {
  let split = rows.map { row in
    row.path.split(separator: ">").map { String($0).filter { $0 != " " } }
  }
  let names = Set(split.flatMap(\.self)).sorted()
  var list = PathList(names: names)
  for (row, steps) in zip(rows, split) {
    list.append(
      steps.map { UInt32(names.firstIndex(of: $0) ?? 0) }, conversions: row.conversions,
      value: value * Double(row.conversions), nulls: row.nulls)
  }
  return list
}

/// Paths drawn at random over a few channels, with whole numbers of conversions.
func randomPaths(_ random: inout Seeded, channels: Int, count: Int) -> PathList {
  var list = PathList(names: (0..<channels).map { "c\($0)" })
  for _ in 0..<count {
    let length = random.within(0...5)
    list.append(
      (0..<length).map { _ in UInt32(random.below(channels)) }, conversions: random.below(3),
      value: Double(random.below(500)) / 4, nulls: random.below(4))
  }
  return list
}

/// The chance to convert, and the value expected, by walking every state's distribution step by step.
///
/// The states are written out as the arrays of channels that they stand for, and removal is done by
/// definition: whoever would enter the channel is lost.
func simulated(
  _ list: PathList, order: Int, without removed: Int?
) -> (conversion: Double, value: Double) {
  struct Edges {
    var next: [[Int]: Double] = [:]
    var converted = 0.0
    var value = 0.0
    var total = 0.0
  }
  var edges: [[Int]: Edges] = [:]
  for path in 0..<list.count {
    let steps = list.range(of: path).map { Int(list.steps[$0]) }
    let weight = Double(list.conversions[path] + list.nulls[path])
    guard !steps.isEmpty, weight > 0 else { continue }
    var state: [Int] = []
    for step in steps {
      let next = Array((state + [step]).suffix(order))
      edges[state, default: Edges()].next[next, default: 0] += weight
      edges[state, default: Edges()].total += weight
      state = next
    }
    edges[state, default: Edges()].converted += Double(list.conversions[path])
    edges[state, default: Edges()].value += list.values[path]
    edges[state, default: Edges()].total += weight
  }
  var (conversion, value) = (0.0, 0.0)
  var here: [[Int]: Double] = [[]: 1]
  for _ in 0..<4_000 {
    var there: [[Int]: Double] = [:]
    for (state, share) in here {
      guard let own = edges[state] else { continue }
      conversion += share * own.converted / own.total
      value += share * own.value / own.total
      for (next, weight) in own.next where removed == nil || next.last != removed {
        there[next, default: 0] += share * weight / own.total
      }
    }
    here = there.filter { $0.value > 1e-18 }
  }
  return (conversion, value)
}

@Suite("Markov") struct MarkovTests {
  @Test("the published small cases come out")
  func vectors() {
    let a = RemovalEffects(
      MarkovChain(
        paths([("A>B", 1, 0), ("A", 0, 1), ("B", 1, 0), ("A>B", 0, 1)]), order: 1))
    #expect(abs(a.conversion - 0.5) < 1e-12)
    #expect(zip(a.onConversion, [2.0 / 3, 1]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(zip(a.credits(of: 2), [0.8, 1.2]).allSatisfy { abs($0 - $1) < 1e-12 })

    let b = RemovalEffects(
      MarkovChain(paths([("C1>C2>C3", 1, 0), ("C1", 0, 1), ("C2>C3", 0, 1)]), order: 1))
    #expect(abs(b.conversion - 1.0 / 3) < 1e-12)
    #expect(zip(b.credits(of: 1), [0.2, 0.4, 0.4]).allSatisfy { abs($0 - $1) < 1e-12 })

    let c = RemovalEffects(
      MarkovChain(
        paths([("A>A>B", 2, 0), ("B>A", 1, 0), ("A>B", 0, 3), ("C", 0, 4), ("C>A", 1, 0)]),
        order: 1))
    #expect(abs(c.conversion - 4.0 / 11) < 1e-12)
    let expected = [2.240220, 1.396501, 0.363279]
    #expect(zip(c.credits(of: 4), expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test(
    "removal effects of every order are those of walking the chain", arguments: UInt64(0)..<24)
  func definition(seed: UInt64) {
    var random = Seeded(seed)
    let order = 1 + Int(seed % 3)
    let list = randomPaths(&random, channels: random.within(1...4), count: random.within(1...12))
    let effects = RemovalEffects(MarkovChain(list, order: order))
    let whole = simulated(list, order: order, without: nil)
    #expect(abs(effects.conversion - whole.conversion) < 1e-9)
    #expect(abs(effects.value - whole.value) < 1e-7)
    for channel in list.names.indices {
      let rest = simulated(list, order: order, without: channel)
      if whole.conversion > 0 {
        #expect(
          abs(effects.onConversion[channel] - (1 - rest.conversion / whole.conversion)) < 1e-9)
      }
      if whole.value > 0 {
        #expect(abs(effects.onValue[channel] - (1 - rest.value / whole.value)) < 1e-9)
      }
    }
  }

  @Test("the chance to convert is the share of paths that did", arguments: UInt64(0)..<12)
  func rate(seed: UInt64) {
    var random = Seeded(seed)
    let list = randomPaths(&random, channels: 3, count: 20)
    var (converted, all) = (0, 0)
    for path in 0..<list.count where !list.range(of: path).isEmpty {
      converted += list.conversions[path]
      all += list.conversions[path] + list.nulls[path]
    }
    let effects = RemovalEffects(MarkovChain(list, order: 1 + Int(seed % 3)))
    #expect(abs(effects.conversion - Double(converted) / Double(max(1, all))) < 1e-12)
  }

  @Test("elimination and iteration agree on a chain of hundreds of states")
  func solvers() {
    var random = Seeded(5)
    var list = PathList(names: (0..<9).map { "c\($0)" })
    for _ in 0..<3_000 {
      list.append(
        (0..<random.within(1...7)).map { _ in UInt32(random.below(9)) },
        conversions: random.below(2), value: 1, nulls: 1)
    }
    // Order 2 has 91 states and is eliminated; order 3 has about 800 and is iterated.
    for order in [2, 3] {
      let effects = RemovalEffects(MarkovChain(list, order: order))
      let whole = simulated(list, order: order, without: nil)
      let rest = simulated(list, order: order, without: 4)
      #expect(abs(effects.conversion - whole.conversion) < 1e-9)
      #expect(abs(effects.onConversion[4] - (1 - rest.conversion / whole.conversion)) < 1e-9)
    }
  }

  @Test("without a conversion nobody is credited")
  func nothing() {
    let effects = RemovalEffects(MarkovChain(paths([("A>B", 0, 3), ("B", 0, 1)]), order: 2))
    #expect(effects.conversion == 0)
    #expect(effects.credits(of: 0) == [0, 0])
  }
}
