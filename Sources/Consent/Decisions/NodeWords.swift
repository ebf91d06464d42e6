internal import Basis

/// The latest word of each identifier, while records come in the order of time.
///
/// What a row says of several identifiers of one unit is one statement: a later word about any of them
/// takes the place of the whole, and the others have said nothing of their own any more.
struct NodeWords {
  private(set) var words: [Int64]
  /// The records by the numbers that `take` means, in the order of time where that matters.
  let column: ConsentColumn
  /// From when each record counts.
  private let counted: [Int64]
  private let map: UnitMap
  /// Which records are of one statement; nil where each stands for itself.
  private let statements: Statements?
  /// The record that each identifier's word is of, −1 for none; empty without statements.
  private var current: [Int32] = []

  init(_ records: ConsentColumn, _ map: UnitMap, _ scope: ConsentScope) {
    let hasStatements = scope != .own && records.hasRepetitions
    column = hasStatements ? records.byTime : records
    counted = column.counted(map)
    self.map = map
    words = [Int64](repeating: LatestWords.nothing, count: map.units.count)
    statements = hasStatements ? Statements(column) : nil
    if statements != nil { current = [Int32](repeating: -1, count: map.units.count) }
  }

  mutating func take(_ record: Int) {
    let node = Int(column.nodes[record])
    guard node < words.count else { return }
    let word = LatestWords.word(time: counted[record], isGranted: column.isGranted[record])
    guard word > words[node] else { return }
    words[node] = word
    guard let statements else { return }
    let former = Int(current[node])
    current[node] = Int32(record)
    guard former >= 0, column.times[former] < column.times[record] else { return }
    for other in statements.records(of: former) {
      let peer = Int(column.nodes[Int(other)])
      guard peer != node, map.areOne(UInt32(peer), UInt32(node)), current[peer] >= 0,
        statements.number[Int(current[peer])] == statements.number[former]
      else { continue }
      (words[peer], current[peer]) = (LatestWords.nothing, -1)
    }
  }
}

/// The records of a column by the rows that said them.
private struct Statements {
  /// The statement of each record.
  private(set) var number: [Int32]
  private var order: [Int32]
  private var starts: [Int32] = []

  init(_ column: ConsentColumn) {
    number = [Int32](repeating: 0, count: column.count)
    order = (0..<Int32(column.count)).sorted {
      (column.owners[Int($0)], column.times[Int($0)]) < (
        column.owners[Int($1)], column.times[Int($1)]
      )
    }
    var last: (owner: UInt32, time: Int64)?
    for (place, record) in order.enumerated() {
      let row = (column.owners[Int(record)], column.times[Int(record)])
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
