/// The alphabet that consent strings are written in: base64url without padding.
package enum Base64URL {
  /// The 64 characters in the order of their values.
  package static let alphabet: [UInt8] = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// The value from 0 to 63 of one character; 64 for a byte outside the alphabet.
  @inlinable
  package static func value(of character: UInt8) -> UInt8 {
    // Five selections without a branch: letters of a consent string come in no foreseeable order,
    // and a wrong guess costs more than all of them (a third of the whole decoding, measured).
    let (upper, lower, digit) = (character &- 65, character &- 97, character &- 48)
    var value: UInt8 = 64
    value = upper < 26 ? upper : value
    value = lower < 26 ? lower &+ 26 : value
    value = digit < 10 ? digit &+ 52 : value
    value = character == 45 ? 62 : value
    value = character == 95 ? 63 : value
    return value
  }

  /// The values of the eight characters from `start` on as 48 bits, the first in the highest; nil
  /// where one of them is outside the alphabet.
  ///
  /// All eight are looked at together, a byte of one word each: twice as fast as one by one.
  @inlinable
  package static func eight(of text: borrowing Span<UInt8>, at start: Int) -> UInt64? {
    let part = text.extracting(start..<start &+ 8)
    var characters: UInt64 = 0
    for index in 0..<8 { characters = characters &<< 8 | UInt64(part[index]) }
    guard characters & (ones &* 128) == 0 else { return nil }
    // A letter with the bit for lower case set is one of 97 to 122.
    let lowered = characters | ones &* 32
    let letters = atLeast(97, lowered) & ~atLeast(123, lowered)
    let lower = letters & characters &>> 5
    let digits = atLeast(48, characters) & ~atLeast(58, characters)
    let hyphens = ones & ~atLeast(1, characters ^ ones &* 45)
    let underscores = ones & ~atLeast(1, characters ^ ones &* 95)
    guard letters | digits | hyphens | underscores == ones else { return nil }
    // No byte goes below 0 or above 63, so that none takes from its neighbour.
    var values = characters &+ digits &* 4 &+ hyphens &* 17
    values &-= letters &* 65 &+ lower &* 6 &+ underscores &* 32
    // Neighbours join: eight times 6 bits, four times 12, two times 24.
    values = values &>> 2 & 0x0FC0_0FC0_0FC0_0FC0 | values & 0x003F_003F_003F_003F
    values = values &>> 4 & 0x00FF_F000_00FF_F000 | values & 0x0000_0FFF_0000_0FFF
    return values &>> 8 & 0xFFFF_FF00_0000 | values & 0xFF_FFFF
  }

  /// A one in every byte.
  @usableFromInline static let ones: UInt64 = 0x0101_0101_0101_0101

  /// A one in each byte of `bytes`, all of them below 128, that is not below `limit`.
  @inlinable
  static func atLeast(_ limit: UInt64, _ bytes: UInt64) -> UInt64 {
    (bytes &+ ones &* (128 &- limit)) &>> 7 & ones
  }

  /// Writes bytes as text, three bytes to four characters, without padding.
  package static func text(of bytes: [UInt8]) -> String {
    var characters: [UInt8] = []
    characters.reserveCapacity(bytes.count * 4 / 3 + 3)
    var held: UInt32 = 0
    var count = 0
    for byte in bytes {
      held = held << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        characters.append(alphabet[Int(held >> UInt32(count) & 63)])
      }
    }
    if count > 0 { characters.append(alphabet[Int(held << UInt32(6 - count) & 63)]) }
    return String(decoding: characters, as: UTF8.self)
  }

  /// Reads text as bytes; nil for a character outside the alphabet or an impossible length.
  package static func bytes(of text: Span<UInt8>) -> [UInt8]? {
    guard text.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count * 3 / 4)
    var held: UInt32 = 0
    var count = 0
    for index in text.indices {
      let value = value(of: text[index])
      guard value < 64 else { return nil }
      held = held << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(count)))
      }
    }
    return held & ((1 << UInt32(count)) - 1) == 0 ? bytes : nil
  }
}
