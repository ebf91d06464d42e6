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
  /// The first day costs as much as all units; each further one as much as changes on it.
  package static func daily(
    _ column: ConsentColumn, _ map: UnitMap, _ rule: DecisionRule, days: ClosedRange<CivilDate>,
    interested: [UInt32] = []
  ) -> [Point] {
    var decisions = DailyDecisions(column, map, rule, interested: interested)
    return (days.lowerBound.daysSinceEpoch...days.upperBound.daysSinceEpoch).map { day in
      Point(day: CivilDate(daysSinceEpoch: day), tally: decisions.advance(to: day))
    }
  }

  /// Counts the granted units that run out in each of the next `steps` spans of `days` days, if
  /// nobody says anything more; the last number is of those that stay granted beyond.
  package static func expiringAhead(
    _ column: ConsentColumn, _ map: UnitMap, _ rule: DecisionRule, asOf now: Timestamp, days: Int,
    steps: Int
  ) -> [Int] {
    let decisions = Decisions(column, map, rule, asOf: now)
    let words = LatestWords.of(column, map, rule.scope, until: now)
    // A unit stays granted until the last grant of its identifiers runs out: a refusal would have
    // decided already, and nothing new is said.
    var lastGrants = [Int64](repeating: LatestWords.nothing, count: map.unitCount)
    for (node, unit) in map.units.enumerated()
    where unit != UnitMap.none && words[node] != LatestWords.nothing && words[node] & 1 == 0 {
      lastGrants[Int(unit)] = max(lastGrants[Int(unit)], words[node] >> 1)
    }
    let cutoffs = (1...max(1, steps)).map { step in
      DecisionBorder(rule, now.advanced(by: Int64(step * days) * 86_400)).cutoff
    }
    var counts = [Int](repeating: 0, count: steps + 1)
    let granted = ConsentDecision.granted.rawValue
    for unit in 0..<map.unitCount where decisions.units[unit] == granted {
      counts[min(steps, cutoffs.firstIndex { lastGrants[unit] < $0 } ?? steps)] += 1
    }
    return counts
  }
}
