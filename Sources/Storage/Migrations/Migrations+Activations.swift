extension Migrations {
  /// What a delivery consists of, how far it has come, and who is never delivered.
  static let activationSchema = """
    ALTER TABLE activation ADD COLUMN state TEXT NOT NULL DEFAULT 'done'
      CHECK (state IN ('moving', 'sending', 'done'));
    ALTER TABLE activation ADD COLUMN version INTEGER;
    ALTER TABLE activation ADD COLUMN campaign TEXT;
    ALTER TABLE activation ADD COLUMN added INTEGER;
    ALTER TABLE activation ADD COLUMN removed INTEGER;
    ALTER TABLE activation ADD COLUMN held_out BLOB NOT NULL DEFAULT x'';
    ALTER TABLE activation ADD COLUMN batches INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE activation ADD COLUMN batches_sent INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX activation_by_destination ON activation (destination, segment, id);

    CREATE TABLE activation_file (
      activation INTEGER NOT NULL REFERENCES activation ON DELETE CASCADE,
      number INTEGER NOT NULL, path TEXT NOT NULL, written_as TEXT NOT NULL,
      rows INTEGER NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL,
      PRIMARY KEY (activation, number)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE suppression (
      name TEXT PRIMARY KEY, destination TEXT, expression TEXT, namespace TEXT,
      hashes BLOB NOT NULL, created INTEGER NOT NULL
    ) WITHOUT ROWID, STRICT;
    """

  /// The identifiers that each destination has after a delivery, so that the next one can take out
  /// those alone that may not stay.
  static let deliveredSchema = """
    CREATE TABLE IF NOT EXISTS activation_identifiers (
      activation INTEGER PRIMARY KEY REFERENCES activation ON DELETE CASCADE, nodes BLOB NOT NULL
    ) STRICT;
    """
}
