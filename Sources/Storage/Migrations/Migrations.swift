package import Basis
package import Sealing

/// The versions of the catalogue's schema, in order; each runs once, in one transaction.
///
/// A migration that has been released is never edited: a change is a new entry at the end.
package enum Migrations {
  struct Migration: Sendable {
    let version: Int
    let sql: String
    /// What the statements cannot do, in the same transaction.
    var completion: (@Sendable (Connection, SecretKey?) throws(Fault) -> Void)?
  }

  static let all: [Migration] = [
    Migration(version: 1, sql: firstSchema),
    Migration(version: 2, sql: retriesSchema),
    Migration(version: 3, sql: chainsSchema) { (connection, key) throws(Fault) in
      try AuditTable(connection: connection, key: key).chainEarlierRows()
    },
    Migration(version: 4, sql: privacySchema),
    Migration(version: 5, sql: intakeSchema),
    Migration(version: 6, sql: activationSchema),
    Migration(version: 7, sql: librarySchema),
    Migration(version: 8, sql: identitySchema),
    Migration(version: 9, sql: budgetSchema),
    Migration(version: 10, sql: modelSchema),
    Migration(version: 11, sql: sealsSchema) { (connection, key) throws(Fault) in
      if let key { try TableSeals(connection, key).seal() }
    },
    Migration(version: 12, sql: "") { (connection, key) throws(Fault) in
      if let key { try TableSeals(connection, key).seal(only: chainTables) }
    },
    Migration(version: 13, sql: deliveredSchema) { (connection, key) throws(Fault) in
      if let key { try TableSeals(connection, key).seal(only: ["activation_identifiers"]) }
    },
  ]

  /// The version that this program reads and writes.
  package static var current: Int { all.last?.version ?? 0 }

  /// The version of an opened catalogue; 0 where it is empty.
  package static func version(of connection: Connection) throws(Fault) -> Int {
    Int(try connection.number("PRAGMA user_version") ?? 0)
  }

  /// Brings the catalogue up to `target`, as a rule the newest version; refuses one that is newer.
  ///
  /// `key` seals the chains that a migration begins.
  package static func migrate(
    _ connection: Connection, path: String, upTo target: Int = current, key: SecretKey? = nil
  ) throws(Fault) {
    let version = try version(of: connection)
    guard version <= current else {
      throw Fault(
        .newerWorkspace, path,
        reason: "it was written by a newer Parterre (format \(version), this one knows \(current))",
        remedy: "Update Parterre, or restore a backup from before")
    }
    for migration in all where migration.version > version && migration.version <= target {
      try connection.transaction { () throws(Fault) in
        try connection.execute(migration.sql)
        try migration.completion?(connection, key)
        try connection.execute("PRAGMA user_version = \(migration.version)")
      }
    }
  }

  /// What is needed to read a reject again, and which batch brought it in.
  private static let retriesSchema = """
    ALTER TABLE batch ADD COLUMN head TEXT;
    ALTER TABLE batch ADD COLUMN delimiter INTEGER;
    ALTER TABLE batch ADD COLUMN quote INTEGER;
    ALTER TABLE reject ADD COLUMN retried_by INTEGER REFERENCES batch;
    CREATE INDEX reject_by_retry ON reject (retried_by) WHERE retried_by IS NOT NULL;
    """

  private static let firstSchema = """
    CREATE TABLE setting (
      key TEXT PRIMARY KEY, value TEXT NOT NULL
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE source (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, party TEXT NOT NULL, kind TEXT NOT NULL,
      mapping TEXT, expected_interval INTEGER, monthly_cost INTEGER, currency TEXT, drop_folder TEXT,
      created INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE batch (
      id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source,
      name TEXT NOT NULL, content_hash BLOB NOT NULL, bytes INTEGER NOT NULL, format TEXT NOT NULL,
      mapping TEXT, state TEXT NOT NULL CHECK (state IN ('kept', 'undone')),
      rows INTEGER NOT NULL, accepted INTEGER NOT NULL, duplicates INTEGER NOT NULL,
      rejected INTEGER NOT NULL, events INTEGER NOT NULL, facts INTEGER NOT NULL,
      bots INTEGER NOT NULL, bad_identifiers INTEGER NOT NULL,
      first_event INTEGER, last_event INTEGER, started INTEGER NOT NULL, finished INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX batch_by_source ON batch (source, id);
    CREATE INDEX batch_by_content ON batch (content_hash);

    CREATE TABLE batch_field (
      batch INTEGER NOT NULL REFERENCES batch, field TEXT NOT NULL, filled INTEGER NOT NULL,
      new_values INTEGER NOT NULL, PRIMARY KEY (batch, field)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE reject (
      id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch, line INTEGER NOT NULL,
      field TEXT, reason TEXT NOT NULL, detail TEXT NOT NULL, raw BLOB NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'retried'))
    ) STRICT;
    CREATE INDEX reject_by_batch ON reject (batch, state, line);

    CREATE TABLE run (
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL UNIQUE,
      source INTEGER REFERENCES source, batch INTEGER REFERENCES batch, rows INTEGER NOT NULL,
      bytes INTEGER NOT NULL, first_event INTEGER, last_event INTEGER
    ) STRICT;
    CREATE INDEX run_by_kind ON run (kind, id);

    CREATE TABLE namespace (
      code INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE field (
      owner TEXT NOT NULL CHECK (owner IN ('event', 'attribute')), name TEXT NOT NULL,
      type TEXT NOT NULL, decimal_places INTEGER NOT NULL, personal INTEGER NOT NULL,
      definition TEXT, PRIMARY KEY (owner, name)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE event_field (
      event TEXT NOT NULL, field TEXT NOT NULL, PRIMARY KEY (event, field)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE attribute_priority (
      source INTEGER NOT NULL REFERENCES source, attribute TEXT NOT NULL,
      priority INTEGER NOT NULL, PRIMARY KEY (source, attribute)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE cost (
      batch INTEGER NOT NULL REFERENCES batch, day INTEGER NOT NULL, campaign TEXT NOT NULL,
      channel TEXT NOT NULL, impressions INTEGER NOT NULL, clicks INTEGER NOT NULL,
      minor_units INTEGER NOT NULL, currency TEXT NOT NULL
    ) STRICT;
    CREATE INDEX cost_by_batch ON cost (batch, day, campaign);

    CREATE TABLE segment (
      name TEXT PRIMARY KEY, folder TEXT NOT NULL, created INTEGER NOT NULL
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE segment_version (
      segment TEXT NOT NULL REFERENCES segment ON UPDATE CASCADE ON DELETE CASCADE,
      version INTEGER NOT NULL, text TEXT NOT NULL, note TEXT NOT NULL, saved INTEGER NOT NULL,
      size INTEGER, PRIMARY KEY (segment, version)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE activation (
      id INTEGER PRIMARY KEY, segment TEXT NOT NULL, expression TEXT NOT NULL,
      destination TEXT NOT NULL, file TEXT NOT NULL, as_of INTEGER NOT NULL, rows INTEGER NOT NULL,
      sha256 TEXT NOT NULL, waterfall TEXT NOT NULL, manifest TEXT NOT NULL, at INTEGER NOT NULL,
      members BLOB NOT NULL
    ) STRICT;

    CREATE TABLE audit (
      sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL,
      subject TEXT NOT NULL, detail TEXT NOT NULL
    ) STRICT;
    """
}
