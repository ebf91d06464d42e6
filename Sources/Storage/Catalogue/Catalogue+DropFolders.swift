package import Basis

/// A file of a drop folder that was looked at, by the size and time it had then.
package struct DroppedFile: Sendable, Equatable {
  package var path: String
  package var bytes: Int
  package var modified: Int64
  /// Why it could not be taken in; nil where it was.
  package var problem: String?

  package init(path: String, bytes: Int, modified: Int64, problem: String? = nil) {
    (self.path, self.bytes, self.modified, self.problem) = (path, bytes, modified, problem)
  }
}

extension Catalogue {
  /// The files of a source's drop folder that were looked at before, by path.
  package func droppedFiles(of source: SourceID) throws(Fault) -> [DroppedFile] {
    try connection.rows(
      """
      SELECT path, bytes, modified, problem FROM dropped_file WHERE source = ?1 ORDER BY path
      """, .integer(source.number)
    ) {
      DroppedFile(
        path: $0.text(0), bytes: $0.count(1), modified: $0.integer(2), problem: $0.optionalText(3))
    }
  }

  package func put(_ file: DroppedFile, of source: SourceID) throws(Fault) {
    try connection.run(
      """
      INSERT INTO dropped_file VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (source, path) DO UPDATE
      SET bytes = excluded.bytes, modified = excluded.modified, problem = excluded.problem
      """, .integer(source.number), .text(file.path), .count(file.bytes),
      .integer(file.modified), .optional(file.problem))
  }
}
