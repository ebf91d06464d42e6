import Basis
import Insight
import Testing

/// Shapley values by their definition: the mean over all orders of joining of what is added.
private func defined(_ channels: Int, worth: (Set<Int>) -> Double) -> [Double] {
  var sums = [Double](repeating: 0, count: channels)
  var orders = 0
  func join(_ left: [Int], _ joined: [Int]) {
    if left.isEmpty {
      orders += 1
      for (place, channel) in joined.enumerated() {
        sums[channel] += worth(Set(joined[...place])) - worth(Set(joined[..<place]))
      }
    }
    for (place, channel) in left.enumerated() {
      var rest = left
      rest.remove(at: place)
      join(rest, joined + [channel])
    }
  }
  join(Array(0..<channels), [])
  return sums.map { $0 / Double(orders) }
}

/// The same by the weighted sum over all sets of the others, one by one.
private func summed(_ channels: Int, worth: ([Int]) -> Double) -> [Double] {
  func factorial(_ n: Int) -> Double { (1...max(1, n)).reduce(1) { $0 * Double($1) } }
  var values = [Double](repeating: 0, count: channels)
  for bits in 0..<(1 << channels) {
    let set = (0..<channels).filter { bits >> $0 & 1 == 1 }
    let own = worth(set)
    for channel in set {
      let others = worth(set.filter { $0 != channel })
      let weight =
        factorial(set.count - 1) * factorial(channels - set.count) / factorial(channels)
      values[channel] += weight * (own - others)
    }
  }
  return values
}

/// The conversions, and all, of the paths whose channels all lie in a set.
private func within(_ set: Set<Int>, _ list: PathList) -> (converted: Int, all: Int) {
  var (converted, all) = (0, 0)
  for path in 0..<list.count {
    let steps = Set(list.range(of: path).map { Int(list.steps[$0]) })
    guard !steps.isEmpty, steps.isSubset(of: set) else { continue }
    converted += list.conversions[path]
    all += list.conversions[path] + list.nulls[path]
  }
  return (converted, all)
}

private func shortForm(_ list: PathList) -> [Double] {
  var tally = CreditTally(
    [.shapley], directs: list.names.map { _ in false }, rules: AttributionRules())
  let ages: [UInt32] = []
  for path in 0..<list.count {
    tally.add(
      list.steps.span.extracting(list.range(of: path)), ages: ages.span,
      conversions: list.conversions[path], value: list.values[path])
  }
  return tally.credits(.shapley)?.conversions ?? []
}

@Suite("Shapley") struct ShapleyTests {
  @Test("the published small cases come out")
  func vectors() {
    let a = paths([("A>B", 1, 0), ("A", 0, 1), ("B", 1, 0), ("A>B", 0, 1)])
    #expect(shortForm(a) == [0.5, 1.5])
    let c = paths([("A>A>B", 2, 0), ("B>A", 1, 0), ("A>B", 0, 3), ("C", 0, 4), ("C>A", 1, 0)])
    #expect(shortForm(c) == [2, 1.5, 0.5])
  }

  @Test("the short form is the sum over all orders", arguments: UInt64(0)..<12)
  func shortFormIsTheDefinition(seed: UInt64) {
    var random = Seeded(seed)
    let list = randomPaths(&random, channels: random.within(1...5), count: 15)
    let definition = defined(list.names.count) { Double(within($0, list).converted) }
    #expect(zip(shortForm(list), definition).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test("rates over all sets are the sum over all orders", arguments: UInt64(0)..<12)
  func ratesAreTheDefinition(seed: UInt64) {
    var random = Seeded(seed)
    let list = randomPaths(&random, channels: random.within(1...5), count: 15)
    let definition = defined(list.names.count) { set in
      let (converted, all) = within(set, list)
      return all == 0 ? 0 : Double(converted) / Double(all)
    }
    let rates = ShapleyRates(list)
    #expect(rates.isExact)
    #expect(zip(rates.values, definition).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test("up to twelve channels both games are the sum over all sets", arguments: 6...12)
  func manyChannels(channels: Int) {
    var random = Seeded(UInt64(channels))
    let list = randomPaths(&random, channels: channels, count: 10)
    var known: [[Int]: (converted: Int, all: Int)] = [:]
    for bits in 0..<(1 << channels) {
      let set = (0..<channels).filter { bits >> $0 & 1 == 1 }
      known[set] = within(Set(set), list)
    }
    let conversions = summed(channels) { Double(known[$0]?.converted ?? 0) }
    #expect(zip(shortForm(list), conversions).allSatisfy { abs($0 - $1) < 1e-9 })
    let rates = summed(channels) {
      let found = known[$0] ?? (0, 0)
      return found.all == 0 ? 0 : Double(found.converted) / Double(found.all)
    }
    let computed = ShapleyRates(list)
    #expect(computed.isExact)
    #expect(zip(computed.values, rates).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test("the values add up, equals get equal, and who adds nothing gets nothing")
  func axioms() {
    // B and C play the same part; D is only ever touched where nobody converts, and takes no rate.
    let list = paths([("A>B", 3, 1), ("A>C", 3, 1), ("B", 1, 1), ("C", 1, 1), ("A", 2, 2)])
    let rates = ShapleyRates(list).values
    #expect(abs(rates.reduce(0, +) - 10.0 / 16) < 1e-12)
    #expect(abs(rates[1] - rates[2]) < 1e-12)
    var silent = PathList(names: list.names + ["D"])
    silent.append(list)
    #expect(abs(ShapleyRates(silent).values[3]) < 1e-12)
    #expect(shortForm(silent)[3] == 0)
  }

  @Test("beyond twelve channels orders are drawn, the same ones for the same seed")
  func sampling() {
    var random = Seeded(3)
    var list = PathList(names: (0..<13).map { "c\($0)" })
    for _ in 0..<400 {
      // The last channel is never touched, so that the other twelve can be computed exactly.
      list.append(
        (0..<random.within(1...4)).map { _ in UInt32(random.below(12)) },
        conversions: random.below(2), value: 0, nulls: 1)
    }
    let drawn = ShapleyRates(list, samples: 5_000)
    #expect(!drawn.isExact)
    #expect(drawn == ShapleyRates(list, samples: 5_000))
    #expect(drawn != ShapleyRates(list, samples: 5_000, seed: 2))
    let exact = ShapleyRates(list.renumbered(names: Array(list.names.dropLast())) { $0 })
    #expect(exact.isExact)
    #expect(zip(drawn.values, exact.values).allSatisfy { abs($0 - $1) < 0.02 })
    #expect(drawn.values[12] == 0)
  }
}
