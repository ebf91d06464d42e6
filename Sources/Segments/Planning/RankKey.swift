internal import Columns

/// Figures as whole numbers that sort as the figures do; 0 is the unknown.
enum RankKey {
  static func of(_ value: Int64) -> UInt64 {
    // The unknown is the least whole number, and so becomes 0.
    UInt64(bitPattern: value) ^ (1 << 63)
  }

  static func of(_ value: Double) -> UInt64 {
    guard !value.isNaN else { return 0 }
    // Adding zero makes one zero of the two.
    let bits = (value + 0.0).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | (1 << 63)
  }

  /// The units whose figure is known, the lowest figure first and of equal ones the lower unit.
  static func ascending(_ figures: [Double]) -> [UInt32] {
    var units: [UInt32] = []
    units.reserveCapacity(figures.count)
    var (low, high) = (Double.infinity, -Double.infinity)
    var isWhole = true
    for (unit, figure) in figures.enumerated() where !figure.isNaN {
      units.append(UInt32(truncatingIfNeeded: unit))
      (low, high) = (min(low, figure), max(high, figure))
      isWhole = isWhole && figure == figure.rounded(.towardZero)
    }
    // Whole numbers that lie near each other have few digits, and each digit is a pass.
    let isNarrow = isWhole && low.magnitude < 1e15 && high.magnitude < 1e15
    let base = isNarrow ? Int64(low) : 0
    var keys: [UInt64] = []
    keys.reserveCapacity(units.count)
    for unit in units {
      let figure = figures[Int(unit)]
      keys.append(isNarrow ? UInt64(Int64(figure) &- base) : of(figure))
    }
    RadixSort.sort(&keys, carrying: &units)
    return units
  }

  /// The units with the highest or lowest keys; where keys are equal the lower unit comes first.
  static func chosen(_ keys: [UInt64], _ end: Rank.End, _ amount: Rank.Amount) -> DenseSet {
    // Turned round, the lowest are the highest; the unknown stays 0.
    let ordered = end == .top ? keys : keys.map { $0 == 0 ? 0 : ~$0 }
    let known = ordered.filter { $0 != 0 }
    let wanted =
      switch amount {
      case .percent(let number): number.percent(of: known.count)
      case .profiles(let count): min(count, known.count)
      }
    var words = [UInt64](repeating: 0, count: DenseSet.wordCount(keys.count))
    guard wanted > 0 else { return DenseSet(words: words, bound: keys.count) }
    let threshold = largest(wanted, known)
    var atThreshold = wanted - ordered.count { $0 > threshold }
    for (unit, key) in ordered.enumerated() where key >= threshold {
      if key == threshold {
        guard atThreshold > 0 else { continue }
        atThreshold -= 1
      }
      words[unit >> 6] |= 1 << UInt64(unit & 63)
    }
    return DenseSet(words: words, bound: keys.count)
  }

  /// The `rank`-th largest key, found digit by digit from the highest that differs.
  private static func largest(_ rank: Int, _ keys: [UInt64]) -> UInt64 {
    guard let lowest = keys.min(), let highest = keys.max() else { return 0 }
    var (candidates, left) = (keys, rank)
    var found = lowest
    var width = UInt64(64 - (highest - lowest).leadingZeroBitCount)
    while width > 0 {
      let shift = width > 12 ? width - 12 : 0
      let mask: UInt64 = (1 << (width - shift)) - 1
      var counts = [Int](repeating: 0, count: Int(mask) + 1)
      for key in candidates { counts[Int((key &- lowest) >> shift & mask)] &+= 1 }
      var digit = Int(mask)
      while digit > 0, counts[digit] < left {
        left -= counts[digit]
        digit -= 1
      }
      found += UInt64(digit) << shift
      width = shift
      if width > 0 {
        candidates = candidates.filter { Int(($0 &- lowest) >> shift & mask) == digit }
      }
    }
    return found
  }
}
