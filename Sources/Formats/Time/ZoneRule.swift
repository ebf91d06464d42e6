internal import Basis

/// The rule at the end of a time zone file, which goes on for ever: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Sendable, Hashable {
  /// A day of every year.
  enum Day: Sendable, Hashable {
    /// Day 1 to 365, February 29 never counted.
    case julian(Int)
    /// Day 0 to 365, February 29 counted.
    case ordinal(Int)
    /// A weekday (0 is Sunday) of week 1 to 5 of a month; week 5 is the last.
    case weekday(month: Int, week: Int, day: Int)
  }

  /// A change of clocks: its day, and the second of that day in the time before the change.
  struct Change: Sendable, Hashable {
    let day: Day
    let second: Int
  }

  let standardOffset: Int
  let summerOffset: Int
  /// Nil where the clocks never change.
  let changes: Changes?

  struct Changes: Sendable, Hashable {
    let toSummer: Change
    let toStandard: Change
  }

  /// The stretch around an instant in which this rule's offset does not change.
  func span(around seconds: Int64) -> ZoneSpan {
    guard let changes else { return ZoneSpan(from: .min, until: .max, offset: standardOffset) }
    let days = (seconds + Int64(standardOffset)).dividedByFloor(86_400).quotient
    let year = CivilDate(daysSinceEpoch: Int(days)).year
    var from = (at: Int64.min, offset: standardOffset)
    var until = Int64.max
    for candidate in (year - 1)...(year + 1) {
      let summer = instant(of: changes.toSummer, in: candidate, offset: standardOffset)
      let standard = instant(of: changes.toStandard, in: candidate, offset: summerOffset)
      for (at, offset) in [(summer, summerOffset), (standard, standardOffset)] {
        if at <= seconds, at >= from.at { from = (at, offset) }
        if at > seconds { until = min(until, at) }
      }
    }
    return ZoneSpan(from: from.at, until: until, offset: from.offset)
  }

  private func instant(of change: Change, in year: Int, offset: Int) -> Int64 {
    Int64(day(change.day, in: year)) * 86_400 + Int64(change.second - offset)
  }

  private func day(_ day: Day, in year: Int) -> Int {
    switch day {
    case .julian(let number):
      let isLeap = CivilDate.length(ofMonth: 2, in: year) == 29
      return Self.dayNumber(year, 1, 1) + number - 1 + (isLeap && number >= 60 ? 1 : 0)
    case .ordinal(let number):
      return Self.dayNumber(year, 1, 1) + number
    case .weekday(let month, let week, let weekday):
      let first = Self.dayNumber(year, month, 1)
      // 1970-01-01 was a Thursday, weekday 4 counted from Sunday.
      let firstWeekday = (first + 4).dividedByFloor(7).remainder
      let ahead = (weekday - firstWeekday).dividedByFloor(7).remainder
      let days = ahead + (week - 1) * 7
      return first + (days < CivilDate.length(ofMonth: month, in: year) ? days : days - 7)
    }
  }

  static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
    CivilDate(year: year, month: month, day: day)?.daysSinceEpoch ?? 0
  }
}

extension ZoneRule {
  /// Reads a rule; nil where the text is none.
  init?(_ text: Span<UInt8>) {
    var reader = ZoneRuleReader()
    guard reader.skipName(text), let west = reader.time(text, limit: 24) else { return nil }
    standardOffset = -west
    if reader.index == text.count {
      (summerOffset, changes) = (-west, nil)
      return
    }
    guard reader.skipName(text) else { return nil }
    if reader.peek(text) != UInt8(ascii: ","), reader.index < text.count {
      guard let west = reader.time(text, limit: 24) else { return nil }
      summerOffset = -west
    } else {
      summerOffset = standardOffset + 3_600
    }
    guard let toSummer = reader.change(text), let toStandard = reader.change(text),
      reader.index == text.count
    else { return nil }
    changes = Changes(toSummer: toSummer, toStandard: toStandard)
  }
}

/// Reads the parts of a rule one after the other.
private struct ZoneRuleReader {
  var index = 0

  func peek(_ text: Span<UInt8>) -> UInt8 { index < text.count ? text[index] : 0 }

  mutating func skipName(_ text: Span<UInt8>) -> Bool {
    let start = index
    if peek(text) == UInt8(ascii: "<") {
      while index < text.count, text[index] != UInt8(ascii: ">") { index += 1 }
      guard index < text.count else { return false }
      index += 1
      return index - start > 2
    }
    while index < text.count, (97...122).contains(text[index] | 0x20) { index += 1 }
    return index - start >= 3
  }

  mutating func number(_ text: Span<UInt8>) -> Int? {
    let start = index
    var value = 0
    while index < text.count, text[index] &- 48 < 10, index - start < 4 {
      value = value * 10 + Int(text[index] - 48)
      index += 1
    }
    return index > start ? value : nil
  }

  /// Reads `[+-]hh[:mm[:ss]]` as seconds.
  mutating func time(_ text: Span<UInt8>, limit: Int) -> Int? {
    let isNegative = peek(text) == UInt8(ascii: "-")
    if isNegative || peek(text) == UInt8(ascii: "+") { index += 1 }
    guard let hours = number(text), hours <= limit else { return nil }
    var seconds = hours * 3_600
    for unit in [60, 1] where peek(text) == UInt8(ascii: ":") {
      index += 1
      guard let part = number(text), part < 60 else { return nil }
      seconds += part * unit
    }
    return isNegative ? -seconds : seconds
  }

  /// Reads `,day[/time]`.
  mutating func change(_ text: Span<UInt8>) -> ZoneRule.Change? {
    guard peek(text) == UInt8(ascii: ",") else { return nil }
    index += 1
    guard let day = day(text) else { return nil }
    guard peek(text) == UInt8(ascii: "/") else {
      return ZoneRule.Change(day: day, second: 7_200)
    }
    index += 1
    guard let second = time(text, limit: 167) else { return nil }
    return ZoneRule.Change(day: day, second: second)
  }

  private mutating func day(_ text: Span<UInt8>) -> ZoneRule.Day? {
    switch peek(text) {
    case UInt8(ascii: "J"):
      index += 1
      guard let number = number(text), (1...365).contains(number) else { return nil }
      return .julian(number)
    case UInt8(ascii: "M"):
      index += 1
      guard let month = number(text), (1...12).contains(month), skipPoint(text),
        let week = number(text), (1...5).contains(week), skipPoint(text),
        let day = number(text), (0...6).contains(day)
      else { return nil }
      return .weekday(month: month, week: week, day: day)
    default:
      guard let number = number(text), number <= 365 else { return nil }
      return .ordinal(number)
    }
  }

  private mutating func skipPoint(_ text: Span<UInt8>) -> Bool {
    guard peek(text) == UInt8(ascii: ".") else { return false }
    index += 1
    return true
  }
}
