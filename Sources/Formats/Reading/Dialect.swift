internal import Basis

/// How a delimited text is written.
package struct Dialect: Sendable, Equatable {
  package var delimiter: UInt8 = UInt8(ascii: ",")
  package var quote: UInt8? = UInt8(ascii: "\"")
  package var hasHeader = true
  /// Lines before the header, as ad platforms write them.
  package var preambleLines = 0

  package init() {}

  static let candidates: [UInt8] = [
    UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"), 1,
  ]

  /// Finds out how a text is written from its first bytes.
  ///
  /// The delimiter is the one under which the most lines have the same number of fields, more than
  /// one; the header is the first line of that width, and what stands above it is a preamble.
  package static func sniff(_ head: [UInt8]) -> Dialect {
    var dialect = Dialect()
    let text = declaredDelimiter(head, &dialect) ? nil : bestDelimiter(head)
    if let text { dialect.delimiter = text }
    let records = records(of: head, dialect.delimiter)
    let width = commonWidth(records)
    // A spreadsheet fills a title's line up with empty fields, so the width alone tells no header.
    let above =
      records.firstIndex { record in
        record.fields.count == width && record.fields.count { !$0.isEmpty } * 2 > width
      } ?? records.firstIndex { $0.fields.count == width } ?? 0
    if width > 1, above > 0, above < records.count { dialect.preambleLines = records[above].line }
    dialect.hasHeader = looksLikeHeader(Array(records.dropFirst(above)))
    return dialect
  }

  /// `sep=;` in the first line, as spreadsheets write it.
  private static func declaredDelimiter(_ head: [UInt8], _ dialect: inout Dialect) -> Bool {
    guard head.starts(with: Array("sep=".utf8)), head.count > 4 else { return false }
    dialect.delimiter = head[4]
    return true
  }

  private static func bestDelimiter(_ head: [UInt8]) -> UInt8? {
    var best: (delimiter: UInt8, score: Int)?
    for delimiter in candidates {
      let records = records(of: head, delimiter)
      let width = commonWidth(records)
      guard width > 1 else { continue }
      let same = records.count { $0.fields.count == width }
      // Agreement decides; among equals the one that finds more columns.
      let score = same * 1_000 / max(1, records.count) * 100 + min(width, 99)
      if score > (best?.score ?? 0) { best = (delimiter, score) }
    }
    return best?.delimiter
  }

  private struct Record {
    let line: Int
    let fields: [String]
  }

  private static func records(of head: [UInt8], _ delimiter: UInt8) -> [Record] {
    var scanner = CSVScanner(delimiter: delimiter, quote: UInt8(ascii: "\""))
    var fields: [CSVField] = []
    var records: [Record] = []
    let bytes = head.span
    while records.count < 200 {
      guard case .record(let line, let range) = scanner.next(in: bytes, fields: &fields) else {
        break
      }
      // The last record of the head may be cut off.
      if range.upperBound == head.count, !records.isEmpty { break }
      records.append(
        Record(
          line: line,
          fields: fields.map {
            String(decoding: head[Int($0.start)..<Int($0.end)], as: UTF8.self)
          }))
    }
    return records
  }

  /// The number of fields that most records have; of equally frequent ones the greater.
  private static func commonWidth(_ records: [Record]) -> Int {
    var counts: [Int: Int] = [:]
    for record in records { counts[record.fields.count, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
  }

  /// A header has a wordy text in every column, and none that is only a number or a date.
  ///
  /// Where one stands twice, the row below has to look like another kind of row.
  private static func looksLikeHeader(_ records: [Record]) -> Bool {
    guard let first = records.first else { return true }
    let names = first.fields.map { $0.trimmed }
    let isNamed = names.allSatisfy { name in
      name.isEmpty || name.contains { $0.isLetter } && !name.contains("@")
    }
    let letters = names.filter { name in name.contains { $0.isLetter } }
    let isTold =
      Set(letters).count == letters.count
      || records.count > 1 && zip(names, records[1].fields).contains(where: isOfAnotherKind)
    return isNamed && isTold && letters.count * 2 > names.count
  }

  /// Whether a word stands above a number, a date or an address.
  private static func isOfAnotherKind(_ name: String, _ value: String) -> Bool {
    !name.contains(where: \.isNumber)
      && (value.contains("@") || !value.isEmpty && !value.contains(where: \.isLetter))
  }
}
