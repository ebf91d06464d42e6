package import Basis

/// One saved version of a segment.
package struct SegmentVersionRecord: Sendable, Equatable {
  package var segment: String
  package var version: Int
  package var text: String
  package var note: String
  package var saved: Timestamp
  package var size: Int?
}

/// Where a segment is kept, and who keeps it.
package struct SegmentFiling: Sendable, Equatable {
  package var folder: String
  package var owner: String
  /// In order.
  package var tags: [String]

  package init(folder: String = "", owner: String = "", tags: [String] = []) {
    (self.folder, self.owner, self.tags) = (folder, owner, tags)
  }
}

extension Catalogue {
  private static let versionColumns = "segment, version, text, note, saved, size"

  /// The newest version of every segment, by name.
  package func segments() throws(Fault) -> [SegmentVersionRecord] {
    try connection.rows(
      """
      SELECT \(Self.versionColumns) FROM segment_version AS v
      WHERE version = (SELECT max(version) FROM segment_version WHERE segment = v.segment)
      ORDER BY segment
      """
    ) { Self.version($0) }
  }

  /// The newest version of a segment; nil where there is none.
  package func segment(_ name: String) throws(Fault) -> SegmentVersionRecord? {
    try connection.rows(
      """
      SELECT \(Self.versionColumns) FROM segment_version WHERE segment = ?1
      ORDER BY version DESC LIMIT 1
      """, .text(name)
    ) { Self.version($0) }.first
  }

  /// All versions of a segment, oldest first; empty where there is no such segment.
  package func versions(of segment: String) throws(Fault) -> [SegmentVersionRecord] {
    try connection.rows(
      "SELECT \(Self.versionColumns) FROM segment_version WHERE segment = ?1 ORDER BY version",
      .text(segment)
    ) { Self.version($0) }
  }

  /// Saves a text as the next version of a segment and returns it.
  package func save(
    segment: String, text: String, note: String, at: Timestamp, size: Int?
  ) throws(Fault) -> SegmentVersionRecord {
    try connection.run(
      "INSERT OR IGNORE INTO segment (name, folder, created) VALUES (?1, '', ?2)", .text(segment),
      .integer(at.seconds))
    try raiseLibraryVersion()
    let last = try connection.number(
      "SELECT max(version) FROM segment_version WHERE segment = ?1", .text(segment))
    let version = Int(last ?? 0) + 1
    try connection.run(
      "INSERT INTO segment_version VALUES (?1, ?2, ?3, ?4, ?5, ?6)", .text(segment),
      .count(version), .text(text), .text(note), .integer(at.seconds),
      .optional(size.map(Int64.init)))
    return SegmentVersionRecord(
      segment: segment, version: version, text: text, note: note, saved: at, size: size)
  }

  /// All versions of all segments that may refer to another one.
  package func referringVersions() throws(Fault) -> [SegmentVersionRecord] {
    try connection.rows(
      """
      SELECT \(Self.versionColumns) FROM segment_version WHERE instr(text, '@') > 0
      ORDER BY segment, version
      """
    ) { Self.version($0) }
  }

  /// Says a version in other words that mean the same.
  package func reword(_ version: SegmentVersionRecord, as text: String) throws(Fault) {
    try connection.run(
      "UPDATE segment_version SET text = ?3 WHERE segment = ?1 AND version = ?2",
      .text(version.segment), .count(version.version), .text(text))
  }

  package func removeSegment(_ name: String) throws(Fault) {
    try connection.run("DELETE FROM segment WHERE name = ?1", .text(name))
    try raiseLibraryVersion()
  }

  /// Renames a segment with all its versions.
  package func renameSegment(_ name: String, to newName: String) throws(Fault) {
    try connection.run(
      "UPDATE segment SET name = ?2 WHERE name = ?1", .text(name), .text(newName))
    try raiseLibraryVersion()
  }

  // MARK: Filing

  /// Where every segment is kept, by name.
  package func filings() throws(Fault) -> [String: SegmentFiling] {
    var filings: [String: SegmentFiling] = [:]
    let segments = try connection.rows("SELECT name, folder, owner FROM segment") {
      (name: $0.text(0), filing: SegmentFiling(folder: $0.text(1), owner: $0.text(2)))
    }
    for segment in segments { filings[segment.name] = segment.filing }
    let tags = try connection.rows("SELECT segment, tag FROM segment_tag ORDER BY segment, tag") {
      (name: $0.text(0), tag: $0.text(1))
    }
    for (name, tag) in tags { filings[name]?.tags.append(tag) }
    return filings
  }

  /// Where one segment is kept; nowhere in particular where there is none.
  package func filing(of segment: String) throws(Fault) -> SegmentFiling {
    let filing = try connection.rows(
      "SELECT folder, owner FROM segment WHERE name = ?1", .text(segment)
    ) { SegmentFiling(folder: $0.text(0), owner: $0.text(1)) }.first
    guard var filing else { return SegmentFiling() }
    filing.tags = try connection.rows(
      "SELECT tag FROM segment_tag WHERE segment = ?1 ORDER BY tag", .text(segment)
    ) { $0.text(0) }
    return filing
  }

  /// Keeps a segment in another place; its versions stay as they are.
  package func file(segment: String, as filing: SegmentFiling) throws(Fault) {
    try connection.run(
      "UPDATE segment SET folder = ?2, owner = ?3 WHERE name = ?1", .text(segment),
      .text(filing.folder), .text(filing.owner))
    try connection.run("DELETE FROM segment_tag WHERE segment = ?1", .text(segment))
    for tag in filing.tags {
      try connection.run(
        "INSERT OR IGNORE INTO segment_tag VALUES (?1, ?2)", .text(segment), .text(tag))
    }
  }

  // MARK: Changes

  /// A number that grows with every change of a saved segment's name or text, and of a model.
  package func libraryVersion() throws(Fault) -> Int64 {
    Int64(try setting("library_version") ?? "0") ?? 0
  }

  func raiseLibraryVersion() throws(Fault) {
    try set("library_version", String(try libraryVersion() + 1))
  }

  private static func version(_ row: borrowing Row) -> SegmentVersionRecord {
    SegmentVersionRecord(
      segment: row.text(0), version: row.count(1), text: row.text(2), note: row.text(3),
      saved: Timestamp(row.integer(4)), size: row.optionalInteger(5).map(Int.init))
  }
}
