package import Formats

/// The cells of one row: where each column's text lies in the chunk.
///
/// Texts that need unquoting lie in a scratch buffer instead; both are reused from row to row, so a
/// row costs no allocation.
package struct RowCells: Sendable {
  package var cells: [TextCell]
  package var scratch: [UInt8] = []

  package init(count: Int) {
    cells = [TextCell](repeating: .absent, count: count)
  }
}
