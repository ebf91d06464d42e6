package import Basis

/// Coverage of one purpose over time and ahead.
package enum CoverageSeries {
  /// One day and what held at its last second.
  package struct Point: Hashable, Sendable {
    package let day: CivilDate
    package let tally: CoverageTally
  }

  /// Counts every day of `days`, the last included, at its last second in UTC.
  ///
  /// Records are taken in once, in the order of time; each day then costs as much as there are
  /// nodes and units.
  package static func daily(
    _ column: ConsentColumn, _ map: UnitMap, _ rule: DecisionRule, days: ClosedRange<CivilDate>,
    interested: [UInt32] = []
  ) -> [Point] {
    let order = column.times.indices.sorted { column.times[$0] < column.times[$1] }
    var pending = order[...]
    var known = LatestRecords(count: map.units.count)
    return (days.lowerBound.daysSinceEpoch...days.upperBound.daysSinceEpoch).map { day in
      let end = Timestamp(Int64(day + 1) * 86_400 - 1)
      while let index = pending.first, column.times[index] <= end.seconds {
        known.take(column, index)
        pending.removeFirst()
      }
      let decisions = Decisions(known.column, map, rule, asOf: end, interested: interested)
      let tally = decisions.units.reduce(into: CoverageTally()) { $0.count($1) }
      return Point(day: CivilDate(daysSinceEpoch: day), tally: tally)
    }
  }

  /// Counts the granted units that run out in each of the next `steps` spans of `days` days, if
  /// nobody says anything more; the last number is of those that stay granted beyond.
  package static func expiringAhead(
    _ column: ConsentColumn, _ map: UnitMap, _ rule: DecisionRule, asOf now: Timestamp, days: Int,
    steps: Int
  ) -> [Int] {
    var counts = [Int](repeating: 0, count: steps + 1)
    let granted = ConsentDecision.granted.rawValue
    // Records to come are not known now, and must not count ahead of their time.
    let known = column.records(until: now)
    var states = Decisions(known, map, rule, asOf: now).units
    var left = states.count { $0 == granted }
    for step in 0..<steps {
      let then = now.advanced(by: Int64((step + 1) * days) * 86_400)
      states = Decisions(known, map, rule, asOf: then).units
      let still = states.count { $0 == granted }
      counts[step] = left - still
      left = still
    }
    counts[steps] = left
    return counts
  }
}

/// The latest record of each node so far, as a column of at most one record a node.
private struct LatestRecords {
  private(set) var column = ConsentColumn()
  private var places: [Int32]

  init(count: Int) { places = [Int32](repeating: -1, count: count) }

  /// Takes in the record at `index`, which must not be older than those before it.
  mutating func take(_ source: ConsentColumn, _ index: Int) {
    let node = Int(source.nodes[index])
    guard node < places.count else { return }
    let place = Int(places[node])
    if place < 0 {
      places[node] = Int32(column.count)
      column.append(
        NodeID(source.nodes[index]), Timestamp(source.times[index]),
        isGranted: source.isGranted[index])
    } else {
      column.replace(place, time: source.times[index], isGranted: source.isGranted[index])
    }
  }
}

extension ConsentColumn {
  /// Puts a record that is not older in the place of another; at equal times a refusal stays.
  fileprivate mutating func replace(_ place: Int, time: Int64, isGranted granted: Bool) {
    let isRefusedNow = times[place] == time && !isGranted[place]
    set(place, time: time, isGranted: granted && !isRefusedNow)
  }

  fileprivate func records(until now: Timestamp) -> ConsentColumn {
    var column = ConsentColumn()
    for index in 0..<count where times[index] <= now.seconds {
      column.append(NodeID(nodes[index]), Timestamp(times[index]), isGranted: isGranted[index])
    }
    return column
  }
}
