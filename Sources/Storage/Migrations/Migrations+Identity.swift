extension Migrations {
  /// What an analyst decided about identities, and what probabilistic linkage found.
  ///
  /// A probable link names the evidence it rests on, the batches whose rows made its two records, so
  /// that it stops counting when one of them is taken out.
  static let identitySchema = """
    CREATE TABLE identity_decision (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('split', 'apart', 'cut', 'merge', 'keep')),
      a INTEGER NOT NULL, b INTEGER, size INTEGER, at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE linkage_run (
      id INTEGER PRIMARY KEY AUTOINCREMENT, configuration TEXT NOT NULL, records INTEGER NOT NULL,
      compared INTEGER NOT NULL, links INTEGER NOT NULL, threshold REAL NOT NULL,
      model TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE linkage_evidence (
      evidence INTEGER NOT NULL, batch INTEGER NOT NULL, PRIMARY KEY (evidence, batch)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE probable_link (
      a INTEGER NOT NULL, b INTEGER NOT NULL, weight REAL NOT NULL, evidence INTEGER NOT NULL,
      run INTEGER NOT NULL REFERENCES linkage_run, PRIMARY KEY (a, b)
    ) WITHOUT ROWID, STRICT;
    """
}
