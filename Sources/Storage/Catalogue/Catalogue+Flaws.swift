package import Basis

/// Values of one field that were left out of a batch's rows for one reason, while the rows stayed.
package struct FlawRecord: Sendable, Equatable {
  package var field: String
  package var reason: String
  package var count: Int
  package var firstLine: Int

  package init(field: String, reason: String, count: Int, firstLine: Int) {
    (self.field, self.reason, self.count, self.firstLine) = (field, reason, count, firstLine)
  }
}

extension Catalogue {
  package func add(_ flaw: FlawRecord, to batch: BatchID) throws(Fault) {
    try connection.run(
      "INSERT INTO batch_flaw VALUES (?1, ?2, ?3, ?4, ?5)", .integer(batch.number),
      .text(flaw.field), .text(flaw.reason), .count(flaw.count), .count(flaw.firstLine))
  }

  /// What was left out of a batch's rows, most frequent first.
  package func flaws(of batch: BatchID) throws(Fault) -> [FlawRecord] {
    try connection.rows(
      """
      SELECT field, reason, count, first_line FROM batch_flaw WHERE batch = ?1
      ORDER BY count DESC, field, reason
      """, .integer(batch.number)
    ) { Self.flaw($0) }
  }

  /// What was left out of the rows of a source's kept batches, most frequent first; the line is that
  /// of the first batch that has one.
  package func flaws(of source: SourceID) throws(Fault) -> [FlawRecord] {
    try connection.rows(
      """
      SELECT field, reason, sum(count), min(first_line) FROM batch_flaw
      JOIN batch ON batch.id = batch_flaw.batch
      WHERE batch.source = ?1 AND batch.state = 'kept'
      GROUP BY field, reason ORDER BY sum(count) DESC, field, reason
      """, .integer(source.number)
    ) { Self.flaw($0) }
  }

  private static func flaw(_ row: borrowing Row) -> FlawRecord {
    FlawRecord(
      field: row.text(0), reason: row.text(1), count: row.count(2), firstLine: row.count(3))
  }
}
