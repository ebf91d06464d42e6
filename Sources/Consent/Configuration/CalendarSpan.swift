package import Basis

/// A length of time as laws and policies give it: in days, or in months of the calendar.
package enum CalendarSpan: Hashable, Sendable, CustomStringConvertible {
  case days(Int)
  case months(Int)

  /// Reads a span such as `30d`, `4w`, `13mo` or `2y`; nil for anything else and for nothing.
  package init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), (1...10_000).contains(number) else { return nil }
    switch text.dropFirst(digits.count) {
    case "d": self = .days(number)
    case "w": self = .days(number * 7)
    case "mo": self = .months(number)
    case "y": self = .months(number * 12)
    default: return nil
    }
  }

  package var description: String {
    switch self {
    case .days(let days): "\(days)d"
    case .months(let months): months % 12 == 0 ? "\(months / 12)y" : "\(months)mo"
    }
  }

  /// The instant at which a span that begins at `start` is over.
  ///
  /// Where the month has no such day it is over at the first instant of the next month, so that
  /// what begins later never ends earlier.
  package func end(from start: Timestamp) -> Timestamp {
    switch self {
    case .days(let days): return start.advanced(by: Int64(days) * 86_400)
    case .months(let months):
      let (day, second) = start.seconds.dividedByFloor(86_400)
      let date = CivilDate(daysSinceEpoch: Int(day))
      let (year, month) = (date.year * 12 + date.month - 1 + months).dividedByFloor(12)
      if let end = CivilDate(year: year, month: month + 1, day: date.day) {
        return Timestamp(Int64(end.daysSinceEpoch) * 86_400 + second)
      }
      let last = CivilDate(
        year: year, month: month + 1, day: CivilDate.length(ofMonth: month + 1, in: year))
      return Timestamp(Int64((last?.daysSinceEpoch ?? Int(day)) + 1) * 86_400)
    }
  }

  /// The earliest start whose span is not yet over at `now`; everything before it is.
  package func cutoff(at now: Timestamp) -> Timestamp {
    let longest: Int64 =
      switch self {
      case .days(let days): Int64(days) + 1
      case .months(let months): Int64(months) * 31 + 2
      }
    var (over, open) = (now.seconds - longest * 86_400, now.seconds + 1)
    // `end` never falls as its start grows, so the border can be halved down to one second.
    while open - over > 1 {
      let middle = over + (open - over) / 2
      if end(from: Timestamp(middle)) <= now { over = middle } else { open = middle }
    }
    return Timestamp(open)
  }
}
