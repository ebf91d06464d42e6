internal import Basis
internal import Columns

/// The events of one type that count: those in a window whose row is allowed.
struct EventScan: Sendable {
  let table: EventTable
  /// One bit for each row that passes the filter; nil where all do.
  let rows: [UInt64]?
  let window: UnitWindow
  let cancellation: Cancellation

  var unitCount: Int { max(0, table.starts.count - 1) }

  /// Folds each unit's events to a figure, and keeps the units whose figure compares as wanted.
  func units<Fold: EventFold>(
    _ fold: Fold, _ comparison: Comparison, _ operand: Double
  ) throws(Fault) -> DenseSet {
    let words = try Parallel.array(of: DenseSet.wordCount(unitCount), filling: UInt64(0)) {
      (words) throws(Fault) in
      try Parallel.forEachPiece(of: unitCount, cancellation) { range in
        run(fold, range) { unit, figure in
          if comparison.holds(figure, operand) {
            words[unit &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: unit & 63)
          }
        }
      }
    }
    return DenseSet(words: words, bound: unitCount)
  }

  /// Folds each unit's events to a figure.
  func figures<Fold: EventFold>(_ fold: Fold) throws(Fault) -> [Double] {
    try Parallel.array(of: unitCount, filling: Double.nan) { (figures) throws(Fault) in
      try Parallel.forEachPiece(of: unitCount, cancellation) { range in
        run(fold, range) { unit, figure in figures[unit] = figure }
      }
    }
  }

  /// The seconds of each unit's first, second or last event; −1 where there is none.
  func times(_ position: Anchor.Position) throws(Fault) -> [Int64] {
    try Parallel.array(of: unitCount, filling: Int64(-1)) { (found) throws(Fault) in
      try Parallel.forEachPiece(of: unitCount, cancellation) { range in
        switch position {
        case .first:
          run(NthTimeFold(1), range) { unit, time in found[unit] = Int64(time) }
        case .second:
          run(NthTimeFold(2), range) { unit, time in found[unit] = Int64(time) }
        case .last:
          run(LastTimeFold(), range) { unit, time in found[unit] = Int64(time) }
        }
      }
    }
  }

  @inline(__always)
  private func run<Fold: EventFold>(
    _ initial: Fold, _ range: Range<Int>, _ emit: (Int, Double) -> Void
  ) {
    let starts = table.starts.span
    let times = table.times.span
    let allowed = rows ?? []
    let bits = allowed.span
    let isFiltered = rows != nil
    let (fixedLow, fixedHigh) = window.fixed
    let (ownLows, ownHighs) = window.own
    let (lows, highs) = (ownLows.span, ownHighs.span)
    let isFixed = lows.isEmpty
    var fold = initial
    for unit in range {
      let low = isFixed ? fixedLow : lows[unit]
      let high = isFixed ? fixedHigh : highs[unit]
      var row = Int(starts[unit])
      let end = Int(starts[unit &+ 1])
      fold.begin()
      if end &- row > 32 {
        row = Self.firstRow(times, row, end, notBefore: low)
      } else {
        while row < end, times[row] < low { row &+= 1 }
      }
      while row < end {
        let time = times[row]
        guard time <= high else { break }
        if !isFiltered || bits[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 1 {
          fold.take(row, time)
        }
        row &+= 1
      }
      emit(unit, fold.figure())
    }
  }

  /// The first row from `start` whose time is not before `low`, by halving.
  @inline(__always)
  static func firstRow(
    _ times: Span<UInt32>, _ start: Int, _ end: Int, notBefore low: UInt32
  ) -> Int {
    var (from, to) = (start, end)
    while from < to {
      let middle = (from &+ to) / 2
      if times[middle] < low { from = middle &+ 1 } else { to = middle }
    }
    return from
  }
}

/// The seconds of the n-th event; −1 where there are fewer.
private struct NthTimeFold: EventFold {
  let wanted: Int
  private var count = 0
  private var time: UInt32 = 0

  init(_ wanted: Int) { self.wanted = wanted }

  @inline(__always) mutating func begin() { count = 0 }
  @inline(__always) mutating func take(_ row: Int, _ time: UInt32) {
    count &+= 1
    if count == wanted { self.time = time }
  }
  @inline(__always) func figure() -> Double { count < wanted ? -1 : Double(time) }
}

/// The seconds of the last event; −1 where there is none.
private struct LastTimeFold: EventFold {
  private var time: Int64 = -1
  @inline(__always) mutating func begin() { time = -1 }
  @inline(__always) mutating func take(_ row: Int, _ time: UInt32) { self.time = Int64(time) }
  @inline(__always) func figure() -> Double { Double(time) }
}
