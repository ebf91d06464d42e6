internal import Columns

/// What a path of touches is told to: one call for each conversion, and for what led nowhere.
protocol PathSink: Sendable {
  mutating func converted(_ path: Span<UInt32>, ages: Span<UInt32>, value: Double)
  mutating func ledNowhere(_ path: Span<UInt32>)
}

/// Finds the touches before each conversion.
///
/// A touch is the beginning of a visit from a channel, a click or a view. A path holds the clicks of
/// the click window before its conversion; the views of the view window only where there is no click.
struct TouchPaths: Sendable {
  /// Marks the keys of views.
  static let viewMark: UInt32 = 1 << 30

  let touches: EventSource
  let conversions: EventTable
  /// One bit for each conversion that counts; nil where all do.
  let conversionRows: [UInt64]?
  let value: EventValue
  /// Seconds before a conversion in which clicks, and in which views count.
  var clickWindow: UInt32
  var viewWindow: UInt32
  /// The seconds in which conversions count.
  let period: Range<UInt32>
  let needsNulls: Bool

  private var lookback: UInt32 { max(clickWindow, viewWindow) }

  /// Tells a sink the paths of all units that count; stretches of units run on all cores.
  func walk<Sink: PathSink>(
    over unitCount: Int, _ people: DenseSet?, from empty: Sink, merge: (inout Sink, Sink) -> Void
  ) -> Sink {
    let low = period.lowerBound > lookback ? period.lowerBound - lookback : 0
    var choice = EventBatch.Choice(people: people)
    if !needsNulls { (choice.having, choice.within) = ([conversions], period) }
    let chosen = choice
    return Stretches.merged(over: unitCount, from: empty) { range, sink in
      var batch = EventBatch()
      var walker = TouchWalker(self)
      var first = range.lowerBound
      while first < range.upperBound {
        let units = first..<min(range.upperBound, first + EventBatch.size)
        touches.fill(&batch, units: units, seconds: low..<period.upperBound, chosen)
        for unit in units where people?.contains(unit) ?? true {
          walker.walk(unit, batch, &sink)
        }
        first = units.upperBound
      }
    } merge: {
      merge(&$0, $1)
    }
  }

  /// A unit's conversions in the period, those that do not count among them.
  func rows(of unit: Int) -> Range<Int> {
    let (starts, times) = (conversions.starts.span, conversions.times.span)
    let (start, end) = (Int(starts[unit]), Int(starts[unit &+ 1]))
    guard start < end else { return start..<start }
    let first =
      times[start] >= period.lowerBound
      ? start : EventTimes.firstRow(times, start, end, notBefore: period.lowerBound)
    let last =
      times[end &- 1] < period.upperBound
      ? end : EventTimes.firstRow(times, first, end, notBefore: period.upperBound)
    return first..<max(first, last)
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
  private let (clickWindow, viewWindow): (UInt32, UInt32)
  /// Which touches of a unit lie in the window of a conversion, from its first touch on.
  private var areUsed: [Bool] = []
  /// The path of a conversion with the age of each touch, so long as `length` says.
  private var path: [UInt32] = []
  private var ages: [UInt32] = []
  private var length = 0

  init(_ paths: TouchPaths) {
    self.paths = paths
    (clickWindow, viewWindow) = (paths.clickWindow, paths.viewWindow)
  }

  @inline(__always)
  private static func isView(_ entry: UInt64) -> Bool {
    EventBatch.key(entry) & TouchPaths.viewMark != 0
  }

  @inline(__always)
  private static func key(_ entry: UInt64) -> UInt32 {
    EventBatch.key(entry) & ~TouchPaths.viewMark
  }

  mutating func walk<Sink: PathSink>(
    _ unit: Int, _ batch: borrowing EventBatch, _ sink: inout Sink
  ) {
    let conversions = paths.rows(of: unit)
    guard !conversions.isEmpty || paths.needsNulls else { return }
    let (range, touches) = (batch.range(of: unit), batch.entries.span)
    makeRoom(range.count)
    let lookback = max(clickWindow, viewWindow)
    var (first, end) = (range.lowerBound, range.lowerBound)
    for row in conversions where paths.countsRow(row) {
      let time = paths.conversions.times[row]
      while end < range.upperBound, EventBatch.time(touches[end]) <= time { end &+= 1 }
      while first < end, time &- EventBatch.time(touches[first]) > lookback { first &+= 1 }
      choose(touches, first..<end, before: time)
      if paths.needsNulls { mark(touches, first..<end, before: time, of: range) }
      sink.converted(
        path.span.extracting(0..<length), ages: ages.span.extracting(0..<length),
        value: paths.value[row])
    }
    if paths.needsNulls { chooseUnused(touches, range, &sink) }
  }

  private mutating func makeRoom(_ count: Int) {
    if path.count < count {
      path = [UInt32](repeating: 0, count: count * 2)
      ages = path
      areUsed = [Bool](repeating: false, count: count * 2)
    } else if paths.needsNulls {
      for index in 0..<count { areUsed[index] = false }
    }
  }

  /// Makes the path of a conversion from the touches in `range`.
  private mutating func choose(_ touches: Span<UInt64>, _ range: Range<Int>, before time: UInt32) {
    length = Self.fill(&path, &ages, touches, range, before: time, clickWindow, views: false)
    if length == 0, viewWindow > 0 {
      length = Self.fill(&path, &ages, touches, range, before: time, viewWindow, views: true)
    }
  }

  /// Notes which touches lie in the window of a conversion.
  private mutating func mark(
    _ touches: Span<UInt64>, _ range: Range<Int>, before time: UInt32, of unit: Range<Int>
  ) {
    for index in range {
      let age = time - EventBatch.time(touches[index])
      if age <= (Self.isView(touches[index]) ? viewWindow : clickWindow) {
        areUsed[index - unit.lowerBound] = true
      }
    }
  }

  /// Writes the clicks, or the views, of a window into the path; returns how many they are.
  private static func fill(
    _ path: inout [UInt32], _ ages: inout [UInt32], _ touches: Span<UInt64>, _ range: Range<Int>,
    before time: UInt32, _ window: UInt32, views: Bool
  ) -> Int {
    var end = 0
    var keys = path.mutableSpan
    var times = ages.mutableSpan
    for index in range where isView(touches[index]) == views {
      let age = time &- EventBatch.time(touches[index])
      guard age <= window else { continue }
      keys[end] = key(touches[index])
      times[end] = age
      end &+= 1
    }
    return end
  }

  /// Makes one path of the period's touches that no conversion followed.
  private mutating func chooseUnused<Sink: PathSink>(
    _ touches: Span<UInt64>, _ range: Range<Int>, _ sink: inout Sink
  ) {
    let low = paths.period.lowerBound
    for views in [false, true] where !views || viewWindow > 0 {
      var end = 0
      for index in range
      where !areUsed[index - range.lowerBound] && EventBatch.time(touches[index]) >= low
        && Self.isView(touches[index]) == views
      {
        path[end] = Self.key(touches[index])
        end += 1
      }
      guard end > 0 else { continue }
      return sink.ledNowhere(path.span.extracting(0..<end))
    }
  }
}
