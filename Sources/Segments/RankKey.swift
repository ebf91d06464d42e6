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

  /// The `rank`-th largest key, found byte by byte from the highest; linear in the keys.
  private static func largest(_ rank: Int, _ keys: [UInt64]) -> UInt64 {
    var (candidates, left) = (keys, rank)
    var prefix: UInt64 = 0
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      var counts = [Int](repeating: 0, count: 256)
      for key in candidates { counts[Int(key >> shift & 255)] += 1 }
      var byte = 255
      while byte > 0, counts[byte] < left {
        left -= counts[byte]
        byte -= 1
      }
      prefix |= UInt64(byte) << shift
      candidates = candidates.filter { Int($0 >> shift & 255) == byte }
    }
    return prefix
  }
}
