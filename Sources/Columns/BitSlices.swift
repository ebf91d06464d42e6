/// Small whole numbers of the units as one set of bits for each binary digit.
///
/// A comparison with a constant looks at one word of 64 units a digit instead of at 64 numbers: at a
/// million units with six digits it takes some 30 µs, where a look at each number took 400.
package struct BitSlices: Sendable, DerivedData {
  /// One slice after the other, the lowest digit first, each of as many words as a set has.
  private let words: [UInt64]
  private let wordCount: Int
  /// How many numbers there are.
  package let count: Int
  package let digits: Int

  package var byteCount: Int { words.count * 8 }

  /// The greatest number that the digits can write.
  package var limit: UInt32 { digits >= 32 ? .max : (1 << UInt32(digits)) &- 1 }

  /// Takes slices one after the other, of which those at the end that hold nothing are dropped.
  package init(words: [UInt64], count: Int) {
    let wordCount = DenseSet.wordCount(count)
    var digits = wordCount == 0 ? 0 : words.count / wordCount
    while digits > 0,
      !words[(digits - 1) * wordCount..<digits * wordCount].contains(where: { $0 != 0 })
    {
      digits -= 1
    }
    self.words = Array(words.prefix(digits * wordCount))
    (self.wordCount, self.count, self.digits) = (wordCount, count, digits)
  }

  /// Slices `count` numbers of at most `digits` binary digits; linear in their number.
  @inline(__always)
  init(count: Int, digits: Int, _ number: (Int) -> UInt32) {
    let wordCount = DenseSet.wordCount(count)
    var words = [UInt64](repeating: 0, count: digits * wordCount)
    for first in stride(from: 0, to: count, by: 8) {
      let last = min(first &+ 8, count)
      let (word, place) = (first &>> 6, UInt64(truncatingIfNeeded: first & 63))
      var digit = 0
      while digit < digits {
        var bytes: UInt64 = 0
        for index in first..<last {
          let byte = UInt64(number(index) &>> UInt32(truncatingIfNeeded: digit) & 0xFF)
          bytes |= byte &<< UInt64(truncatingIfNeeded: (index &- first) &* 8)
        }
        var turned = Self.turned(bytes)
        for _ in 0..<min(8, digits &- digit) {
          words[digit &* wordCount &+ word] |= (turned & 0xFF) &<< place
          turned &>>= 8
          digit &+= 1
        }
      }
    }
    self.init(words: words, count: count)
  }

  /// Turns eight numbers of eight digits into eight digits of eight numbers.
  @inlinable
  package static func turned(_ bytes: UInt64) -> UInt64 {
    var bytes = bytes
    var change = (bytes ^ (bytes &>> 7)) & 0x00AA_00AA_00AA_00AA
    bytes ^= change ^ (change &<< 7)
    change = (bytes ^ (bytes &>> 14)) & 0x0000_CCCC_0000_CCCC
    bytes ^= change ^ (change &<< 14)
    change = (bytes ^ (bytes &>> 28)) & 0x0000_0000_F0F0_F0F0
    return bytes ^ change ^ (change &<< 28)
  }

  /// One number, put together from its digits.
  package subscript(index: Int) -> UInt32 {
    var number: UInt32 = 0
    for digit in 0..<digits {
      let word = words[digit &* wordCount &+ index &>> 6]
      let bit = UInt32(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: index & 63) & 1)
      number |= bit &<< UInt32(truncatingIfNeeded: digit)
    }
    return number
  }

  /// The units whose number is in one of `ranges`.
  package func units(in ranges: [ClosedRange<UInt32>]) -> DenseSet {
    var found = [UInt64](repeating: 0, count: wordCount)
    for range in ranges where range.lowerBound <= limit { add(range, to: &found) }
    return DenseSet(words: found, bound: count)
  }

  /// How many words are worked on at once, so that they stay in the nearest cache.
  private static let block = 1_024

  private func add(_ range: ClosedRange<UInt32>, to found: inout [UInt64]) {
    let (low, high) = (range.lowerBound, min(range.upperBound, limit))
    var least = [UInt64](repeating: 0, count: Self.block)
    var most = [UInt64](repeating: 0, count: Self.block)
    for start in stride(from: 0, to: wordCount, by: Self.block) {
      let length = min(Self.block, wordCount - start)
      for index in 0..<length { least[index] = .max }
      if low == high {
        for digit in 0..<digits {
          combine(digit, start, length, &least) {
            low >> UInt32(digit) & 1 == 1 ? $0 & $1 : $0 & ~$1
          }
        }
      } else {
        for index in 0..<length { most[index] = .max }
        for digit in 0..<digits {
          // Whether the digits so far, the lowest first, are no less than the bound's, and no more.
          if low >> UInt32(digit) & 1 == 1 {
            combine(digit, start, length, &least) { $0 & $1 }
          } else {
            combine(digit, start, length, &least) { $0 | $1 }
          }
          if high >> UInt32(digit) & 1 == 1 {
            combine(digit, start, length, &most) { $0 | ~$1 }
          } else {
            combine(digit, start, length, &most) { $0 & ~$1 }
          }
        }
        for index in 0..<length { least[index] &= most[index] }
      }
      for index in 0..<length { found[start &+ index] |= least[index] }
    }
  }

  @inline(__always)
  private func combine(
    _ digit: Int, _ start: Int, _ length: Int, _ result: inout [UInt64],
    _ combined: (UInt64, UInt64) -> UInt64
  ) {
    let slice = words.span.extracting(
      digit * wordCount + start..<digit * wordCount + start + length)
    var result = result.mutableSpan
    // Unchecked: the slice was cut to the length, and a block is at least as long.
    for index in 0..<length {
      unsafe result[unchecked: index] = combined(
        result[unchecked: index], slice[unchecked: index])
    }
  }
}

extension BitSlices {
  /// The most digits that a column is sliced to; with more, a look at each number is as fast.
  static let mostDigits = 16

  /// The codes of texts, of which 0 is the unknown; nil where there are too many.
  package init?(_ column: TextColumn) {
    let digits = Self.digits(of: UInt64(column.dictionary.texts.count))
    guard digits <= Self.mostDigits else { return nil }
    let codes = column.codes.span
    self.init(count: codes.count, digits: digits) { unsafe codes[unchecked: $0] }
  }

  /// Whole numbers as their distance from `base`, unknown ones as 0; nil where they lie too far apart.
  package init?(_ values: [Int64], base: Int64, highest: Int64) {
    let width = highest.subtractingReportingOverflow(base)
    guard !width.overflow, width.partialValue >= 0 else { return nil }
    let digits = Self.digits(of: UInt64(width.partialValue))
    guard digits <= Self.mostDigits else { return nil }
    let values = values.span
    self.init(count: values.count, digits: digits) { index in
      let value = unsafe values[unchecked: index]
      return value == WholeColumn.unknown ? 0 : UInt32(truncatingIfNeeded: value &- base)
    }
  }

  private static func digits(of greatest: UInt64) -> Int { 64 - greatest.leadingZeroBitCount }
}
