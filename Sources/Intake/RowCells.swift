/// The cells of one row: where each column's text lies in the chunk.
///
/// Texts that need unquoting lie in a scratch buffer instead; both are reused from row to row, so a
/// row costs no allocation.
package struct RowCells: Sendable {
  package struct Cell: Sendable {
    package var start: Int32
    package var end: Int32
    package var isScratch: Bool

    package static let absent = Cell(start: 0, end: -1, isScratch: false)
    package var isAbsent: Bool { end < start }
  }

  package var cells: [Cell]
  package var scratch: [UInt8] = []

  package init(count: Int) {
    cells = [Cell](repeating: .absent, count: count)
  }

  package mutating func reset() {
    scratch.removeAll(keepingCapacity: true)
    for index in cells.indices { cells[index] = .absent }
  }

  /// Puts a text of the chunk into a column.
  @inline(__always)
  package mutating func set(_ column: Int, start: Int, end: Int) {
    cells[column] = Cell(
      start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end),
      isScratch: false)
  }
}
