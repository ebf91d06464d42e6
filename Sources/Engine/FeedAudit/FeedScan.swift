internal import Basis
internal import Formats
internal import Intake

/// Goes through a feed once and collects what an audit tells, in bounded memory.
///
/// Rows are counted exactly and compared by their hashes; in a large feed the values of only one row
/// in many are looked at, chosen by the row's hash, so that the choice is the same every time.
struct FeedScan {
  /// From this many rows on, only one in sixteen is looked at.
  static let thoroughRows = 1_000_000
  private static let mostColumns = 1_000
  private static let mostProblems = 50

  private(set) var columns: [ColumnProfile] = []
  private(set) var rows = 0
  private(set) var examined = 0
  private(set) var totals = 0
  private(set) var batches = 0
  private(set) var problems: [AuditProblem] = []
  private(set) var rowCounter = DistinctCounter(capacity: 1 << 20)
  private var places: [String: Int] = [:]
  private let now: Timestamp
  /// The columns of delimited text; none of other feeds, whose columns come as they are met.
  private let header: [String]

  init(header: [String]?, now: Timestamp) {
    (self.now, self.header) = (now, header ?? [])
    for name in self.header { _ = place(of: name) }
  }

  // MARK: Delimited text

  /// Takes a chunk of delimited text with the columns of the header.
  mutating func addDelimited(_ chunk: Chunk, _ dialect: Dialect) {
    guard !chunk.isOverlong else { return addOverlong(chunk.firstLine) }
    let width = columns.count
    var scanner = CSVScanner(delimiter: dialect.delimiter, quote: dialect.quote)
    var fields: [CSVField] = []
    var text: [UInt8] = []
    let bytes = chunk.bytes.span
    while true {
      switch scanner.next(in: bytes, fields: &fields) {
      case .end: return
      case .unclosedQuote(let line, _):
        (rows, examined) = (rows + 1, examined + 1)
        note(chunk.firstLine + line, nil, "a quoted field that is never closed", "a closing quote")
      case .record(let line, let range):
        let number = chunk.firstLine + line
        let raw = bytes.extracting(range)
        if isTotal(fields, bytes) {
          totals += 1
          continue
        }
        guard countRow(raw) else { continue }
        if let flaw = UTF8Check.firstFlaw(in: raw) {
          note(number, nil, flaw.explanation(in: raw), "text in one encoding")
          continue
        }
        noteWidth(fields, width, number)
        for index in 0..<min(width, fields.count) {
          text.removeAll(keepingCapacity: true)
          if let quote = dialect.quote, fields[index].hasDoubledQuotes {
            CSVScanner.unquote(fields[index], in: bytes, quote: quote, into: &text)
            add(text.span, to: index, number)
          } else {
            add(
              bytes.extracting(Int(fields[index].start)..<Int(fields[index].end)), to: index,
              number)
          }
        }
        for index in min(width, fields.count)..<width { columns[index].addEmpty() }
      }
    }
  }

  /// Whether one of the first cells of a row of several columns says that it sums up others.
  private func isTotal(_ fields: [CSVField], _ bytes: Span<UInt8>) -> Bool {
    guard columns.count > 2 else { return false }
    for field in fields.prefix(2) where field.end - field.start < 40 {
      var text: [UInt8] = []
      for index in Int(field.start)..<Int(max(field.start, field.end)) { text.append(bytes[index]) }
      if TotalRow.isTotal(String(decoding: text, as: UTF8.self).trimmed) { return true }
    }
    return false
  }

  private mutating func noteWidth(_ fields: [CSVField], _ width: Int, _ line: Int) {
    guard fields.count != width else { return }
    if fields.count > width, fields[width...].allSatisfy({ $0.start == $0.end }) { return }
    note(
      line, nil, Counted.text(fields.count, "field"),
      "\(Counted.text(width, "field")), as the header has")
  }

  // MARK: JSON

