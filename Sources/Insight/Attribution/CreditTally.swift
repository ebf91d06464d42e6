internal import Glibc

/// Adds up what each key is credited with, for several rules at once.
package struct CreditTally: Sendable {
  package let models: [AttributionModel]
  package let keyCount: Int
  private let rules: AttributionRules
  /// Which keys stand for direct visits.
  private let directs: [Bool]
  /// Model by model, a figure a key.
  package private(set) var conversions: [Double]
  package private(set) var values: [Double]
  /// Conversions before which nothing was known, and their value.
  package private(set) var untouched = 0
  package private(set) var untouchedValue = 0.0
  package private(set) var total = 0
  package private(set) var totalValue = 0.0
  /// The places of the first touch of each distinct key of a path; kept to save allocations.
  private var distinct: [UInt32] = []
  private var weights: [Double] = []

  package init(_ models: [AttributionModel], directs: [Bool], rules: AttributionRules) {
    self.models = models.filter(\.isRule)
    (self.directs, self.rules) = (directs, rules)
    keyCount = directs.count
    conversions = [Double](repeating: 0, count: self.models.count * keyCount)
    values = conversions
  }

  /// The credit that a model gives, a figure a key.
  package func credits(_ model: AttributionModel) -> (conversions: [Double], values: [Double])? {
    guard let index = models.firstIndex(of: model) else { return nil }
    let range = (index * keyCount)..<((index + 1) * keyCount)
    return (Array(conversions[range]), Array(values[range]))
  }

  package mutating func merge(_ other: CreditTally) {
    for index in conversions.indices {
      conversions[index] += other.conversions[index]
      values[index] += other.values[index]
    }
    untouched += other.untouched
    untouchedValue += other.untouchedValue
    total += other.total
    totalValue += other.totalValue
  }

  /// Credits conversions to a path, whose touches come in order of time.
  ///
  /// `ages` are the seconds from each touch to the conversion; only time decay looks at them.
  package mutating func add(
    _ path: borrowing Span<UInt32>, ages: borrowing Span<UInt32>, conversions count: Int,
    value: Double
  ) {
    total += count
    totalValue += value
    guard path.count > 0 else {
      untouched += count
      untouchedValue += value
      return
    }
    let share = Double(count)
    for (index, model) in models.enumerated() {
      let base = index &* keyCount
      switch model {
      case .last: give(base, path[path.count &- 1], 1, share, value)
      case .first: give(base, path[0], 1, share, value)
      case .lastNonDirect: give(base, lastNonDirect(path), 1, share, value)
      case .linear: linear(base, path, share, value)
      case .decay: decay(base, path, ages, share, value)
      case .position: position(base, path, share, value)
      case .shapley: shapley(base, path, share, value)
      case .markov, .shapleyRate: continue
      }
    }
  }

  @inline(__always)
  private mutating func give(
    _ base: Int, _ key: UInt32, _ weight: Double, _ share: Double, _ value: Double
  ) {
    conversions[base &+ Int(key)] += weight * share
    values[base &+ Int(key)] += weight * value
  }

  private func lastNonDirect(_ path: borrowing Span<UInt32>) -> UInt32 {
    var index = path.count
    while index > 0 {
      index -= 1
      if !directs[Int(path[index])] { return path[index] }
    }
    return path[path.count - 1]
  }

  private mutating func linear(
    _ base: Int, _ path: borrowing Span<UInt32>, _ share: Double, _ value: Double
  ) {
    let weight = 1 / Double(path.count)
    for index in 0..<path.count { give(base, path[index], weight, share, value) }
  }

  private mutating func decay(
    _ base: Int, _ path: borrowing Span<UInt32>, _ ages: borrowing Span<UInt32>, _ share: Double,
    _ value: Double
  ) {
    guard path.count > 1 else { return give(base, path[0], 1, share, value) }
    // Ages count from the latest touch, so that a path of old touches does not underflow.
    let youngest = ages[path.count - 1]
    weights.removeAll(keepingCapacity: true)
    var sum = 0.0
    for index in 0..<path.count {
      let age = ages[index] &- youngest
      let weight = age == 0 ? 1 : exp2(-Double(age) / rules.halfLife)
      weights.append(weight)
      sum += weight
    }
    for index in 0..<path.count { give(base, path[index], weights[index] / sum, share, value) }
  }

  private mutating func position(
    _ base: Int, _ path: borrowing Span<UInt32>, _ share: Double, _ value: Double
  ) {
    let count = path.count
    guard count > 1 else { return give(base, path[0], 1, share, value) }
    let ends = rules.firstShare + rules.lastShare
    guard count > 2 else {
      // Without any in between, first and last share in their own proportion.
      let first = ends > 0 ? rules.firstShare / ends : 0.5
      give(base, path[0], first, share, value)
      return give(base, path[1], 1 - first, share, value)
    }
    give(base, path[0], rules.firstShare, share, value)
    give(base, path[count - 1], rules.lastShare, share, value)
    let middle = (1 - ends) / Double(count - 2)
    for index in 1..<(count - 1) { give(base, path[index], middle, share, value) }
  }

  /// Every distinct key of the path gets the same: the Shapley value of the game in which a set of
  /// channels earns the conversions of the paths that need no other.
  private mutating func shapley(
    _ base: Int, _ path: borrowing Span<UInt32>, _ share: Double, _ value: Double
  ) {
    distinct.removeAll(keepingCapacity: true)
    for index in 0..<path.count where !distinct.contains(path[index]) {
      distinct.append(path[index])
    }
    let weight = 1 / Double(distinct.count)
    for key in distinct { give(base, key, weight, share, value) }
  }
}
