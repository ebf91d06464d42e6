package import Basis

/// Reads instants as one feed writes them: the pattern and the zone are fixed once, beforehand.
package struct TimeReader: Sendable {
  private let pattern: TimePattern?
  private let zone: Zone

  /// Makes a reader for a pattern such as `dd.MM.yyyy HH:mm`; without one it reads ISO 8601,
  /// RFC 2822 and counts of seconds, milliseconds, microseconds or nanoseconds since 1970.
  package init(pattern: String?, zone: Zone) throws(Fault) {
    self.zone = zone
    switch pattern?.lowercased() {
    case nil, "iso", "iso8601", "rfc2822", "epoch", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns":
      self.pattern = nil
    default: self.pattern = try TimePattern(pattern ?? "")
    }
  }

  /// The instant in seconds since 1970; nil where the text is no instant.
  package func seconds(_ text: Span<UInt8>) -> Int64? {
    if let pattern {
      guard let local = pattern.read(text) else { return nil }
      return zone.instant(ofLocal: local)
    }
    guard text.count > 0 else { return nil }
    if let epoch = Self.epoch(text) { return epoch }
    if let iso = ISOTime.read(text) { return iso.isLocal ? zone.instant(ofLocal: iso.seconds) : iso.seconds }
    return MailTime.read(text)
  }

  /// The calendar day that the text names, whatever the time of day; nil where it names none.
  package func day(_ text: Span<UInt8>) -> Int64? {
    if let pattern { return pattern.read(text)?.dividedByFloor(86_400).quotient }
    if let iso = ISOTime.read(text) {
      return iso.isLocal
        ? iso.seconds.dividedByFloor(86_400).quotient : zone.day(of: iso.seconds)
    }
    guard let seconds = Self.epoch(text) ?? MailTime.read(text) else { return nil }
    return zone.day(of: seconds)
  }

  /// A count since 1970, whose unit shows in its number of digits.
  private static func epoch(_ text: Span<UInt8>) -> Int64? {
    var digits = 0
    while digits < text.count, text[digits] >= 48, text[digits] <= 57 { digits += 1 }
    guard digits >= 9, digits <= 19 else { return nil }
    if digits < text.count {
      // A fraction of a second, as Python and Unix tools write it.
      guard text[digits] == 46, digits <= 11 else { return nil }
      for index in digits + 1..<text.count where text[index] < 48 || text[index] > 57 { return nil }
    }
    var value: Int64 = 0
    for index in 0..<digits {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product &+ Int64(text[index] - 48)
    }
    switch digits {
    case ...11: return value
    case ...14: return value / 1_000
    case ...17: return value / 1_000_000
    default: return value / 1_000_000_000
    }
  }
}

/// ISO 8601 in its usual forms, extended and basic, with weeks, ordinal days and fractions.
enum ISOTime {
  struct Reading {
    var seconds: Int64
    /// No zone was written.
    var isLocal: Bool
  }

  static func read(_ text: Span<UInt8>) -> Reading? {
    var cursor = ByteCursor()
    guard let day = date(text, &cursor) else { return nil }
    if cursor.isAtEnd(text) { return Reading(seconds: day * 86_400, isLocal: true) }
    guard cursor.skip(text, 84) || cursor.skip(text, 116) || cursor.skip(text, 32) else { return nil }
    guard let hour = cursor.number(text, 2), hour <= 24 else { return nil }
    let isExtended = cursor.skip(text, 58)
    var minute: Int64 = 0
    var second: Int64 = 0
    if isExtended || cursor.hasDigit(text) {
      guard let read = cursor.number(text, 2), read < 60 else { return nil }
      minute = read
      let hasSeconds = isExtended ? cursor.skip(text, 58) : cursor.hasDigit(text)
      if hasSeconds {
        // A leap second is read as the last second of its minute.
        guard let read = cursor.number(text, 2), read <= 60 else { return nil }
        second = min(read, 59)
      }
    }
    if cursor.skip(text, 46) || cursor.skip(text, 44) {
      guard cursor.skipDigits(text) > 0 else { return nil }
    }
    guard hour < 24 || minute == 0 && second == 0 else { return nil }
    let local = day * 86_400 + hour * 3_600 + minute * 60 + second
    _ = cursor.skip(text, 32)
    if cursor.isAtEnd(text) { return Reading(seconds: local, isLocal: true) }
    guard let offset = ZoneText.read(text, &cursor), cursor.isAtEnd(text) else { return nil }
    return Reading(seconds: local - offset, isLocal: false)
  }

