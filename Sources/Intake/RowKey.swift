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
