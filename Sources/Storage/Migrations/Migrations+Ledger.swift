extension Migrations {
  /// Chains: the audit log gets hashes, consent gets its ledger, and both get sealed ends and roots.
  static let chainsSchema = """
    ALTER TABLE audit ADD COLUMN actor TEXT NOT NULL DEFAULT '';
    ALTER TABLE audit ADD COLUMN previous BLOB NOT NULL DEFAULT x'';
    ALTER TABLE audit ADD COLUMN hash BLOB NOT NULL DEFAULT x'';

    CREATE TABLE chain_end (
      chain TEXT PRIMARY KEY, state BLOB NOT NULL, at INTEGER NOT NULL, seal BLOB NOT NULL
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE chain_root (
      chain TEXT NOT NULL, count INTEGER NOT NULL, head BLOB NOT NULL, tree BLOB NOT NULL,
      at INTEGER NOT NULL, seal BLOB NOT NULL, PRIMARY KEY (chain, count)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE ledger_section (
      first INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('records', 'withdrawal')),
      batch INTEGER NOT NULL, source TEXT NOT NULL, count INTEGER NOT NULL, at INTEGER NOT NULL,
      run TEXT, previous BLOB NOT NULL, hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX ledger_section_by_batch ON ledger_section (batch);
    """
}
