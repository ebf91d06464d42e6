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

  /// A set, or all that it leaves out.
  package struct Term: Sendable {
    package let set: DenseSet
    package let isNegated: Bool
    package init(_ set: DenseSet, isNegated: Bool = false) {
      (self.set, self.isNegated) = (set, isNegated)
    }
  }

  /// The units in all of `terms`, or with `anyOf` in any, in one walk over all words.
  package init(_ terms: [Term], anyOf: Bool, bound: Int) {
    var words = [UInt64](repeating: anyOf ? 0 : .max, count: Self.wordCount(bound))
    for start in stride(from: 0, to: words.count, by: Self.block) {
      Self.combine(terms, anyOf, start, min(Self.block, words.count - start), &words, start)
    }
    self.init(words: words, bound: bound)
  }

  /// How many units are in all of `terms`, or in any, without making the set.
  package static func count(_ terms: [Term], anyOf: Bool, bound: Int) -> Int {
    let wordCount = wordCount(bound)
    var block = [UInt64](repeating: 0, count: Self.block)
    var total = 0
    for start in stride(from: 0, to: wordCount, by: Self.block) {
      let length = min(Self.block, wordCount - start)
      for index in 0..<length { block[index] = anyOf ? 0 : .max }
      combine(terms, anyOf, start, length, &block, 0)
      if start + length == wordCount, bound % 64 != 0 {
        block[length - 1] &= (1 << UInt64(bound % 64)) &- 1
      }
      total += populationCount(block.span.extracting(0..<length))
    }
    return total
  }

  /// How many words are combined at once, so that they stay in the nearest cache.
  private static let block = 1_024

  /// Combines the words from `start` on with those of `result` from `place` on.
  private static func combine(
    _ terms: [Term], _ anyOf: Bool, _ start: Int, _ length: Int, _ result: inout [UInt64],
    _ place: Int
  ) {
    for term in terms {
      let words = term.set.words.span.extracting(start..<start + length)
      var result = result.mutableSpan
      // Unchecked: the words were cut to the length, and callers have as much room from the place on.
      let flip: UInt64 = term.isNegated ? .max : 0
      if anyOf {
        for index in 0..<length {
          unsafe result[unchecked: place &+ index] |= words[unchecked: index] ^ flip
        }
      } else {
        for index in 0..<length {
          unsafe result[unchecked: place &+ index] &= words[unchecked: index] ^ flip
        }
      }
    }
  }

  /// How many units both sets hold.
  package func intersectionCount(_ other: DenseSet) -> Int { combinedCount(other) { $0 & $1 } }
  /// How many units this set holds and the other does not.
  package func differenceCount(_ other: DenseSet) -> Int { combinedCount(other) { $0 & ~$1 } }

  /// Whether the other set holds every unit that this one holds.
  package func isSubset(of other: DenseSet) -> Bool {
    precondition(bound == other.bound, "sets of two audiences")
    let (mine, others) = (words.span, other.words.span)
    // Unchecked: both spans have as many words, since their bounds are the same.
    for index in mine.indices where unsafe mine[unchecked: index] & ~others[unchecked: index] != 0 {
      return false
    }
    return true
  }

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
