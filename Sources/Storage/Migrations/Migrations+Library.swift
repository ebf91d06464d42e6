extension Migrations {
  /// Who owns a segment, and the words that it is found by.
  static let librarySchema = """
    ALTER TABLE segment ADD COLUMN owner TEXT NOT NULL DEFAULT '';

    CREATE TABLE segment_tag (
      segment TEXT NOT NULL REFERENCES segment ON UPDATE CASCADE ON DELETE CASCADE,
      tag TEXT NOT NULL, PRIMARY KEY (segment, tag)
    ) WITHOUT ROWID, STRICT;
    """
}
