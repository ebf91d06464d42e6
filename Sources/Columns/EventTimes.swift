/// Searching among the times of a stretch of events, which ascend.
package enum EventTimes {
  /// The first row from `start` whose time is not before `low`.
  @inlinable @inline(__always)
  package static func firstRow(
    _ times: Span<UInt32>, _ start: Int, _ end: Int, notBefore low: UInt32
  ) -> Int {
    if end &- start <= 16 {
      // Counting is faster than stopping early, whose end no processor foresees.
      var earlier = 0
      for row in start..<end { earlier &+= times[row] < low ? 1 : 0 }
      return start &+ earlier
    }
    var (from, to) = (start, end)
    while from < to {
      let middle = (from &+ to) / 2
      if times[middle] < low { from = middle &+ 1 } else { to = middle }
    }
    return from
  }
}
