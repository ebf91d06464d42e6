/// Small questions about UTF-8 bytes that several rules ask.
enum TextBytes {
  /// The range of `bytes` without white space at either end.
  ///
  /// White space is ASCII's, U+0085, U+00A0, U+2000 to U+200B, U+2028, U+2029, U+202F, U+3000 and
  /// U+FEFF.
  static func trimmed(_ bytes: Span<UInt8>) -> Range<Int> {
    var start = 0
    var end = bytes.count
    while start < end {
      let width = space(bytes, start, end)
      guard width > 0 else { break }
      start += width
    }
    while end > start {
      guard let width = spaceBefore(bytes, start, end) else { break }
      end -= width
    }
    return start..<end
  }

  /// The width of the white space at `index`, or 0.
  @inline(__always)
  static func space(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Int {
    let byte = bytes[index]
    if byte < 0x80 { return byte == 0x20 || (byte >= 9 && byte <= 13) ? 1 : 0 }
    return wideSpace(bytes, index, end)
  }

  private static func wideSpace(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Int {
    if bytes[index] == 0xC2 {
      guard index + 1 < end else { return 0 }
      return bytes[index + 1] == 0xA0 || bytes[index + 1] == 0x85 ? 2 : 0
    }
    guard index + 2 < end else { return 0 }
    switch (bytes[index], bytes[index + 1], bytes[index + 2]) {
    case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
      (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
      return 3
    default: return 0
    }
  }

  private static func spaceBefore(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    if bytes[end - 1] < 0x80 { return space(bytes, end - 1, end) == 1 ? 1 : nil }
    for width in 2...3 where end - width >= start && wideSpace(bytes, end - width, end) == width {
      return width
    }
    return nil
  }

  /// True where both hold the same bytes.
  static func isEqual(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    for index in 0..<a.count where a[index] != b[index] { return false }
    return true
  }

  /// True where `value` is `lowered` but for the case of ASCII letters.
  static func isEqual(_ value: Span<UInt8>, ignoringCaseOf lowered: [UInt8]) -> Bool {
    guard value.count == lowered.count else { return false }
    for index in 0..<lowered.count where self.lowered(value[index]) != lowered[index] {
      return false
    }
    return true
  }

  /// The byte with an ASCII capital made small.
  @inline(__always)
  static func lowered(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }

  /// True for ASCII letters.
  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }

  /// True for ASCII digits.
  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  /// The value of a hexadecimal digit; 255 for any other byte.
  static func hexValue(_ byte: UInt8) -> UInt8 {
    if isDigit(byte) { return byte - 48 }
    let letter = byte | 0x20
    return letter >= 97 && letter <= 102 ? letter - 87 : 255
  }

  /// The first place at or after `start` where `needle` stands; nil where it is nowhere.
  static func index(of needle: StaticString, in bytes: Span<UInt8>, from start: Int = 0) -> Int? {
    let wanted = unsafe UnsafeBufferPointer(
      start: needle.utf8Start, count: needle.utf8CodeUnitCount)
    guard let head = unsafe wanted.first, bytes.count >= wanted.count else { return nil }
    var index = start
    while index <= bytes.count - wanted.count {
      if bytes[index] == head {
        var length = 1
        while length < wanted.count, unsafe bytes[index + length] == wanted[length] { length += 1 }
        if length == wanted.count { return index }
      }
      index += 1
    }
    return nil
  }

  /// Appends a stretch of bytes as it is; one copy, which takes a third of the time of a loop.
  static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, into out: inout [UInt8]) {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in
      unsafe out.append(contentsOf: buffer)
    }
  }

  /// Makes the ASCII capitals from `start` on small, in place.
  static func lowerASCII(_ bytes: inout [UInt8], from start: Int) {
    var span = bytes.mutableSpan
    for index in start..<span.count {
      let byte = span[index]
      span[index] = byte | (byte &- 65 < 26 ? 0x20 : 0)
    }
  }
}
