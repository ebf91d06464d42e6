package import Basis

/// A table that lives outside SQLite and that queries can read: its values are asked for by row.
///
/// Nothing is loaded before a query needs it: the number of rows and each value are closures.
package struct MemoryTable: Sendable {
  package struct Column: Sendable {
    package let name: String
    /// `INTEGER`, `REAL` or `TEXT`.
    package let type: String
    package let value: @Sendable (Int) throws(Fault) -> SQLValue

    package init(
      _ name: String, _ type: String, value: @escaping @Sendable (Int) throws(Fault) -> SQLValue
    ) {
      (self.name, self.type, self.value) = (name, type, value)
    }
  }

  /// A column of numbers whose rows can be found without reading all of them.
  package struct Key: Sendable {
    package let column: Int
    package let rows: @Sendable (Int64) throws(Fault) -> [Range<Int>]

    package init(
      column: Int, rows: @escaping @Sendable (Int64) throws(Fault) -> [Range<Int>]
    ) {
      (self.column, self.rows) = (column, rows)
    }
  }

  package let name: String
  package let columns: [Column]
  package let keys: [Key]
  package let rowCount: @Sendable () throws(Fault) -> Int
  /// Whether a row number stands for a row at all; long tables have holes.
  package let isPresent: @Sendable (Int) throws(Fault) -> Bool

  package init(
    _ name: String, columns: [Column], keys: [Key] = [],
    rowCount: @escaping @Sendable () throws(Fault) -> Int,
    isPresent: @escaping @Sendable (Int) throws(Fault) -> Bool = { (_) throws(Fault) in true }
  ) {
    (self.name, self.columns, self.keys) = (name, columns, keys)
    (self.rowCount, self.isPresent) = (rowCount, isPresent)
  }

  /// The value at a place.
  package func value(_ row: Int, _ column: Int) throws(Fault) -> SQLValue {
    try columns[column].value(row)
  }

  /// The declaration that SQLite reads the names and types of the columns from.
  var declaration: String {
    let columns = columns.map { "\"\($0.name.replacing("\"", with: "\"\""))\" \($0.type)" }
    return "CREATE TABLE x(\(columns.joined(separator: ", ")))"
  }
}
