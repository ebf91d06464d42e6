internal import Basis
internal import Formats
internal import Insight

/// Reads paths of touches from a CSV file with a header.
///
/// A row has the path, `search > email > search`, and may have how many conversions it brought, what
/// they were worth, and how often the path led nowhere. The names that the ChannelAttribution package
/// uses for these columns are known, too.
struct PathFile {
  private struct Columns {
    var path: Int
    var conversions: Int?
    var value: Int?
    var nulls: Int?
  }

  private let file: String
  private let dialect: Dialect
  private var columns: Columns?
  private var numbers: [UInt64: [(name: [UInt8], number: UInt32)]] = [:]
  private var names: [String] = []
  private var list = PathList(names: [])

  static func read(_ file: String) throws(Fault) -> PathList {
    let stream = try ByteStream.open(file)
    var reader = try ChunkReader(stream)
    let dialect = Dialect.sniff(reader.head)
    if let quote = dialect.quote {
      reader.recordEnd = .csvLine(quote: quote, delimiter: dialect.delimiter)
    }
    var paths = PathFile(file: file, dialect: dialect)
    while let chunk = try reader.next() { try paths.take(chunk) }
    guard paths.columns != nil else { throw paths.fault(1, "the file is empty", "Write a header") }
    paths.list.names = paths.names
    return paths.sorted
  }

  private init(file: String, dialect: Dialect) { (self.file, self.dialect) = (file, dialect) }

  /// The paths with their names in the order of the alphabet.
  private var sorted: PathList {
    let order = names.indices.sorted { names[$0] < names[$1] }
    var ranks = [UInt32](repeating: 0, count: names.count)
    for (rank, number) in order.enumerated() { ranks[number] = UInt32(rank) }
    return list.renumbered(names: order.map { names[$0] }) { ranks[Int($0)] }
  }

  private mutating func take(_ chunk: Chunk) throws(Fault) {
    var scanner = CSVScanner(delimiter: dialect.delimiter, quote: dialect.quote)
    var fields: [CSVField] = []
    let bytes = chunk.bytes.span
    while true {
      switch scanner.next(in: bytes, fields: &fields) {
      case .end: return
      case .unclosedQuote(let line, _):
        throw fault(chunk.firstLine + line, "a quoted field is never closed", "Close the quote")
      case .record(let line, _):
        if let columns {
          try row(bytes, fields, columns, line: chunk.firstLine + line)
        } else {
          columns = try Self.header(bytes, fields, quote: dialect.quote, file)
        }
      }
    }
  }

  private static func header(
    _ bytes: Span<UInt8>, _ fields: [CSVField], quote: UInt8?, _ file: String
  ) throws(Fault) -> Columns {
    let titles = fields.map { field in
      String(decoding: CSVScanner.text(field, in: bytes, quote: quote), as: UTF8.self)
        .trimmed.lowercased()
    }
    func place(_ names: [String]) -> Int? {
      names.compactMap { titles.firstIndex(of: $0) }.first
    }
    guard let path = place(["path", "paths"]) else {
      throw Fault(
        .malformed, file, reason: "no column is called path",
        remedy: "Name the columns path, conversions, value and nulls",
        place: Fault.Place(file: file, line: 1))
    }
    return Columns(
      path: path, conversions: place(["conversions", "total_conversions"]),
      value: place(["value", "total_conversion_value"]),
      nulls: place(["nulls", "null", "total_null"]))
  }

  private mutating func row(
    _ bytes: Span<UInt8>, _ fields: [CSVField], _ columns: Columns, line: Int
  ) throws(Fault) {
    guard columns.path < fields.count else { throw fault(line, "the row has no path", "Add one") }
    let conversions = try number(columns.conversions, "conversions", bytes, fields, line) ?? 1
    let nulls = try number(columns.nulls, "nulls", bytes, fields, line) ?? 0
    guard conversions >= 0, nulls >= 0, conversions.rounded() == conversions,
      nulls.rounded() == nulls, conversions < 1e15, nulls < 1e15
    else {
      throw fault(line, "conversions and nulls are counted in whole numbers", "Correct the row")
    }
    let value = try number(columns.value, "value", bytes, fields, line) ?? 0
    let path = fields[columns.path]
    if path.hasDoubledQuotes {
      let text = CSVScanner.text(path, in: bytes, quote: dialect.quote)
      appendPath(text.span, 0..<text.count)
    } else {
      appendPath(bytes, Int(path.start)..<Int(path.end))
    }
    list.endPath(conversions: Int(conversions), value: value, nulls: Int(nulls))
  }

  private func number(
    _ column: Int?, _ name: String, _ bytes: Span<UInt8>, _ fields: [CSVField], _ line: Int
  ) throws(Fault) -> Double? {
    guard let column, column < fields.count, fields[column].start < fields[column].end else {
      return nil
    }
    let text = bytes.extracting(Int(fields[column].start)..<Int(fields[column].end))
    // Most are one digit.
    if text.count == 1, text[0] >= 48, text[0] <= 57 { return Double(text[0] - 48) }
    guard let number = Double(Self.string(text)), number.isFinite else {
      throw fault(line, "“\(name)” is not a number", "Write it as 12 or 12.50")
    }
    return number
  }

  private static func string(_ bytes: Span<UInt8>) -> String {
    var copy: [UInt8] = []
    for index in 0..<bytes.count { copy.append(bytes[index]) }
    return String(decoding: copy, as: UTF8.self).trimmed
  }

  private mutating func appendPath(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var start = range.lowerBound
    let end = range.upperBound
    while start < end {
      var stop = start
      while stop < end, bytes[stop] != UInt8(ascii: ">") { stop += 1 }
      var (low, high) = (start, stop)
      while low < high, bytes[low] == 32 { low += 1 }
      while high > low, bytes[high - 1] == 32 { high -= 1 }
      if low < high { list.append(step: number(of: bytes.extracting(low..<high))) }
      start = stop + 1
    }
  }

  private mutating func number(of name: Span<UInt8>) -> UInt32 {
    let hash = Hash64.of(name)
    for known in numbers[hash] ?? [] where Self.isSame(known.name, name) { return known.number }
    let number = UInt32(names.count)
    var copy: [UInt8] = []
    for index in 0..<name.count { copy.append(name[index]) }
    names.append(String(decoding: copy, as: UTF8.self))
    numbers[hash, default: []].append((copy, number))
    return number
  }

  private static func isSame(_ known: [UInt8], _ name: Span<UInt8>) -> Bool {
    guard known.count == name.count else { return false }
    for index in 0..<name.count where known[index] != name[index] { return false }
    return true
  }

  private func fault(_ line: Int, _ reason: String, _ remedy: String) -> Fault {
    Fault(
      .malformed, file, reason: reason, remedy: remedy, place: Fault.Place(file: file, line: line))
  }
}
