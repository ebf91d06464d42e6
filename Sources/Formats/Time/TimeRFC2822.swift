internal import Basis

/// Reads the dates of e-mail and HTTP headers: `Sat, 21 Nov 2026 14:03:00 +0100`.
///
/// The weekday may be missing and is not compared with the date; comments in parentheses at the
/// end are skipped; the zones of RFC 822 (`EST`, `PDT`, `GMT`, single letters) are understood, and
/// an unknown name means UTC, as the RFC has it.
enum TimeRFC2822 {
  static func read(_ bytes: Span<UInt8>) -> TimeFields? {
    let range = TimeDigits.trimmed(bytes)
    var index = range.lowerBound
    var end = range.upperBound
    if end > index, bytes[end - 1] == UInt8(ascii: ")") {
      while end > index, bytes[end - 1] != UInt8(ascii: "(") { end -= 1 }
      end = max(index, end - 1)
    }
    skipWeekday(bytes, &index, end)
    guard let day = number(bytes, &index, end, 1...2), skipGap(bytes, &index, end),
      let month = TimeMonths.read(bytes, &index), skipGap(bytes, &index, end),
      let year = year(bytes, &index, end), skipGap(bytes, &index, end)
    else { return nil }
    var fields = TimeFields()
    guard fields.setDate(year, month, day), readTime(bytes, &index, end, &fields) else {
      return nil
    }
    skipBlanks(bytes, &index, end)
    guard index < end else { return fields }
    guard let offset = zone(bytes, &index, end) else { return nil }
    skipBlanks(bytes, &index, end)
    fields.offset = offset
    return index == end ? fields : nil
  }

  private static func skipBlanks(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) {
    while index < end, TimeDigits.isBlank(bytes[index]) { index += 1 }
  }

  /// Skips blanks, or the hyphen of the old HTTP form; false where there is neither.
  private static func skipGap(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) -> Bool {
    guard index < end, TimeDigits.isBlank(bytes[index]) || bytes[index] == 0x2D else {
      return false
    }
    index += 1
    skipBlanks(bytes, &index, end)
    return true
  }

  private static func skipWeekday(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) {
    let start = index
    while index < end, (97...122).contains(bytes[index] | 0x20) { index += 1 }
    guard index < end, index - start >= 3, bytes[index] == UInt8(ascii: ",") else {
      index = start
      return
    }
    index += 1
    skipBlanks(bytes, &index, end)
  }

  private static func number(
    _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, _ width: ClosedRange<Int>
  ) -> Int? {
    let digits = TimeDigits.run(bytes, index)
    guard width.contains(digits), index + digits <= end else { return nil }
    defer { index += digits }
    return TimeDigits.fixed(bytes, index, digits)
  }

  /// Reads four digits, or the two and three of the obsolete form.
  private static func year(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) -> Int? {
    let digits = TimeDigits.run(bytes, index)
    guard let value = number(bytes, &index, end, 2...4) else { return nil }
    switch digits {
    case 2: return value < 50 ? 2_000 + value : 1_900 + value
    case 3: return 1_900 + value
    default: return value
    }
  }

  private static func readTime(
    _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, _ fields: inout TimeFields
  ) -> Bool {
    guard let hour = number(bytes, &index, end, 1...2), index < end, bytes[index] == 0x3A else {
      return false
    }
    index += 1
    guard let minute = number(bytes, &index, end, 2...2) else { return false }
    guard index < end, bytes[index] == 0x3A else { return fields.setTime(hour, minute, 0) }
    index += 1
    guard let second = number(bytes, &index, end, 2...2) else { return false }
    return fields.setTime(hour, minute, second)
  }

  private static func zone(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) -> Int? {
    if bytes[index] == 0x2B || bytes[index] == 0x2D {
      guard let offset = TimeOffset.read(bytes, index, end) else { return nil }
      index = offset.end
      return offset.seconds
    }
    var name: UInt32 = 0
    let start = index
    while index < end, (97...122).contains(bytes[index] | 0x20), index - start < 5 {
      name = name << 8 | UInt32(bytes[index] & 0xDF)
      index += 1
    }
    guard index > start, index - start <= 4 else { return nil }
    return hours(name) * 3_600
  }

  private static func hours(_ name: UInt32) -> Int {
    switch name {
    case 0x45_5354, 0x43_4454: -5  // EST, CDT
    case 0x45_4454: -4  // EDT
    case 0x43_5354, 0x4D_4454: -6  // CST, MDT
    case 0x4D_5354, 0x50_4454: -7  // MST, PDT
    case 0x50_5354: -8  // PST
    case 0x43_4554: 1  // CET, not of the RFC but written by European mail servers
    case 0x4345_5354: 2  // CEST
    default: 0
    }
  }
}
