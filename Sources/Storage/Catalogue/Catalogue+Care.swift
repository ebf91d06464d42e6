package import Basis

/// Taking data out again, and the figures of the whole.
extension Catalogue {
  static let lastRemovedBatch = "last_removed_batch"

  /// Runs `body` on one unchanging state of the catalogue while others go on writing.
  package func consistently<Answer>(_ body: () throws(Fault) -> Answer) throws(Fault) -> Answer {
    try connection.reading(body)
  }

  /// Takes out what a batch brought and returns the names of the column files that nobody needs now.
  ///
  /// The numbers of its nodes and the codes of its texts stay taken, because later batches use them.
  package func takeOut(_ batch: BatchID) throws(Fault) -> [String] {
    let id = SQLValue.integer(batch.number)
    let own = "batch = ?1 AND kind NOT IN ('identifiers', 'dictionary', 'ledger')"
    let names = try connection.rows("SELECT name FROM run WHERE \(own) ORDER BY id", id) {
      $0.text(0)
    }
    try connection.run("DELETE FROM run WHERE \(own)", id)
    try reopenRejects(retriedBy: batch)
    try markUndone(batch)
    return names
  }

  /// Corrects what a batch states by the rows that its files gained or lost.
  package func change(_ rows: Int, of kind: RunKind, in batch: BatchID) throws(Fault) {
    let columns: [String]
    switch kind {
    case .events: columns = ["events"]
    case .attributes: columns = ["facts"]
    case .keys: columns = ["rows", "accepted"]
    case .identifiers, .links, .dictionary, .consent, .ledger: return
    }
    for column in columns {
      try connection.run(
        "UPDATE batch SET \(column) = \(column) + ?2 WHERE id = ?1", .integer(batch.number),
        .count(rows))
    }
  }

  /// Forgets a source whose batches are all undone; their numbers are not given again.
  package func removeUndone(_ source: SourceID) throws(Fault) {
    let id = SQLValue.integer(source.number)
    let last = try connection.number("SELECT max(id) FROM batch WHERE source = ?1", id) ?? 0
    let known = Int64(try setting(Self.lastRemovedBatch) ?? "0") ?? 0
    try set(Self.lastRemovedBatch, String(max(last, known)))
    try connection.run("UPDATE run SET source = NULL, batch = NULL WHERE source = ?1", id)
    try remove(source)
  }

  /// How many rejects wait to be mended or retried.
  package func openRejectCount(of batch: BatchID? = nil) throws(Fault) -> Int {
    Int(
      try connection.number(
        "SELECT count(*) FROM reject WHERE state = 'open' AND (?1 IS NULL OR batch = ?1)",
        .optional(batch?.number)) ?? 0)
  }
}
