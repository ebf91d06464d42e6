internal import Basis
internal import Columns

/// Finds the units that had some events one after the other, where each unit's last times are known.
///
/// With no bound on the time from the first to the last, the earliest event after the one before is always
/// as good as a later one. That there is such an event is told by the last time alone, so that the rows
/// of the last step are never looked at, and those of the others only where something follows them.
struct ChainScan: Sendable {
  struct Step: Sendable {
    let table: EventTable
    let last: LastTimes
  }

  let steps: [Step]
  /// The first second that counts.
  let low: UInt32
  let cancellation: Cancellation

  /// The units that have it, of `candidates` alone: those with an event of every step since `low`.
  func units(_ unitCount: Int, among candidates: DenseSet) throws(Fault) -> DenseSet {
    let words = try Parallel.array(of: DenseSet.wordCount(unitCount), filling: UInt64(0)) {
      (words) throws(Fault) in
      try Parallel.forEachPiece(of: unitCount, cancellation) { range in
        withViews(of: steps, ChainView.with) { views in
          candidates.filter(range, into: words) { finds($0, views) }
        }
      }
    }
    return DenseSet(words: words, bound: unitCount)
  }

  @inline(__always)
  private func finds(_ unit: Int, _ views: [ChainView]) -> Bool {
    // The earliest second that the next event may have.
    var next = low
    for index in 0..<views.count &- 1 {
      next = views[index].firstTime(of: unit, since: next) &+ 1
      // A last time is kept as one more, too.
      guard views[index &+ 1].last(of: unit) > next else { return false }
    }
    return true
  }
}

/// The memory of one step; pointers for the reason that `StepView` gives.
@safe private struct ChainView {
  private let starts: UnsafeBufferPointer<UInt32>
  private let times: UnsafeBufferPointer<UInt32>
  private let lasts: UnsafeBufferPointer<UInt32>

  static func with(_ step: ChainScan.Step, _ body: (ChainView) -> Void) {
    unsafe step.table.starts.withUnsafeBufferPointer { starts in
      unsafe step.table.times.withUnsafeBufferPointer { times in
        unsafe step.last.times.withUnsafeBufferPointer { lasts in
          body(unsafe ChainView(starts: starts, times: times, lasts: lasts))
        }
      }
    }
  }

  private init(
    starts: UnsafeBufferPointer<UInt32>, times: UnsafeBufferPointer<UInt32>,
    lasts: UnsafeBufferPointer<UInt32>
  ) {
    unsafe (self.starts, self.times, self.lasts) = (starts, times, lasts)
  }

  /// One more than the time of the unit's last event; 0 where it has none.
  @inline(__always)
  func last(of unit: Int) -> UInt32 { unsafe lasts[unit] }

  /// The time of the unit's first event at `low` or later, of which there is one.
  @inline(__always)
  func firstTime(of unit: Int, since low: UInt32) -> UInt32 {
    var row = unsafe Int(starts[unit])
    var end = unsafe Int(starts[unit &+ 1]) &- 1
    while end &- row > 32 {
      let middle = (row &+ end) / 2
      if unsafe times[middle] >= low { end = middle } else { row = middle &+ 1 }
    }
    while row < end, unsafe times[row] < low { row &+= 1 }
    return unsafe times[row]
  }
}
