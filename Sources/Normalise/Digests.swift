/// Checks identifiers that are made of hexadecimal or Base64 digits.
enum Digests {
  /// Appends a UUID as `8-4-4-4-12` in small letters; braces and missing hyphens are forgiven.
  static func appendUUID(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> IdentifierProblem? {
    let start = out.count
    TextBytes.append(bytes, 0..<bytes.count, into: &out)
    TextBytes.lowerASCII(&out, from: start)
    if isCanonicalUUID(out.span.extracting(start..<out.count)) { return nil }
    out.removeLast(out.count - start)
    return appendLooseUUID(bytes, into: &out)
  }

  private static func isCanonicalUUID(_ text: Span<UInt8>) -> Bool {
    guard text.count == 36 else { return false }
    for index in 0..<36 {
      let isHyphen = index == 8 || index == 13 || index == 18 || index == 23
      let byte = text[index]
      guard isHyphen ? byte == UInt8(ascii: "-") : byte &- 48 < 10 || byte &- 97 < 6 else {
        return false
      }
    }
    return true
  }

  private static func appendLooseUUID(
    _ bytes: Span<UInt8>, into out: inout [UInt8]
  ) -> IdentifierProblem? {
    var digits = 0
    for index in 0..<bytes.count {
      let byte = bytes[index]
      if TextBytes.hexValue(byte) < 16 {
        guard digits < 32 else { return .notUUID }
        if digits == 8 || digits == 12 || digits == 16 || digits == 20 {
          out.append(UInt8(ascii: "-"))
        }
        out.append(TextBytes.lowered(byte))
        digits += 1
      } else {
        let isHyphen = byte == UInt8(ascii: "-") && digits > 0 && digits % 4 == 0
        let isBrace = byte == UInt8(ascii: "{") && index == 0
        let isEnd = byte == UInt8(ascii: "}") && index == bytes.count - 1
        guard isHyphen || isBrace || isEnd else { return .notUUID }
      }
    }
    return digits == 32 ? nil : .notUUID
  }

  /// Appends a raw UID2 or EUID as it is: 44 characters of Base64.
  static func appendUID2(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> IdentifierProblem? {
    guard bytes.count == 44 else { return bytes.count == 88 ? .doublyEncoded : .notUID2 }
    for index in 0..<44 {
      let isPadding = bytes[index] == UInt8(ascii: "=") && index == 43
      guard isPadding || base64Value(bytes[index]) < 64 else { return .notUID2 }
      out.append(bytes[index])
    }
    return nil
  }

  /// Appends a SHA-256 as 64 small hexadecimal digits; the Base64 of 32 bytes is rewritten.
  static func appendSHA256(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> IdentifierProblem? {
    let start = out.count
    switch bytes.count {
    case 64:
      for index in 0..<64 {
        guard TextBytes.hexValue(bytes[index]) < 16 else { return .notDigest }
        out.append(TextBytes.lowered(bytes[index]))
      }
    case 43, 44:
      guard appendHex(ofBase64: bytes, into: &out) else { return .notDigest }
    case 86...88: return .doublyEncoded
    default: return .notDigest
    }
    let written = out.span.extracting(start..<out.count)
    return TextBytes.isEqual(written, ignoringCaseOf: digestOfNothing) ? .digestOfNothing : nil
  }

  private static let digestOfNothing = Array(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".utf8)

  private static func appendHex(ofBase64 bytes: Span<UInt8>, into out: inout [UInt8]) -> Bool {
    if bytes.count == 44, bytes[43] != UInt8(ascii: "=") { return false }
    var bits: UInt32 = 0
    var count = 0
    for index in 0..<43 {
      let value = base64Value(bytes[index])
      guard value < 64 else { return false }
      bits = bits << 6 | UInt32(value)
      count += 6
      while count >= 4 {
        count -= 4
        // The last two bits of 43 digits are padding.
        if index < 42 || count >= 2 { out.append(hexDigit(UInt8(bits >> UInt32(count) & 15))) }
      }
    }
    return bits & 3 == 0
  }

  static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

  /// The value of a Base64 digit of either alphabet; 255 for any other byte.
  static func base64Value(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 65...90: byte - 65
    case 97...122: byte - 71
    case 48...57: byte + 4
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: 255
    }
  }
}
