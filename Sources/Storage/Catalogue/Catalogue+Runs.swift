package import Basis

/// What a column file holds.
package enum RunKind: String, Sendable, CaseIterable {
  case events
  case attributes
  case identifiers
  case links
  case keys
  case dictionary
  case consent
  case ledger
}

/// A column file that is part of the workspace.
package struct RunRecord: Sendable, Equatable {
  package var id: Int64 = 0
  package var kind: RunKind
  package var name: String
  package var source: SourceID?
  package var batch: BatchID?
  package var rows: Int
  package var bytes: Int
  package var firstEvent: Timestamp?
  package var lastEvent: Timestamp?

  package init(
    kind: RunKind, name: String, source: SourceID?, batch: BatchID?, rows: Int, bytes: Int,
    firstEvent: Timestamp? = nil, lastEvent: Timestamp? = nil
  ) {
    (self.kind, self.name, self.source, self.batch) = (kind, name, source, batch)
    (self.rows, self.bytes) = (rows, bytes)
    (self.firstEvent, self.lastEvent) = (firstEvent, lastEvent)
  }
}

extension Catalogue {
  /// The column files of a kind, or all, in the order in which they were committed.
  package func runs(of kind: RunKind? = nil) throws(Fault) -> [RunRecord] {
    try connection.rows(
      """
      SELECT id, kind, name, source, batch, rows, bytes, first_event, last_event FROM run
      WHERE ?1 IS NULL OR kind = ?1 ORDER BY id
      """, .optional(kind?.rawValue)
    ) { row throws(Fault) in
      guard let kind = RunKind(rawValue: row.text(1)) else {
        throw Fault(
          .damaged, self.path, reason: "it names a column file of an unknown kind",
          remedy: "Update Parterre, or restore a backup")
      }
      var run = RunRecord(
        kind: kind, name: row.text(2), source: row.optionalInteger(3).map(SourceID.init),
        batch: row.optionalInteger(4).map(BatchID.init), rows: row.count(5), bytes: row.count(6),
        firstEvent: row.optionalInteger(7).map(Timestamp.init),
        lastEvent: row.optionalInteger(8).map(Timestamp.init))
      run.id = row.integer(0)
      return run
    }
  }

  package func add(_ run: RunRecord) throws(Fault) {
    try connection.run(
      """
      INSERT INTO run (kind, name, source, batch, rows, bytes, first_event, last_event)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      .text(run.kind.rawValue), .text(run.name), .optional(run.source?.number),
      .optional(run.batch?.number), .count(run.rows), .count(run.bytes),
      .optional(run.firstEvent?.seconds), .optional(run.lastEvent?.seconds))
  }

  package func removeRun(_ id: Int64) throws(Fault) {
    try connection.run("DELETE FROM run WHERE id = ?1", .integer(id))
  }

  /// Adds a merged column file, with how many of its rows each batch brought.
  package func add(_ run: RunRecord, rowsByBatch: [Int64: Int]) throws(Fault) {
    try add(run)
    let id = connection.lastInsertedID
    for (batch, rows) in rowsByBatch.sorted(by: { $0.key < $1.key }) {
      try connection.run(
        "INSERT INTO run_batch VALUES (?1, ?2, ?3)", .integer(id), .integer(batch), .count(rows))
    }
  }

  /// How many rows of each merged column file each batch brought, by the file's number.
  package func rowsOfMergedRuns() throws(Fault) -> [Int64: [Int64: Int]] {
    var rows: [Int64: [Int64: Int]] = [:]
    for (run, batch, count) in try connection.rows(
      "SELECT run, batch, rows FROM run_batch ORDER BY run, batch",
      map: { ($0.integer(0), $0.integer(1), $0.count(2)) })
    {
      rows[run, default: [:]][batch] = count
    }
    return rows
  }
}
