/// Checks an e-mail address and writes it in small letters.
///
/// Nothing else changes: dots, plus signs and domains stay, because each destination has rules of
/// its own. `mailto:` and angle brackets around the address are taken off. Refused are quoted
/// names, comments, dots at the ends of the name or next to each other, domains without a dot,
/// and top-level domains with digits.
package enum EmailAddress {
  /// Appends the canonical address, or says what is wrong and appends whatever it had read.
  static func append(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> IdentifierProblem? {
    let range = unwrapped(bytes)
    let start = out.count
    if isASCII(bytes, range) {
      TextBytes.append(bytes, range, into: &out)
      TextBytes.lowerASCII(&out, from: start)
    } else {
      guard SafeText.isClean(bytes.extracting(range)) else { return .notText }
      LetterCase.appendLowered(bytes.extracting(range), into: &out)
    }
    return check(out.span.extracting(start..<out.count)) ? nil : .notEmail
  }

  /// True where the domain is one that RFC 2606 keeps for examples and tests.
  package static func isReserved(_ address: Span<UInt8>) -> Bool {
    guard let at = TextBytes.index(of: "@", in: address) else { return false }
    let domain = address.extracting((at + 1)..<address.count)
    let isNamed = reservedDomains.contains { TextBytes.isEqual(domain, ignoringCaseOf: $0) }
    return isNamed
      || reservedEndings.contains { ending in
        guard domain.count >= ending.count else { return false }
        let tail = domain.extracting((domain.count - ending.count)..<domain.count)
        return TextBytes.isEqual(tail, ignoringCaseOf: ending)
      }
  }

  private static let reservedDomains = ["example.com", "example.org", "example.net"]
    .map { Array($0.utf8) }
  private static let reservedEndings = [".example", ".test", ".invalid", ".localhost"]
    .map { Array($0.utf8) }

  private static func unwrapped(_ bytes: Span<UInt8>) -> Range<Int> {
    var range = 0..<bytes.count
    if bytes.count > 7, bytes[6] == UInt8(ascii: ":"),
      TextBytes.isEqual(bytes.extracting(0..<7), ignoringCaseOf: Array("mailto:".utf8))
    {
      range = 7..<bytes.count
    }
    if range.count > 2, bytes[range.lowerBound] == UInt8(ascii: "<"),
      bytes[range.upperBound - 1] == UInt8(ascii: ">")
    {
      range = (range.lowerBound + 1)..<(range.upperBound - 1)
    }
    return range
  }

  private static func isASCII(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var all: UInt8 = 0
    for index in range { all |= bytes[index] }
    return all < 0x80
  }

  private static func check(_ address: Span<UInt8>) -> Bool {
    guard address.count <= 254 else { return false }
    var last = UInt8(ascii: ".")
    var at = 0
    while at < address.count, address[at] != UInt8(ascii: "@") {
      let byte = address[at]
      guard isNameByte(byte), byte != UInt8(ascii: ".") || last != byte else { return false }
      last = byte
      at += 1
    }
    guard (1...64).contains(at), at < address.count, last != UInt8(ascii: ".") else { return false }
    return isDomain(address.extracting((at + 1)..<address.count))
  }

  /// Letters, digits, the marks that RFC 5322 allows in a name, and anything beyond ASCII.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 97...122, 48...57, 0x80...0xFF: true
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E:
      true
    default: false
    }
  }

  /// True for a host name of at least two labels whose last one has no digits, or is Punycode.
  static func isDomain(_ domain: Span<UInt8>) -> Bool {
    guard domain.count >= 4, domain.count <= 253 else { return false }
    var label = 0
    var labels = 0
    var hasDigit = false
    for index in 0..<domain.count {
      let byte = domain[index]
      switch byte {
      case UInt8(ascii: "."):
        guard label > 0, domain[index - 1] != UInt8(ascii: "-") else { return false }
        (labels, label, hasDigit) = (labels + 1, 0, false)
        continue
      case UInt8(ascii: "-"): guard label > 0 else { return false }
      case 48...57: hasDigit = true
      case 97...122, 0x80...0xFF: break
      default: return false
      }
      label += 1
      guard label <= 63 else { return false }
    }
    guard labels >= 1, label >= 2, domain[domain.count - 1] != UInt8(ascii: "-") else {
      return false
    }
    guard hasDigit else { return true }
    let top = domain.extracting((domain.count - label)..<domain.count)
    return label > 4 && TextBytes.index(of: "xn--", in: top) == 0
  }
}
