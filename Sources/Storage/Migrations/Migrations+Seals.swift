extension Migrations {
  /// What each table's rows add up to under the workspace's key.
  ///
  /// A later migration that changes a sealed table seals it again, as this one does all of them.
  static let sealsSchema = """
    CREATE TABLE table_seal (name TEXT PRIMARY KEY, sum INTEGER NOT NULL) WITHOUT ROWID, STRICT;
    """

  /// What had no seal at first: ends and roots of the chains, receipts of erasures, tombstones.
  ///
  /// The other tables keep the seals that they have, so that a change of them stays to be found.
  static let chainTables: Set<String> = ["chain_end", "chain_root", "erasure", "tombstone"]
}
