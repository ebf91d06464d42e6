/// A set of units as one bit each: the form that the planner computes with.
///
/// At a million units it is 125 kB whatever it holds, and combining two costs microseconds. A value
/// that is never changed; bits beyond `bound` are always zero.
package struct DenseSet: Sendable, Equatable {
  /// 64 units a word, the lowest unit in the lowest bit.
  package let words: [UInt64]
  /// How many units there are, in the set or not.
  package let bound: Int
  /// How many units are in the set.
  package let count: Int

  /// Takes words whose bits beyond `bound` may be anything.
  package init(words: [UInt64], bound: Int) {
    precondition(words.count == Self.wordCount(bound), "a set of other bounds")
    var words = words
    if bound % 64 != 0, let last = words.indices.last {
      words[last] &= (1 << UInt64(bound % 64)) &- 1
    }
    (self.words, self.bound) = (words, bound)
    count = Self.populationCount(words.span)
  }

  /// The empty set.
  package init(none bound: Int) {
    (words, self.bound) = ([UInt64](repeating: 0, count: Self.wordCount(bound)), bound)
    count = 0
  }

  /// The set of all units.
  package init(all bound: Int) {
    self.init(words: [UInt64](repeating: .max, count: Self.wordCount(bound)), bound: bound)
  }

  /// The units of `set` below `bound`.
  package init(_ set: UnitSet, bound: Int) {
    var words = [UInt64](repeating: 0, count: Self.wordCount(bound))
    set.forEachBatch { batch in
      for index in 0..<batch.count where batch[index] < bound {
        words[Int(batch[index] >> 6)] |= 1 << UInt64(batch[index] & 63)
      }
    }
    self.init(words: words, bound: bound)
  }

  /// The same units as a compressed set.
  package var unitSet: UnitSet { UnitSet(members()) }

  package static func wordCount(_ bound: Int) -> Int { (bound + 63) / 64 }

  package func contains(_ unit: Int) -> Bool {
    unit >= 0 && unit < bound && words[unit >> 6] >> UInt64(unit & 63) & 1 == 1
  }

  // MARK: Combining

  package func intersection(_ other: DenseSet) -> DenseSet { combined(other) { $0 & $1 } }
  package func union(_ other: DenseSet) -> DenseSet { combined(other) { $0 | $1 } }
  package func subtracting(_ other: DenseSet) -> DenseSet { combined(other) { $0 & ~$1 } }
  package var complement: DenseSet { combined(self) { word, _ in ~word } }

  /// How many units both sets hold.
  package func intersectionCount(_ other: DenseSet) -> Int { combinedCount(other) { $0 & $1 } }
  /// How many units this set holds and the other does not.
  package func differenceCount(_ other: DenseSet) -> Int { combinedCount(other) { $0 & ~$1 } }

  @inline(__always)
  private func combined(_ other: DenseSet, _ combine: (UInt64, UInt64) -> UInt64) -> DenseSet {
    precondition(bound == other.bound, "sets of two audiences")
    let (mine, others) = (words.span, other.words.span)
    let length = words.count
    // Unchecked: both spans have `length` words, since their bounds are the same.
    let result = unsafe [UInt64](unsafeUninitializedCapacity: length) { buffer, used in
      for index in 0..<length {
        unsafe buffer[index] = combine(mine[unchecked: index], others[unchecked: index])
      }
      used = length
    }
    return DenseSet(words: result, bound: bound)
  }

  @inline(__always)
  private func combinedCount(_ other: DenseSet, _ combine: (UInt64, UInt64) -> UInt64) -> Int {
    precondition(bound == other.bound, "sets of two audiences")
    let (mine, others) = (words.span, other.words.span)
    var total = 0
    for index in 0..<words.count {
      // Unchecked: both spans have as many words, since their bounds are the same.
      total &+= unsafe combine(mine[unchecked: index], others[unchecked: index]).nonzeroBitCount
    }
    return total
  }

  private static func populationCount(_ words: Span<UInt64>) -> Int {
    var total = 0
    for index in 0..<words.count { total &+= unsafe words[unchecked: index].nonzeroBitCount }
    return total
  }

  // MARK: Members

  /// Calls `body` with each member in ascending order, until it returns false.
  @inlinable
  package func forEachMember(_ body: (Int) -> Bool) {
    for (index, word) in words.enumerated() {
      var left = word
      while left != 0 {
        guard body(index << 6 | left.trailingZeroBitCount) else { return }
        left &= left &- 1
      }
    }
  }

  /// The members in ascending order, at most `limit`; costs one array of their number.
  package func members(limit: Int = .max) -> [UInt32] {
    var found: [UInt32] = []
    found.reserveCapacity(min(limit, count))
    forEachMember { unit in
      guard found.count < limit else { return false }
      found.append(UInt32(truncatingIfNeeded: unit))
      return true
    }
    return found
  }
}
