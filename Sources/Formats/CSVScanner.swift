/// Splits a chunk of a delimited file into records and fields, copying and allocating nothing.
///
/// The scanner keeps an offset and a line number; the bytes come as an argument, always the same
/// ones. A record that breaks a rule is reported with its place and skipped; the next one follows.
package struct CSVScanner: Sendable {
  /// A record by its place: the line it begins on and its bytes without the line end.
  package struct Record: Sendable, Hashable {
    package let line: Int
    package let start: Int
    package let end: Int
  }

  /// What can be wrong with a record.
  package enum Problem: String, Sendable, CaseIterable {
    case unterminatedQuote = "csv.unterminated_quote"
    case textAfterQuote = "csv.text_after_quote"
    case nulByte = "csv.nul_byte"
    case invalidText = "csv.invalid_utf8"

    /// The problem in words, with what was expected.
    package var explanation: String {
      switch self {
      case .unterminatedQuote: "a quoted field is never closed"
      case .textAfterQuote: "text follows the closing quote of a field; a delimiter was expected"
      case .nulByte: "the record holds a NUL byte; only text was expected"
      case .invalidText: "the record holds bytes that are not UTF-8"
      }
    }
  }

  /// The outcome of a step; columns are counted from 1.
  package enum Outcome: Sendable, Hashable {
    case record(Record)
    case malformed(Record, Problem, column: Int)
    case end
  }

  private let dialect: Dialect
  private var offset = 0
  private var line: Int
  /// Whether every byte of the chunk is sound text; nil before the first record.
  private var isSound: Bool?

  /// Makes a scanner for one chunk whose first line has the number `firstLine`.
  package init(_ dialect: Dialect, firstLine: Int = 1) {
    self.dialect = dialect
    line = firstLine
  }

  /// Finds the next record and puts its fields into `fields`, which is emptied first.
  package mutating func next(in bytes: Span<UInt8>, fields: inout [CSVField]) -> Outcome {
    fields.removeAll(keepingCapacity: true)
    let sound = isSound ?? TextCheck.isSound(bytes)
    isSound = sound
    skipBlankLines(bytes)
    guard offset < bytes.count else { return .end }
    let outcome = scan(bytes, &fields)
    if !sound, case .record(let record) = outcome {
      return Self.checked(record, bytes, fields)
    }
    return outcome
  }

  /// The hot path: 8 bytes are compared at once, and only hits are looked at one by one.
  private mutating func scan(_ bytes: Span<UInt8>, _ fields: inout [CSVField]) -> Outcome {
    let count = bytes.count
    let delimiter = dialect.delimiter
    let delimiters = ByteSearch.spread(delimiter)
    let quotes = ByteSearch.spread(dialect.quote ?? delimiter)
    let start = offset
    let startLine = line
    var fieldStart = start
    var position = start
    var problemColumn = 0
    scanning: while position < count {
      let base = position
      var hits = ByteSearch.structure(bytes, at: base, delimiters, quotes)
      while hits != 0 {
        let at = base + hits.trailingZeroBitCount >> 3
        hits &= hits &- 1
        let byte = bytes[at]
        if byte == delimiter {
          fields.append(CSVField(start: fieldStart, end: at, needsUnquoting: false))
          fieldStart = at + 1
          continue
        }
        if byte == 0x0A || byte == 0x0D {
          fields.append(CSVField(start: fieldStart, end: at, needsUnquoting: false))
          return finish(bytes, start, at, startLine, problemColumn)
        }
        // A quote in the middle of a field is a character like any other.
        guard at == fieldStart else { continue }
        guard
          case .closed(let close, let hasDoubled) = QuotedField.end(
            in: bytes, from: at + 1, quote: byte)
        else { return skipUnterminated(bytes, start, at, startLine, &fields) }
        line += ByteSearch.lineEnds(in: bytes, range: at..<close)
        position = close + 1
        while position < count, bytes[position] == UInt8(ascii: " "), delimiter != bytes[position] {
          position += 1
        }
        let follower = position < count ? bytes[position] : 0x0A
        if follower == delimiter || follower == 0x0A || follower == 0x0D {
          fields.append(CSVField(start: at + 1, end: close, needsUnquoting: hasDoubled))
          if follower != delimiter {
            return finish(bytes, start, position, startLine, problemColumn)
          }
          position += 1
          fieldStart = position
        } else if problemColumn == 0 {
          problemColumn = fields.count + 1
        }
        continue scanning
      }
      position = base + 8
    }
    fields.append(CSVField(start: fieldStart, end: count, needsUnquoting: false))
    return finish(bytes, start, count, startLine, problemColumn)
  }

  /// Steps over the line end at `end` and reports the record before it.
  private mutating func finish(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ startLine: Int, _ problemColumn: Int
  ) -> Outcome {
    offset = end
    if end < bytes.count {
      let isPair = bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A
      offset = end + (isPair ? 2 : 1)
      line += 1
    }
    let record = Record(line: startLine, start: start, end: end)
    return problemColumn == 0
      ? .record(record) : .malformed(record, .textAfterQuote, column: problemColumn)
  }

  /// Goes on at the line after the one on which the quote was opened.
  private mutating func skipUnterminated(
    _ bytes: Span<UInt8>, _ start: Int, _ at: Int, _ startLine: Int, _ fields: inout [CSVField]
  ) -> Outcome {
    let column = fields.count + 1
    fields.removeAll(keepingCapacity: true)
    let end = ByteSearch.firstLineEnd(in: bytes, from: at)
    let record = finish(bytes, start, end, startLine, 0)
    guard case .record(let place) = record else { return record }
    return .malformed(place, .unterminatedQuote, column: column)
  }

  private mutating func skipBlankLines(_ bytes: Span<UInt8>) {
    while offset < bytes.count, bytes[offset] == 0x0A || bytes[offset] == 0x0D {
      let isPair =
        bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A
      offset += isPair ? 2 : 1
      line += 1
    }
  }

  private static func checked(
    _ record: Record, _ bytes: Span<UInt8>, _ fields: [CSVField]
  ) -> Outcome {
    let problem = TextCheck.problem(in: bytes, range: record.start..<record.end)
    guard let problem else { return .record(record) }
    let at = fields.firstIndex { TextCheck.problem(in: bytes, range: $0.range) != nil } ?? 0
    return .malformed(record, problem, column: at + 1)
  }
}

extension CSVScanner {
  /// Appends the value of `field` to `output`, with doubled quotes halved.
  package static func unquote(
    _ field: CSVField, in bytes: Span<UInt8>, quote: UInt8 = UInt8(ascii: "\""),
    into output: inout [UInt8]
  ) {
    var offset = Int(field.start)
    while offset < Int(field.end) {
      let byte = bytes[offset]
      output.append(byte)
      let isDoubled =
        field.needsUnquoting && byte == quote && offset + 1 < Int(field.end)
        && bytes[offset + 1] == quote
      offset += isDoubled ? 2 : 1
    }
  }

  /// The value of `field` as text; it allocates, so it is for headers and samples.
  package static func text(
    _ field: CSVField, in bytes: Span<UInt8>, quote: UInt8 = UInt8(ascii: "\"")
  ) -> String {
    var value: [UInt8] = []
    unquote(field, in: bytes, quote: quote, into: &value)
    return String(decoding: value, as: UTF8.self)
  }
}
