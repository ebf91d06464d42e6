package import Basis

/// A row that could not be used, kept verbatim.
package struct RejectRecord: Sendable, Equatable {
  package var id: Int64 = 0
  package var batch: BatchID
  package var line: Int
  package var field: String?
  package var reason: String
  package var detail: String
  package var raw: [UInt8]
  /// Whether `raw` is sealed, as all are that this version keeps.
  package var isSealed = true

  package init(
    batch: BatchID, line: Int, field: String?, reason: String, detail: String, raw: [UInt8]
  ) {
    (self.batch, self.line, self.field) = (batch, line, field)
    (self.reason, self.detail, self.raw) = (reason, detail, raw)
  }
}

extension Catalogue {
  package func add(_ reject: RejectRecord) throws(Fault) {
    try connection.run(
      """
      INSERT INTO reject (batch, line, field, reason, detail, raw, sealed, state)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'open')
      """,
      .integer(reject.batch.number), .count(reject.line), .optional(reject.field),
      .text(reject.reason), .text(reject.detail), .blob(reject.raw),
      .integer(reject.isSealed ? 1 : 0))
  }

  /// The open rejects of a source, or of all, in the order in which they came.
  package func openRejects(of source: SourceID? = nil, limit: Int = .max) throws(Fault)
    -> [RejectRecord]
  {
    try connection.rows(
      """
      SELECT reject.id, batch, line, field, reason, detail, raw, sealed FROM reject
      JOIN batch ON batch.id = reject.batch
      WHERE reject.state = 'open' AND (?1 IS NULL OR source = ?1)
      ORDER BY batch, line, reject.id LIMIT ?2
      """, .optional(source?.number), .count(limit)
    ) { row in
      var reject = RejectRecord(
        batch: BatchID(row.integer(1)), line: row.count(2), field: row.optionalText(3),
        reason: row.text(4), detail: row.text(5), raw: row.blob(6))
      reject.id = row.integer(0)
      reject.isSealed = row.integer(7) != 0
      return reject
    }
  }

  /// How many open rejects a batch has by reason.
  package func rejectReasons(of batch: BatchID) throws(Fault) -> [(reason: String, count: Int)] {
    try connection.rows(
      """
      SELECT reason, count(*) FROM reject WHERE batch = ?1 AND state = 'open'
      GROUP BY reason ORDER BY 2 DESC, 1
      """, .integer(batch.number)
    ) { ($0.text(0), $0.count(1)) }
  }

  /// Marks rejects that came in with the batch `retry`; their own batches count them no longer.
  package func markRetried(_ rejects: [RejectRecord], by retry: BatchID) throws(Fault) {
    for reject in rejects {
      try connection.run(
        "UPDATE reject SET state = 'retried', retried_by = ?2 WHERE id = ?1", .integer(reject.id),
        .integer(retry.number))
      try connection.run(
        "UPDATE batch SET rejected = rejected - 1, rows = rows - 1 WHERE id = ?1",
        .integer(reject.batch.number))
    }
  }

  /// Opens again the rejects that came in with the batch `retry`.
  package func reopenRejects(retriedBy retry: BatchID) throws(Fault) {
    let id = SQLValue.integer(retry.number)
    let count = "(SELECT count(*) FROM reject WHERE reject.batch = batch.id AND retried_by = ?1)"
    try connection.run(
      """
      UPDATE batch SET rejected = rejected + \(count), rows = rows + \(count)
      WHERE id IN (SELECT batch FROM reject WHERE retried_by = ?1)
      """, id)
    try connection.run(
      "UPDATE reject SET state = 'open', retried_by = NULL WHERE retried_by = ?1", id)
  }
}
