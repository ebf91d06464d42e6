package import Basis
package import Formats

/// Turns chunks of one feed into blocks; a value that several threads may use at once.
package struct ChunkParser: Sendable {
  private(set) var plan: RowPlan
  private let format: FeedFormat
  private var ingestTime: Timestamp
  /// For each column of the file its place in a row's cells; −1 where the mapping has no use for it.
  private let cellOfColumn: [Int]
  private let width: Int

  package init(plan: RowPlan, format: FeedFormat, width: Int, ingestTime: Timestamp) {
    (self.plan, self.format, self.ingestTime) = (plan, format, ingestTime)
    self.width = width
    var cells = [Int](repeating: -1, count: max(width, (plan.sourceColumns.max() ?? -1) + 1))
    for (cell, column) in plan.sourceColumns.enumerated() { cells[column] = cell }
    cellOfColumn = cells
  }

  /// The same parser for rows that come at another time, when others may have been erased.
  package func at(_ time: Timestamp, erased: ErasedPeople) -> ChunkParser {
    var parser = self
    (parser.ingestTime, parser.plan.erased) = (time, erased)
    return parser
  }

  /// Reads all rows of a chunk.
  ///
  /// The chunk is used up: where nothing else holds it, nothing of it is copied.
  package func parse(_ chunk: consuming Chunk) -> Block {
    var builder = BlockBuilder(plan: plan, ingestTime: ingestTime)
    if chunk.isOverlong {
      builder.reject(
        line: chunk.firstLine, .tooLong, "the record is longer than a chunk may be",
        raw: chunk.bytes.span)
      return builder.finish()
    }
    switch format {
    case .delimited(let dialect): parseDelimited(chunk, dialect, &builder)
    case .jsonLines, .jsonArray:
      let firstLine = chunk.firstLine
      parseLines(chunk.takeBytes(), firstLine, &builder)
    }
    return builder.finish()
  }

  // MARK: Delimited text

  private func parseDelimited(_ chunk: Chunk, _ dialect: Dialect, _ builder: inout BlockBuilder) {
    var scanner = CSVScanner(delimiter: dialect.delimiter, quote: dialect.quote)
    var fields: [CSVField] = []
    var cells = RowCells(count: plan.columns.count)
    let bytes = chunk.bytes.span
    // Nearly every chunk is sound as a whole; only in others is each row looked at.
    let isSound = UTF8Check.firstFlaw(in: bytes) == nil
    while true {
      switch scanner.next(in: bytes, fields: &fields) {
      case .end: return
      case .unclosedQuote(let line, let range):
        builder.reject(
          line: chunk.firstLine + line, .badStructure, "a quoted field is never closed",
          raw: bytes.extracting(range))
      case .record(let line, let range):
        let raw = bytes.extracting(range)
        let number = chunk.firstLine + line
        guard isSound || isText(raw, fields, range.lowerBound, number, &builder) else { continue }
        guard isWhole(fields, bytes, raw, number, &builder) else { continue }
        fill(&cells, from: fields, bytes, dialect)
        builder.add(cells, in: bytes, raw: raw, line: number)
      }
    }
  }

  /// Refuses rows with bytes that are no text, and names the column where they stand.
  private func isText(
    _ raw: Span<UInt8>, _ fields: [CSVField], _ start: Int, _ line: Int,
    _ builder: inout BlockBuilder
  ) -> Bool {
    guard let flaw = UTF8Check.firstFlaw(in: raw) else { return true }
    let place = fields.firstIndex { Int($0.end) > start + flaw.offset }
    let cell = place.flatMap { $0 < cellOfColumn.count ? cellOfColumn[$0] : nil }
    builder.reject(
      line: line, field: cell.flatMap { $0 >= 0 ? plan.columns[$0] : nil }, .badEncoding,
      flaw.explanation(in: raw), raw: raw)
    return false
  }

  /// Refuses rows whose width says that their columns have slipped.
  private func isWhole(
    _ fields: [CSVField], _ bytes: Span<UInt8>, _ raw: Span<UInt8>, _ line: Int,
    _ builder: inout BlockBuilder
  ) -> Bool {
    if fields.count == width { return true }
    if fields.count > width {
      // Empty cells behind the last column are what spreadsheets leave there.
      if fields[width...].allSatisfy({ $0.start == $0.end }) { return true }
      builder.reject(
        line: line, .badStructure, "it has \(fields.count) fields and the header \(width)",
        raw: raw)
      return false
    }
    // A short row is whole as far as the mapping looks.
    let needed = (plan.sourceColumns.max() ?? -1) + 1
    if fields.count >= needed, fields.count > 1 { return true }
    builder.reject(
      line: line, .badStructure, "it has \(fields.count) fields and the header \(width)",
      raw: raw)
    return false
  }

  private func fill(
    _ cells: inout RowCells, from fields: [CSVField], _ bytes: Span<UInt8>, _ dialect: Dialect
  ) {
    cells.scratch.removeAll(keepingCapacity: true)
    for column in 0..<min(fields.count, cellOfColumn.count) {
      let cell = cellOfColumn[column]
      guard cell >= 0 else { continue }
      let field = fields[column]
      if field.hasDoubledQuotes, let quote = dialect.quote {
        let start = cells.scratch.count
        CSVScanner.unquote(field, in: bytes, quote: quote, into: &cells.scratch)
        cells.cells[cell] = TextCell(
          start: Int32(start), end: Int32(cells.scratch.count), isScratch: true)
      } else {
        cells.cells[cell] = TextCell(start: field.start, end: field.end, isScratch: false)
      }
    }
    if fields.count < cellOfColumn.count {
      for column in fields.count..<cellOfColumn.count where cellOfColumn[column] >= 0 {
        cells.cells[cellOfColumn[column]] = .absent
      }
    }
  }

  // MARK: JSON lines

  private func parseLines(
    _ bytes: consuming [UInt8], _ firstLine: Int, _ builder: inout BlockBuilder
  ) {
    // Behind the plan's columns comes the list of a batch of calls, where there may be one.
    let isSegment = plan.mapping.feed.kind == .segment
    let reader = JSONFields(paths: plan.columns + (isSegment ? ["batch"] : []))
    let inner = isSegment ? JSONFields(paths: plan.columns) : reader
    var cells = RowCells(count: plan.columns.count)
    let count = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: JSONFields.padding))
    let text = bytes.span
    var start = 0
    var line = firstLine
    while start < count {
      let end = min(count, LineEnds.next(in: text, from: start))
      if !Self.isBlank(text, start, end) {
        read(start..<end, text, line, reader, inner, &cells, &builder)
      }
      start = end + 1
      line += 1
    }
    builder.block.spent = bytes
  }

  private func read(
    _ range: Range<Int>, _ text: Span<UInt8>, _ line: Int, _ reader: JSONFields,
    _ inner: JSONFields, _ cells: inout RowCells, _ builder: inout BlockBuilder
  ) {
    let raw = text.extracting(range)
    if let problem = reader.read(range, of: text) {
      // The reader refuses bytes that are no text too, but cannot say which.
      guard isText(raw, [], 0, line, &builder) else { return }
      builder.reject(line: line, .badStructure, "it is no JSON object: \(problem)", raw: raw)
      return
    }
    if reader.count > cells.cells.count {
      let list = reader.cell(reader.count - 1)
      if list.kind == .nested, text[Int(list.start)] == UInt8(ascii: "[") {
        readBatch(
          Int(list.start)..<Int(list.end), in: range, text, line, reader, inner, &cells, &builder)
        return
      }
    }
    if reader.place(&cells.cells) { cells.scratch = reader.arena }
    builder.add(cells, in: text, raw: raw, line: line)
  }

  private static func isBlank(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    for index in start..<end where text[index] > 32 { return false }
    return true
  }
}
