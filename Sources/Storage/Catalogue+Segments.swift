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
      "INSERT OR IGNORE INTO segment VALUES (?1, '', ?2)", .text(segment), .integer(at.seconds))
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

  package func removeSegment(_ name: String) throws(Fault) {
    try connection.run("DELETE FROM segment WHERE name = ?1", .text(name))
  }

  /// Renames a segment with all its versions.
  package func renameSegment(_ name: String, to newName: String) throws(Fault) {
    try connection.run(
      "UPDATE segment SET name = ?2 WHERE name = ?1", .text(name), .text(newName))
  }

  private static func version(_ row: borrowing Row) -> SegmentVersionRecord {
    SegmentVersionRecord(
      segment: row.text(0), version: row.count(1), text: row.text(2), note: row.text(3),
      saved: Timestamp(row.integer(4)), size: row.optionalInteger(5).map(Int.init))
  }
}
