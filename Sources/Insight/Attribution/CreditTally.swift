/// Adds up what each key is credited with, for several rules at once.
package struct CreditTally: Sendable {
  package let models: [AttributionModel]
  package let keyCount: Int
  private let rules: AttributionRules
  /// Which keys stand for direct visits.
  private let directs: [Bool]
  /// Model by model and then key by key, the conversions and their value.
  private var credits: [SIMD2<Double>]
  /// Conversions before which nothing was known, and their value.
  package private(set) var untouched = 0
  package private(set) var untouchedValue = 0.0
  package private(set) var total = 0
  package private(set) var totalValue = 0.0
  /// The distinct keys of a path, and its touches' weights; kept to save allocations.
  private var distinct: [UInt32] = []
  private var weights: [Double] = []
  private var powers: HalfLifeWeights

  package init(_ models: [AttributionModel], directs: [Bool], rules: AttributionRules) {
    self.models = models.filter(\.isRule)
    (self.directs, self.rules) = (directs, rules)
    keyCount = directs.count
    credits = [SIMD2<Double>](repeating: .zero, count: self.models.count * keyCount)
    powers = HalfLifeWeights(halfLife: rules.halfLife)
  }

  /// The credit that a model gives, a figure a key.
  package func credits(_ model: AttributionModel) -> (conversions: [Double], values: [Double])? {
    guard let index = models.firstIndex(of: model) else { return nil }
    let own = credits[(index * keyCount)..<((index + 1) * keyCount)]
    return (own.map(\.x), own.map(\.y))
  }

  package mutating func merge(_ other: CreditTally) {
    for index in credits.indices { credits[index] += other.credits[index] }
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
    let worth = SIMD2(Double(count), value)
    if weights.count < path.count {
      weights = [Double](repeating: 0, count: path.count * 2)
      distinct = [UInt32](repeating: 0, count: path.count * 2)
    }
    if ages.count > 0 { powers.reach(ages[0] &- ages[ages.count &- 1]) }
    for index in models.indices {
      Self.share(
        worth, by: models[index], path, ages, index &* keyCount, directs, rules, powers, &credits,
        &weights, &distinct)
    }
  }

  /// Shares what a path is worth by one model.
  ///
  /// Each array is reached for once, so that no touch asks whether one is shared.
  @inline(__always)
  private static func share(
    _ worth: SIMD2<Double>, by model: AttributionModel, _ path: borrowing Span<UInt32>,
    _ ages: borrowing Span<UInt32>, _ base: Int, _ directs: [Bool], _ rules: AttributionRules,
    _ powers: borrowing HalfLifeWeights, _ sums: inout [SIMD2<Double>],
    _ kept: inout [Double], _ seen: inout [UInt32]
  ) {
    var credits = sums.mutableSpan
    switch model {
    case .last: give(&credits, base, path[path.count &- 1], worth)
    case .first: give(&credits, base, path[0], worth)
    case .lastNonDirect: give(&credits, base, lastNonDirect(path, directs), worth)
    case .linear:
      let share = worth / Double(path.count)
      for index in 0..<path.count { give(&credits, base, path[index], share) }
    case .decay:
      var weights = kept.mutableSpan
      decay(ages, path.count, powers, &weights)
      give(&credits, base, path, weights, worth)
    case .position:
      var weights = kept.mutableSpan
      position(path.count, rules, &weights)
      give(&credits, base, path, weights, worth)
    case .shapley:
      var distinct = seen.mutableSpan
      let count = Self.distinct(path, &distinct)
      let share = worth / Double(count)
      for index in 0..<count { give(&credits, base, distinct[index], share) }
    case .markov, .shapleyRate: return
    }
  }

  @inline(__always)
  private static func give(
    _ credits: inout MutableSpan<SIMD2<Double>>, _ base: Int, _ key: UInt32, _ share: SIMD2<Double>
  ) {
    credits[base &+ Int(key)] += share
  }

  /// Gives each touch of a path its weight of the conversion.
  @inline(__always)
  private static func give(
    _ credits: inout MutableSpan<SIMD2<Double>>, _ base: Int, _ path: borrowing Span<UInt32>,
    _ weights: borrowing MutableSpan<Double>, _ worth: SIMD2<Double>
  ) {
    for index in 0..<path.count {
      credits[base &+ Int(path[index])] += worth * weights[index]
    }
  }

  @inline(__always)
  private static func lastNonDirect(_ path: borrowing Span<UInt32>, _ directs: [Bool]) -> UInt32 {
    var index = path.count
    while index > 0 {
      index -= 1
      if !directs[Int(path[index])] { return path[index] }
    }
    return path[path.count - 1]
  }

  @inline(__always)
  private static func decay(
    _ ages: borrowing Span<UInt32>, _ count: Int, _ powers: borrowing HalfLifeWeights,
    _ weights: inout MutableSpan<Double>
  ) {
    // Ages count from the latest touch, so that a path of old touches does not underflow.
    let youngest = ages[count &- 1]
    var sum = 0.0
    for index in 0..<count {
      weights[index] = powers.weight(of: ages[index] &- youngest)
      sum += weights[index]
    }
    let factor = 1 / sum
    for index in 0..<count { weights[index] *= factor }
  }

  @inline(__always)
  private static func position(
    _ count: Int, _ rules: AttributionRules, _ weights: inout MutableSpan<Double>
  ) {
    let ends = rules.firstShare + rules.lastShare
    switch count {
    case 1: weights[0] = 1
    case 2:
      // Without any in between, first and last share in their own proportion.
      weights[0] = ends > 0 ? rules.firstShare / ends : 0.5
      weights[1] = 1 - weights[0]
    default:
      let middle = (1 - ends) / Double(count - 2)
      weights[0] = rules.firstShare
      for index in 1..<(count - 1) { weights[index] = middle }
      weights[count - 1] = rules.lastShare
    }
  }

  /// Writes down which keys a path has; returns how many they are.
  ///
  /// Each of them gets the same: the Shapley value of the game in which a set of channels earns the
  /// conversions of the paths that need no other.
  @inline(__always)
  private static func distinct(
    _ path: borrowing Span<UInt32>, _ distinct: inout MutableSpan<UInt32>
  ) -> Int {
    var count = 0
    for index in 0..<path.count {
      var place = 0
      while place < count, distinct[place] != path[index] { place &+= 1 }
      guard place == count else { continue }
      distinct[count] = path[index]
      count &+= 1
    }
    return count
  }
}
