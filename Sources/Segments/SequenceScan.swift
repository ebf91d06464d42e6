internal import Basis
internal import Columns

/// Finds the units whose events follow each other as a sequence says.
///
/// For each first event, in order of time, the chain is completed by the earliest next events. Both
/// ends of that move forward only, so that the cost is linear in the events.
struct SequenceScan: Sendable {
  struct Step: Sendable {
    let table: EventTable
    let rows: [UInt64]?

    @inline(__always)
    func passes(_ row: Int) -> Bool {
      guard let rows else { return true }
      return rows[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 1
    }
  }

  let steps: [Step]
  let absence: Step?
  /// Seconds from the first to the last step, at most.
  let within: Int64?
  let window: UnitWindow
  let cancellation: Cancellation

  /// A walk through one unit's rows of one step, forward only.
  private struct Walk {
    var row = 0
    var end = 0
    /// The last row that `latest` has passed and allowed.
    var latest: Int64 = -1
  }

  func units(_ unitCount: Int) throws(Fault) -> DenseSet {
    let words = try Parallel.array(of: DenseSet.wordCount(unitCount), filling: UInt64(0)) {
      (words) throws(Fault) in
      try Parallel.forEachPiece(of: unitCount, cancellation) { range in
        var walks = [Walk](repeating: Walk(), count: steps.count)
        for unit in range where matches(unit, &walks) {
          words[unit &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: unit & 63)
        }
      }
    }
    return DenseSet(words: words, bound: unitCount)
  }

  private func matches(_ unit: Int, _ walks: inout [Walk]) -> Bool {
    let (low, high) = window.bounds(unit)
    guard low <= high else { return false }
    for index in steps.indices {
      walks[index] = walk(steps[index], unit, low, high)
      guard walks[index].row < walks[index].end else { return false }
    }
    let last = steps.count - 1
    var lastStep = walks[last]
    var absent = absence.map { walk($0, unit, low, high) } ?? Walk()
    while walks[0].row < walks[0].end {
      let row = walks[0].row
      walks[0].row += 1
      guard steps[0].passes(row) else { continue }
      let first = Int64(steps[0].table.times[row])
      guard let end = chainEnd(from: first, &walks) else { return false }
      let limit = within.map { min(first + $0, Int64(high)) } ?? Int64(high)
      guard end <= limit else { continue }
      guard let absence else { return true }
      // The later the last step, the less time is left for what must not follow.
      let lastTime = last == 0 ? first : latest(steps[last], &lastStep, upTo: limit)
      if latest(absence, &absent, upTo: limit) <= lastTime { return true }
    }
    return false
  }

  private func walk(_ step: Step, _ unit: Int, _ low: UInt32, _ high: UInt32) -> Walk {
    let starts = step.table.starts
    let times = step.table.times.span
    let (start, end) = (Int(starts[unit]), Int(starts[unit + 1]))
    let from = EventScan.firstRow(times, start, end, notBefore: low)
    let to = high == .max ? end : EventScan.firstRow(times, from, end, notBefore: high + 1)
    return Walk(row: from, end: to)
  }

  /// The time of the last step of the earliest chain after `first`; nil where a step is missing.
  private func chainEnd(from first: Int64, _ walks: inout [Walk]) -> Int64? {
    var time = first
    for index in steps.indices.dropFirst() {
      let step = steps[index]
      let end = walks[index].end
      var row = walks[index].row
      while row < end, Int64(step.table.times[row]) <= time || !step.passes(row) { row += 1 }
      walks[index].row = row
      guard row < end else { return nil }
      time = Int64(step.table.times[row])
    }
    return time
  }

  /// The time of the latest allowed event that is not after `limit`; −1 where there is none.
  private func latest(_ step: Step, _ walk: inout Walk, upTo limit: Int64) -> Int64 {
    while walk.row < walk.end, Int64(step.table.times[walk.row]) <= limit {
      if step.passes(walk.row) { walk.latest = Int64(step.table.times[walk.row]) }
      walk.row += 1
    }
    return walk.latest
  }
}
