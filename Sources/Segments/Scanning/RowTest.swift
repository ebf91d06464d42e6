internal import Basis
internal import Columns

/// A test compiled for one column: what a loop over its rows has to look at.
enum RowTest {
  /// A flag for each code of the dictionary.
  case codes([UInt8])
  /// Passes where an element is flagged, or, without `wantsAny`, where none is and the list is known.
  case list([UInt8], wantsAny: Bool)
  /// Passes within any of the ranges, which ascend and do not touch.
  case whole([ClosedRange<Int64>])
  case real([ClosedRange<Double>])
}

/// The whole numbers that a literal stands for.
///
/// A day stands for all its seconds; 2.5 stands for none, between 2 and 3: `low` is 3 then, `high` 2.
struct WholeLiteral {
  let low: Int64
  let high: Int64

  init(_ value: Int64) { (low, high) = (value, value) }
  init(low: Int64, high: Int64) { (self.low, self.high) = (low, high) }

  init(_ number: DecimalNumber, places: Int) {
    let (floor, isExact) = number.scaled(by: places)
    self.init(low: isExact ? floor : floor == .max ? floor : floor + 1, high: floor)
  }

  /// What a column may hold besides the unknown.
  private static let known = (WholeColumn.unknown + 1)...Int64.max

  /// The values that compare so with the literal.
  func ranges(_ comparison: Comparison) -> [ClosedRange<Int64>] {
    switch comparison {
    case .equal: Self.range(low, high)
    case .notEqual: low > high ? [Self.known] : below(low) + above(high)
    case .less: below(low)
    case .lessOrEqual: Self.range(Self.known.lowerBound, high)
    case .greater: above(high)
    case .greaterOrEqual: Self.range(low, Self.known.upperBound)
    }
  }

  private func below(_ value: Int64) -> [ClosedRange<Int64>] {
    value == .min ? [] : Self.range(Self.known.lowerBound, value - 1)
  }

  private func above(_ value: Int64) -> [ClosedRange<Int64>] {
    value == .max ? [] : Self.range(value + 1, Self.known.upperBound)
  }

  static func range(_ low: Int64, _ high: Int64) -> [ClosedRange<Int64>] {
    let low = max(low, known.lowerBound)
    return low <= high ? [low...high] : []
  }

  static var everything: [ClosedRange<Int64>] { [known] }
}

/// Unions of ranges.
enum Ranges {
  /// The same values as ranges that ascend and neither overlap nor touch.
  static func merged(_ ranges: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
    var result: [ClosedRange<Int64>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, last.upperBound == .max || range.lowerBound <= last.upperBound + 1
      {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }

  /// All known values that no range holds.
  static func complement(_ ranges: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
    var result: [ClosedRange<Int64>] = []
    var next = WholeColumn.unknown + 1
    for range in merged(ranges) {
      if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
      guard range.upperBound < .max else { return result }
      next = max(next, range.upperBound + 1)
    }
    return result + [next...Int64.max]
  }
}
