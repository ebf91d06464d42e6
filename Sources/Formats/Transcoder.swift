/// Turns the bytes of any supported encoding into UTF-8, piece by piece.
///
/// UTF-8 is passed on as it is, broken sequences included: the row reader reports those with
/// their line. Half a surrogate pair becomes U+FFFD, because UTF-8 has no way to write it.
package struct Transcoder: Sendable {
  package let encoding: TextEncoding
  /// The first byte of a UTF-16 unit whose second is yet to come.
  private var halfUnit: UInt8?
  private var highSurrogate: UInt16?
  private var isMarkAllowed = true

  package init(_ encoding: TextEncoding) { self.encoding = encoding }

  /// Appends `input` to `output` in UTF-8; a UTF-16 byte order mark at the start is dropped.
  package mutating func append(_ input: Span<UInt8>, to output: inout [UInt8]) {
    switch encoding {
    case .utf8:
      for index in input.indices { output.append(input[index]) }
    case .windows1252:
      output.reserveCapacity(output.count + input.count + input.count / 8)
      for index in input.indices { Self.append1252(input[index], to: &output) }
    case .utf16LittleEndian, .utf16BigEndian:
      output.reserveCapacity(output.count + input.count)
      for index in input.indices { appendWide(input[index], to: &output) }
    }
  }

  /// Ends the text: what was begun and never finished becomes U+FFFD.
  package mutating func finish(into output: inout [UInt8]) {
    if halfUnit != nil || highSurrogate != nil { Self.append(scalar: 0xFFFD, to: &output) }
    (halfUnit, highSurrogate) = (nil, nil)
  }

  private static func append1252(_ byte: UInt8, to output: inout [UInt8]) {
    if byte < 0x80 {
      output.append(byte)
    } else if byte < 0xA0 {
      append(scalar: UInt32(highControls[Int(byte) - 0x80]), to: &output)
    } else {
      append(scalar: UInt32(byte), to: &output)
    }
  }

  private mutating func appendWide(_ byte: UInt8, to output: inout [UInt8]) {
    guard let first = halfUnit else {
      halfUnit = byte
      return
    }
    halfUnit = nil
    let unit =
      encoding == .utf16LittleEndian
      ? UInt16(byte) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(byte)
    appendUnit(unit, to: &output)
  }

  private mutating func appendUnit(_ unit: UInt16, to output: inout [UInt8]) {
    let isHigh = unit & 0xFC00 == 0xD800
    let isLow = unit & 0xFC00 == 0xDC00
    if let high = highSurrogate {
      highSurrogate = nil
      if isLow {
        let scalar = 0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(unit & 0x3FF))
        Self.append(scalar: scalar, to: &output)
        return
      }
      Self.append(scalar: 0xFFFD, to: &output)
    }
    if isHigh {
      highSurrogate = unit
    } else if isLow {
      Self.append(scalar: 0xFFFD, to: &output)
    } else if !(isMarkAllowed && unit == 0xFEFF) {
      Self.append(scalar: UInt32(unit), to: &output)
    }
    isMarkAllowed = false
  }

  static func append(scalar: UInt32, to output: inout [UInt8]) {
    switch scalar {
    case ..<0x80:
      output.append(UInt8(scalar))
    case ..<0x800:
      output.append(UInt8(0xC0 | scalar >> 6))
      output.append(UInt8(0x80 | scalar & 0x3F))
    case ..<0x10000:
      output.append(UInt8(0xE0 | scalar >> 12))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    default:
      output.append(UInt8(0xF0 | scalar >> 18 & 0x07))
      output.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    }
  }

  /// What Windows-1252 puts where Latin-1 has control characters; five places are undefined.
  private static let highControls: [UInt16] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
    0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
  ]
}