  /// Takes a chunk of JSON objects, one a line.
  mutating func addLines(_ chunk: Chunk) {
    guard !chunk.isOverlong else { return addOverlong(chunk.firstLine) }
    let bytes = chunk.bytes.span
    var line = chunk.firstLine
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 10 { end += 1 }
      let range = Self.trimmed(bytes, start..<end)
      if !range.isEmpty { addObject(bytes.extracting(range), line) }
      start = end + 1
      line += 1
    }
  }

  private mutating func addObject(_ text: Span<UInt8>, _ line: Int) {
    if let flaw = UTF8Check.firstFlaw(in: text) {
      (rows, examined) = (rows + 1, examined + 1)
      return note(line, nil, flaw.explanation(in: text), "text in UTF-8")
    }
    do throws(JSONProblem) {
      let leaves = try JSONLeaves.read(text)
      if let batch = leaves.first(where: { $0.path == "batch" && $0.kind == .list }) {
        batches += 1
        let shared = leaves.filter { $0.path.hasPrefix("context.") || $0.path == "sentAt" }
        let list = batch.text.span
        for element in JSONElements.ranges(of: 0..<list.count, in: list) {
          try addCall(list.extracting(element), shared, line)
        }
      } else if countRow(text) {
        add(leaves, line)
      }
    } catch {
      (rows, examined) = (rows + 1, examined + 1)
      note(line, nil, "something else at column \(error.offset + 1)", error.expected)
    }
  }

  private mutating func addCall(_ text: Span<UInt8>, _ shared: [JSONLeaf], _ line: Int)
    throws(JSONProblem)
  {
    let leaves = try JSONLeaves.read(text)
    guard countRow(text) else { return }
    let own = Set(leaves.map(\.path))
    add(leaves + shared.filter { !own.contains($0.path) }, line)
  }

  private mutating func add(_ leaves: [JSONLeaf], _ line: Int) {
    for leaf in leaves {
      guard let index = place(of: leaf.path) else { continue }
      if leaf.kind == .null {
        columns[index].addEmpty()
      } else {
        add(leaf.text.span, to: index, line)
      }
    }
  }

  // MARK: Both

  private mutating func place(of name: String) -> Int? {
    if let place = places[name] { return place }
    guard columns.count < Self.mostColumns else { return nil }
    places[name] = columns.count
    columns.append(
      ColumnProfile(name, role: ColumnNames.role(of: name, among: header), now: now))
    return columns.count - 1
  }

  private mutating func add(_ text: Span<UInt8>, to index: Int, _ line: Int) {
    columns[index].add(text.extracting(Self.trimmed(text, 0..<text.count)), line: line)
  }

  /// Counts a row; true where its values shall be looked at.
  private mutating func countRow(_ raw: Span<UInt8>) -> Bool {
    rows += 1
    let hash = Hash64.of(raw)
    rowCounter.add(hash)
    guard rows <= Self.thoroughRows || hash >> 60 == 0 else { return false }
    examined += 1
    return true
  }

  private mutating func addOverlong(_ line: Int) {
    (rows, examined) = (rows + 1, examined + 1)
    note(line, nil, "a record of more than \(ChunkReader.defaultLimit >> 20) MB", "a shorter one")
  }

  /// Settles what had to wait for the end of the feed.
  mutating func finish() -> [ColumnProfile] {
    columns.map { column in
      var settled = column
      settled.settle(now)
      return settled
    }
  }

  private mutating func note(_ line: Int, _ column: String?, _ found: String, _ expected: String) {
    let known = problems.firstIndex { $0.column == column && $0.expected == expected }
    if let known {
      let old = problems[known]
      problems[known] = AuditProblem(
        line: old.line, column: column, found: old.found, expected: expected, count: old.count + 1)
    } else if problems.count < Self.mostProblems {
      problems.append(
        AuditProblem(line: line, column: column, found: found, expected: expected, count: 1))
    }
  }

  private static func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, text[start] <= 32 { start += 1 }
    while end > start, text[end - 1] <= 32 { end -= 1 }
    return start..<end
  }
}
