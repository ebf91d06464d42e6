package import Basis

/// One ingested file or stream slice.
package struct BatchRecord: Sendable, Equatable {
  package enum State: String, Sendable { case kept, undone }

  package var id = BatchID(0)
  package var source: SourceID
  package var name: String
  package var contentHash: [UInt8]
  package var bytes: Int
  package var format: String
  package var mapping: String?
  package var state = State.kept
  package var rows = 0
  package var accepted = 0
  package var duplicates = 0
  package var rejected = 0
  package var events = 0
  package var facts = 0
  package var bots = 0
  package var badIdentifiers = 0
  /// Rows of people who were erased; nothing of them was kept.
  package var erased = 0
  package var firstEvent: Timestamp?
  package var lastEvent: Timestamp?
  package var started: Timestamp
  package var finished: Timestamp
  /// How the rows are divided into columns, for feeds of delimited text.
  package var head: FeedHead?
  /// The decimal mark that the feed's numbers showed, where the mapping named none.
  package var decimal: UInt8?

  package init(
    source: SourceID, name: String, contentHash: [UInt8], bytes: Int, format: String,
    started: Timestamp
  ) {
    (self.source, self.name, self.contentHash) = (source, name, contentHash)
    (self.bytes, self.format, self.started, self.finished) = (bytes, format, started, started)
  }
}

/// How well one field of a batch was filled.
package struct BatchField: Sendable, Equatable {
  package var field: String
  package var filled: Int
  package var newValues: Int
  package init(field: String, filled: Int, newValues: Int) {
    (self.field, self.filled, self.newValues) = (field, filled, newValues)
  }
}

extension Catalogue {
  private static let batchColumns =
    """
    id, source, name, content_hash, bytes, format, mapping, state, rows, accepted, duplicates,
    rejected, events, facts, bots, bad_identifiers, first_event, last_event, started, finished,
    head, delimiter, quote, erased, decimal
    """

  /// The batches of a source, or all, oldest first.
  package func batches(of source: SourceID? = nil) throws(Fault) -> [BatchRecord] {
    try connection.rows(
      """
      SELECT \(Self.batchColumns) FROM batch WHERE ?1 IS NULL OR source = ?1 ORDER BY id
      """, .optional(source?.number)
    ) { Self.batch($0) }
  }

  package func batch(_ id: BatchID) throws(Fault) -> BatchRecord? {
    try connection.rows(
      "SELECT \(Self.batchColumns) FROM batch WHERE id = ?1", .integer(id.number)
    ) { Self.batch($0) }.first
  }

  /// The kept batch of this source with this content, if there is one.
  package func keptBatch(of source: SourceID, contentHash: [UInt8]) throws(Fault) -> BatchRecord? {
    try connection.rows(
      """
      SELECT \(Self.batchColumns) FROM batch
      WHERE source = ?1 AND content_hash = ?2 AND state = 'kept' ORDER BY id
      """, .integer(source.number), .blob(contentHash)
    ) { Self.batch($0) }.first
  }

  /// Tells whether a kept batch of this source has exactly this many bytes.
  package func hasKeptBatch(of source: SourceID, bytes: Int) throws(Fault) -> Bool {
    try connection.number(
      "SELECT 1 FROM batch WHERE source = ?1 AND bytes = ?2 AND state = 'kept' LIMIT 1",
      .integer(source.number), .count(bytes)) != nil
  }

  /// The number that the next batch will get.
  ///
  /// A number is never given twice, not even where its source was removed: files are named by it.
  package func nextBatchID() throws(Fault) -> BatchID {
    let greatest = try connection.number("SELECT max(id) FROM batch") ?? 0
    return BatchID(max(greatest, Int64(try setting(Self.lastRemovedBatch) ?? "0") ?? 0) + 1)
  }

  package func add(_ batch: BatchRecord, fields: [BatchField]) throws(Fault) {
    try connection.run(
      """
      INSERT INTO batch (\(Self.batchColumns)) VALUES
      (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
        ?21, ?22, ?23, ?24, ?25)
      """,
      .integer(batch.id.number), .integer(batch.source.number), .text(batch.name),
      .blob(batch.contentHash), .count(batch.bytes), .text(batch.format),
      .optional(batch.mapping), .text(batch.state.rawValue), .count(batch.rows),
      .count(batch.accepted), .count(batch.duplicates), .count(batch.rejected),
      .count(batch.events), .count(batch.facts), .count(batch.bots),
      .count(batch.badIdentifiers), .optional(batch.firstEvent?.seconds),
      .optional(batch.lastEvent?.seconds), .integer(batch.started.seconds),
      .integer(batch.finished.seconds), .optional(batch.head?.joinedColumns),
      .optional(batch.head.map { Int64($0.delimiter) }),
      .optional(batch.head?.quote.map { Int64($0) }), .count(batch.erased),
      .optional(batch.decimal.map { Int64($0) }))
    for field in fields {
      try connection.run(
        "INSERT INTO batch_field VALUES (?1, ?2, ?3, ?4)", .integer(batch.id.number),
        .text(field.field), .count(field.filled), .count(field.newValues))
    }
  }

  /// Marks a batch as undone and forgets its rejects and costs.
  package func markUndone(_ batch: BatchID) throws(Fault) {
    let id = SQLValue.integer(batch.number)
    try connection.run("UPDATE batch SET state = 'undone' WHERE id = ?1", id)
    try connection.run("DELETE FROM reject WHERE batch = ?1", id)
    try connection.run("DELETE FROM cost WHERE batch = ?1", id)
  }

  package func fields(of batch: BatchID) throws(Fault) -> [BatchField] {
    try connection.rows(
      "SELECT field, filled, new_values FROM batch_field WHERE batch = ?1 ORDER BY field",
      .integer(batch.number)
    ) { BatchField(field: $0.text(0), filled: $0.count(1), newValues: $0.count(2)) }
  }

  private static func batch(_ row: borrowing Row) -> BatchRecord {
    var batch = BatchRecord(
      source: SourceID(row.integer(1)), name: row.text(2), contentHash: row.blob(3),
      bytes: row.count(4), format: row.text(5), started: Timestamp(row.integer(18)))
    batch.id = BatchID(row.integer(0))
    batch.mapping = row.optionalText(6)
    batch.state = BatchRecord.State(rawValue: row.text(7)) ?? .kept
    (batch.rows, batch.accepted, batch.duplicates) = (row.count(8), row.count(9), row.count(10))
    (batch.rejected, batch.events, batch.facts) = (row.count(11), row.count(12), row.count(13))
    (batch.bots, batch.badIdentifiers) = (row.count(14), row.count(15))
    batch.firstEvent = row.optionalInteger(16).map(Timestamp.init)
    batch.lastEvent = row.optionalInteger(17).map(Timestamp.init)
    batch.finished = Timestamp(row.integer(19))
    if let columns = row.optionalText(20), let delimiter = row.optionalInteger(21) {
      batch.head = FeedHead(
        joinedColumns: columns, delimiter: UInt8(truncatingIfNeeded: delimiter),
        quote: row.optionalInteger(22).map { UInt8(truncatingIfNeeded: $0) })
    }
    batch.erased = row.count(23)
    batch.decimal = row.optionalInteger(24).map { UInt8(truncatingIfNeeded: $0) }
    return batch
  }
}
