internal import Basis

/// Reads ISO 8601 in its usual forms.
///
/// Calendar dates (`2026-11-21`, `20261121`, `2026-11`), week dates (`2026-W47-6`), ordinal dates
/// (`2026-325`); then `T`, `t`, a blank or an underscore; then hours, minutes and seconds with or
/// without colons and a fraction behind the last of them; then `Z` or an offset, also after a
/// blank. Years have four digits.
enum TimeISO8601 {
  static func read(_ bytes: Span<UInt8>) -> TimeFields? {
    if let fields = common(bytes) { return fields }
    let range = TimeDigits.trimmed(bytes)
    return general(range.count == bytes.count ? bytes : bytes.extracting(range))
  }

  /// Reads `yyyy-MM-dd?HH:mm:ss[.fraction][Z]`, which is what nearly all systems write.
  private static func common(_ bytes: Span<UInt8>) -> TimeFields? {
    let count = bytes.count
    guard count >= 19, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[13] == 0x3A, bytes[16] == 0x3A,
      bytes[10] == 0x54 || bytes[10] == 0x20
    else { return nil }
    let year = pair(bytes, 0) &* 100 &+ pair(bytes, 2)
    let month = pair(bytes, 5)
    let day = pair(bytes, 8)
    let hour = pair(bytes, 11)
    let minute = pair(bytes, 14)
    let second = pair(bytes, 17)
    // A pair that is not two digits is so large that one of these ranges fails.
    guard year <= 9_999, month >= 1, month <= 12, day >= 1, day <= 31 else { return nil }
    var fields = TimeFields()
    guard fields.setDate(year, month, day), fields.setTime(hour, minute, second) else { return nil }
    var index = 19
    if index < count, bytes[index] == 0x2E {
      index += 1
      let start = index
      while index < count, bytes[index] &- 48 < 10 { index += 1 }
      guard index > start else { return nil }
    }
    if index == count { return fields }
    guard index == count - 1, bytes[index] == 0x5A else { return nil }
    fields.offset = 0
    return fields
  }

  @inline(__always)
  private static func pair(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    let tens = Int(bytes[start] &- 48)
    let ones = Int(bytes[start + 1] &- 48)
    return tens > 9 || ones > 9 ? 1_000_000 : tens &* 10 &+ ones
  }

  private static func general(_ bytes: Span<UInt8>) -> TimeFields? {
    var fields = TimeFields()
    guard var index = readDate(bytes, &fields) else { return nil }
    if index == bytes.count { return fields }
    let separator = bytes[index]
    guard separator | 0x20 == UInt8(ascii: "t") || separator == 0x20 || separator == 0x5F else {
      return nil
    }
    index += 1
    while index < bytes.count, separator == 0x20, bytes[index] == 0x20 { index += 1 }
    guard let end = readTime(bytes, index, &fields) else { return nil }
    index = end
    if index == bytes.count { return fields }
    if bytes[index] == 0x20 { index += 1 }
    if bytes.count - index == 3, isUTC(bytes, index) {
      fields.offset = 0
      return fields
    }
    guard let offset = TimeOffset.read(bytes, index, bytes.count), offset.end == bytes.count else {
      return nil
    }
    fields.offset = offset.seconds
    return fields
  }

  private static func isUTC(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    bytes[start] == UInt8(ascii: "U") && bytes[start + 1] == UInt8(ascii: "T")
      && bytes[start + 2] == UInt8(ascii: "C")
  }

