extension Migrations {
  /// What was left out of kept rows, how far growing files were read, and what drop folders held.
  static let intakeSchema = """
    ALTER TABLE batch ADD COLUMN decimal INTEGER;

    CREATE TABLE batch_flaw (
      batch INTEGER NOT NULL REFERENCES batch, field TEXT NOT NULL, reason TEXT NOT NULL,
      count INTEGER NOT NULL, first_line INTEGER NOT NULL, PRIMARY KEY (batch, field, reason)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE follow (
      source INTEGER NOT NULL REFERENCES source, path TEXT NOT NULL, inode INTEGER NOT NULL,
      position INTEGER NOT NULL, line INTEGER NOT NULL, beginning INTEGER NOT NULL,
      PRIMARY KEY (source, path)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE dropped_file (
      source INTEGER NOT NULL REFERENCES source, path TEXT NOT NULL, bytes INTEGER NOT NULL,
      modified INTEGER NOT NULL, problem TEXT, PRIMARY KEY (source, path)
    ) WITHOUT ROWID, STRICT;
    """
}
