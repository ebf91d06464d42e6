/// Finds what cannot stand in a text of UTF-8: bytes that form no character, and NUL.
package enum UTF8Check {
  /// Where a text stops being one.
  package struct Flaw: Sendable, Equatable {
    package let offset: Int
    package let byte: UInt8

    /// What is wrong, as a phrase for a reject; columns count characters from 1.
    package func explanation(in text: Span<UInt8>) -> String {
      var column = 1
      for index in 0..<offset where text[index] & 0xC0 != 0x80 { column += 1 }
      let name = byte == 0 ? "a NUL byte" : "the byte 0x\(Self.hex(byte))"
      return "\(name) at column \(column) is no text in UTF-8"
    }

    private static func hex(_ byte: UInt8) -> String {
      let digits = String(byte, radix: 16, uppercase: true)
      return byte < 16 ? "0" + digits : digits
    }
  }

  /// The first flaw at or behind `start`; nil where all is text.
  ///
  /// ASCII goes by eight bytes at a time.
  package static func firstFlaw(in bytes: Span<UInt8>, from start: Int = 0) -> Flaw? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let raw = unsafe bytes.bytes
    var index = start
    while index < bytes.count {
      while index &+ 8 <= bytes.count {
        let word = unsafe raw.unsafeLoadUnaligned(
          fromUncheckedByteOffset: index, as: UInt64.self)
        // A top bit in any byte, or a byte that is zero.
        if (word | (word &- ones) & ~word) & tops != 0 { break }
        index &+= 8
      }
      guard index < bytes.count else { return nil }
      let length = Self.length(of: bytes, at: index)
      guard length > 0 else { return Flaw(offset: index, byte: bytes[index]) }
      index &+= length
    }
    return nil
  }

  /// How many valid characters of several bytes there are, and how many bytes that form none.
  ///
  /// Unless it `isWhole`, the text may go on behind the bytes, and what their end cuts off says
  /// nothing.
  package static func tally(
    _ bytes: Span<UInt8>, isWhole: Bool
  ) -> (characters: Int, invalid: Int) {
    var tally = (characters: 0, invalid: 0)
    var index = 0
    while index < bytes.count {
      let length = length(of: bytes, at: index)
      if length > 1 { tally.characters += 1 }
      if length == 0, bytes[index] != 0, isWhole || bytes.count - index > 3 { tally.invalid += 1 }
      index += max(1, length)
    }
    return tally
  }

  /// The length of the character at `index`; 0 where there is none.
  private static func length(of bytes: Span<UInt8>, at index: Int) -> Int {
    let first = bytes[index]
    if first < 0x80 { return first == 0 ? 0 : 1 }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
    for next in (index + 2)..<max(index + 2, index + length) where bytes[next] & 0xC0 != 0x80 {
      return 0
    }
    return length
  }
}
