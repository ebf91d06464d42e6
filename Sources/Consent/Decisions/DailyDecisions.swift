internal import Basis

/// Decisions of all units that go forward day by day, at the cost of what changes.
///
/// A unit's decision changes on a day only if one of its identifiers has a new record, or a grant of
/// one grows too old; only such units are decided anew. The first day costs as much as all units.
struct DailyDecisions {
  private let rule: DecisionRule
  private let map: UnitMap
  private let isInterested: [Bool]
  private let records: RecordsByDay
  private let members: UnitMembers
  private var latest: NodeWords
  private var units: [UInt8]
  private var tally = CoverageTally()
  private var day: Int?
  private var cutoffDay = 0

  init(_ column: ConsentColumn, _ map: UnitMap, _ rule: DecisionRule, interested: [UInt32]) {
    (self.rule, self.map) = (rule, map)
    var flags = [Bool](repeating: false, count: map.units.count)
    for node in interested where Int(node) < flags.count { flags[Int(node)] = true }
    isInterested = flags
    latest = NodeWords(column, map, rule.scope)
    records = RecordsByDay(latest.column)
    members = UnitMembers(map)
    units = [UInt8](repeating: 0, count: map.unitCount)
  }

  /// Goes to the last second of `next`, which must lie behind the last one, and counts there.
  mutating func advance(to next: Int) -> CoverageTally {
    let end = Timestamp(Int64(next + 1) * 86_400 - 1)
    let border = DecisionBorder(rule, end)
    let newCutoffDay = Int(border.cutoff.dividedByFloor(86_400).quotient)
    defer { (day, cutoffDay) = (next, newCutoffDay) }
    guard let day else {
      records.forEach(upTo: next) { latest.take($0) }
      for unit in units.indices { units[unit] = decide(unit, border) }
      tally = units.reduce(into: CoverageTally()) { $0.count($1) }
      return tally
    }
    var changed: [UInt32] = []
    records.forEach(from: day + 1, upTo: next) { index in
      latest.take(index)
      changed.append(records.column.nodes[index])
    }
    if rule.expiry != nil {
      records.forEach(from: cutoffDay, upTo: newCutoffDay) { index in
        changed.append(records.column.nodes[index])
      }
    }
    for node in changed where Int(node) < map.units.count { renew(map.units[Int(node)], border) }
    return tally
  }

  private mutating func renew(_ unit: UInt32, _ border: DecisionBorder) {
    guard unit != UnitMap.none else { return }
    let decision = decide(Int(unit), border)
    guard decision != units[Int(unit)] else { return }
    tally.discount(units[Int(unit)])
    tally.count(decision)
    units[Int(unit)] = decision
  }

  private func decide(_ unit: Int, _ border: DecisionBorder) -> UInt8 {
    let interest = ConsentDecision.interest.rawValue
    var result: UInt8 = 0
    var newest = LatestWords.nothing
    for index in members.offsets[unit]..<members.offsets[unit + 1] {
      let node = Int(members.nodes[index])
      var decision = border.decision(latest.words[node])
      if decision == 0, isInterested[node] { decision = interest }
      newest = max(newest, latest.words[node])
      result = rule.scope.combined(result, decision)
    }
    guard rule.scope == .latest, newest != LatestWords.nothing else { return result }
    return border.decision(newest)
  }
}

/// Records put in the order of their days, by counting.
private struct RecordsByDay {
  let column: ConsentColumn
  private var order: [UInt32] = []
  private var offsets: [Int] = [0]
  private var firstDay = 0

  init(_ column: ConsentColumn) {
    self.column = column
    guard let first = column.times.min(), let last = column.times.max() else { return }
    firstDay = Self.day(first)
    offsets = [Int](repeating: 0, count: Self.day(last) - firstDay + 2)
    for time in column.times { offsets[Self.day(time) - firstDay + 1] += 1 }
    for index in 1..<offsets.count { offsets[index] += offsets[index - 1] }
    order = [UInt32](repeating: 0, count: column.count)
    var next = offsets
    for (index, time) in column.times.enumerated() {
      let place = Self.day(time) - firstDay
      order[next[place]] = UInt32(index)
      next[place] += 1
    }
  }

  /// Calls `body` with each record of the days from `first` to `last`, both included.
  func forEach(from first: Int? = nil, upTo last: Int, _ body: (Int) -> Void) {
    let bounds = 0...(offsets.count - 1)
    let start = first.map { min(max($0 - firstDay, bounds.lowerBound), bounds.upperBound) } ?? 0
    let end = min(max(last - firstDay + 1, bounds.lowerBound), bounds.upperBound)
    guard offsets[start] < offsets[end] else { return }
    for index in order[offsets[start]..<offsets[end]] { body(Int(index)) }
  }

  private static func day(_ time: Int64) -> Int { Int(time.dividedByFloor(86_400).quotient) }
}

/// The identifiers of each unit, one unit's behind the other's.
private struct UnitMembers {
  private(set) var offsets: [Int]
  private(set) var nodes: [UInt32]

  init(_ map: UnitMap) {
    offsets = [Int](repeating: 0, count: map.unitCount + 1)
    for unit in map.units where unit != UnitMap.none { offsets[Int(unit) + 1] += 1 }
    for unit in 0..<map.unitCount { offsets[unit + 1] += offsets[unit] }
    nodes = [UInt32](repeating: 0, count: offsets[map.unitCount])
    var next = offsets
    for (node, unit) in map.units.enumerated() where unit != UnitMap.none {
      nodes[next[Int(unit)]] = UInt32(node)
      next[Int(unit)] += 1
    }
  }
}
