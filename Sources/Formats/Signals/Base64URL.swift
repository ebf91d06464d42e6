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
