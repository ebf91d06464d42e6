/// What was found out about a delimited file from its beginning.
package struct SniffedDialect: Sendable, Hashable {
  package var dialect: Dialect
  /// The names of the columns; empty when the file has no header.
  package var header: [String]
  /// How many fields a record has.
  package var width: Int
  /// Why it was decided so, for `audit`.
  package var reasons: [String]
}

extension Dialect {
  /// Finds out how the feed that begins with `head` is written; nil when it is not delimited text.
  ///
  /// `head` is decompressed and may be cut off anywhere. Every delimiter is tried; the one that
  /// gives the most records of one width, and the wider of two equals, is taken.
  package static func sniff(_ head: Span<UInt8>) -> SniffedDialect? {
    let encoding = TextEncoding.detect(head)
    var transcoder = Transcoder(encoding)
    var text: [UInt8] = []
    transcoder.append(head, to: &text)
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    var reasons = ["the text is \(encoding.rawValue)"]
    let declared = declaredDelimiter(text)
    if declared != nil { reasons.append("its first line declares the delimiter") }
    let skipped = declared == nil ? 0 : 1
    let usual: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C, 0x01]
    let candidates = declared.map { [$0] } ?? usual
    var best: Trial?
    for delimiter in candidates {
      let trial = Trial(text, delimiter: delimiter, encoding: encoding)
      if trial.score > (best?.score ?? 0) { best = trial }
    }
    guard let best, best.width > 1 || declared != nil else { return nil }
    var dialect = best.dialect
    dialect.preambleLines = max(skipped, best.firstLine - 1)
    if dialect.preambleLines > skipped {
      reasons.append("\(dialect.preambleLines - skipped) lines stand before the records")
    }
    let body = best.records.filter { $0.fields.count == best.width }.map(\.fields)
    dialect.hasHeader = HeaderGuess.isHeader(body)
    dialect.hasDecimalCommas = HeaderGuess.hasDecimalCommas(body)
    reasons.append("\(dialect.delimiterName) gives \(best.width) fields a record")
    reasons.append(dialect.hasHeader ? "the first record names columns" : "there is no header")
    return SniffedDialect(
      dialect: dialect, header: dialect.hasHeader ? body.first ?? [] : [], width: best.width,
      reasons: reasons)
  }

  /// Spreadsheets write `sep=;` as the first line.
  private static func declaredDelimiter(_ text: [UInt8]) -> UInt8? {
    let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
    let plain = String(decoding: line, as: UTF8.self).lowercased().filter { $0 != "\"" }
    guard plain.hasPrefix("sep="), plain.utf8.count == 5 else { return nil }
    return plain.utf8.last
  }
}

/// The records of a text under one delimiter.
private struct Trial {
  struct Row {
    let line: Int
    let fields: [String]
  }

  private(set) var records: [Row] = []
  private(set) var width = 1
  private(set) var firstLine = 1
  private(set) var score = 0
  let dialect: Dialect

  init(_ text: [UInt8], delimiter: UInt8, encoding: TextEncoding) {
    dialect = Dialect(delimiter: delimiter, encoding: encoding)
    var scanner = CSVScanner(dialect)
    var fields: [CSVField] = []
    reading: while records.count < 200 {
      switch scanner.next(in: text.span, fields: &fields) {
      case .end: break reading
      case .malformed: continue
      case .record(let record):
        records.append(
          Row(line: record.line, fields: fields.map { CSVScanner.text($0, in: text.span) }))
      }
    }
    // The last record may be cut off; one that is alone is all there is.
    if records.count > 2 { records.removeLast() }
    judge()
  }

  private mutating func judge() {
    var tally: [Int: Int] = [:]
    for record in records { tally[record.fields.count, default: 0] += 1 }
    guard
      let common = tally.max(by: {
        ($0.value * min($0.key, 8), $0.key) < ($1.value * min($1.key, 8), $1.key)
      })
    else { return }
    width = common.key
    score = width > 1 ? common.value * 1_000 / records.count * 100 + min(width, 99) : 1
    firstLine = records.first { $0.fields.count == width }?.line ?? 1
  }
}

/// Guesses about the cells of a file.
enum HeaderGuess {
  /// A header has distinct, filled names that are no numbers, above a body that has some, or whose
  /// cells differ from it in length.
  static func isHeader(_ rows: [[String]]) -> Bool {
    guard let first = rows.first else { return false }
    let names = first.map { $0.lowercased() }
    guard Set(names).count == names.count else { return false }
    return !first.contains { isData($0) } && first.contains { !$0.isEmpty }
  }

  /// Numbers, dates and addresses are data; nobody names a column so.
  private static func isData(_ cell: String) -> Bool {
    guard let initial = cell.utf8.first else { return false }
    if cell.utf8.contains(UInt8(ascii: "@")) { return true }
    let digits = cell.utf8.filter { $0 >= 48 && $0 <= 57 }.count
    let startsAsNumber = initial >= 48 && initial <= 57 || initial == 45 || initial == 43
    return (startsAsNumber && digits > 0) || digits * 2 > cell.utf8.count
  }

  /// True when more cells look like 12,50 than like 12.50.
  static func hasDecimalCommas(_ rows: [[String]]) -> Bool {
    var (commas, points) = (0, 0)
    for cell in rows.joined() {
      guard let mark = decimalMark(cell) else { continue }
      if mark == UInt8(ascii: ",") { commas += 1 } else { points += 1 }
    }
    return commas > points
  }

  /// The last mark of a number with one or two decimals; nil for anything else.
  private static func decimalMark(_ cell: String) -> UInt8? {
    let bytes = Array(cell.utf8)
    guard let last = bytes.lastIndex(where: { $0 == 44 || $0 == 46 }), last > 0 else { return nil }
    let decimals = bytes.count - last - 1
    guard decimals == 1 || decimals == 2 else { return nil }
    let isNumber = bytes.allSatisfy { ($0 >= 48 && $0 <= 57) || $0 == 44 || $0 == 46 || $0 == 45 }
    let marks = bytes.filter { $0 == bytes[last] }.count
    return isNumber && marks == 1 ? bytes[last] : nil
  }
}

/// Recognises the sums that reports put under their rows.
package enum TotalRow {
  private static let words = [
    "total", "totals", "grand total", "sum", "gesamt", "gesamtsumme", "gesamtergebnis", "summe",
  ]

  /// True for `Total`, `Total: account`, `Gesamt` and the like in the first filled cell.
  package static func isTotalRow(_ cells: [String]) -> Bool {
    guard let label = cells.first(where: { !$0.isEmpty }) else { return false }
    let plain = label.lowercased()
    let head = plain.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]
    let word = head.drop { $0 == " " }
    let isLabelled = plain.contains(":") || cells.count > 1
    return isLabelled && words.contains { word == $0 || word == $0 + " " }
  }
}
