/// One field of a record: where it lies in the chunk, without its quotes.
package struct CSVField: Sendable, Equatable {
  package var start: Int32
  package var end: Int32
  /// The text has doubled quotes that stand for single ones.
  package var hasDoubledQuotes: Bool
}

/// Goes through the records of a chunk of delimited text without allocating per record.
///
/// RFC 4180 with the tolerance that real feeds need: a quote only means something at the start of a
/// field, lines may end in LF, CRLF or CR, and text behind a closing quote belongs to the field.
package struct CSVScanner: Sendable {
  /// What the scanner found.
  package enum Outcome: Sendable, Equatable {
    /// A record: its line, counted from 0 in the chunk, and the bytes it spans.
    case record(line: Int, bytes: Range<Int>)
    /// A quoted field that never closes; it reaches to the end of the chunk.
    case unclosedQuote(line: Int, bytes: Range<Int>)
    case end
  }

  private let delimiter: UInt8
  private let quote: UInt8
  private let hasQuotes: Bool
  private var offset = 0
  private var line = 0

  package init(delimiter: UInt8, quote: UInt8?) {
    self.delimiter = delimiter
    self.quote = quote ?? 0
    hasQuotes = quote != nil
  }

  /// Finds the next record and puts its fields into `fields`; empty lines are passed over.
  package mutating func next(in bytes: Span<UInt8>, fields: inout [CSVField]) -> Outcome {
    while offset < bytes.count, bytes[offset] == 10 || bytes[offset] == 13 {
      if bytes[offset] == 10 || offset + 1 == bytes.count || bytes[offset + 1] != 10 { line += 1 }
      offset += 1
    }
    guard offset < bytes.count else { return .end }
    fields.removeAll(keepingCapacity: true)
    let start = offset
    let firstLine = line
    while true {
      if hasQuotes, offset < bytes.count, bytes[offset] == quote {
        guard scanQuoted(bytes, &fields) else {
          defer { offset = bytes.count }
          return .unclosedQuote(line: firstLine, bytes: start..<bytes.count)
        }
      } else {
        let fieldStart = offset
        offset = Self.endOfField(bytes, offset, delimiter)
        fields.append(
          CSVField(
            start: Int32(truncatingIfNeeded: fieldStart), end: Int32(truncatingIfNeeded: offset),
            hasDoubledQuotes: false))
      }
      guard offset < bytes.count, bytes[offset] == delimiter else { break }
      offset += 1
    }
    let end = offset
    if offset < bytes.count, bytes[offset] == 13 { offset += 1 }
    if offset < bytes.count, bytes[offset] == 10 { offset += 1 }
    line += 1
    return .record(line: firstLine, bytes: start..<end)
  }

  /// Reads a quoted field from its opening quote on; false where it never closes.
  private mutating func scanQuoted(_ bytes: Span<UInt8>, _ fields: inout [CSVField]) -> Bool {
    let start = offset + 1
    var hasDoubled = false
    offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == quote {
        guard offset + 1 < bytes.count, bytes[offset + 1] == quote else { break }
        hasDoubled = true
        offset += 2
        continue
      }
      if byte == 10 { line += 1 }
      offset += 1
    }
    guard offset < bytes.count else { return false }
    var end = offset
    offset += 1
    // Text behind the closing quote, such as `"a" b`, is kept with the quote in the middle.
    let rest = Self.endOfField(bytes, offset, delimiter)
    if rest > offset {
      end = rest
      offset = rest
    }
    fields.append(
      CSVField(
        start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end),
        hasDoubledQuotes: hasDoubled))
    return true
  }

  /// The next delimiter or line end at or behind `start`, eight bytes at a time.
  @inline(__always)
  private static func endOfField(_ bytes: Span<UInt8>, _ start: Int, _ delimiter: UInt8) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let raw = unsafe bytes.bytes
    let pattern = ones &* UInt64(delimiter)
    var index = start
    while index &+ 8 <= bytes.count {
      // The loop's condition keeps the load inside; one compare per eight bytes finds any of three.
      let word = unsafe raw.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index, as: UInt64.self)
      let a = word ^ pattern
      let b = word ^ (ones &* 10)
      let c = word ^ (ones &* 13)
      let found = ((a &- ones) & ~a | (b &- ones) & ~b | (c &- ones) & ~c) & tops
      if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
      index &+= 8
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == delimiter || byte == 10 || byte == 13 { return index }
      index &+= 1
    }
    return index
  }

  /// A field's text with doubled quotes made single.
  package static func text(_ field: CSVField, in bytes: Span<UInt8>, quote: UInt8?) -> [UInt8] {
    var text: [UInt8] = []
    if field.hasDoubledQuotes, let quote {
      unquote(field, in: bytes, quote: quote, into: &text)
    } else {
      text.reserveCapacity(Int(field.end - field.start))
      for index in Int(field.start)..<Int(field.end) { text.append(bytes[index]) }
    }
    return text
  }

  /// Appends a field's text to `output` with doubled quotes made single.
  package static func unquote(
    _ field: CSVField, in bytes: Span<UInt8>, quote: UInt8, into output: inout [UInt8]
  ) {
    var index = Int(field.start)
    while index < Int(field.end) {
      let byte = bytes[index]
      output.append(byte)
      let isDoubled = byte == quote && index + 1 < Int(field.end) && bytes[index + 1] == quote
      index += isDoubled ? 2 : 1
    }
  }
}
