/// How the text of a feed is written as bytes.
package enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case windows1252 = "windows-1252"

  /// Reads the names that people write into mappings.
  package init?(name: String) {
    switch name.lowercased() {
    case "utf-8", "utf8", "ascii", "us-ascii": self = .utf8
    case "utf-16", "utf16", "utf-16le", "utf16le", "ucs-2": self = .utf16LittleEndian
    case "utf-16be", "utf16be": self = .utf16BigEndian
    case "latin-1", "latin1", "iso-8859-1", "iso-8859-15", "windows-1252", "cp1252", "ansi":
      self = .windows1252
    default: return nil
    }
  }

  /// Finds the encoding from the first bytes, and how many of them are a byte order mark.
  ///
  /// Text with more bytes that are no UTF-8 than characters that are is taken as Windows-1252, of
  /// which Latin-1 is the printable part; a few stray bytes don't make a feed another encoding.
  /// Half a character at the end of the bytes says nothing, unless they are the `isWhole` feed.
  package static func detect(
    _ head: [UInt8], isWhole: Bool
  ) -> (encoding: TextEncoding, markLength: Int) {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    let sample = head.prefix(4_096)
    var zeros = (even: 0, odd: 0)
    for (index, byte) in sample.enumerated() where byte == 0 {
      if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    // Western text in UTF-16 has a zero in nearly every second byte, and UTF-8 has none at all.
    if sample.count >= 4, zeros.odd > sample.count / 3, zeros.even * 8 < zeros.odd {
      return (.utf16LittleEndian, 0)
    }
    if sample.count >= 4, zeros.even > sample.count / 3, zeros.odd * 8 < zeros.even {
      return (.utf16BigEndian, 0)
    }
    let tally = UTF8Check.tally(head.span, isWhole: isWhole)
    return (tally.invalid > tally.characters ? .windows1252 : .utf8, 0)
  }
}

extension TextEncoding {
  /// A whole text as UTF-8.
  package func decoded(_ bytes: [UInt8]) -> [UInt8] {
    guard self != .utf8 else { return bytes }
    var transcoder = Transcoder(self)
    var text: [UInt8] = []
    transcoder.append(bytes, isLast: true, to: &text)
    return text
  }
}

/// Turns bytes of other encodings into UTF-8, piece by piece.
struct Transcoder {
  private let encoding: TextEncoding
  /// Bytes at the end of a piece that need the next one.
  private var rest: [UInt8] = []

  init(_ encoding: TextEncoding) { self.encoding = encoding }

  /// Appends `bytes` as UTF-8; at the end of the feed half a character becomes U+FFFD.
  mutating func append(_ bytes: [UInt8], isLast: Bool, to output: inout [UInt8]) {
    switch encoding {
    case .utf8: output += bytes
    case .windows1252:
      output.reserveCapacity(output.count + bytes.count)
      for byte in bytes {
        if byte < 0x80 {
          output.append(byte)
        } else {
          Self.append(Self.windows1252[Int(byte) - 0x80], to: &output)
        }
      }
    case .utf16LittleEndian, .utf16BigEndian:
      rest += bytes
      appendUTF16(isLast: isLast, to: &output)
    }
  }

  private mutating func appendUTF16(isLast: Bool, to output: inout [UInt8]) {
    var index = 0
    while index + 1 < rest.count {
      let unit = self.unit(at: index)
      if UTF16.isLeadSurrogate(unit) {
        if index + 3 >= rest.count, !isLast { break }
        let next = index + 3 < rest.count ? self.unit(at: index + 2) : 0
        if UTF16.isTrailSurrogate(next) {
          let high = UInt32(unit - 0xD800) << 10
          Self.append(0x10000 + high + UInt32(next - 0xDC00), to: &output)
          index += 4
          continue
        }
      }
      let isLone = UTF16.isLeadSurrogate(unit) || UTF16.isTrailSurrogate(unit)
      Self.append(isLone ? 0xFFFD : UInt32(unit), to: &output)
      index += 2
    }
    rest.removeFirst(index)
    if isLast, !rest.isEmpty {
      Self.append(0xFFFD, to: &output)
      rest.removeAll()
    }
  }

  private func unit(at index: Int) -> UInt16 {
    encoding == .utf16LittleEndian
      ? UInt16(rest[index]) | UInt16(rest[index + 1]) << 8
      : UInt16(rest[index]) << 8 | UInt16(rest[index + 1])
  }

  private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  /// The upper half of Windows-1252; its five empty places stand for themselves.
  private static let windows1252: [UInt32] = {
    let special: [UInt32] = [
      0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
      0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
    return special + (0xA0...0xFF)
  }()
}
