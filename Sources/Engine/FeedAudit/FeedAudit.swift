package import Basis

/// What a look at a feed found out, without keeping anything of it.
package struct FeedAudit: Sendable {
  package var file: String
  /// Bytes of the file as it lies on the disk.
  package var bytes = 0
  package var compression = "none"
  package var encoding = "utf-8"
  /// What the feed was recognised as, such as `json_lines` or `google_ads`.
  package var format = "csv"
  package var dialect: AuditDialect?
  /// Data rows, counted exactly; totals and lines above the header are none.
  package var rows = 0
  /// Rows whose values were looked at; fewer than `rows` in a large feed.
  package var examined = 0
  package var totalRows = 0
  package var duplicates = AuditCount(0)
  package var columns: [AuditColumn] = []
  package var problems: [AuditProblem] = []
  /// The times that the rows speak of, and the column that has them.
  package var times: AuditTimes?
  /// A mapping that the feed can be ingested with, as TOML with comments.
  package var mapping = ""

  package init(file: String) { self.file = file }
}

/// A number that is exact, or close to what an exact count would give.
package struct AuditCount: Sendable, Equatable {
  package let value: Int
  package let isExact: Bool
  package init(_ value: Int, isExact: Bool = true) { (self.value, self.isExact) = (value, isExact) }
}

/// How a delimited text is written.
package struct AuditDialect: Sendable, Equatable {
  package let delimiter: UInt8
  package let quote: UInt8?
  package let hasHeader: Bool
  package let preambleLines: Int
  /// `,` or `.` where the feed's numbers show it.
  package let decimal: UInt8?
}

/// One column of a feed, or one path of its objects.
package struct AuditColumn: Sendable {
  package let name: String
  /// `text`, `integer`, `number`, `boolean`, `date`, `time`, `list`, or what the text is.
  package let type: String
  package let filled: Int
  package let rows: Int
  package let distinct: AuditCount
  /// What it is taken for: `identifier email`, `event time`, …; nil where nobody can tell.
  package let use: String?
  package let isPersonal: Bool
  /// Some of the most frequent values; none of a column with personal data.
  package let common: [(value: String, count: Int)]
  package let least: String?
  package let most: String?
}

/// Something about a feed that its sender, or its mapping, should mend.
package struct AuditProblem: Sendable, Equatable {
  package let line: Int
  package let column: String?
  package let found: String
  package let expected: String
  package let count: Int
}

/// From when to when a feed's rows speak.
package struct AuditTimes: Sendable, Equatable {
  package let column: String
  package let first: Timestamp
  package let last: Timestamp
}
