internal import CSystem

/// The machine's clocks; only the outermost layer reads them and passes the instant on.
package enum SystemClock {
  package static func now() -> Timestamp { Timestamp(pt_now()) }

  /// Milliseconds since 1970, for what moves on a screen.
  package static func milliseconds() -> Int64 { pt_now_milliseconds() }

  /// Nanoseconds of a clock that never jumps, for measuring.
  package static func nanoseconds() -> Int64 { pt_nanoseconds() }
}
