package import Basis
package import Consent
internal import Sealing

extension Catalogue {
  /// Appends to the audit log who did what, when and on what; never personal data, so that an
  /// address in the name that somebody gave to a segment or a list is masked.
  ///
  /// Each entry carries the hash of the one before it, so that `verify` finds any that was changed,
  /// removed or moved. Inside a transaction the entry is part of it.
  package func audit(_ action: String, _ subject: String, _ detail: String = "", at: Timestamp)
    throws(Fault)
  {
    try auditTable.append(
      AuditEntry(
        time: at, actor: SystemAccount.name, action: action,
        subject: PersonalText.masked(subject), detail: PersonalText.masked(detail)))
  }

  /// The newest entries that fit, the oldest of them first, each with its place in the log.
  package func auditLog(
    action: String? = nil, since: Timestamp? = nil, newest limit: Int
  ) throws(Fault) -> [(sequence: UInt64, entry: AuditEntry)] {
    try connection.rows(
      """
      SELECT \(AuditTable.columns) FROM audit
      WHERE (?1 IS NULL OR action = ?1) AND (?2 IS NULL OR at >= ?2)
      ORDER BY sequence DESC LIMIT ?3
      """, .optional(action), .optional(since?.seconds), .count(limit)
    ) { (UInt64(bitPattern: $0.integer(0)), AuditTable.entry($0)) }.reversed()
  }

  /// How many entries fit.
  package func auditCount(action: String? = nil, since: Timestamp? = nil) throws(Fault) -> Int {
    Int(
      try connection.number(
        """
        SELECT count(*) FROM audit
        WHERE (?1 IS NULL OR action = ?1) AND (?2 IS NULL OR at >= ?2)
        """, .optional(action), .optional(since?.seconds)) ?? 0)
  }

  /// Calls `body` with every entry of the log as it is chained, in order.
  package func forEachAuditLink(_ body: (ChainLink) -> Void) throws(Fault) {
    _ = try connection.rows("SELECT \(AuditTable.columns) FROM audit ORDER BY sequence") {
      body(AuditTable.link($0))
    }
  }

  /// The end of the audit log; nil where nothing was ever written to it.
  package func auditEnd() throws(Fault) -> SealedRoot? { try auditTable.chain.sealedEnd() }

  /// The roots that were kept of the audit log, latest first.
  package func auditRoots() throws(Fault) -> [SealedRoot] { try auditTable.chain.roots() }

  private var auditTable: AuditTable { AuditTable(connection: connection, key: chainKey) }
}

/// The rows of the audit log and the end of their chain.
struct AuditTable {
  static let chainName = "audit"
  static let columns = "sequence, at, actor, action, subject, detail, previous, hash"

  let connection: Connection
  let chain: StoredChain

  init(connection: Connection, key: SecretKey?) {
    self.connection = connection
    chain = StoredChain(connection: connection, name: Self.chainName, key: key)
  }

  /// Writes the row and the new end: both or neither.
  func append(_ entry: AuditEntry) throws(Fault) {
    try connection.savepoint { () throws(Fault) in
      var end = try chain.end()
      let link = end.append(entry.canonical)
      try connection.run(
        "INSERT INTO audit (\(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        .integer(Int64(bitPattern: link.sequence)), .integer(entry.time.seconds),
        .text(entry.actor), .text(entry.action), .text(entry.subject), .text(entry.detail),
        .blob(link.previous.bytes), .blob(link.hash.bytes))
      try chain.keep(end, at: entry.time)
    }
  }

  /// Chains the rows of a format that had no hashes, once, in their order.
  func chainEarlierRows() throws(Fault) {
    let entries = try connection.rows(
      "SELECT \(Self.columns) FROM audit ORDER BY sequence"
    ) { Self.entry($0) }
    try connection.execute("DELETE FROM audit")
    for entry in entries { try append(entry) }
  }

  static func entry(_ row: borrowing Row) -> AuditEntry {
    AuditEntry(
      time: Timestamp(row.integer(1)), actor: row.text(2), action: row.text(3),
      subject: row.text(4), detail: row.text(5))
  }

  static func link(_ row: borrowing Row) -> ChainLink {
    ChainLink(
      sequence: UInt64(bitPattern: row.integer(0)), content: entry(row).canonical,
      previous: Digest(row.blob(6)) ?? .zero, hash: Digest(row.blob(7)) ?? .zero)
  }
}
