internal import Basis

/// What a written time says, before it is placed on the line of UTC.
struct TimeFields {
  /// Days since 1970-01-01 of the written calendar date.
  var day = 0
  /// Seconds since that day's midnight; 86,400 for 24:00 and for a leap second at midnight.
  var second = 0
  /// The written distance from UTC in seconds; nil where the text has none.
  var offset: Int?

  /// Sets the day; false where the date does not exist.
  ///
  /// Years are 0 to 9999 here, so that plain divisions do, which halves the time of a conversion.
  mutating func setDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard year >= 0, year <= 9_999, month >= 1, month <= 12, day >= 1,
      day <= 28 || day <= CivilDate.length(ofMonth: month, in: year)
    else { return false }
    // March begins the year; 400 more years keep January of the year 0 above zero.
    let marchYear = year + (month > 2 ? 400 : 399)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    self.day = marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear
    self.day -= 719_468 + 146_097
    return true
  }

  /// Sets the time of day; false where it does not exist.
  ///
  /// 24:00:00 and second 60 are allowed.
  mutating func setTime(_ hour: Int, _ minute: Int, _ second: Int) -> Bool {
    guard hour <= 24, minute < 60, second <= 60 else { return false }
    self.second = hour * 3_600 + minute * 60 + second
    return self.second <= 86_400
  }

  /// The local seconds since 1970.
  var local: Int64 { Int64(day) * 86_400 + Int64(second) }
}

/// Reads digits of a text by position.
enum TimeDigits {
  /// The number of exactly `count` digits at `start`; -1 where there are fewer.
  static func fixed(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int {
    guard start >= 0, start + count <= bytes.count else { return -1 }
    var value = 0
    for index in start..<(start + count) {
      let digit = bytes[index] &- 48
      guard digit < 10 else { return -1 }
      value = value &* 10 &+ Int(digit)
    }
    return value
  }

  /// How many digits stand at `start`, up to `limit`.
  static func run(_ bytes: Span<UInt8>, _ start: Int, limit: Int = 32) -> Int {
    var index = start
    while index < bytes.count, index - start < limit, bytes[index] &- 48 < 10 { index += 1 }
    return index - start
  }

  /// The range of `bytes` without blanks at either end.
  static func trimmed(_ bytes: Span<UInt8>) -> Range<Int> {
    var start = 0
    var end = bytes.count
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 9 && byte <= 13) }
}

/// A distance from UTC as written behind a time.
enum TimeOffset {
  /// Reads `Z`, `±h`, `±hh`, `±hhmm`, `±hh:mm` or `±hh:mm:ss` at `start`.
  static func read(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) -> (seconds: Int, end: Int)? {
    guard start < end else { return nil }
    if bytes[start] | 0x20 == UInt8(ascii: "z") { return (0, start + 1) }
    var index = start + 1
    let isWest = bytes[start] == UInt8(ascii: "-")
    if !isWest, bytes[start] != UInt8(ascii: "+") {
      // U+2212 is the minus that ISO 8601 means.
      guard start + 3 <= end, bytes[start] == 0xE2, bytes[start + 1] == 0x88,
        bytes[start + 2] == 0x92
      else { return nil }
      guard let east = digits(bytes, start + 3, end) else { return nil }
      return (-east.seconds, east.end)
    }
    guard let distance = digits(bytes, index, end) else { return nil }
    index = distance.end
    return (isWest ? -distance.seconds : distance.seconds, index)
  }

  private static func digits(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) -> (seconds: Int, end: Int)? {
    let run = TimeDigits.run(bytes, start, limit: 4)
    guard start + run <= end else { return nil }
    var parts = (hours: 0, minutes: 0, seconds: 0)
    var index = start + run
    switch run {
    case 1, 2:
      parts.hours = TimeDigits.fixed(bytes, start, run)
      if let minutes = colonPart(bytes, index, end) {
        (parts.minutes, index) = (minutes, index + 3)
        if let seconds = colonPart(bytes, index, end) {
          (parts.seconds, index) = (seconds, index + 3)
        }
      }
    case 4:
      parts.hours = TimeDigits.fixed(bytes, start, 2)
      parts.minutes = TimeDigits.fixed(bytes, start + 2, 2)
    default: return nil
    }
    guard parts.hours <= 18, parts.minutes < 60, parts.seconds < 60 else { return nil }
    return (parts.hours * 3_600 + parts.minutes * 60 + parts.seconds, index)
  }

  private static func colonPart(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    guard start + 3 <= end, bytes[start] == UInt8(ascii: ":") else { return nil }
    let value = TimeDigits.fixed(bytes, start + 1, 2)
    return value < 0 ? nil : value
  }
}
