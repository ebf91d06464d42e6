/// The records of a column by the rows that said them.
///
/// Where a row has no number, which is so of older data, one owner and one time make a row.
struct RowStatements {
  /// The statement of each record.
  private var number: [Int32]
  private var order: [Int32]
  private var starts: [Int32] = []

  init(_ column: ConsentColumn) {
    number = [Int32](repeating: 0, count: column.count)
    func row(_ record: Int32) -> (number: Int64, owner: UInt32, time: Int64) {
      let record = Int(record)
      let number = column.statements.isEmpty ? 0 : column.statements[record]
      return (number, column.owners[record], column.times[record])
    }
    order = (0..<Int32(column.count)).sorted { row($0) < row($1) }
    var last: (number: Int64, owner: UInt32, time: Int64)?
    for (place, record) in order.enumerated() {
      let row = row(record)
      if last.map({ $0 != row }) ?? true { starts.append(Int32(place)) }
      number[Int(record)] = Int32(starts.count - 1)
      last = row
    }
    starts.append(Int32(order.count))
  }

  /// The records of the statement that `record` is of.
  func records(of record: Int) -> ArraySlice<Int32> {
    let statement = Int(number[record])
    return order[Int(starts[statement])..<Int(starts[statement + 1])]
  }
}
