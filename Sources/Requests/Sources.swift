package import Basis

/// How rows fared, of a batch, a source or an ingest.
package struct RowTally: Hashable, Sendable {
  package var rows: Int
  package var accepted: Int
  package var duplicates: Int
  package var rejected: Int

  package init(rows: Int, accepted: Int, duplicates: Int, rejected: Int) {
    (self.rows, self.accepted) = (rows, accepted)
    (self.duplicates, self.rejected) = (duplicates, rejected)
  }
}

/// How fresh a source's data is against the interval in which it is expected.
package enum Freshness: Hashable, Sendable {
  /// Nothing has ever come.
  case never
  /// No interval is known.
  case unknown
  case onTime
  case late(bySeconds: Int)
}

/// A source in one row.
package struct SourceSummary: Hashable, Sendable {
  package var name: String
  /// `first`, `second` or `third`.
  package var party: String
  package var kind: String
  /// When the last batch was taken in; nil before the first.
  package var lastBatch: Timestamp?
  package var expectedSeconds: Int?
  package var freshness: Freshness
  package var tally: RowTally
  /// Rows of the last batches, at most eight, oldest first.
  package var recentVolumes: [Int]
  /// What is unusual about the last batch, in a few words; nil when nothing is.
  package var anomaly: String?
  /// How many robust standard deviations the last batch is away from the eight before it; nil
  /// before there are enough.
  package var volumeScore: Double?
  /// Events of browsers that call themselves crawlers, and events in all.
  package var bots = 0
  package var events = 0
  /// Identifiers that were left out of rows because they stand for nobody or are malformed.
  package var badIdentifiers = 0

  package init(
    name: String, party: String, kind: String, lastBatch: Timestamp?, expectedSeconds: Int?,
    freshness: Freshness, tally: RowTally, recentVolumes: [Int], anomaly: String?
  ) {
    (self.name, self.party, self.kind, self.lastBatch) = (name, party, kind, lastBatch)
    (self.expectedSeconds, self.freshness) = (expectedSeconds, freshness)
    (self.tally, self.recentVolumes, self.anomaly) = (tally, recentVolumes, anomaly)
  }
}

/// Everything about one source.
package struct SourceDetail: Hashable, Sendable {
  package var summary: SourceSummary
  /// Newest first.
  package var batches: [BatchSummary]
  /// In the order of the feed.
  package var fields: [FieldFill]
  /// Most frequent first.
  package var rejects: [RejectReason]
  /// What was left out of rows that were kept; most frequent first.
  package var leftOut: [LeftOutValues] = []
  /// Where new files of the source are looked for.
  package var dropFolder: String?
  /// The mapping as TOML, empty when there is none yet.
  package var mapping: String

  package init(
    summary: SourceSummary, batches: [BatchSummary], fields: [FieldFill],
    rejects: [RejectReason], mapping: String
  ) {
    (self.summary, self.batches, self.fields) = (summary, batches, fields)
    (self.rejects, self.mapping) = (rejects, mapping)
  }
}

/// One ingested file or stream slice.
package struct BatchSummary: Hashable, Sendable {
  package var id: BatchID
  /// The file's name without its folder.
  package var file: String
  package var takenIn: Timestamp
  package var tally: RowTally
  package var seconds: Double
  /// The first and last time that its rows speak of; nil where rows have none.
  package var earliest: Timestamp?
  package var latest: Timestamp?
  package var events = 0
  package var bots = 0
  package var badIdentifiers = 0

  package init(
    id: BatchID, file: String, takenIn: Timestamp, tally: RowTally, seconds: Double,
    earliest: Timestamp?, latest: Timestamp?
  ) {
    (self.id, self.file, self.takenIn, self.tally) = (id, file, takenIn, tally)
    (self.seconds, self.earliest, self.latest) = (seconds, earliest, latest)
  }
}

/// Values of one field that were left out for one reason while their rows were kept.
package struct LeftOutValues: Hashable, Sendable {
  package var field: String
  package var reason: String
  package var count: Int
  package var firstLine: Int

  package init(field: String, reason: String, count: Int, firstLine: Int) {
    (self.field, self.reason, self.count, self.firstLine) = (field, reason, count, firstLine)
  }
}

/// How often a field of a feed has a value.
package struct FieldFill: Hashable, Sendable {
  package var name: String
  /// What the mapping makes of it: `identifier email`, `attribute country`, `not used`.
  package var use: String
  package var filled: Int
  package var rows: Int
  /// Values of the last batch that no batch had before.
  package var newValues = 0

  package init(name: String, use: String, filled: Int, rows: Int) {
    (self.name, self.use, self.filled, self.rows) = (name, use, filled, rows)
  }
}

/// Why rows could not be used, with a few of them.
package struct RejectReason: Hashable, Sendable {
  package var code: String
  /// One sentence that says what is wrong and what would help.
  package var explanation: String
  package var count: Int
  package var samples: [RejectedRow]

  package init(code: String, explanation: String, count: Int, samples: [RejectedRow]) {
    (self.code, self.explanation) = (code, explanation)
    (self.count, self.samples) = (count, samples)
  }
}

/// A row that could not be used; personal data in it is masked.
package struct RejectedRow: Hashable, Sendable {
  package var file: String
  package var line: Int
  package var field: String?
  package var text: String

  package init(file: String, line: Int, field: String?, text: String) {
    (self.file, self.line, self.field, self.text) = (file, line, field, text)
  }
}
