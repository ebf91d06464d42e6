package import Basis

/// A feed to be looked at, and what some of its columns shall be besides what was found.
package struct FeedStudyRequest: Hashable, Sendable {
  package var path: String
  /// Roles in the words of `FeedStudy.Column.use`, by column; `FeedStudy.unused` leaves one out.
  package var roles: [String: String]

  package init(path: String, roles: [String: String] = [:]) {
    (self.path, self.roles) = (path, roles)
  }
}

/// What is in a feed that no source has sent yet, and what would become of it.
package struct FeedStudy: Hashable, Sendable {
  package static let unused = "not used"

  package struct Column: Hashable, Sendable {
    package var name: String
    /// The type of its values, such as `text`, `date` or `e-mail`.
    package var type: String
    package var filled: Int
    package var rows: Int
    /// How many different values it has; not exact for very many.
    package var distinct: Int
    package var isDistinctExact: Bool
    /// What it becomes: `identifier email`, `attribute country`, `time`, …; nil where nobody can tell.
    package var use: String?
    package var isPersonal: Bool
    /// Frequent values, or the range; nothing of a column with personal data.
    package var values: String
    /// What it could become, the likeliest first.
    package var choices: [String]

    package init(
      name: String, type: String, filled: Int, rows: Int, distinct: Int, isDistinctExact: Bool,
      use: String?, isPersonal: Bool, values: String, choices: [String]
    ) {
      (self.name, self.type, self.filled, self.rows) = (name, type, filled, rows)
      (self.distinct, self.isDistinctExact) = (distinct, isDistinctExact)
      (self.use, self.isPersonal) = (use, isPersonal)
      (self.values, self.choices) = (values, choices)
    }
  }

  /// Something that is wrong with the feed, and where.
  package struct Warning: Hashable, Sendable {
    package var line: Int
    package var column: String?
    package var text: String
    package var count: Int

    package init(line: Int, column: String?, text: String, count: Int) {
      (self.line, self.column, self.text, self.count) = (line, column, text, count)
    }
  }

  package var path: String
  /// How it is written: `csv, divided by “;”, utf-8`.
  package var form: String
  package var bytes: Int
  package var rows: Int
  package var repeats: Int
  /// From when to when its rows speak.
  package var firstTime: Timestamp?
  package var lastTime: Timestamp?
  package var columns: [Column]
  package var warnings: [Warning]
  package var preview: FeedPreview
  /// False for a kind of feed that is known as a whole, whose columns decide nothing by themselves.
  package var hasFreeRoles: Bool
  /// The mapping that makes it so, as TOML.
  package var mapping: String
  /// What a source of it could be called, and what kind it looks like.
  package var name: String
  package var kind: String

  package init(
    path: String, form: String, bytes: Int, rows: Int, repeats: Int, firstTime: Timestamp?,
    lastTime: Timestamp?, columns: [Column], warnings: [Warning], preview: FeedPreview,
    hasFreeRoles: Bool, mapping: String, name: String, kind: String
  ) {
    self.hasFreeRoles = hasFreeRoles
    (self.path, self.form, self.bytes, self.rows) = (path, form, bytes, rows)
    (self.repeats, self.firstTime, self.lastTime) = (repeats, firstTime, lastTime)
    (self.columns, self.warnings, self.preview) = (columns, warnings, preview)
    (self.mapping, self.name, self.kind) = (mapping, name, kind)
  }
}

/// The first rows of a feed as they would come in, masked.
package struct FeedPreview: Hashable, Sendable {
  package var columns: [String]
  package var rows: [[String]]
  /// Of the rows that were tried, how many would be accepted and why others would not.
  package var tried: Int
  package var accepted: Int
  package var rejects: [IngestSummary.Rejection]
  /// Why there is no preview, and what to do about it; nil where there is one.
  package var obstacle: String?
  package var remedy: String

  package init(
    columns: [String] = [], rows: [[String]] = [], tried: Int = 0, accepted: Int = 0,
    rejects: [IngestSummary.Rejection] = [], obstacle: String? = nil, remedy: String = ""
  ) {
    (self.columns, self.rows, self.tried) = (columns, rows, tried)
    (self.accepted, self.rejects) = (accepted, rejects)
    (self.obstacle, self.remedy) = (obstacle, remedy)
  }
}

/// A source to be made of a feed that was looked at, with the feed as its first batch.
package struct NewSourceRequest: Hashable, Sendable {
  package var name: String
  package var party: String
  package var kind: String
  package var mapping: String
  package var file: String

  package init(name: String, party: String, kind: String, mapping: String, file: String) {
    (self.name, self.party, self.kind) = (name, party, kind)
    (self.mapping, self.file) = (mapping, file)
  }

  package static let parties = ["first", "second", "third"]
  package static let kinds = [
    "web", "mobile", "crm", "adserver", "pos", "partner", "email", "consent", "cost", "stream",
  ]
}
