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
  }

  let steps: [Step]
  let absence: Step?
  /// Seconds from the first to the last step, at most.
  let within: Int64?
  let window: UnitWindow
  let cancellation: Cancellation

  /// The units that have it, of `candidates` alone: those with an event of every step.
  func units(_ unitCount: Int, among candidates: DenseSet) throws(Fault) -> DenseSet {
    let words = try Parallel.array(of: DenseSet.wordCount(unitCount), filling: UInt64(0)) {
      (words) throws(Fault) in
      try Parallel.forEachPiece(of: unitCount, cancellation) { range in
        withViews(of: steps + [absence].compactMap(\.self), StepView.with) { views in
          var search = SequenceSearch(
            views: views, hasAbsence: absence != nil, within: within ?? .max / 2)
          let isPair = steps.count == 2 && absence == nil
          let (fixedLow, fixedHigh) = window.fixed
          let (lows, highs) = window.own
          candidates.filter(range, into: words) { unit in
            let low = lows.isEmpty ? fixedLow : lows[unit]
            let high = lows.isEmpty ? fixedHigh : highs[unit]
            guard low <= high else { return false }
            return isPair ? search.findsPair(unit, low, high) : search.finds(unit, low, high)
          }
        }
      }
    }
    return DenseSet(words: words, bound: unitCount)
  }
}

/// The memory of one step's events.
///
/// Pointers, because steps are looked up in an array for every event: with arrays inside, counting
/// their owners made up most of the time. Every access is within the bounds of the table.
@safe struct StepView {
  private let starts: UnsafeBufferPointer<UInt32>
  private let times: UnsafeBufferPointer<UInt32>
  private let rows: UnsafeBufferPointer<UInt64>
  private let isFiltered: Bool

  private init(
    starts: UnsafeBufferPointer<UInt32>, times: UnsafeBufferPointer<UInt32>,
    rows: UnsafeBufferPointer<UInt64>, isFiltered: Bool
  ) {
    unsafe (self.starts, self.times, self.rows) = (starts, times, rows)
    self.isFiltered = isFiltered
  }

  static func with(_ step: SequenceScan.Step, _ body: (StepView) -> Void) {
    unsafe step.table.starts.withUnsafeBufferPointer { starts in
      unsafe step.table.times.withUnsafeBufferPointer { times in
        unsafe (step.rows ?? []).withUnsafeBufferPointer { rows in
          body(
            unsafe StepView(starts: starts, times: times, rows: rows, isFiltered: step.rows != nil))
        }
      }
    }
  }

  @inline(__always)
  func time(_ row: Int) -> Int64 { Int64(unsafe times[row]) }

  @inline(__always)
  func passes(_ row: Int) -> Bool {
    guard isFiltered else { return true }
    return unsafe rows[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 1
  }

  /// The rows of a unit whose times lie between `low` and `high`.
  @inline(__always)
  func rows(of unit: Int, _ low: UInt32, _ high: UInt32) -> (start: Int, end: Int) {
    var start = unsafe Int(starts[unit])
    var end = unsafe Int(starts[unit &+ 1])
    guard end &- start > 32 else {
      while start < end, unsafe times[start] < low { start &+= 1 }
      while start < end, unsafe times[end &- 1] > high { end &-= 1 }
      return (start, end)
    }
    start = firstRow(start, end) { unsafe times[$0] >= low }
    end = firstRow(start, end) { unsafe times[$0] > high }
    return (start, end)
  }

  @inline(__always)
  private func firstRow(_ start: Int, _ end: Int, _ holds: (Int) -> Bool) -> Int {
    var (from, to) = (start, end)
    while from < to {
      let middle = (from &+ to) / 2
      if holds(middle) { to = middle } else { from = middle &+ 1 }
    }
    return from
  }
}

/// The search for a sequence in the events of one unit after the other.
struct SequenceSearch {
  /// A walk through one unit's rows of one step, forward only.
  private struct Walk {
    var row = 0
    var end = 0
    /// The time of the last row that was passed and allowed.
    var latest: Int64 = -1
  }

  private let views: [StepView]
  private let stepCount: Int
  private let hasAbsence: Bool
  private let within: Int64
  private var walks: [Walk]

  /// Takes the steps in order and, behind them, what must not follow.
  init(views: [StepView], hasAbsence: Bool, within: Int64) {
    (self.views, self.hasAbsence, self.within) = (views, hasAbsence, within)
    stepCount = hasAbsence ? views.count - 1 : views.count
    walks = [Walk](repeating: Walk(), count: views.count)
  }

  mutating func finds(_ unit: Int, _ low: UInt32, _ high: UInt32) -> Bool {
    for index in 0..<views.count {
      let (start, end) = views[index].rows(of: unit, low, high)
      walks[index] = Walk(row: start, end: end)
      guard start < end || index >= stepCount else { return false }
    }
    var lastStep = walks[stepCount - 1]
    var absent = walks[views.count - 1]
    while walks[0].row < walks[0].end {
      let row = walks[0].row
      walks[0].row = row &+ 1
      guard views[0].passes(row) else { continue }
      let first = views[0].time(row)
      let end = chainEnd(from: first)
      guard end >= 0 else { return false }
      let limit = min(first &+ within, Int64(high))
      guard end <= limit else { continue }
      guard hasAbsence else { return true }
      // The later the last step, the less time is left for what must not follow.
      let last = stepCount == 1 ? first : latest(views[stepCount - 1], &lastStep, upTo: limit)
      if latest(views[stepCount], &absent, upTo: limit) <= last { return true }
    }
    return false
  }

  /// Finds two steps alone: the shortest way to each second step is from the latest first one before it.
  @inline(__always)
  func findsPair(_ unit: Int, _ low: UInt32, _ high: UInt32) -> Bool {
    let (firsts, seconds) = (views[0], views[1])
    var (row, end) = seconds.rows(of: unit, low, high)
    guard row < end else { return false }
    var (first, firstEnd) = firsts.rows(of: unit, low, high)
    var latest = Int64.min / 2
    while row < end {
      let time = seconds.time(row)
      while first < firstEnd, firsts.time(first) < time {
        if firsts.passes(first) { latest = firsts.time(first) }
        first &+= 1
      }
      if time &- latest <= within, latest >= 0, seconds.passes(row) { return true }
      row &+= 1
    }
    return false
  }

  /// The time of the last step of the earliest chain after `first`; −1 where a step is missing.
  @inline(__always)
  private mutating func chainEnd(from first: Int64) -> Int64 {
    var time = first
    var index = 1
    while index < stepCount {
      let view = views[index]
      let end = walks[index].end
      var row = walks[index].row
      while row < end, view.time(row) <= time || !view.passes(row) { row &+= 1 }
      walks[index].row = row
      guard row < end else { return -1 }
      time = view.time(row)
      index &+= 1
    }
    return time
  }

  /// The time of the latest allowed event that is not after `limit`; −1 where there is none.
  private func latest(_ view: StepView, _ walk: inout Walk, upTo limit: Int64) -> Int64 {
    while walk.row < walk.end, view.time(walk.row) <= limit {
      if view.passes(walk.row) { walk.latest = view.time(walk.row) }
      walk.row &+= 1
    }
    return walk.latest
  }
}
