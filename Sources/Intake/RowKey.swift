internal import Basis

/// How the cells that make two rows the same become a key.
package enum RowKey {
  /// What the key of the first cell is made after.
  package static let start: UInt64 = 0x6B65_7973

  /// The key of one more cell.
  package static func of(_ cell: Span<UInt8>, after key: UInt64) -> UInt64 {
    Hash64.of(cell, seed: key)
  }
}

/// By which columns a row is known when it comes again.
struct KeyColumns {
  private let columns: [Int]?
  private let countsEveryRow: Bool

  init(_ plan: RowPlan) {
    // A list of its own, whose references no other core counts.
    columns = plan.keyColumns.map { columns in columns.map { $0 } }
    countsEveryRow = plan.countsEveryRow
  }

  /// The key of a row, given its raw bytes and its number in the block.
  func key(of row: RowText, _ raw: Span<UInt8>, _ number: UInt32) -> UInt64 {
    // Where every row counts, the batch gives each a key that no other has.
    if countsEveryRow { return UInt64(number) }
    guard let columns else { return Hash64.of(raw) }
    var key = RowKey.start
    var isEmpty = true
    for column in columns {
      row.with(column) { text in
        if text.count > 0 { isEmpty = false }
        key = RowKey.of(text, after: key)
      }
    }
    // A row without a message id is known by its content.
    return isEmpty ? Hash64.of(raw) : key
  }
}
