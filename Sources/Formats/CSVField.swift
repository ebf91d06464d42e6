/// Where one field lies in a chunk, without its quotes.
package struct CSVField: Sendable, Hashable {
  package let start: Int32
  package let end: Int32
  /// The field was quoted and holds doubled quotes, which `CSVScanner.unquote` halves.
  package let needsUnquoting: Bool

  @inlinable
  package init(start: Int, end: Int, needsUnquoting: Bool) {
    self.start = Int32(truncatingIfNeeded: start)
    self.end = Int32(truncatingIfNeeded: end)
    self.needsUnquoting = needsUnquoting
  }

  /// The bytes of the field as offsets into its chunk.
  @inlinable package var range: Range<Int> { Int(start)..<Int(end) }
  @inlinable package var isEmpty: Bool { start == end }
}
