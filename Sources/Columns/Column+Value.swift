package import Basis

extension Column {
  /// The value of a row; nil where it is unknown.
  ///
  /// Amounts of money come as plain numbers, since a column does not tell its currency.
  package func value(at row: Int) -> Value? {
    switch self {
    case .text(let column): return column.dictionary[column.codes[row]].map { .text($0) }
    case .list(let column):
      let range = Int(column.starts[row])..<Int(column.starts[row + 1])
      return range.isEmpty ? nil : .list(range.compactMap { column.dictionary[column.codes[$0]] })
    case .real(let column): return column.values[row].isNaN ? nil : .number(column.values[row])
    case .whole(let column):
      let value = column.values[row]
      guard value != WholeColumn.unknown else { return nil }
      switch column.kind {
      case .integer: return .integer(value)
      case .money(let places):
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        return .number(Double(value) / scale)
      case .date: return .date(CivilDate(daysSinceEpoch: Int(value)))
      case .time: return .time(Timestamp(value))
      case .boolean: return .boolean(value == 1)
      }
    }
  }
}
