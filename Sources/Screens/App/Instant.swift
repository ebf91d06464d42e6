package import Basis

/// A point in time in milliseconds, as the run loop tells it.
package struct Instant: Hashable, Comparable, Sendable {
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static let zero = Instant(milliseconds: 0)
  package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

  package var timestamp: Timestamp { Timestamp(milliseconds.dividedByFloor(1000).quotient) }

  /// Seconds since `earlier`, never negative.
  package func seconds(since earlier: Instant) -> Double {
    Double(max(0, milliseconds &- earlier.milliseconds)) / 1000
  }

  package func advanced(byMilliseconds count: Int64) -> Instant {
    Instant(milliseconds: milliseconds &+ count)
  }
}
