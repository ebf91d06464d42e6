package import Basis

/// A day, or an instant, as it is written in a segment.
package enum Moment: Hashable, Sendable {
  /// A day in the workspace's zone.
  case day(CivilDate)
  /// A time of a day in the workspace's zone.
  case local(CivilDate, CivilTime)
  /// A time of a day in UTC.
  case utc(CivilDate, CivilTime)

  /// Reads `2026-11-21`, `2026-11-21T14:03`, `2026-11-21T14:03:05` or the same with a `Z`.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[range] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 48)
      }
      return value
    }
    func isByte(_ character: Unicode.Scalar, at index: Int) -> Bool {
      index < bytes.count && bytes[index] == UInt8(ascii: character)
    }
    guard bytes.count >= 10, isByte("-", at: 4), isByte("-", at: 7), let year = number(0..<4),
      let month = number(5..<7), let day = number(8..<10),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    if bytes.count == 10 {
      self = .day(date)
      return
    }
    let isUTC = bytes.last == UInt8(ascii: "Z")
    let end = isUTC ? bytes.count - 1 : bytes.count
    guard isByte("T", at: 10), end == 16 || end == 19, isByte(":", at: 13),
      end == 16 || isByte(":", at: 16), let hour = number(11..<13), let minute = number(14..<16),
      let second = end == 19 ? number(17..<19) : 0,
      let time = CivilTime(hour: hour, minute: minute, second: second)
    else { return nil }
    self = isUTC ? .utc(date, time) : .local(date, time)
  }

  /// The moment as it is written.
  package var text: String {
    switch self {
    case .day(let date): date.iso8601
    case .local(let date, let time): "\(date.iso8601)T\(time.iso8601)"
    case .utc(let date, let time): "\(date.iso8601)T\(time.iso8601)Z"
    }
  }
}

/// A length of time in the units of the language.
package struct TimeSpan: Hashable, Sendable {
  package enum Unit: String, Hashable, Sendable, CaseIterable {
    case minute, hour, day, week, month, year

    package var seconds: Int64 {
      switch self {
      case .minute: 60
      case .hour: 3_600
      case .day: 86_400
      case .week: 604_800
      case .month: 2_592_000
      case .year: 31_536_000
      }
    }

    /// Whether windows around a person's own event count calendar days in this unit.
    package var countsDays: Bool {
      switch self {
      case .minute, .hour: false
      case .day, .week, .month, .year: true
      }
    }
  }

  package let count: Int
  package let unit: Unit
  package init(_ count: Int, _ unit: Unit) { (self.count, self.unit) = (count, unit) }

  package var seconds: Int64 { Int64(count) * unit.seconds }
  package var days: Int64 { seconds / 86_400 }
  package var text: String { "\(count) \(unit.rawValue)\(count == 1 ? "" : "s")" }
}
