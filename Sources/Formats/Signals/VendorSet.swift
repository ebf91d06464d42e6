/// A set of vendor ids from 1 to 65,535 with the maximum that its string declared.
package struct VendorSet: Hashable, Sendable {
  /// The largest id that the string speaks about, which need not be in the set.
  package private(set) var maximum: Int
  /// The ids as bits, id 1 in the highest place of the first word, as they stand in a string.
  private var words: [UInt64]

  /// Makes an empty set that speaks about the ids up to `maximum`.
  package init(maximum: Int = 0) {
    self.maximum = maximum
    words = maximum == 0 ? [] : [UInt64](repeating: 0, count: Self.wordCount(maximum))
  }

  /// Makes the set of the ids up to `maximum` whose bits are set in `words`, id 1 in the highest
  /// place of the first; there are as many words as the maximum needs.
  init(maximum: Int, words: [UInt64]) { (self.maximum, self.words) = (maximum, words) }

  /// Makes the set of `ids`; ids outside 1 to 65,535 are left out.
  package init(_ ids: some Sequence<Int>) {
    self.init()
    for id in ids { insert(id...id) }
  }

  /// Whether `id` is in the set.
  package func contains(_ id: Int) -> Bool {
    id > 0 && id <= maximum && words[(id - 1) >> 6] >> UInt64(63 - (id - 1) & 63) & 1 == 1
  }

  /// Adds all ids of `range`, and lets the maximum grow to hold them.
  package mutating func insert(_ range: ClosedRange<Int>) {
    let range = range.clamped(to: 1...65_535)
    if range.upperBound > maximum {
      maximum = range.upperBound
      let missing = Self.wordCount(maximum) - words.count
      words.append(contentsOf: repeatElement(0, count: max(0, missing)))
    }
    let (start, end) = (range.lowerBound - 1, range.upperBound - 1)
    for index in (start >> 6)...(end >> 6) {
      // Ids below the range's start or above its end are masked out of the word they share.
      var mask = UInt64.max
      if index == start >> 6 { mask &= UInt64.max >> UInt64(start & 63) }
      if index == end >> 6 { mask &= UInt64.max << UInt64(63 - end & 63) }
      words[index] |= mask
    }
  }

  /// How many ids the set has.
  package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Whether the set has no id.
  package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// The ids in ascending order.
  package var ids: [Int] { ranges.flatMap { Array($0) } }

  /// The ids as the fewest ranges, in ascending order.
  package var ranges: [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for (index, word) in words.enumerated() {
      var left = word
      while left != 0 {
        let start = left.leadingZeroBitCount
        let length = (~(left << UInt64(start))).leadingZeroBitCount
        let first = index * 64 + start + 1
        let last = first + min(length, 64 - start) - 1
        if let before = ranges.last, before.upperBound == first - 1 {
          ranges[ranges.count - 1] = before.lowerBound...last
        } else {
          ranges.append(first...last)
        }
        // A shift by 64 leaves nothing.
        left &= UInt64.max >> UInt64(last - index * 64)
      }
    }
    return ranges
  }

  static func wordCount(_ maximum: Int) -> Int { (maximum + 63) / 64 }
}
