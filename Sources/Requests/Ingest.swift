/// Files to take in for a source.
package struct IngestRequest: Hashable, Sendable {
  package var source: String
  package var files: [String]
  /// A mapping file; nil uses the source's own.
  package var mapping: String?
  /// True when a single rejected row shall undo everything.
  package var isStrict: Bool
  /// True when a growing file shall be read on.
  package var follows: Bool

  package init(
    source: String, files: [String], mapping: String? = nil, isStrict: Bool = false,
    follows: Bool = false
  ) {
    (self.source, self.files, self.mapping) = (source, files, mapping)
    (self.isStrict, self.follows) = (isStrict, follows)
  }
}

/// What an ingest did.
package struct IngestSummary: Hashable, Sendable {
  package struct Rejection: Hashable, Sendable {
    package var reason: String
    package var count: Int
    package init(reason: String, count: Int) { (self.reason, self.count) = (reason, count) }
  }

  package var source: String
  package var files: Int
  /// Files that were known by their content and so not read again.
  package var filesKnown: Int
  package var rows: Int
  package var accepted: Int
  package var duplicates: Int
  /// Most frequent first.
  package var rejected: [Rejection]
  package var seconds: Double
  /// Why a file could not be read, a sentence each; the others came in.
  package var failures: [String]

  package init(
    source: String, files: Int, filesKnown: Int, rows: Int, accepted: Int, duplicates: Int,
    rejected: [Rejection], seconds: Double, failures: [String] = []
  ) {
    (self.source, self.files, self.filesKnown) = (source, files, filesKnown)
    (self.rows, self.accepted, self.duplicates) = (rows, accepted, duplicates)
    (self.rejected, self.seconds, self.failures) = (rejected, seconds, failures)
  }

  package var rejectedRows: Int { rejected.reduce(0) { $0 + $1.count } }
}

/// A file or folder that a picker offers.
package struct PathCandidate: Hashable, Sendable {
  /// That of a folder ends with a slash.
  package var path: String
  package var isFolder: Bool
  package var bytes: Int?

  package init(path: String, isFolder: Bool, bytes: Int?) {
    (self.path, self.isFolder, self.bytes) = (path, isFolder, bytes)
  }
}
