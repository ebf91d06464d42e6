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

  /// Keeps the units with at least, or exactly, `wanted` events.
  ///
  /// Without a filter a look at one or two rows of each unit is enough, as they are in order of time.
  func units(countOf wanted: Int, isExact: Bool) throws(Fault) -> DenseSet {
    guard rows == nil, wanted > 0, !table.times.isEmpty else {
      return try units(CountFold(), isExact ? .equal : .greaterOrEqual, Double(wanted))
    }
    let predicate = CountPredicate(
      starts: table.starts, times: table.times, window: window, wanted: wanted, isExact: isExact)
    return DenseSet(words: try Parallel.bits(unitCount, cancellation, predicate), bound: unitCount)
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
      fold.begin()
      var row = Int(starts[unit])
      var end = Int(starts[unit &+ 1])
      if row < end {
        let low = isFixed ? fixedLow : lows[unit]
        let high = isFixed ? fixedHigh : highs[unit]
        if times[row] < low { row = EventTimes.firstRow(times, row, end, notBefore: low) }
        if row < end, times[end &- 1] > high {
          end = high < low ? row : EventTimes.firstRow(times, row, end, notBefore: high &+ 1)
        }
        if isFiltered {
          // Whole words at a time, since most filters let few rows through.
          while row < end {
            var word = bits[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63)
            let length = min(64 &- (row & 63), end &- row)
            if length < 64 { word &= (1 &<< UInt64(truncatingIfNeeded: length)) &- 1 }
            while word != 0 {
              let hit = row &+ word.trailingZeroBitCount
              fold.take(hit, times[hit])
              word &= word &- 1
            }
            row &+= length
          }
        } else {
          while row < end {
            fold.take(row, times[row])
            row &+= 1
          }
        }
      }
      emit(unit, fold.figure())
    }
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

/// Whether a unit has so many events in a window, told from single rows.
private struct CountPredicate: RowPredicate {
  let starts: [UInt32]
  let times: [UInt32]
  let lows: [UInt32]
  let highs: [UInt32]
  let fixedLow: UInt32
  let fixedHigh: UInt32
  let wanted: Int
  let isExact: Bool

  init(
    starts: [UInt32], times: [UInt32], window: UnitWindow, wanted: Int, isExact: Bool
  ) {
    (self.starts, self.times, self.wanted, self.isExact) = (starts, times, wanted, isExact)
    (lows, highs) = window.own
    (fixedLow, fixedHigh) = window.fixed
  }

  // No branch hangs on whether a unit has events: half do and half do not, and guessing wrong costs
  // more than both answers.
  @inline(__always)
  func holds(_ unit: Int) -> Bool {
    let start = Int(starts[unit])
    let end = Int(starts[unit &+ 1])
    let low = lows.isEmpty ? fixedLow : lows[unit]
    let high = lows.isEmpty ? fixedHigh : highs[unit]
    if times[max(end &- 1, 0)] > high { return holds(start, end, low, high) }
    let isEnough: UInt8 = end &- start >= wanted ? 1 : 0
    let isRecent: UInt8 = times[max(end &- wanted, 0)] >= low ? 1 : 0
    guard isExact else { return isEnough & isRecent != 0 }
    return isEnough & isRecent != 0 && isFirst(end &- wanted, start, low)
  }

  /// The answer for a unit that may have events behind the window.
  @inline(never)
  private func holds(_ start: Int, _ end: Int, _ low: UInt32, _ high: UInt32) -> Bool {
    guard low <= high else { return false }
    let end = EventTimes.firstRow(times.span, start, end, notBefore: high &+ 1)
    guard end - start >= wanted, times[end - wanted] >= low else { return false }
    return !isExact || isFirst(end - wanted, start, low)
  }

  private func isFirst(_ row: Int, _ start: Int, _ low: UInt32) -> Bool {
    row == start || times[row - 1] < low
  }
}
