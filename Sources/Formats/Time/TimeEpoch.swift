/// The unit in which a system counts time since 1970.
package enum EpochUnit: String, Sendable, Hashable, CaseIterable {
  case seconds = "epoch"
  case milliseconds = "epoch_ms"
  case microseconds = "epoch_us"
  case nanoseconds = "epoch_ns"

  /// How many of the unit make a second.
  var perSecond: Int64 {
    switch self {
    case .seconds: 1
    case .milliseconds: 1_000
    case .microseconds: 1_000_000
    case .nanoseconds: 1_000_000_000
    }
  }

  /// The unit that puts `count` between 1973 and the year 5138.
  static func likely(for count: Int64) -> EpochUnit {
    switch count {
    case ..<100_000_000_000: .seconds
    case ..<100_000_000_000_000: .milliseconds
    case ..<100_000_000_000_000_000: .microseconds
    default: .nanoseconds
    }
  }
}

/// Reads a count of seconds or parts of them since 1970; a fraction is cut off.
enum TimeEpoch {
  static func read(_ bytes: Span<UInt8>, unit: EpochUnit?) -> Int64? {
    let range = TimeDigits.trimmed(bytes)
    let digits = TimeDigits.run(bytes, range.lowerBound)
    guard (1...19).contains(digits) else { return nil }
    var index = range.lowerBound + digits
    if index < range.upperBound, bytes[index] == 0x2E || bytes[index] == 0x2C {
      let decimals = TimeDigits.run(bytes, index + 1)
      guard decimals > 0 else { return nil }
      index += 1 + decimals
    }
    guard index == range.upperBound else { return nil }
    var count: Int64 = 0
    for position in range.lowerBound..<(range.lowerBound + digits) {
      let (tens, overflow) = count.multipliedReportingOverflow(by: 10)
      let (sum, carried) = tens.addingReportingOverflow(Int64(bytes[position] - 48))
      guard !overflow, !carried else { return nil }
      count = sum
    }
    return count / (unit ?? EpochUnit.likely(for: count)).perSecond
  }
}
