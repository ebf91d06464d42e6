internal import Columns

/// What a path of touches is told to: one call for each conversion, and for what led nowhere.
protocol PathSink: Sendable {
  mutating func converted(_ path: Span<UInt32>, ages: Span<UInt32>, value: Double)
  mutating func ledNowhere(_ path: Span<UInt32>)
}

/// Finds the touches before each conversion.
///
/// A touch is the beginning of a visit from a channel, a click or a view. What follows within
/// `visitGap` of the same channel, or directly, belongs to the visit. A path holds the clicks of the
/// click window before its conversion; the views of the view window only where there is no click.
struct TouchPaths: Sendable {
  /// Marks the keys of views.
  static let viewMark: UInt32 = 1 << 30

  let touches: [KeyedEvents]
  let conversions: EventTable
  /// One bit for each conversion that counts; nil where all do.
  let conversionRows: [UInt64]?
  let value: EventValue
  /// Which keys stand for direct visits.
  let directs: [Bool]
  /// Seconds before a conversion in which clicks, and in which views count.
  var clickWindow: UInt32
  var viewWindow: UInt32
  var visitGap: UInt32
  /// The seconds in which conversions count.
  let period: Range<UInt32>
  let needsNulls: Bool

  private var lookback: UInt32 { max(clickWindow, viewWindow) }

  /// Tells a sink the paths of all units that count; stretches of units run on all cores.
  func walk<Sink: PathSink>(
    over unitCount: Int, from empty: Sink, counts: @Sendable (Int) -> Bool,
    merge: (inout Sink, Sink) -> Void
  ) -> Sink {
    let low = period.lowerBound > lookback ? period.lowerBound - lookback : 0
    return Stretches.merged(over: unitCount, from: empty) { range, sink in
      var batch = EventBatch()
      var walker = TouchWalker(self)
      var first = range.lowerBound
      while first < range.upperBound {
        let units = first..<min(range.upperBound, first + EventBatch.size)
        batch.gather(touches, units: units, seconds: low..<period.upperBound) { unit in
          counts(unit) && (needsNulls || hasConversion(unit))
        }
        for unit in units where counts(unit) { walker.walk(unit, batch, &sink) }
        first = units.upperBound
      }
    } merge: {
      merge(&$0, $1)
    }
  }

  private func hasConversion(_ unit: Int) -> Bool { !rows(of: unit).isEmpty }

  /// A unit's conversions in the period, those that do not count among them.
  func rows(of unit: Int) -> Range<Int> {
    let (starts, times) = (conversions.starts.span, conversions.times.span)
    let (start, end) = (Int(starts[unit]), Int(starts[unit + 1]))
    guard start < end else { return start..<start }
    let first = EventBatch.firstRow(times, start, end, notBefore: period.lowerBound)
    return first..<EventBatch.firstRow(times, first, end, notBefore: period.upperBound)
  }

  @inline(__always)
  func countsRow(_ row: Int) -> Bool {
    guard let conversionRows else { return true }
    return conversionRows[row >> 6] >> UInt64(row & 63) & 1 == 1
  }
}

/// What a conversion is worth: a field of it, 0 where it is not known.
enum EventValue: Sendable {
  case none
  case whole([Int64])
  case real([Double])

  init(_ column: Column?) {
    switch column {
    case .whole(let whole): self = .whole(whole.values)
    case .real(let real): self = .real(real.values)
    case .text, .list, nil: self = .none
    }
  }

  @inline(__always)
  subscript(row: Int) -> Double {
    switch self {
    case .none: return 0
    case .whole(let values):
      return values[row] == WholeColumn.unknown ? 0 : Double(values[row])
    case .real(let values): return values[row].isNaN ? 0 : values[row]
    }
  }
}

/// Walks through the touches of one unit after the other; its arrays are kept between units.
private struct TouchWalker {
  private let paths: TouchPaths
  private var keys: [UInt32] = []
  private var times: [UInt32] = []
  private var areViews: [Bool] = []
  private var areUsed: [Bool] = []
  private var path: [UInt32] = []
  private var ages: [UInt32] = []

  init(_ paths: TouchPaths) { self.paths = paths }

  mutating func walk<Sink: PathSink>(_ unit: Int, _ batch: borrowing EventBatch, _ sink: inout Sink)
  {
    let conversions = paths.rows(of: unit)
    guard !conversions.isEmpty || paths.needsNulls else { return }
    collect(batch.range(of: unit), batch.entries.span)
    var (first, end) = (0, 0)
    for row in conversions where paths.countsRow(row) {
      let time = paths.conversions.times[row]
      while end < times.count, times[end] <= time { end += 1 }
      while first < end, time - times[first] > max(paths.clickWindow, paths.viewWindow) {
        first += 1
      }
      choose(first..<end, before: time)
      sink.converted(path.span, ages: ages.span, value: paths.value[row])
    }
    if paths.needsNulls { chooseUnused(&sink) }
  }

  /// Keeps the touches of a unit: views, clicks, and the first event of each visit.
  private mutating func collect(_ range: Range<Int>, _ entries: Span<UInt64>) {
    keys.removeAll(keepingCapacity: true)
    times.removeAll(keepingCapacity: true)
    areViews.removeAll(keepingCapacity: true)
    var visit = KeyedEvents.none
    var latest: UInt32 = 0
    for index in range {
      let time = EventBatch.time(entries[index])
      let marked = EventBatch.key(entries[index])
      let key = marked & ~TouchPaths.viewMark
      let isView = marked != key
      if !isView {
        let goesOn = visit != KeyedEvents.none && time - latest <= paths.visitGap
        if goesOn, paths.visitGap > 0, key == visit || paths.directs[Int(key)] {
          latest = time
          continue
        }
        (visit, latest) = (key, time)
      }
      keys.append(key)
      times.append(time)
      areViews.append(isView)
    }
    if paths.needsNulls { areUsed = [Bool](repeating: false, count: keys.count) }
  }

  /// Makes the path of a conversion from the touches in `range`.
  private mutating func choose(_ range: Range<Int>, before time: UInt32) {
    path.removeAll(keepingCapacity: true)
    ages.removeAll(keepingCapacity: true)
    for index in range where !areViews[index] {
      let age = time - times[index]
      guard age <= paths.clickWindow else { continue }
      path.append(keys[index])
      ages.append(age)
    }
    let needsViews = path.isEmpty && paths.viewWindow > 0
    guard needsViews || paths.needsNulls else { return }
    for index in range {
      let age = time - times[index]
      if needsViews, areViews[index], age <= paths.viewWindow {
        path.append(keys[index])
        ages.append(age)
      }
      if paths.needsNulls, age <= (areViews[index] ? paths.viewWindow : paths.clickWindow) {
        areUsed[index] = true
      }
    }
  }

  /// Makes one path of the period's touches that no conversion followed.
  private mutating func chooseUnused<Sink: PathSink>(_ sink: inout Sink) {
    let low = paths.period.lowerBound
    let unused = keys.indices.filter { !areUsed[$0] && times[$0] >= low }
    let clicks = unused.filter { !areViews[$0] }
    let kept = clicks.isEmpty ? (paths.viewWindow > 0 ? unused : []) : clicks
    guard !kept.isEmpty else { return }
    path.removeAll(keepingCapacity: true)
    for index in kept { path.append(keys[index]) }
    sink.ledNowhere(path.span)
  }
}
