package import Basis
package import Formats
package import Sealing

/// An opened feed: its form is known, its columns are bound, and it gives chunks to be parsed.
package struct FeedReader: ~Copyable {
  package let plan: RowPlan
  package let parser: ChunkParser
  package let format: FeedFormat
  /// The names of the columns of a delimited text.
  package let header: [String]?
  /// The decimal mark that the feed's numbers show, where the mapping names none.
  package let decimal: DecimalMark
  private var chunks: ChunkReader

  /// Opens a feed and binds the mapping to its columns.
  package static func open(
    _ path: String, mapping: Mapping, hashing: (String) throws(Fault) -> KeyedHash,
    erased: ErasedPeople = .nobody, now: Timestamp
  ) throws(Fault) -> FeedReader {
    try open(
      try ByteStream.open(path), path, mapping: mapping, hashing: hashing, erased: erased, now: now)
  }

  /// Opens a feed whose bytes, or whose first bytes, come from a stream.
  package static func open(
    _ stream: consuming ByteStream, _ path: String, mapping: Mapping,
    hashing: (String) throws(Fault) -> KeyedHash,
    erased: ErasedPeople = .nobody, now: Timestamp
  ) throws(Fault) -> FeedReader {
    let encoding = mapping.feed.encoding.flatMap(TextEncoding.init(name:))
    var chunks = try ChunkReader(stream, encoding: encoding)
    let head = chunks.head
    guard !head.isEmpty else {
      throw Fault(
        .malformed, path, reason: "it is empty", remedy: "Check that the sender wrote it")
    }
    let format = FeedFormat.find(head, mapping: mapping.feed)
    var width = 0
    var header: [String]?
    switch format {
    case .delimited(let dialect):
      (header, width) = try Self.readHeader(head, dialect, path)
      try chunks.skipLines(dialect.preambleLines + (dialect.hasHeader ? 1 : 0))
      if let quote = dialect.quote {
        chunks.recordEnd = .csvLine(quote: quote, delimiter: dialect.delimiter)
      }
    case .jsonLines, .jsonArray:
      if format == .jsonArray { chunks.flattenArray() }
    }
    let columns = header ?? (mapping.feed.kind == .tcf ? FeedSpec.paths(in: chunks.head) : [])
    let complete = FeedSpec.completed(
      mapping, columns: columns, file: FileSystem.name(of: path))
    var decimal = DecimalMark.automatic
    if case .delimited(let dialect) = format, let header {
      decimal = DecimalSniffer.mark(
        of: complete, header: header, head: chunks.head, quote: dialect.quote,
        delimiter: dialect.delimiter)
    }
    let plan: RowPlan
    do throws(Fault) {
      plan = try RowPlan(
        complete, header: header, decimal: decimal, hashing: hashing, erased: erased)
    } catch {
      throw error.located(in: path)
    }
    let parser = ChunkParser(plan: plan, format: format, width: width, ingestTime: now)
    return FeedReader(
      plan: plan, parser: parser, format: format, header: header, decimal: decimal,
      chunks: chunks)
  }

  private init(
    plan: RowPlan, parser: ChunkParser, format: FeedFormat, header: [String]?,
    decimal: DecimalMark, chunks: consuming ChunkReader
  ) {
    (self.plan, self.parser, self.format, self.header) = (plan, parser, format, header)
    self.decimal = decimal
    self.chunks = chunks
  }

  package var name: String { chunks.name }
  package var encoding: TextEncoding { chunks.usedEncoding }
  package var compression: ByteStream.Compression { chunks.compression }
  package var bytesRead: Int { chunks.bytesRead }
  package var totalBytes: Int? { chunks.totalBytes }

  /// The next chunk; nil at the end of the feed.
  package mutating func next() throws(Fault) -> Chunk? { try chunks.next() }

  /// Takes back the memory of a chunk that was parsed, so that no new memory need be cleared.
  package mutating func reuse(_ spent: consuming [UInt8]) { chunks.reuse(spent) }

  /// The names of the columns and how many there are.
  package static func readHeader(_ head: [UInt8], _ dialect: Dialect, _ path: String)
    throws(Fault) -> (header: [String]?, width: Int)
  {
    var offset = 0
    for _ in 0..<dialect.preambleLines {
      guard let end = head[offset...].firstIndex(of: 10) else { break }
      offset = end + 1
    }
    let rest = Array(head[offset...])
    var scanner = CSVScanner(delimiter: dialect.delimiter, quote: dialect.quote)
    var fields: [CSVField] = []
    guard case .record = scanner.next(in: rest.span, fields: &fields) else {
      throw Fault(
        .malformed, path, reason: "its header cannot be read",
        remedy: "Check its quotes, or give delimiter and quote in the mapping",
        place: Fault.Place(file: path, line: dialect.preambleLines + 1))
    }
    let names = fields.map { field in
      var text: [UInt8] = []
      CSVScanner.unquote(field, in: rest.span, quote: dialect.quote ?? 0, into: &text)
      return String(decoding: text, as: UTF8.self).trimmed
    }
    return (dialect.hasHeader ? names : names.indices.map { "#\($0 + 1)" }, names.count)
  }
}
