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

/// The rejects of one reason.
package struct RejectSample: Sendable {
  package let reason: String
  package let count: Int
  package let first: [RejectRecord]
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

  /// Calls `body` with the open rejects of a batch in the order of its lines, a piece at a time.
  package func forEachOpenReject(
    of batch: BatchID, _ body: (RejectRecord) throws(Fault) -> Void
  ) throws(Fault) {
    var last = (line: -1, id: Int64(-1))
    while true {
      let rejects = try connection.rows(
        """
        SELECT id, line, field, reason, detail, raw, sealed FROM reject
        WHERE batch = ?1 AND state = 'open' AND (line, id) > (?2, ?3) ORDER BY line, id LIMIT 5000
        """, .integer(batch.number), .count(last.line), .integer(last.id)
      ) { row in
        var reject = RejectRecord(
          batch: batch, line: row.count(1), field: row.optionalText(2), reason: row.text(3),
          detail: row.text(4), raw: row.blob(5))
        reject.id = row.integer(0)
        reject.isSealed = row.integer(6) != 0
        return reject
      }
      guard let end = rejects.last else { return }
      last = (end.line, end.id)
      for reject in rejects { try body(reject) }
    }
  }

  /// The batches with open rejects, of a source or of all, in the order in which they came.
  package func batchesWithRejects(of source: SourceID? = nil) throws(Fault) -> [BatchID] {
    try connection.rows(
      """
      SELECT id FROM batch WHERE (?1 IS NULL OR source = ?1)
      AND EXISTS (SELECT 1 FROM reject WHERE reject.batch = batch.id AND state = 'open') ORDER BY id
      """, .optional(source?.number)
    ) { BatchID($0.integer(0)) }
  }

  /// How many open rejects a source has by reason, what the first says, and the first three.
  package func rejectSamples(of source: SourceID) throws(Fault) -> [RejectSample] {
    let groups = try connection.rows(
      """
      SELECT reason, count(*), min(reject.id) FROM reject JOIN batch ON batch.id = reject.batch
      WHERE reject.state = 'open' AND source = ?1 GROUP BY reason ORDER BY 2 DESC, 1
      """, .integer(source.number)
    ) { (reason: $0.text(0), count: $0.count(1), first: $0.integer(2)) }
    var samples: [RejectSample] = []
    for group in groups {
      let rejects = try connection.rows(
        """
        SELECT batch, line, field, detail, raw, sealed FROM reject
        JOIN batch ON batch.id = reject.batch
        WHERE reject.state = 'open' AND source = ?1 AND reason = ?2 AND reject.id >= ?3
        ORDER BY reject.id LIMIT 3
        """, .integer(source.number), .text(group.reason), .integer(group.first)
      ) { row in
        var reject = RejectRecord(
          batch: BatchID(row.integer(0)), line: row.count(1), field: row.optionalText(2),
          reason: group.reason, detail: row.text(3), raw: row.blob(4))
        reject.isSealed = row.integer(5) != 0
        return reject
      }
      samples.append(RejectSample(reason: group.reason, count: group.count, first: rejects))
    }
    return samples
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

  /// Marks rejects of a batch that came in with the batch `retry`; their own counts them no longer.
  package func markRetried(_ rejects: [Int64], of batch: BatchID, by retry: BatchID) throws(Fault) {
    for reject in rejects {
      try connection.run(
        "UPDATE reject SET state = 'retried', retried_by = ?2 WHERE id = ?1", .integer(reject),
        .integer(retry.number))
    }
    try connection.run(
      "UPDATE batch SET rejected = rejected - ?2, rows = rows - ?2 WHERE id = ?1",
      .integer(batch.number), .count(rejects.count))
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
