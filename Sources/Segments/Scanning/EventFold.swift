internal import Basis
internal import Columns

/// Makes one figure of a unit's events, taken one by one in order of time.
protocol EventFold: Sendable {
  /// Forgets the unit before.
  mutating func begin()
  mutating func take(_ row: Int, _ time: UInt32)
  /// The figure; NaN where it is unknown.
  mutating func figure() -> Double
}

struct CountFold: EventFold {
  private var count = 0
  @inline(__always) mutating func begin() { count = 0 }
  @inline(__always) mutating func take(_ row: Int, _ time: UInt32) { count &+= 1 }
  @inline(__always) func figure() -> Double { Double(count) }
}

/// Sum or average of whole numbers, in the column's smallest unit.
struct WholeSumFold: EventFold {
  let values: [Int64]
  let isAverage: Bool
  private let rounding: DecimalRounding
  private var sum: Int64 = 0
  private var count = 0

  init(_ values: [Int64], isAverage: Bool, places: Int) {
    (self.values, self.isAverage) = (values, isAverage)
    rounding = DecimalRounding(places: places)
  }

  @inline(__always) mutating func begin() { (sum, count) = (0, 0) }
  @inline(__always) mutating func take(_ row: Int, _ time: UInt32) {
    let value = values[row]
    guard value != WholeColumn.unknown else { return }
    sum &+= value
    count &+= 1
  }
  @inline(__always) func figure() -> Double {
    guard isAverage else { return Double(sum) }
    return count == 0 ? .nan : rounding.rounded(Double(sum) / Double(count))
  }
}

/// Sum or average of floating-point numbers, added in order of time.
struct RealSumFold: EventFold {
  let values: [Double]
  let isAverage: Bool
  private let rounding = DecimalRounding(places: 0)
  private var sum = 0.0
  private var count = 0

  init(_ values: [Double], isAverage: Bool) { (self.values, self.isAverage) = (values, isAverage) }

  @inline(__always) mutating func begin() { (sum, count) = (0, 0) }
  @inline(__always) mutating func take(_ row: Int, _ time: UInt32) {
    let value = values[row]
    guard !value.isNaN else { return }
    sum += value
    count &+= 1
  }
  @inline(__always) func figure() -> Double {
    guard isAverage else { return rounding.rounded(sum) }
    return count == 0 ? .nan : rounding.rounded(sum / Double(count))
  }
}

/// The smallest or the largest whole number.
struct WholeExtremeFold: EventFold {
  let values: [Int64]
  let isMaximum: Bool
  private var best = WholeColumn.unknown

  init(_ values: [Int64], isMaximum: Bool) { (self.values, self.isMaximum) = (values, isMaximum) }

  @inline(__always) mutating func begin() { best = WholeColumn.unknown }
  @inline(__always) mutating func take(_ row: Int, _ time: UInt32) {
    let value = values[row]
    guard value != WholeColumn.unknown else { return }
    if best == WholeColumn.unknown || (isMaximum ? value > best : value < best) { best = value }
  }
  @inline(__always) func figure() -> Double { best == WholeColumn.unknown ? .nan : Double(best) }
}

/// The smallest or the largest floating-point number.
struct RealExtremeFold: EventFold {
  let values: [Double]
  let isMaximum: Bool
  private var best = Double.nan

  init(_ values: [Double], isMaximum: Bool) { (self.values, self.isMaximum) = (values, isMaximum) }

  @inline(__always) mutating func begin() { best = .nan }
  @inline(__always) mutating func take(_ row: Int, _ time: UInt32) {
    let value = values[row]
    guard !value.isNaN else { return }
    if best.isNaN || (isMaximum ? value > best : value < best) { best = value }
  }
  @inline(__always) func figure() -> Double { best }
}

/// How many different calendar days there are.
struct DaysFold: EventFold {
  let calendar: CalendarDays
  private var last: Int64?
  private var count = 0

  init(_ calendar: CalendarDays) { self.calendar = calendar }

  mutating func begin() { (last, count) = (nil, 0) }
  mutating func take(_ row: Int, _ time: UInt32) {
    let day = calendar.day(of: Int64(time))
    guard day != last else { return }
    (last, count) = (day, count + 1)
  }
  func figure() -> Double { Double(count) }
}

/// The longest time between two neighbours, in calendar days.
struct GapFold: EventFold {
  let calendar: CalendarDays
  private var last: Int64?
  private var longest: Int64 = -1

  init(_ calendar: CalendarDays) { self.calendar = calendar }

  mutating func begin() { (last, longest) = (nil, -1) }
  mutating func take(_ row: Int, _ time: UInt32) {
    let day = calendar.day(of: Int64(time))
    if let last { longest = max(longest, day - last) }
    last = day
  }
  func figure() -> Double { longest < 0 ? .nan : Double(longest) }
}
