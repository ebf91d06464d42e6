internal import Basis
internal import Columns

extension RowTest {
  /// Returns one bit for each row of `column`, set where it passes.
  func rows(of column: Column, _ cancellation: Cancellation) throws(Fault) -> [UInt64] {
    switch (self, column) {
    case (.codes(let mask), .text(let column)):
      let codes = column.codes.span
      let flags = mask.span
      return try Parallel.bits(codes.count, cancellation) { flags[Int(codes[$0])] != 0 }
    case (.whole(let ranges), .whole(let column)):
      let values = column.values.span
      return try Self.bits(values.count, within: ranges, cancellation) { values[$0] }
    case (.real(let ranges), .real(let column)):
      let values = column.values.span
      if ranges.count == 1, let range = ranges.first {
        let (low, high) = (range.lowerBound, range.upperBound)
        return try Parallel.bits(values.count, cancellation) {
          values[$0] >= low && values[$0] <= high
        }
      }
      return try Parallel.bits(values.count, cancellation) { row in
        ranges.contains { $0.contains(values[row]) }
      }
    case (.list(let mask, let wantsAny), .list(let column)):
      return try Self.bits(lists: column, mask, wantsAny: wantsAny, cancellation)
    case (.codes, _), (.whole, _), (.real, _), (.list, _):
      throw Fault(
        .badSegment, "segment", reason: "a test does not fit its column's type",
        remedy: "Check the types of the names in it")
    }
  }

  /// Returns one bit for each row, set where the value that `value` gives is in one of `ranges`.
  @inline(__always)
  static func bits(
    _ count: Int, within ranges: [ClosedRange<Int64>], _ cancellation: Cancellation,
    _ value: @Sendable (Int) -> Int64
  ) throws(Fault) -> [UInt64] {
    guard let first = ranges.first else { return [UInt64](repeating: 0, count: (count + 63) / 64) }
    if ranges.count == 1 {
      // One comparison of unsigned distances instead of two of signed numbers.
      let low = first.lowerBound
      let width = UInt64(bitPattern: first.upperBound &- low)
      return try Parallel.bits(count, cancellation) {
        UInt64(bitPattern: value($0) &- low) <= width
      }
    }
    let lows = ranges.map(\.lowerBound)
    let highs = ranges.map(\.upperBound)
    return try Parallel.bits(count, cancellation) { row in
      let wanted = value(row)
      var (from, to) = (0, lows.count)
      while from < to {
        let middle = (from &+ to) / 2
        if highs[middle] < wanted { from = middle &+ 1 } else { to = middle }
      }
      return from < lows.count && lows[from] <= wanted
    }
  }

  private static func bits(
    lists column: ListColumn, _ mask: [UInt8], wantsAny: Bool, _ cancellation: Cancellation
  ) throws(Fault) -> [UInt64] {
    let starts = column.starts.span
    let codes = column.codes.span
    let flags = mask.span
    return try Parallel.bits(max(0, starts.count - 1), cancellation) { row in
      let (start, end) = (Int(starts[row]), Int(starts[row + 1]))
      var isFound = false
      for index in start..<end where flags[Int(codes[index])] != 0 { isFound = true }
      return wantsAny ? isFound : !isFound && start < end
    }
  }
}
