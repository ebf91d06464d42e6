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
    let border = Border(rule, now)
    let best = Self.latest(column, count: map.units.count, now)
    nodes = best.map(border.decision)
    units = [UInt8](repeating: 0, count: map.unitCount)
    for node in interested where Int(node) < nodes.count && nodes[Int(node)] == 0 {
      nodes[Int(node)] = ConsentDecision.interest.rawValue
    }
    switch rule.scope {
    case .own: combine(map, Self.kindest)
    case .linked:
      combine(map) { max($0, $1) }
      spread(map)
    case .latest:
      decideByLatest(best, map, border)
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

  /// Packs the latest record of each node into one word: its time, then 1 for a refusal.
  ///
  /// The larger word is the later record, and at equal times the refusal: one comparison decides.
  private static func latest(
    _ column: ConsentColumn, count: Int, _ now: Timestamp
  ) -> [Int64] {
    var best = [Int64](repeating: Self.nothing, count: count)
    for index in 0..<column.count {
      let time = column.times[index]
      let node = Int(column.nodes[index])
      guard time <= now.seconds, node < count else { continue }
      let word = time << 1 | (column.isGranted[index] ? 0 : 1)
      if word > best[node] { best[node] = word }
    }
    return best
  }

  private static let nothing = Int64.min

  /// Where a grant is too old to hold.
  private struct Border {
    let cutoff: Int64

    init(_ rule: DecisionRule, _ now: Timestamp) {
      cutoff = rule.expiry?.cutoff(at: now).seconds ?? Int64.min >> 1
    }

    func decision(_ word: Int64) -> UInt8 {
      if word == Decisions.nothing { return ConsentDecision.noSignal.rawValue }
      if word & 1 == 1 { return ConsentDecision.refused.rawValue }
      let isHeld = word >> 1 >= cutoff
      return isHeld ? ConsentDecision.granted.rawValue : ConsentDecision.expired.rawValue
    }
  }

  private mutating func combine(_ map: UnitMap, _ choose: (UInt8, UInt8) -> UInt8) {
    for (node, unit) in map.units.enumerated() where unit != UnitMap.none {
      units[Int(unit)] = choose(units[Int(unit)], nodes[node])
    }
  }

  /// Of two identifiers' decisions the one that lets the unit be reached by at least one of them.
  private static func kindest(_ a: UInt8, _ b: UInt8) -> UInt8 {
    func rank(_ state: UInt8) -> Int {
      switch ConsentDecision(rawValue: state) {
      case .granted: 4
      case .interest: 3
      case .refused: 2
      case .expired: 1
      case .noSignal, nil: 0
      }
    }
    return rank(a) >= rank(b) ? a : b
  }

  private mutating func decideByLatest(_ best: [Int64], _ map: UnitMap, _ border: Border) {
    var words = [Int64](repeating: Self.nothing, count: map.unitCount)
    for (node, unit) in map.units.enumerated() where unit != UnitMap.none {
      words[Int(unit)] = max(words[Int(unit)], best[node])
    }
    units = words.map(border.decision)
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
