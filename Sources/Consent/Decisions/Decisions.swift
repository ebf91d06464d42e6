package import Basis

/// What holds at one instant for one purpose, for every identifier and every unit.
package struct Decisions: Hashable, Sendable {
  /// The decision about each identifier as the raw value of a `ConsentDecision`.
  ///
  /// It is that of its unit, unless the scope lets every identifier decide for itself.
  package private(set) var nodes: [UInt8]
  /// The decision of each unit.
  package private(set) var units: [UInt8]

  /// Decides everything as of `now`; linear in records, nodes and units, whatever their order.
  ///
  /// `interested` names nodes that a source of legitimate interest knows. Under the scope `own` a
  /// unit is granted where one of its identifiers is, and then these identifiers alone may be
  /// used: `nodes` tells which.
  package init(
    _ column: ConsentColumn, _ map: UnitMap, _ rule: DecisionRule, asOf now: Timestamp,
    interested: [UInt32] = []
  ) {
    let border = DecisionBorder(rule, now)
    let words = LatestWords.of(column, map, rule.scope, until: now)
    nodes = words.map(border.decision)
    units = [UInt8](repeating: 0, count: map.unitCount)
    for node in interested where Int(node) < nodes.count && nodes[Int(node)] == 0 {
      nodes[Int(node)] = ConsentDecision.interest.rawValue
    }
    switch rule.scope {
    case .own: combine(map, .own)
    case .linked:
      combine(map, .linked)
      spread(map)
    case .latest:
      decideByLatest(words, map, border)
      spread(map)
    }
  }

  /// The decision of one unit.
  package func decision(ofUnit unit: Int) -> ConsentDecision {
    ConsentDecision(rawValue: units[unit]) ?? .noSignal
  }

  /// The decision of one identifier.
  package func decision(of node: NodeID) -> ConsentDecision {
    let index = Int(node.number)
    return index < nodes.count ? ConsentDecision(rawValue: nodes[index]) ?? .noSignal : .noSignal
  }

  /// The units whose data may be used, in ascending order.
  package var allowedUnits: [UInt32] { Self.allowed(units) }

  /// The identifiers that may be used, in ascending order.
  package var allowedNodes: [UInt32] { Self.allowed(nodes) }

  private static func allowed(_ states: [UInt8]) -> [UInt32] {
    states.indices.lazy
      .filter { ConsentDecision(rawValue: states[$0])?.isAllowed == true }
      .map { UInt32($0) }
  }

  private mutating func combine(_ map: UnitMap, _ scope: ConsentScope) {
    for (node, unit) in map.units.enumerated() where unit != UnitMap.none {
      units[Int(unit)] = scope.combined(units[Int(unit)], nodes[node])
    }
  }

  private mutating func decideByLatest(_ words: [Int64], _ map: UnitMap, _ border: DecisionBorder) {
    var latest = [Int64](repeating: LatestWords.nothing, count: map.unitCount)
    for (node, unit) in map.units.enumerated() where unit != UnitMap.none {
      latest[Int(unit)] = max(latest[Int(unit)], words[node])
    }
    units = latest.map(border.decision)
    let interest = ConsentDecision.interest.rawValue
    for (node, unit) in map.units.enumerated()
    where unit != UnitMap.none && nodes[node] == interest && units[Int(unit)] == 0 {
      units[Int(unit)] = interest
    }
  }

  /// Gives every identifier the decision of its unit; one without a unit may not be used.
  private mutating func spread(_ map: UnitMap) {
    for (node, unit) in map.units.enumerated() {
      nodes[node] = unit == UnitMap.none ? 0 : units[Int(unit)]
    }
  }
}
