extension Migrations {
  /// Merged column files, sealed rejects, and what an erasure leaves behind.
  static let privacySchema = """
    CREATE TABLE run_batch (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, batch INTEGER NOT NULL,
      rows INTEGER NOT NULL, PRIMARY KEY (run, batch)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX run_batch_by_batch ON run_batch (batch, run);

    ALTER TABLE batch ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE reject ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;

    CREATE TABLE tombstone (hash INTEGER PRIMARY KEY) STRICT;

    CREATE TABLE erasure (
      sequence INTEGER PRIMARY KEY, entry BLOB NOT NULL, previous BLOB NOT NULL,
      hash BLOB NOT NULL
    ) STRICT;
    """
}
