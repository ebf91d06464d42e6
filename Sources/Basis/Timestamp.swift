/// An instant in whole seconds since 1970-01-01 00:00 UTC.
package struct Timestamp: Hashable, Comparable, Sendable {
  package let seconds: Int64
  package init(_ seconds: Int64) { self.seconds = seconds }
  package static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

  /// The instant `seconds` later.
  package func advanced(by seconds: Int64) -> Timestamp { Timestamp(self.seconds + seconds) }

  /// The instant written as ISO 8601 in UTC, such as `2026-11-21T14:03:00Z`.
  package var iso8601: String {
    let (day, second) = seconds.dividedByFloor(86_400)
    let time = CivilTime(secondOfDay: Int(second))
    return "\(CivilDate(daysSinceEpoch: Int(day)).iso8601)T\(time.iso8601)Z"
  }
}

/// A calendar day of the proleptic Gregorian calendar.
package struct CivilDate: Hashable, Comparable, Sendable {
  package let year: Int
  package let month: Int
  package let day: Int

  /// Makes a date; nil where the month or the day does not exist.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, in: year) else {
      return nil
    }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Makes the date that lies `days` days after 1970-01-01.
  package init(daysSinceEpoch days: Int) {
    // Years counted from March make the leap day the last of its year; 400 years have 146,097 days.
    let shifted = days + 719_468
    let (era, dayOfEra) = shifted.dividedByFloor(146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01; negative before it.
  package var daysSinceEpoch: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = marchYear.dividedByFloor(400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day of the week, 1 for Monday to 7 for Sunday.
  package var weekday: Int { (daysSinceEpoch + 3).dividedByFloor(7).remainder + 1 }

  /// The date as `2026-11-21`.
  package var iso8601: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  package static func < (a: CivilDate, b: CivilDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  /// How many days a month has.
  package static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// A time of day to the second.
package struct CivilTime: Hashable, Sendable {
  package let hour: Int
  package let minute: Int
  package let second: Int

  /// Makes a time of day; nil where it does not exist.
  package init?(hour: Int, minute: Int, second: Int) {
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else {
      return nil
    }
    (self.hour, self.minute, self.second) = (hour, minute, second)
  }

  /// Makes the time that lies `seconds` after midnight, which must be under 86,400.
  package init(secondOfDay seconds: Int) {
    (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
  }

  /// Seconds since midnight.
  package var secondOfDay: Int { hour * 3_600 + minute * 60 + second }

  /// The time as `14:03:00`.
  package var iso8601: String { "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" }
}

/// Writes a number with leading zeros to at least `width` digits.
package func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (number < 0 ? "-" : "") + zeros + digits
}

extension BinaryInteger {
  /// Divides towards minus infinity, so that the remainder is never negative.
  @inlinable
  package func dividedByFloor(_ divisor: Self) -> (quotient: Self, remainder: Self) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
