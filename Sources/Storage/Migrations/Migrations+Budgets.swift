extension Migrations {
  /// What campaigns may cost in a stretch of days, as the command line has set it.
  static let budgetSchema = """
    CREATE TABLE budget (
      campaign TEXT NOT NULL, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,
      minor_units INTEGER NOT NULL CHECK (minor_units > 0), currency TEXT NOT NULL,
      PRIMARY KEY (campaign, first_day), CHECK (first_day <= last_day)
    ) WITHOUT ROWID, STRICT;
    """
}
