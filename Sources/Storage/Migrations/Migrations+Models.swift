extension Migrations {
  /// What was learned: points for conditions, and how they did on people held out; it names nobody.
  static let modelSchema = """
    CREATE TABLE model (
      name TEXT PRIMARY KEY, version INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('weights', 'logistic')),
      goal TEXT NOT NULL CHECK (goal IN ('likeness', 'foresight')), definition TEXT NOT NULL,
      base TEXT NOT NULL, horizon INTEGER, purpose TEXT NOT NULL, lens TEXT NOT NULL,
      draw INTEGER NOT NULL, trained INTEGER NOT NULL, as_of INTEGER NOT NULL,
      data_version INTEGER NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
      examples INTEGER NOT NULL, others INTEGER NOT NULL,
      points INTEGER NOT NULL, lowest INTEGER, highest INTEGER,
      tested_examples INTEGER NOT NULL, tested_others INTEGER NOT NULL, area REAL NOT NULL,
      area_error REAL NOT NULL, log_loss REAL, base_log_loss REAL NOT NULL
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE model_trait (
      model TEXT NOT NULL REFERENCES model ON DELETE CASCADE, place INTEGER NOT NULL,
      condition TEXT NOT NULL, points INTEGER NOT NULL, examples_with INTEGER NOT NULL,
      others_with INTEGER NOT NULL, PRIMARY KEY (model, place)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE model_band (
      model TEXT NOT NULL REFERENCES model ON DELETE CASCADE, place INTEGER NOT NULL,
      lowest INTEGER NOT NULL, people INTEGER NOT NULL, examples INTEGER NOT NULL,
      expected REAL NOT NULL, PRIMARY KEY (model, place)
    ) WITHOUT ROWID, STRICT;

    CREATE TABLE model_telling (
      model TEXT NOT NULL REFERENCES model ON DELETE CASCADE, place INTEGER NOT NULL,
      condition TEXT NOT NULL, PRIMARY KEY (model, place)
    ) WITHOUT ROWID, STRICT;
    """
}
