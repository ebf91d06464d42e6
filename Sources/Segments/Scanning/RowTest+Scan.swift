internal import Basis
internal import Columns

extension RowTest {
  /// Returns one bit for each row of `column`, set where it passes.
  func rows(of column: Column, _ cancellation: Cancellation) throws(Fault) -> [UInt64] {
    switch (self, column) {
    case (.codes(let mask), .text(let column)):
      let predicate = FlaggedCode(codes: column.codes, flags: mask)
      return try Parallel.bits(column.codes.count, cancellation, predicate)
    case (.whole(let ranges), .whole(let column)):
      return try Self.bits(column.values.count, within: ranges, cancellation, column.values)
    case (.real(let ranges), .real(let column)):
      let predicate = RealRanges(values: column.values, ranges: ranges)
      return try Parallel.bits(column.values.count, cancellation, predicate)
    case (.list(let mask, let wantsAny), .list(let column)):
      let predicate = FlaggedList(
        starts: column.starts, codes: column.codes, flags: mask, wantsAny: wantsAny)
      return try Parallel.bits(max(0, column.starts.count - 1), cancellation, predicate)
    case (.codes, _), (.whole, _), (.real, _), (.list, _):
      throw Fault(
        .badSegment, "segment", reason: "a test does not fit its column's type",
        remedy: "Check the types of the names in it")
    }
  }

  /// Returns one bit for each row, set where its value is in one of `ranges`.
  static func bits(
    _ count: Int, within ranges: [ClosedRange<Int64>], _ cancellation: Cancellation,
    _ values: some WholeValues
  ) throws(Fault) -> [UInt64] {
    guard let first = ranges.first else { return [UInt64](repeating: 0, count: (count + 63) / 64) }
    guard ranges.count > 1 else {
      return try Parallel.bits(count, cancellation, OneRange(values: values, range: first))
    }
    let predicate = SeveralRanges(
      values: values, lows: ranges.map(\.lowerBound), highs: ranges.map(\.upperBound))
    return try Parallel.bits(count, cancellation, predicate)
  }
}

/// Whole numbers by row.
protocol WholeValues: Sendable {
  func value(_ row: Int) -> Int64
}

extension [Int64]: WholeValues {
  @inline(__always)
  func value(_ row: Int) -> Int64 { self[row] }
}

/// What a clock shows at the time of each row.
struct ClockValues: WholeValues {
  enum Hand { case second, hour, weekday }

  let times: [UInt32]
  let calendar: CalendarDays
  let hand: Hand

  @inline(__always)
  func value(_ row: Int) -> Int64 {
    let time = Int64(times[row])
    return switch hand {
    case .second: time
    case .hour: calendar.hour(of: time)
    case .weekday: calendar.weekday(of: time)
    }
  }
}

private struct FlaggedCode: RowPredicate {
  let codes: [UInt32]
  let flags: [UInt8]

  @inline(__always)
  func holds(_ row: Int) -> Bool { flags[Int(codes[row])] != 0 }
}

private struct FlaggedList: RowPredicate {
  let starts: [UInt32]
  let codes: [UInt32]
  let flags: [UInt8]
  let wantsAny: Bool

  func holds(_ row: Int) -> Bool {
    let (start, end) = (Int(starts[row]), Int(starts[row + 1]))
    var isFound = false
    for index in start..<end where flags[Int(codes[index])] != 0 { isFound = true }
    return wantsAny ? isFound : !isFound && start < end
  }
}

private struct OneRange<Values: WholeValues>: RowPredicate {
  let values: Values
  let low: Int64
  let width: UInt64

  init(values: Values, range: ClosedRange<Int64>) {
    (self.values, low) = (values, range.lowerBound)
    width = UInt64(bitPattern: range.upperBound &- range.lowerBound)
  }

  // One comparison of unsigned distances instead of two of signed numbers.
  @inline(__always)
  func holds(_ row: Int) -> Bool { UInt64(bitPattern: values.value(row) &- low) <= width }
}

private struct SeveralRanges<Values: WholeValues>: RowPredicate {
  let values: Values
  let lows: [Int64]
  let highs: [Int64]

  func holds(_ row: Int) -> Bool {
    let wanted = values.value(row)
    var (from, to) = (0, lows.count)
    while from < to {
      let middle = (from &+ to) / 2
      if highs[middle] < wanted { from = middle &+ 1 } else { to = middle }
    }
    return from < lows.count && lows[from] <= wanted
  }
}

private struct RealRanges: RowPredicate {
  let values: [Double]
  let lows: [Double]
  let highs: [Double]

  init(values: [Double], ranges: [ClosedRange<Double>]) {
    self.values = values
    (lows, highs) = (ranges.map(\.lowerBound), ranges.map(\.upperBound))
  }

  @inline(__always)
  func holds(_ row: Int) -> Bool {
    let value = values[row]
    for index in lows.indices where value >= lows[index] && value <= highs[index] { return true }
    return false
  }
}
