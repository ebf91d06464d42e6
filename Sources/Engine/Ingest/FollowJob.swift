internal import Basis
internal import Formats
internal import Intake
internal import Sealing
internal import Storage

/// What is known of a followed file, so that its new rows can be read as they come.
struct FollowedFeed {
  let format: FeedFormat
  let header: [String]?
  let decimal: DecimalMark
  let encoding: TextEncoding
  let plan: RowPlan
  let parser: ChunkParser
  let recordEnd: RecordEnd
  /// Lines before the first row.
  let headLines: Int

  /// Finds out from its beginning how a file is written; refuses what cannot be followed.
  init(_ head: [UInt8], _ path: String, _ job: IngestJob) throws(Fault) {
    let vault = job.workspace.vault
    let feed = try FeedReader.open(
      try ByteStream.of(head, name: path), path, mapping: job.mapping,
      hashing: { (name) throws(Fault) in try vault.lookup(namespace: name) }, now: job.now)
    func refuse(_ reason: String) -> Fault {
      Fault(
        .refused, path, reason: reason,
        remedy: "Ingest it without --follow once it is whole; CSV and JSON lines can be followed")
    }
    guard feed.compression == .none else { throw refuse("a compressed file cannot be followed") }
    guard feed.encoding == .utf8 || feed.encoding == .windows1252 else {
      throw refuse("text in \(feed.encoding.rawValue) cannot be followed")
    }
    (format, header, decimal) = (feed.format, feed.header, feed.decimal)
    (encoding, plan, parser) = (feed.encoding, feed.plan, feed.parser)
    switch feed.format {
    case .delimited(let dialect):
      recordEnd =
        dialect.quote.map { .csvLine(quote: $0, delimiter: dialect.delimiter) } ?? .line
      headLines = dialect.preambleLines + (dialect.hasHeader ? 1 : 0)
    case .jsonLines: (recordEnd, headLines) = (.line, 0)
    case .jsonArray: throw refuse("a JSON array cannot be followed")
    }
  }
}

extension IngestJob {
  /// Brings rows of a followed file in as a batch of their own, with the place that they reach to.
  func run(
    rows bytes: [UInt8], of feed: FollowedFeed, firstLine: Int, name: String, path: String,
    reaching place: FollowRecord?
  ) throws(Fault) -> IngestOutcome {
    let number = try workspace.catalogue.nextBatchID()
    var builder = try makeBuilder(feed.plan, number)
    var writer = BatchWriter(workspace: workspace, batch: number, source: source.id)
    var hash = ContentHash()
    hash.update(bytes.span)
    do throws(Fault) {
      let text = feed.encoding.decoded(bytes)
      let parser = feed.parser.at(now, erased: try erasedPeople())
      try builder.add(parser.parse(Chunk(bytes: text, firstLine: firstLine)))
      try finish(&builder, &writer)
      let facts = FeedFacts(
        format: feed.format, header: feed.header, decimal: feed.decimal, bytes: bytes.count)
      let (catalogue, source) = (workspace.catalogue, source.id)
      return try commit(
        facts, builder, writer, hash.finish().bytes, path, name: name,
        also: { () throws(Fault) in
          if let place { try catalogue.put(place, of: source) }
        })
    } catch {
      writer.removeFiles()
      throw error
    }
  }
}
