package import Basis

/// All records about one purpose as columns, in any order.
package struct ConsentColumn: Sendable {
  package private(set) var nodes: [UInt32] = []
  /// For each record the identifier whose record it repeats; its own node where it repeats none.
  package private(set) var owners: [UInt32] = []
  package private(set) var times: [Int64] = []
  package private(set) var isGranted: [Bool] = []
  /// For each grant of a string that came on the day of its last change the string's number, 0 for
  /// others; empty where there is none.
  package private(set) var strings: [UInt32] = []
  /// For each record the number of the row that said it, 0 where that is not known; empty where it is
  /// of none.
  package private(set) var statements: [Int64] = []
  /// Which records are of one row, where that was worked out already.
  private(set) var rows: RowStatements?

  package init() {}

  /// Makes the columns from ready ones, which must be of one length; without `owners` no record
  /// repeats another.
  package init(
    nodes: [UInt32], owners: [UInt32]? = nil, times: [Int64], isGranted: [Bool],
    strings: [UInt32] = [], statements: [Int64] = []
  ) {
    let owners = owners ?? nodes
    precondition(
      [owners.count, times.count, isGranted.count].allSatisfy { $0 == nodes.count }
        && [strings.count, statements.count].allSatisfy { $0 == 0 || $0 == nodes.count },
      "columns have one length")
    (self.nodes, self.owners, self.times, self.isGranted) = (nodes, owners, times, isGranted)
    if strings.contains(where: { $0 != 0 }) { self.strings = strings }
    self.statements = statements
  }

  /// How many records there are.
  package var count: Int { nodes.count }

  /// Adds a record.
  package mutating func append(_ node: NodeID, _ time: Timestamp, isGranted granted: Bool) {
    rows = nil
    nodes.append(node.number)
    owners.append(node.number)
    times.append(time.seconds)
    isGranted.append(granted)
    if !strings.isEmpty { strings.append(0) }
    if !statements.isEmpty { statements.append(0) }
  }

  /// Adds what `record` says about `purpose`, if it says anything.
  package mutating func append(_ record: ConsentRecord, about purpose: PurposeID) {
    if record.refused.contains(purpose) {
      append(record.node, record.time, isGranted: false)
    } else if record.granted.contains(purpose) {
      append(record.node, record.time, isGranted: true)
    }
  }

  /// Takes in the columns of `other`.
  package mutating func append(contentsOf other: ConsentColumn) {
    rows = nil
    Self.join(&strings, count, other.strings, other.count)
    Self.join(&statements, count, other.statements, other.count)
    nodes.append(contentsOf: other.nodes)
    owners.append(contentsOf: other.owners)
    times.append(contentsOf: other.times)
    isGranted.append(contentsOf: other.isGranted)
  }

  /// Joins two columns of which each is empty where it would hold nothing but zeros.
  private static func join<Number: FixedWidthInteger>(
    _ column: inout [Number], _ count: Int, _ other: [Number], _ otherCount: Int
  ) {
    guard !column.isEmpty || !other.isEmpty else { return }
    column += [Number](repeating: 0, count: count - column.count)
    column += other.isEmpty ? [Number](repeating: 0, count: otherCount) : other
  }

  private struct Said: Hashable {
    let unit: UInt32
    let isGranted: Bool
  }

  /// True where a row speaks of several identifiers.
  var hasRepetitions: Bool { nodes != owners }

  /// The records in the order of time with those of each row told apart, where rows speak of several
  /// identifiers.
  ///
  /// That takes a sort, so that whoever asks more than one question of a column keeps it arranged.
  package var arranged: ConsentColumn {
    guard rows == nil, hasRepetitions else { return self }
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    var column = ConsentColumn(
      nodes: order.map { nodes[$0] }, owners: order.map { owners[$0] },
      times: order.map { times[$0] }, isGranted: order.map { isGranted[$0] },
      strings: strings.isEmpty ? [] : order.map { strings[$0] },
      statements: statements.isEmpty ? [] : order.map { statements[$0] })
    column.rows = RowStatements(column)
    return column
  }

  /// From when each record counts: a string that came again on its day, to whichever identifier of the
  /// same unit, counts from when it came first.
  ///
  /// It hangs on all records and not on their order, so that none can renew a string by coming late.
  func counted(_ map: UnitMap) -> [Int64] {
    guard !strings.isEmpty else { return times }
    var first: [Seen: Int64] = [:]
    func seen(_ row: Int) -> Seen {
      let unit = map.unit(of: nodes[row])
      return unit == UnitMap.none
        ? Seen(node: nodes[row], unit: unit, string: strings[row])
        : Seen(node: 0, unit: unit, string: strings[row])
    }
    for row in nodes.indices where strings[row] != 0 {
      let key = seen(row)
      first[key] = min(first[key] ?? .max, times[row])
    }
    return nodes.indices.map { strings[$0] == 0 ? times[$0] : first[seen($0)] ?? times[$0] }
  }

  private struct Seen: Hashable {
    let node: UInt32
    let unit: UInt32
    let string: UInt32
  }

  /// One record of each row and unit that it speaks of, to count each row once.
  package func withoutRepetitions(within map: UnitMap) -> ConsentColumn {
    guard hasRepetitions else { return self }
    var result = ConsentColumn()
    var once = RowsOnce<Said>()
    for row in nodes.indices {
      let (node, owner) = (nodes[row], owners[row])
      let statement = statements.isEmpty ? 0 : statements[row]
      // Most rows have the record that the others repeat, which stands for them.
      if statement == 0, owner != node, map.areOne(owner, node) { continue }
      let said = Said(unit: map.unit(of: node), isGranted: isGranted[row])
      if said.unit != UnitMap.none, statement != 0 || owner != node,
        !once.take(node, of: owner, at: times[row], statement: statement, said)
      {
        continue
      }
      result.nodes.append(nodes[row])
      result.owners.append(owners[row])
      result.times.append(times[row])
      result.isGranted.append(isGranted[row])
    }
    return result
  }
}

/// Which unit each node belongs to under one lens.
package struct UnitMap: Sendable {
  /// The unit of each node; a node without one has `none`.
  package let units: [UInt32]
  package let unitCount: Int

  /// Stands for a node that belongs to no unit, as one that was erased.
  package static let none = UInt32.max

  /// Makes the map; every unit must be below `unitCount`.
  package init(units: [UInt32], unitCount: Int) {
    precondition(
      units.allSatisfy { $0 == Self.none || Int($0) < unitCount }, "a unit is below the count")
    (self.units, self.unitCount) = (units, unitCount)
  }

  /// The unit of a node; `none` where it has none.
  func unit(of node: UInt32) -> UInt32 { Int(node) < units.count ? units[Int(node)] : Self.none }

  /// Whether two nodes are of the same unit.
  func areOne(_ a: UInt32, _ b: UInt32) -> Bool {
    guard Int(max(a, b)) < units.count, units[Int(a)] != Self.none else { return false }
    return units[Int(a)] == units[Int(b)]
  }
}
