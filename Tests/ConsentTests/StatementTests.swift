import Basis
import Consent
import Support
import Testing

/// Rows that speak of several identifiers, beside the rule as plainly as it can be said.
@Suite("Statements about several identifiers") struct StatementTests {
  struct Statement {
    var nodes: [UInt32]
    var time: Int64
    var isGranted: Bool
  }

  /// The records of some rows, in the order of `order`.
  static func column(_ rows: [Statement], _ order: [(row: Int, node: UInt32)]) -> ConsentColumn {
    ConsentColumn(
      nodes: order.map(\.node), owners: order.map { rows[$0.row].nodes[0] },
      times: order.map { rows[$0.row].time }, isGranted: order.map { rows[$0.row].isGranted },
      statements: order.map { Int64($0.row) + 1 })
  }

  /// A row holds for an identifier until something later is said of one of its row that is of the same
  /// unit; then the strictest of what holds.
  static func decision(of unit: UInt32, _ rows: [Statement], _ map: UnitMap, _ now: Int64)
    -> ConsentDecision
  {
    let said = rows.filter { $0.time <= now }
    let holding = said.filter { row in
      row.nodes.contains { node in
        map.units[Int(node)] == unit
          && !said.contains { later in
            later.time > row.time
              && later.nodes.contains { row.nodes.contains($0) && map.units[Int($0)] == unit }
          }
      }
    }
    if holding.contains(where: { !$0.isGranted }) { return .refused }
    return holding.isEmpty ? .noSignal : .granted
  }

  @Test(
    "a later word takes the place of the rows that it is about, and of no others",
    arguments: 0..<400)
  func model(seed: Int) {
    var random = Seeded(UInt64(seed))
    let map = UnitMap(units: (0..<7).map { _ in UInt32(random.below(3)) }, unitCount: 3)
    let rows = (0..<random.within(1...9)).map { _ in
      var nodes: [UInt32] = []
      for _ in 0..<random.within(1...3) {
        let node = UInt32(random.below(7))
        if !nodes.contains(node) { nodes.append(node) }
      }
      return Statement(
        nodes: nodes, time: Int64(random.within(1...4)), isGranted: random.chance(0.5))
    }
    var order = rows.indices.flatMap { row in rows[row].nodes.map { (row: row, node: $0) } }
    for index in order.indices { order.swapAt(index, random.below(order.count)) }
    for now in Int64(1)...4 {
      let decisions = Decisions(
        Self.column(rows, order), map, DecisionRule(scope: .linked), asOf: Timestamp(now))
      for unit in UInt32(0)..<3 {
        #expect(
          decisions.decision(ofUnit: Int(unit)) == Self.decision(of: unit, rows, map, now),
          "\(rows) \(map.units) as of \(now)")
      }
    }
  }
}
