internal import Basis

/// Shapley values of the game in which a set of channels is worth the conversion rate of the paths
/// that need no other channel.
///
/// Up to twelve channels every set is looked at; beyond, orders of joining are drawn at random.
/// (The game of conversions instead of rates has a short form for any number of channels; it is a
/// rule of `CreditTally`.)
package struct ShapleyRates: Sendable, Equatable {
  package static let mostForExact = 12

  /// By channel; they add up to the conversion rate of all paths.
  package let values: [Double]
  package let isExact: Bool

  /// Computes the values; `samples` orders are drawn where they cannot all be looked at.
  package init(_ paths: PathList, samples: Int = 20_000, seed: UInt64 = 1) {
    let sets = ChannelSets(paths)
    isExact = paths.names.count <= Self.mostForExact
    values = isExact ? sets.exact() : sets.sampled(samples, seed)
  }

  /// `total` in proportion to the values.
  package func credits(of total: Double) -> [Double] {
    let sum = values.reduce(0, +)
    return values.map { sum == 0 ? 0 : total * $0 / sum }
  }
}

/// The distinct sets of channels that paths touched, each with its paths and its conversions.
private struct ChannelSets {
  private let channelCount: Int
  private var members: [[Int]] = []
  private var paths: [Int] = []
  private var conversions: [Int] = []

  init(_ list: PathList) {
    channelCount = list.names.count
    var numbers: [[Int]: Int] = [:]
    for path in 0..<list.count {
      let set = Set(list.range(of: path).map { Int(list.steps[$0]) }).sorted()
      guard !set.isEmpty else { continue }
      let number = numbers[set, default: members.count]
      if number == members.count {
        numbers[set] = number
        members.append(set)
        paths.append(0)
        conversions.append(0)
      }
      paths[number] += list.conversions[path] + list.nulls[path]
      conversions[number] += list.conversions[path]
    }
  }

  /// Sums over all subsets: φ_c = Σ |S|! (n − |S| − 1)! / n! · (v(S ∪ c) − v(S)).
  func exact() -> [Double] {
    let worth = worths()
    var weights = [Double](repeating: 0, count: max(1, channelCount))
    for size in 0..<channelCount {
      // size! (n − size − 1)! / n! = 1 / (n · C(n − 1, size))
      var choose = 1.0
      for step in 0..<size { choose *= Double(channelCount - 1 - step) / Double(step + 1) }
      weights[size] = 1 / (Double(channelCount) * choose)
    }
    return (0..<channelCount).map { channel in
      var value = 0.0
      for set in 0..<worth.count where set >> channel & 1 == 0 {
        value += weights[set.nonzeroBitCount] * (worth[set | 1 << channel] - worth[set])
      }
      return value
    }
  }

  /// The conversion rate of each set of channels, by its bits.
  private func worths() -> [Double] {
    var (all, converted) = (
      [Int](repeating: 0, count: 1 << channelCount), [Int](repeating: 0, count: 1 << channelCount)
    )
    for (index, set) in members.enumerated() {
      let bits = set.reduce(0) { $0 | 1 << $1 }
      all[bits] += paths[index]
      converted[bits] += conversions[index]
    }
    // Adding what a set has without each of its channels in turn sums over all of its subsets.
    for channel in 0..<channelCount {
      for set in 0..<all.count where set >> channel & 1 == 1 {
        all[set] += all[set ^ 1 << channel]
        converted[set] += converted[set ^ 1 << channel]
      }
    }
    return zip(converted, all).map { $1 > 0 ? Double($0) / Double($1) : 0 }
  }

  /// The mean over orders, drawn at random, of what each channel adds when it joins.
  func sampled(_ samples: Int, _ seed: UInt64) -> [Double] {
    var random = Seeded(seed)
    var order = Array(0..<channelCount)
    var sums = [Double](repeating: 0, count: channelCount)
    var place = order
    for _ in 0..<samples {
      for index in stride(from: channelCount - 1, to: 0, by: -1) {
        order.swapAt(index, random.below(index + 1))
      }
      for (index, channel) in order.enumerated() { place[channel] = index }
      // A set's paths count from the place at which its last channel joins.
      var all = [Int](repeating: 0, count: channelCount)
      var converted = all
      for (index, set) in members.enumerated() {
        let last = set.reduce(0) { max($0, place[$1]) }
        all[last] += paths[index]
        converted[last] += conversions[index]
      }
      var (paths, conversions, before) = (0, 0, 0.0)
      for index in 0..<channelCount {
        paths += all[index]
        conversions += converted[index]
        let rate = paths > 0 ? Double(conversions) / Double(paths) : 0
        sums[order[index]] += rate - before
        before = rate
      }
    }
    return sums.map { $0 / Double(max(1, samples)) }
  }
}
