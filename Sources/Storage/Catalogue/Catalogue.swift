package import Basis
package import Sealing

/// The catalogue of one workspace: every question and change that the engine has for SQLite.
///
/// It is split by subject over `Catalogue+….swift`. A class, because it owns the connection.
package final class Catalogue {
  let connection: Connection
  package let path: String
  /// Seals the ends of the chains; nil where the workspace's key is not at hand.
  let chainKey: SecretKey?

  /// Opens the catalogue at `path` and brings an older one up to date.
  package init(path: String, access: Connection.Access, chainKey: SecretKey? = nil) throws(Fault) {
    (self.path, self.chainKey) = (path, chainKey)
    connection = try Connection(path: path, access: access)
    switch access {
    case .readWrite:
      try Migrations.migrate(connection, path: path, key: chainKey)
      if let chainKey { try TableSeals(connection, chainKey).keep() }
    case .readOnly:
      let version = try Migrations.version(of: connection)
      guard version == Migrations.current else {
        throw Fault(
          version > Migrations.current ? .newerWorkspace : .store, path,
          reason: "its format is \(version), this program reads \(Migrations.current)",
          remedy: version > Migrations.current
            ? "Update Parterre" : "Open it once for writing, so that it is brought up to date")
      }
    }
  }

  /// Runs `body` in one transaction: all of it happens or nothing does.
  package func transaction<Answer>(_ body: () throws(Fault) -> Answer) throws(Fault) -> Answer {
    try connection.transaction(body)
  }

  // MARK: Settings

  package func setting(_ key: String) throws(Fault) -> String? {
    try connection.rows("SELECT value FROM setting WHERE key = ?1", .text(key)) { $0.text(0) }.first
  }

  package func set(_ key: String, _ value: String) throws(Fault) {
    try connection.run(
      "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      .text(key), .text(value))
  }

  /// A number that grows with every committed change of the data.
  package func dataVersion() throws(Fault) -> Int64 {
    Int64(try setting("data_version") ?? "0") ?? 0
  }

  package func raiseDataVersion() throws(Fault) {
    try set("data_version", String(try dataVersion() + 1))
  }

  // MARK: Care

  /// SQLite's own check of the whole file; empty where all is well.
  package func integrityProblems() throws(Fault) -> [String] {
    let problems = try connection.rows("PRAGMA integrity_check") { $0.text(0) }
      .filter { $0 != "ok" }
    let references = try connection.rows("PRAGMA foreign_key_check") { row in
      "a row of \(row.text(0)) names a missing row of \(row.text(2))"
    }
    return problems + references
  }

  /// Writes a consistent copy while others go on reading and writing.
  package func copy(to target: String) throws(Fault) { try connection.copy(to: target) }

  /// Gives free pages back and empties the write-ahead log; false where a reader keeps the log open.
  @discardableResult
  package func vacuum() throws(Fault) -> Bool {
    try connection.execute("VACUUM")
    return try checkpoint()
  }

  /// Empties the write-ahead log into the file; false where a reader keeps it open.
  @discardableResult
  package func checkpoint() throws(Fault) -> Bool {
    try connection.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0
  }
}
