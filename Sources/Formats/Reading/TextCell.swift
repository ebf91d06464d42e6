/// Where a column's text of a row lies: in the chunk, or in a scratch buffer where it had to be
/// unquoted or had escapes.
package struct TextCell: Sendable {
  package var start: Int32
  package var end: Int32
  package var isScratch: Bool

  package init(start: Int32, end: Int32, isScratch: Bool) {
    (self.start, self.end, self.isScratch) = (start, end, isScratch)
  }

  /// The cell of a column that a row has nothing in.
  package static let absent = TextCell(start: 0, end: 0, isScratch: false)
}
