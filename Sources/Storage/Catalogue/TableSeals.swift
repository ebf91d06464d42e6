package import Basis
internal import Sealing

/// The seals of the catalogue's tables, by which a change that Parterre did not make is found.
///
/// A table's seal is the sum of a keyed hash of each of its rows. While Parterre has the catalogue
/// open for writing, triggers of its own connection keep the sums, whatever statement changes a row;
/// they are not in the file, so that another program changes rows without them, and cannot make the
/// sums fit for lack of the key.
struct TableSeals {
  private let connection: Connection
  private let tables: [(name: String, columns: [String])]

  /// What is chained or checked in other ways, and what is only derived from other data.
  private static let unsealed: Set<String> = [
    "table_seal", "audit", "reject", "probable_link", "linkage_evidence",
  ]

  init(_ connection: Connection, _ key: SecretKey) throws(Fault) {
    self.connection = connection
    guard unsafe SealFunction.add(KeyedHash(key, namespace: "table"), to: connection.handle)
    else {
      throw Fault(
        .store, "the catalogue", reason: "SQLite does not take functions",
        remedy: "Install SQLite 3.40 or newer")
    }
    let columns = try connection.rows(
      """
      SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
      WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid
      """
    ) { ($0.text(0), $0.text(1)) }.filter { !Self.unsealed.contains($0.0) }
    tables = Dictionary(grouping: columns, by: \.0)
      .map { ($0.key, $0.value.map(\.1)) }.sorted { $0.0 < $1.0 }
  }

  /// Keeps the seals from now on, as long as the connection is open.
  func keep() throws(Fault) {
    // A row that another takes the place of counts as deleted only then.
    try connection.execute("PRAGMA recursive_triggers = ON")
    for (table, columns) in tables {
      let (new, old) = (seal(table, columns, "NEW."), seal(table, columns, "OLD."))
      let changes = [
        ("INSERT", "+ \(new)"), ("DELETE", "- \(old)"), ("UPDATE", "- \(old) + \(new)"),
      ]
      for (change, terms) in changes {
        try connection.execute(
          """
          CREATE TEMP TRIGGER seal_\(table)_\(change) AFTER \(change) ON main.\(table) BEGIN
            UPDATE table_seal SET sum = (sum \(terms)) & \(SealFunction.mask)
            WHERE name = '\(table)';
          END
          """)
      }
    }
  }

  /// Seals every table as it is now, or those of some names alone.
  func seal(only names: Set<String>? = nil) throws(Fault) {
    for (table, columns) in tables where names?.contains(table) ?? true {
      try connection.run(
        "INSERT OR REPLACE INTO table_seal VALUES (?1, ?2)", .text(table),
        .integer(try sum(table, columns)))
    }
  }

  /// The tables that have other rows than Parterre gave them.
  func changed() throws(Fault) -> [String] {
    var seals: [String: Int64] = [:]
    for (table, sum) in try connection.rows(
      "SELECT name, sum FROM table_seal", map: { ($0.text(0), $0.integer(1)) })
    {
      seals[table] = sum
    }
    var changed: [String] = []
    for (table, columns) in tables where seals[table] != (try sum(table, columns)) {
      changed.append(table)
    }
    return changed
  }

  private func sum(_ table: String, _ columns: [String]) throws(Fault) -> Int64 {
    let seals = try connection.rows("SELECT \(seal(table, columns)) FROM \(table)") {
      UInt64(bitPattern: $0.integer(0))
    }
    return Int64(seals.reduce(0) { ($0 + $1) & SealFunction.mask })
  }

  private func seal(_ table: String, _ columns: [String], _ row: String = "") -> String {
    let values = columns.map { "\(row)\"\($0)\"" }.joined(separator: ", ")
    return "\(SealFunction.name)('\(table)', \(values))"
  }
}

extension Catalogue {
  /// What the consent ledger rests on beside its own chain.
  package static let ledgerTables: Set<String> = [
    "ledger_section", "batch", "namespace", "run", "run_batch", "source", "chain_end", "chain_root",
    "erasure", "tombstone",
  ]

  /// The tables of which a row was changed, added or removed by something else than Parterre; none
  /// where the workspace's key is not at hand.
  package func changedTables() throws(Fault) -> [String] {
    guard let chainKey else { return [] }
    return try TableSeals(connection, chainKey).changed()
  }
}