  /// Reads the date at the start and returns where it ends.
  private static func readDate(_ bytes: Span<UInt8>, _ fields: inout TimeFields) -> Int? {
    let digits = TimeDigits.run(bytes, 0, limit: 9)
    let year = TimeDigits.fixed(bytes, 0, 4)
    guard year >= 0 else { return nil }
    switch digits {
    case 8:
      let month = TimeDigits.fixed(bytes, 4, 2)
      return fields.setDate(year, month, TimeDigits.fixed(bytes, 6, 2)) ? 8 : nil
    case 7:
      return setOrdinal(year, TimeDigits.fixed(bytes, 4, 3), &fields) ? 7 : nil
    case 4 where bytes.count > 4 && bytes[4] | 0x20 == UInt8(ascii: "w"):
      return readWeek(bytes, year, 5, isExtended: false, &fields)
    case 4 where bytes.count > 5 && bytes[4] == UInt8(ascii: "-"):
      if bytes[5] | 0x20 == UInt8(ascii: "w") {
        return readWeek(bytes, year, 6, isExtended: true, &fields)
      }
      if TimeDigits.run(bytes, 5, limit: 4) == 3 {
        return setOrdinal(year, TimeDigits.fixed(bytes, 5, 3), &fields) ? 8 : nil
      }
      let month = TimeDigits.fixed(bytes, 5, 2)
      if bytes.count == 7 { return fields.setDate(year, month, 1) ? 7 : nil }
      guard bytes.count >= 10, bytes[7] == UInt8(ascii: "-") else { return nil }
      return fields.setDate(year, month, TimeDigits.fixed(bytes, 8, 2)) ? 10 : nil
    default: return nil
    }
  }

  static func setOrdinal(_ year: Int, _ day: Int, _ fields: inout TimeFields) -> Bool {
    let length = CivilDate.length(ofMonth: 2, in: year) == 29 ? 366 : 365
    guard (1...length).contains(day), fields.setDate(year, 1, 1) else { return false }
    fields.day += day - 1
    return true
  }

  private static func readWeek(
    _ bytes: Span<UInt8>, _ year: Int, _ start: Int, isExtended: Bool, _ fields: inout TimeFields
  ) -> Int? {
    let week = TimeDigits.fixed(bytes, start, 2)
    var index = start + 2
    var weekday = 1
    if index < bytes.count, isExtended ? bytes[index] == 0x2D : bytes[index] &- 48 < 10 {
      if isExtended { index += 1 }
      weekday = TimeDigits.fixed(bytes, index, 1)
      index += 1
    }
    guard (1...53).contains(week), (1...7).contains(weekday) else { return nil }
    // January 4 always lies in week 1.
    guard let fourth = CivilDate(year: year, month: 1, day: 4) else { return nil }
    let firstMonday = fourth.daysSinceEpoch - (fourth.weekday - 1)
    fields.day = firstMonday + (week - 1) * 7 + weekday - 1
    let thursday = CivilDate(daysSinceEpoch: firstMonday + (week - 1) * 7 + 3)
    return thursday.year == year ? index : nil
  }

  /// Reads the time of day at `start` and returns where it ends.
  private static func readTime(
    _ bytes: Span<UInt8>, _ start: Int, _ fields: inout TimeFields
  ) -> Int? {
    let digits = TimeDigits.run(bytes, start, limit: 7)
    var parts = [3 of Int](repeating: 0)
    var count = 0
    var index = start
    if digits == 2 {
      while count < 3 {
        let value = TimeDigits.fixed(bytes, index, 2)
        guard value >= 0 else { return nil }
        parts[count] = value
        (count, index) = (count + 1, index + 2)
        guard count < 3, index < bytes.count, bytes[index] == UInt8(ascii: ":") else { break }
        index += 1
      }
    } else {
      guard digits == 4 || digits == 6 else { return nil }
      while count * 2 < digits {
        parts[count] = TimeDigits.fixed(bytes, index, 2)
        (count, index) = (count + 1, index + 2)
      }
    }
    guard let fraction = readFraction(bytes, index, unit: [3_600, 60, 1][count - 1]) else {
      return nil
    }
    guard fields.setTime(parts[0], parts[1], parts[2]) else { return nil }
    fields.second += fraction.seconds
    return fields.second <= 86_400 ? fraction.end : nil
  }

  /// Reads `.5` or `,5` of a unit as whole seconds, cut off towards zero.
  private static func readFraction(
    _ bytes: Span<UInt8>, _ start: Int, unit: Int
  ) -> (seconds: Int, end: Int)? {
    guard start < bytes.count, bytes[start] == 0x2E || bytes[start] == 0x2C else {
      return (0, start)
    }
    let digits = TimeDigits.run(bytes, start + 1)
    guard digits > 0 else { return nil }
    var numerator = 0
    var denominator = 1
    for index in (start + 1)..<(start + 1 + min(digits, 9)) {
      numerator = numerator * 10 + Int(bytes[index] - 48)
      denominator *= 10
    }
    return (numerator * unit / denominator, start + 1 + digits)
  }
}
