package import Basis
package import Consent
package import Sealing

/// A part of the consent ledger: the records that one batch brought, or the note that it was undone.
package struct LedgerSection: Sendable, Equatable {
  package enum Kind: String, Sendable { case records, withdrawal }

  /// The place of its first entry in the chain, from 1.
  package var first: UInt64
  package var count: Int
  package var kind: Kind
  package var batch: BatchID
  package var source: String
  package var at: Timestamp
  /// The column file that has the entries; nil for a withdrawal.
  package var run: String?
  /// The hash of the entry before the first one, and of the last one.
  package var previous: Digest
  package var hash: Digest

  package init(
    first: UInt64, count: Int, kind: Kind, batch: BatchID, source: String, at: Timestamp,
    run: String?, previous: Digest, hash: Digest
  ) {
    (self.first, self.count, self.kind, self.batch) = (first, count, kind, batch)
    (self.source, self.at, self.run) = (source, at, run)
    (self.previous, self.hash) = (previous, hash)
  }
}

extension Catalogue {
  package static let ledgerName = "consent"

  private var ledger: StoredChain {
    StoredChain(connection: connection, name: Self.ledgerName, key: chainKey)
  }

  /// The growing end of the consent ledger.
  package func ledgerEnd() throws(Fault) -> LedgerChain { try ledger.end() }

  /// The end of the consent ledger with its seal; nil where it has no entries.
  package func sealedLedgerEnd() throws(Fault) -> SealedRoot? { try ledger.sealedEnd() }

  /// The roots that were kept of the consent ledger, latest first.
  package func ledgerRoots() throws(Fault) -> [SealedRoot] { try ledger.roots() }

  /// The sections of the ledger in the order of the chain.
  package func ledgerSections() throws(Fault) -> [LedgerSection] {
    try connection.rows(
      """
      SELECT first, count, kind, batch, source, at, run, previous, hash FROM ledger_section
      ORDER BY first
      """
    ) { row in
      LedgerSection(
        first: UInt64(bitPattern: row.integer(0)), count: row.count(1),
        kind: LedgerSection.Kind(rawValue: row.text(2)) ?? .records,
        batch: BatchID(row.integer(3)), source: row.text(4), at: Timestamp(row.integer(5)),
        run: row.optionalText(6), previous: Digest(row.blob(7)) ?? .zero,
        hash: Digest(row.blob(8)) ?? .zero)
    }
  }

  /// Appends a section whose entries lead to `end`, within the caller's transaction.
  package func append(_ section: LedgerSection, end: LedgerChain) throws(Fault) {
    try connection.run(
      """
      INSERT INTO ledger_section (first, count, kind, batch, source, at, run, previous, hash)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """, .integer(Int64(bitPattern: section.first)), .count(section.count),
      .text(section.kind.rawValue), .integer(section.batch.number), .text(section.source),
      .integer(section.at.seconds), .optional(section.run), .blob(section.previous.bytes),
      .blob(section.hash.bytes))
    try ledger.keep(end, at: section.at)
  }

  /// Appends that a batch was taken out, if it has records; those stay as they are.
  package func withdrawFromLedger(_ batch: BatchID, source: String, at time: Timestamp)
    throws(Fault)
  {
    let records = try connection.number(
      "SELECT count(*) FROM ledger_section WHERE batch = ?1 AND kind = 'records'",
      .integer(batch.number))
    guard let records, records > 0 else { return }
    var end = try ledger.end()
    let link = end.append(LedgerWithdrawal(time: time, batch: batch, source: source).canonical)
    try append(
      LedgerSection(
        first: link.sequence, count: 1, kind: .withdrawal, batch: batch, source: source, at: time,
        run: nil, previous: link.previous, hash: link.hash), end: end)
  }

  private static let forgottenRecords = "forgotten_records"

  /// How many consent records retention has made anonymous so far.
  package func forgottenRecords() throws(Fault) -> Int {
    try setting(Self.forgottenRecords).flatMap { Int($0) } ?? 0
  }

  /// Notes that retention has made more consent records anonymous, within the caller's transaction.
  package func addForgottenRecords(_ count: Int) throws(Fault) {
    guard count > 0 else { return }
    try set(Self.forgottenRecords, String(try forgottenRecords() + count))
  }

  /// Whether anybody was ever erased from the workspace.
  package func hasTombstones() throws(Fault) -> Bool {
    let table = try connection.number(
      "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'tombstone'")
    guard table != nil else { return false }
    return try connection.number("SELECT 1 FROM tombstone LIMIT 1") != nil
  }
}
