package import Columns

/// The events of one type, each with a small number that says what it counts as.
package struct KeyedEvents: Sendable {
  /// How the number of a row is found.
  package enum Keys: Sendable {
    /// The same for every row.
    case constant(UInt32)
    /// By the row's code in a column of texts.
    case coded([UInt32], names: [UInt32])
    case rows([UInt32])
  }

  /// The number of a row that does not count; others are below 2³¹.
  package static let none = UInt32.max

  package let table: EventTable
  package let keys: Keys
  /// Added to every number; marks that hold for the whole type.
  package let marks: UInt32

  package init(table: EventTable, keys: Keys, marks: UInt32 = 0) {
    (self.table, self.keys, self.marks) = (table, keys, marks)
  }

  @inline(__always)
  package func key(_ row: Int) -> UInt32 {
    let key =
      switch keys {
      case .constant(let key): key
      case .coded(let codes, let names): names[Int(codes[row])]
      case .rows(let keys): keys[row]
      }
    return key == Self.none ? key : key | marks
  }
}
