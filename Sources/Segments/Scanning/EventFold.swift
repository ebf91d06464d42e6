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
  private var sum: Int64 = 0
  private var count = 0

  init(_ values: [Int64], isAverage: Bool) { (self.values, self.isAverage) = (values, isAverage) }

  @inline(__always) mutating func begin() { (sum, count) = (0, 0) }
  @inline(__always) mutating func take(_ row: Int, _ time: UInt32) {
    let value = values[row]
    guard value != WholeColumn.unknown else { return }
    sum &+= value
    count &+= 1
  }
  @inline(__always) func figure() -> Double {
    guard isAverage else { return Double(sum) }
    return count == 0 ? .nan : Double(sum) / Double(count)
  }
}

/// Sum or average of floating-point numbers, added in order of time.
///
/// The figure is a decimal again: what binary digits leave over behind its sixth place would make
/// three tenths of 0.1 more than 0.3.
struct RealSumFold: EventFold {
  let values: [Double]
  let isAverage: Bool
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
    guard isAverage else { return Self.decimal(sum) }
    return count == 0 ? .nan : Self.decimal(sum / Double(count))
  }

  /// How many parts of one are certain of figures below a bound; larger ones stay as they are.
  static let scales: [(below: Double, parts: Double)] = [(4e9, 1e6), (4e12, 1e3), (4e15, 1)]

  private static func decimal(_ figure: Double) -> Double {
    for scale in scales where abs(figure) < scale.below {
      return (figure * scale.parts).rounded() / scale.parts
    }
    return figure
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
