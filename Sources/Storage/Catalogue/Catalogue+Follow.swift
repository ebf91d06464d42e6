package import Basis

/// How far a growing file has been read and committed.
package struct FollowRecord: Sendable, Equatable {
  package var path: String
  /// The file that had this name, so that another one of the same name is told from it.
  package var inode: Int64
  /// Bytes up to the end of the last row that was committed.
  package var position: Int64
  /// The number of the line that begins there.
  package var line: Int
  /// A hash of the file's first bytes, which change when a file is emptied and written anew.
  package var beginning: Int64

  package init(path: String, inode: Int64, position: Int64, line: Int, beginning: Int64) {
    (self.path, self.inode, self.position) = (path, inode, position)
    (self.line, self.beginning) = (line, beginning)
  }
}

extension Catalogue {
  package func follow(of source: SourceID, path: String) throws(Fault) -> FollowRecord? {
    try connection.rows(
      """
      SELECT path, inode, position, line, beginning FROM follow WHERE source = ?1 AND path = ?2
      """, .integer(source.number), .text(path)
    ) {
      FollowRecord(
        path: $0.text(0), inode: $0.integer(1), position: $0.integer(2), line: $0.count(3),
        beginning: $0.integer(4))
    }.first
  }

  package func put(_ follow: FollowRecord, of source: SourceID) throws(Fault) {
    try connection.run(
      """
      INSERT INTO follow VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (source, path) DO UPDATE
      SET inode = excluded.inode, position = excluded.position, line = excluded.line,
        beginning = excluded.beginning
      """, .integer(source.number), .text(follow.path), .integer(follow.inode),
      .integer(follow.position), .count(follow.line), .integer(follow.beginning))
  }
}