  private static func date(_ text: Span<UInt8>, _ cursor: inout ByteCursor) -> Int64? {
    guard let year = cursor.number(text, 4) else { return nil }
    let isExtended = cursor.skip(text, 45)
    if cursor.skip(text, 87) { return weekDate(text, &cursor, year, isExtended) }
    let digits = cursor.digitRun(text)
    if digits == 3 {
      guard let ordinal = cursor.number(text, 3), ordinal >= 1,
        let first = CivilDate(year: Int(year), month: 1, day: 1),
        ordinal <= (CivilDate.length(ofMonth: 2, in: Int(year)) == 29 ? 366 : 365)
      else { return nil }
      return Int64(first.daysSinceEpoch) + ordinal - 1
    }
    guard let month = cursor.number(text, 2) else { return nil }
    guard !isExtended || cursor.skip(text, 45) else { return nil }
    guard let day = cursor.number(text, 2),
      let date = CivilDate(year: Int(year), month: Int(month), day: Int(day))
    else { return nil }
    return Int64(date.daysSinceEpoch)
  }

  private static func weekDate(
    _ text: Span<UInt8>, _ cursor: inout ByteCursor, _ year: Int64, _ isExtended: Bool
  ) -> Int64? {
    guard let week = cursor.number(text, 2), (1...53).contains(week) else { return nil }
    guard !isExtended || cursor.skip(text, 45) else { return nil }
    guard let weekday = cursor.number(text, 1), (1...7).contains(weekday),
      let fourth = CivilDate(year: Int(year), month: 1, day: 4)
    else { return nil }
    // The fourth of January always lies in the first week.
    let monday = fourth.daysSinceEpoch - (fourth.weekday - 1)
    return Int64(monday) + (week - 1) * 7 + weekday - 1
  }
}

/// RFC 2822, as mail headers and HTTP write it: `Sat, 21 Nov 2026 14:03:00 +0100`.
enum MailTime {
  static func read(_ text: Span<UInt8>) -> Int64? {
    var cursor = ByteCursor()
    if !cursor.hasDigit(text) {
      guard cursor.skipLetters(text) == 3, cursor.skip(text, 44) else { return nil }
      cursor.skipSpaces(text)
    }
    guard let day = cursor.upTo(text, 2) else { return nil }
    cursor.skipSpaces(text)
    guard let month = MonthNames.read(text, &cursor) else { return nil }
    cursor.skipSpaces(text)
    let digits = cursor.digitRun(text)
    guard digits == 2 || digits == 4, var year = cursor.number(text, digits) else { return nil }
    if digits == 2 { year += year < 50 ? 2_000 : 1_900 }
    guard let date = CivilDate(year: Int(year), month: month, day: Int(day)) else { return nil }
    cursor.skipSpaces(text)
    guard let hour = cursor.number(text, 2), hour < 24, cursor.skip(text, 58),
      let minute = cursor.number(text, 2), minute < 60
    else { return nil }
    var second: Int64 = 0
    if cursor.skip(text, 58) {
      guard let read = cursor.number(text, 2), read <= 60 else { return nil }
      second = min(read, 59)
    }
    cursor.skipSpaces(text)
    guard let offset = ZoneText.read(text, &cursor), cursor.isAtEnd(text) else { return nil }
    return Int64(date.daysSinceEpoch) * 86_400 + hour * 3_600 + minute * 60 + second - offset
  }
}

/// Offsets and the few zone names that stand in time stamps.
enum ZoneText {
  /// Seconds east of UTC.
  static func read(_ text: Span<UInt8>, _ cursor: inout ByteCursor) -> Int64? {
    if cursor.skip(text, 90) || cursor.skip(text, 122) { return 0 }
    let isPlus = cursor.skip(text, 43)
    if isPlus || cursor.skip(text, 45) {
      guard let hours = cursor.number(text, 2), hours <= 18 else { return nil }
      var minutes: Int64 = 0
      if cursor.skip(text, 58) || cursor.hasDigit(text) {
        guard let read = cursor.number(text, 2), read < 60 else { return nil }
        minutes = read
      }
      let seconds = hours * 3_600 + minutes * 60
      return isPlus ? seconds : -seconds
    }
    let start = cursor.offset
    _ = cursor.skipLetters(text)
    let name = (start..<cursor.offset).map { Character(Unicode.Scalar(text[$0])) }
    switch String(name).uppercased() {
    case "UTC", "UT", "GMT": return 0
    case "EST": return -5 * 3_600
    case "EDT": return -4 * 3_600
    case "CST": return -6 * 3_600
    case "CDT": return -5 * 3_600
    case "MST": return -7 * 3_600
    case "MDT": return -6 * 3_600
    case "PST": return -8 * 3_600
    case "PDT": return -7 * 3_600
    case "CET": return 3_600
    case "CEST": return 7_200
    default: return nil
    }
  }
}
