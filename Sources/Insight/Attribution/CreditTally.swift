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
    for index in models.indices {
      let base = index &* keyCount
      switch models[index] {
      case .last: give(base, path[path.count &- 1], share, value)
      case .first: give(base, path[0], share, value)
      case .lastNonDirect: give(base, lastNonDirect(path), share, value)
      case .linear:
        let weight = 1 / Double(path.count)
        give(base, path, share, value) { _ in weight }
      case .decay: decay(base, path, ages, share, value)
      case .position: position(base, path, share, value)
      case .shapley: shapley(base, path, share, value)
      case .markov, .shapleyRate: continue
      }
    }
  }

  @inline(__always)
  private mutating func give(_ base: Int, _ key: UInt32, _ share: Double, _ value: Double) {
    conversions[base &+ Int(key)] += share
    values[base &+ Int(key)] += value
  }

  /// Gives each touch of a path its weight of the conversion.
  @inline(__always)
  private mutating func give(
    _ base: Int, _ path: borrowing Span<UInt32>, _ share: Double, _ value: Double,
    _ weight: (Int) -> Double
  ) {
    for index in 0..<path.count {
      let weight = weight(index)
      let place = base &+ Int(path[index])
      conversions[place] += weight * share
      values[place] += weight * value
    }
  }

  private func lastNonDirect(_ path: borrowing Span<UInt32>) -> UInt32 {
    var index = path.count
    while index > 0 {
      index -= 1
      if !directs[Int(path[index])] { return path[index] }
    }
    return path[path.count - 1]
  }

  private mutating func decay(
    _ base: Int, _ path: borrowing Span<UInt32>, _ ages: borrowing Span<UInt32>, _ share: Double,
    _ value: Double
  ) {
    guard path.count > 1 else { return give(base, path[0], share, value) }
    // Ages count from the latest touch, so that a path of old touches does not underflow.
    let youngest = ages[path.count - 1]
    let rate = -1 / rules.halfLife
    if weights.count < path.count { weights = [Double](repeating: 0, count: path.count * 2) }
    var sum = 0.0
    var own = weights.mutableSpan
    for index in 0..<path.count {
      own[index] = exp2(Double(ages[index] &- youngest) * rate)
      sum += own[index]
    }
    let kept = weights
    give(base, path, share, value) { kept[$0] / sum }
  }

  private mutating func position(
    _ base: Int, _ path: borrowing Span<UInt32>, _ share: Double, _ value: Double
  ) {
    let last = path.count - 1
    guard last > 0 else { return give(base, path[0], share, value) }
    let ends = rules.firstShare + rules.lastShare
    guard last > 1 else {
      // Without any in between, first and last share in their own proportion.
      let first = ends > 0 ? rules.firstShare / ends : 0.5
      return give(base, path, share, value) { $0 == 0 ? first : 1 - first }
    }
    let middle = (1 - ends) / Double(last - 1)
    let rules = rules
    give(base, path, share, value) {
      $0 == 0 ? rules.firstShare : $0 == last ? rules.lastShare : middle
    }
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
    let kept = distinct
    give(base, kept.span, share, value) { _ in weight }
  }
}
