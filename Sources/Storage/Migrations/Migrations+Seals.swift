extension Migrations {
  /// What each table's rows add up to under the workspace's key.
  ///
  /// A later migration that changes a sealed table seals all of them again, as this one does.
  static let sealsSchema = """
    CREATE TABLE table_seal (name TEXT PRIMARY KEY, sum INTEGER NOT NULL) WITHOUT ROWID, STRICT;
    """
}
