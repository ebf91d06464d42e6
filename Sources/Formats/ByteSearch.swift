/// Finds bytes eight at a time in a machine word.
enum ByteSearch {
  /// A word of eight copies of `byte`.
  @inline(__always)
  static func spread(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// Sets the top bit of exactly those bytes of `word` that equal the spread byte.
  @inline(__always)
  static func matches(_ word: UInt64, _ spread: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let difference = word ^ spread
    return ~(((difference & low) &+ low) | difference | low)
  }

  @inline(__always)
  static func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    let raw = unsafe bytes.bytes
    return unsafe UInt64(
      littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Marks the delimiters, quotes and line ends among the 8 bytes at `offset`, or those left.
  @inline(__always)
  static func structure(
    _ bytes: Span<UInt8>, at offset: Int, _ delimiters: UInt64, _ quotes: UInt64
  ) -> UInt64 {
    let left = bytes.count - offset
    let word: UInt64
    var inside = UInt64.max
    if left >= 8 {
      word = Self.word(bytes, at: offset)
    } else {
      var tail: UInt64 = 0
      for index in 0..<left { tail |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
      word = tail
      inside = (1 << UInt64(8 * left)) &- 1
    }
    let hits =
      matches(word, delimiters) | matches(word, quotes)
      | matches(word, spread(0x0A)) | matches(word, spread(0x0D))
    return hits & inside
  }

  /// The offset of the first `byte` from `start` up to `end`, or `end`.
  static func first(
    _ byte: UInt8, in bytes: Span<UInt8>, from start: Int, to end: Int? = nil
  ) -> Int {
    let end = end ?? bytes.count
    let wanted = spread(byte)
    var offset = start
    while offset + 8 <= end {
      let hits = matches(word(bytes, at: offset), wanted)
      if hits != 0 { return offset + hits.trailingZeroBitCount >> 3 }
      offset += 8
    }
    while offset < end, bytes[offset] != byte { offset += 1 }
    return min(offset, end)
  }

  /// The offset of the first LF or CR at or after `start`, or the count of `bytes`.
  static func firstLineEnd(in bytes: Span<UInt8>, from start: Int) -> Int {
    let feed = first(0x0A, in: bytes, from: start)
    return first(0x0D, in: bytes, from: start, to: feed)
  }

  /// The offset of the last `byte` in `range`, or nil.
  static func last(_ byte: UInt8, in bytes: Span<UInt8>, range: Range<Int>) -> Int? {
    let start = range.lowerBound
    var offset = range.upperBound
    while offset > start {
      offset -= 1
      if bytes[offset] == byte { return offset }
    }
    return nil
  }

  /// How often `byte` stands in `range`.
  static func count(_ byte: UInt8, in bytes: Span<UInt8>, range: Range<Int>) -> Int {
    let wanted = spread(byte)
    var (offset, total) = (range.lowerBound, 0)
    while offset + 8 <= range.upperBound {
      total += matches(word(bytes, at: offset), wanted).nonzeroBitCount
      offset += 8
    }
    while offset < range.upperBound {
      if bytes[offset] == byte { total += 1 }
      offset += 1
    }
    return total
  }

  /// How many lines end in `range`: by LF, by CR LF, or by a CR alone.
  ///
  /// A CR that is the last byte of `range` counts, even if an LF follows it outside.
  static func lineEnds(in bytes: Span<UInt8>, range: Range<Int>) -> Int {
    var lines = count(0x0A, in: bytes, range: range)
    var offset = first(0x0D, in: bytes, from: range.lowerBound)
    while offset < range.upperBound {
      let next = offset + 1
      if next == range.upperBound || bytes[next] != 0x0A { lines += 1 }
      offset = first(0x0D, in: bytes, from: next)
    }
    return lines
  }
}
