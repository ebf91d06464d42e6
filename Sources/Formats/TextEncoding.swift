/// How the characters of a feed are written as bytes.
package enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  /// Latin-1 as it is really used: with the curly quotes and the euro sign of Windows-1252.
  case windows1252 = "windows-1252"

  /// Reads the usual names of an encoding, in any case, with or without hyphens.
  package init?(name: String) {
    let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
    switch plain {
    case "utf8", "utf8sig", "ascii", "usascii": self = .utf8
    case "utf16", "utf16le", "ucs2", "ucs2le": self = .utf16LittleEndian
    case "utf16be", "ucs2be": self = .utf16BigEndian
    case "windows1252", "cp1252", "ansi", "latin1", "iso88591", "iso885915": self = .windows1252
    default: return nil
    }
  }

  /// Tells the encoding of a feed that begins with `head`; a byte order mark decides.
  package static func detect(_ head: Span<UInt8>) -> TextEncoding {
    if head.count >= 2 {
      if head[0] == 0xFF, head[1] == 0xFE { return .utf16LittleEndian }
      if head[0] == 0xFE, head[1] == 0xFF { return .utf16BigEndian }
    }
    if head.count >= 3, head[0] == 0xEF, head[1] == 0xBB, head[2] == 0xBF { return .utf8 }
    if let wide = detectWide(head) { return wide }
    let (sequences, strays) = UTF8Tally.count(head)
    // A few broken bytes in a text of sound sequences are dirt; the other way round it is 1252.
    return strays == 0 || sequences > 4 * strays ? .utf8 : .windows1252
  }

  /// Text of the Latin script in UTF-16 has a zero in nearly every second byte.
  private static func detectWide(_ head: Span<UInt8>) -> TextEncoding? {
    let pairs = min(head.count, 4_096) / 2
    guard pairs >= 2 else { return nil }
    var zeros = (even: 0, odd: 0)
    for pair in 0..<pairs {
      if head[2 * pair] == 0 { zeros.even += 1 }
      if head[2 * pair + 1] == 0 { zeros.odd += 1 }
    }
    if zeros.odd * 10 >= pairs * 7, zeros.even * 10 < pairs { return .utf16LittleEndian }
    if zeros.even * 10 >= pairs * 7, zeros.odd * 10 < pairs { return .utf16BigEndian }
    return nil
  }
}

/// Counts sound multi-byte sequences and stray bytes of supposed UTF-8.
enum UTF8Tally {
  /// A sequence that is cut off by the end of `bytes` counts as neither.
  static func count(_ bytes: Span<UInt8>) -> (sequences: Int, strays: Int) {
    var (sequences, strays, offset) = (0, 0, 0)
    while offset < bytes.count {
      let first = bytes[offset]
      if first < 0x80 {
        offset += 1
        continue
      }
      let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
      guard first >= 0xC2, first <= 0xF4 else {
        strays += 1
        offset += 1
        continue
      }
      var followers = 1
      while followers < length, offset + followers < bytes.count,
        bytes[offset + followers] & 0xC0 == 0x80
      {
        followers += 1
      }
      if followers == length {
        sequences += 1
      } else if offset + followers < bytes.count {
        strays += 1
      }
      offset += followers
    }
    return (sequences, strays)
  }
}
