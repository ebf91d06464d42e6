internal import Basis
internal import Columns

/// The seconds in which a unit's events count, both ends included.
enum UnitWindow: Sendable {
  case fixed(low: UInt32, high: UInt32)
  /// Different for each unit; empty where the low end is above the high one.
  case perUnit(lows: [UInt32], highs: [UInt32])

  /// Makes a window from ends that may lie outside of what 32 bits hold.
  init(low: Int64, high: Int64) {
    let (low, high) = Self.clamped(low, high)
    self = .fixed(low: low, high: high)
  }

  static func clamped(_ low: Int64, _ high: Int64) -> (UInt32, UInt32) {
    guard low <= high, high >= 0, low <= Int64(UInt32.max) else { return (1, 0) }
    return (UInt32(max(0, low)), UInt32(min(high, Int64(UInt32.max))))
  }

  /// The ends where they are the same for all units; an empty window otherwise.
  var fixed: (low: UInt32, high: UInt32) {
    if case .fixed(let low, let high) = self { (low, high) } else { (1, 0) }
  }

  /// The ends by unit; empty where they are the same for all.
  var own: (lows: [UInt32], highs: [UInt32]) {
    if case .perUnit(let lows, let highs) = self { (lows, highs) } else { ([], []) }
  }

  @inline(__always)
  func bounds(_ unit: Int) -> (low: UInt32, high: UInt32) {
    switch self {
    case .fixed(let low, let high): (low, high)
    case .perUnit(let lows, let highs): (lows[unit], highs[unit])
    }
  }
}

/// Turns windows and moments into seconds, as of one instant and in one zone.
struct WindowResolver {
  let asOf: Timestamp
  let calendar: CalendarDays
  private var moments: TestCompiler { TestCompiler(calendar: calendar) }

  init(asOf: Timestamp, calendar: CalendarDays) {
    (self.asOf, self.calendar) = (asOf, calendar)
  }

  /// The seconds of a window that is the same for every unit; nil for one around an own event.
  ///
  /// No event after `asOf` is ever seen.
  func fixed(_ window: Window?) -> ClosedRange<Int64>? {
    let now = asOf.seconds
    let (low, high): (Int64, Int64)
    switch window {
    case nil: (low, high) = (0, now)
    case .last(let span): (low, high) = (now - span.seconds + 1, now)
    case .between(let from, let to):
      (low, high) = (moments.range(of: from).low, moments.range(of: to).high)
    case .since(let moment): (low, high) = (moments.range(of: moment).low, now)
    case .before(let moment): (low, high) = (0, moments.range(of: moment).low - 1)
    case .ago(let a, let b):
      let (near, far) = (min(a.seconds, b.seconds), max(a.seconds, b.seconds))
      (low, high) = (now - far + 1, now - near)
    case .around: return nil
    }
    let end = min(high, now)
    // An empty window is written as a range that no event can lie in.
    return low <= end ? low...end : -1...(-1)
  }

  /// The seconds between two distances from an own event at `instant`.
  ///
  /// Each end counts calendar days where its own unit does, and seconds otherwise.
  func around(
    _ instant: Int64, _ a: TimeSpan, _ b: TimeSpan, _ direction: Window.Direction
  ) -> (low: Int64, high: Int64) {
    let (near, far) = a.seconds <= b.seconds ? (a, b) : (b, a)
    let ends =
      switch direction {
      case .after: (edge(instant, near, 1).low, edge(instant, far, 1).high)
      case .before: (edge(instant, far, -1).low, edge(instant, near, -1).high)
      }
    return (ends.0, min(ends.1, asOf.seconds))
  }

  private func edge(_ instant: Int64, _ span: TimeSpan, _ sign: Int64) -> WholeLiteral {
    guard span.unit.countsDays else { return WholeLiteral(instant + sign * span.seconds) }
    let day = calendar.day(of: instant) + sign * span.days
    return WholeLiteral(low: calendar.start(ofDay: day), high: calendar.start(ofDay: day + 1) - 1)
  }

  /// The seconds at which an event must have been to be that long ago.
  func ago(_ comparison: Comparison, _ span: TimeSpan) -> [ClosedRange<Int64>] {
    let now = asOf.seconds
    let edge = now - span.seconds
    switch comparison {
    case .less: return edge < now ? [(edge + 1)...now] : []
    case .lessOrEqual: return [edge...now]
    case .greater: return [.min...(edge - 1)]
    case .greaterOrEqual: return [.min...edge]
    // Exactly three days ago means within the fourth day back, as an age in whole years does.
    case .equal: return [(edge - span.unit.seconds + 1)...edge]
    case .notEqual: return [.min...(edge - span.unit.seconds), (edge + 1)...max(now, edge + 1)]
    }
  }
}
