internal import Columns

/// Counts who comes back in which step of time after the one of their first event.
struct RetentionScan: Sendable {
  /// One type's events; rows without their bit do not count.
  struct Events: Sendable {
    let table: EventTable
    let rows: [UInt64]?
    var value = EventValue.none

    @inline(__always)
    func counts(_ row: Int) -> Bool {
      rows.map { $0[row >> 6] >> UInt64(row & 63) & 1 == 1 } ?? true
    }
  }

  /// What was counted; a cohort's figures stand side by side.
  struct Figures: Sendable {
    let periods: Int
    var people: [Int]
    /// How many came back in each step of time.
    var returned: [Int]
    /// How many came back in it or later.
    var stayed: [Int]
    var values: [Double]

    init(cohorts: Int, periods: Int) {
      self.periods = periods
      people = [Int](repeating: 0, count: cohorts)
      returned = [Int](repeating: 0, count: cohorts * periods)
      (stayed, values) = (returned, returned.map { _ in 0 })
    }

    mutating func merge(_ other: Figures) {
      for index in people.indices { people[index] += other.people[index] }
      for index in returned.indices {
        returned[index] += other.returned[index]
        stayed[index] += other.stayed[index]
        values[index] += other.values[index]
      }
    }
  }

  let first: [Events]
  let returning: [Events]
  /// Where each step of time begins, and where the last one ends; the first `cohorts` make cohorts.
  let edges: [UInt32]
  let cohorts: Int
  let periods: Int
  /// No event at this second or later is seen.
  let end: UInt32
  let sumsValues: Bool

  func run(over unitCount: Int, counts: @Sendable (Int) -> Bool) -> Figures {
    let empty = Figures(cohorts: cohorts, periods: periods)
    return Stretches.merged(over: unitCount, from: empty) { range, figures in
      var seen: [Bool] = []
      for unit in range where counts(unit) {
        guard let cohort = cohort(of: unit) else { continue }
        figures.people[cohort] += 1
        note(unit, cohort, &seen, &figures)
      }
    } merge: {
      $0.merge($1)
    }
  }

  /// The step of time of a unit's first event ever; nil where it is no cohort.
  @inline(__always)
  private func cohort(of unit: Int) -> Int? {
    var earliest = UInt32.max
    for events in first {
      let (start, stop) = (Int(events.table.starts[unit]), Int(events.table.starts[unit + 1]))
      for row in start..<stop where events.counts(row) {
        earliest = min(earliest, events.table.times[row])
        break
      }
    }
    guard earliest < end, earliest >= edges[0], earliest < edges[cohorts] else { return nil }
    var (low, high) = (0, cohorts - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if edges[middle] <= earliest { low = middle } else { high = middle - 1 }
    }
    return low
  }

  private func note(_ unit: Int, _ cohort: Int, _ seen: inout [Bool], _ figures: inout Figures) {
    let base = cohort * periods
    let last = min(periods, edges.count - 1 - cohort)
    if periods <= 64, !sumsValues {
      let mask = returnMask(unit, cohort, last)
      guard mask != 0 else { return }
      var left = mask
      while left != 0 {
        figures.returned[base + left.trailingZeroBitCount] += 1
        left &= left &- 1
      }
      for period in 0..<(64 - mask.leadingZeroBitCount) { figures.stayed[base + period] += 1 }
      return
    }
    seen = [Bool](repeating: false, count: periods)
    for events in returning {
      walk(events, unit, cohort, last) { row, period in
        seen[period] = true
        figures.values[base + period] += events.value[row]
        return false
      }
    }
    guard let latest = seen.lastIndex(of: true) else { return }
    for period in 0...latest {
      figures.stayed[base + period] += 1
      if seen[period] { figures.returned[base + period] += 1 }
    }
  }

  private func returnMask(_ unit: Int, _ cohort: Int, _ last: Int) -> UInt64 {
    var mask: UInt64 = 0
    for events in returning {
      walk(events, unit, cohort, last) { _, period in
        mask |= 1 << UInt64(period)
        return true
      }
    }
    return mask
  }

  /// Calls `body` with the rows of a unit from its cohort's beginning on, and the step each lies in.
  ///
  /// Where `body` returns true the rest of the step is passed over.
  @inline(__always)
  private func walk(
    _ events: Events, _ unit: Int, _ cohort: Int, _ last: Int, _ body: (Int, Int) -> Bool
  ) {
    let (starts, times) = (events.table.starts.span, events.table.times.span)
    let stop = Int(starts[unit + 1])
    var row = Int(starts[unit])
    guard row < stop, times[stop - 1] >= edges[cohort] else { return }
    row = EventTimes.firstRow(times, row, stop, notBefore: edges[cohort])
    var period = 0
    while row < stop {
      let time = times[row]
      guard time < end else { return }
      while period < last, time >= edges[cohort + period + 1] { period += 1 }
      guard period < last else { return }
      let passes = events.counts(row) && body(row, period)
      row += 1
      if passes {
        let edge = edges[cohort + period + 1]
        while row < stop, times[row] < edge { row += 1 }
      }
    }
  }
}
