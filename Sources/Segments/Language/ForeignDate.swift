internal import Basis

/// What begins with a digit and is neither a number nor a date, though it may be meant as one.
enum ForeignDate {
  private static let date = "a date as 2026-11-21"

  /// Whether a text begins with a year and a hyphen, as dates do here.
  static func beginsLikeOne(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    // Two hyphens, since one stands in telephone numbers.
    return bytes.count >= 8 && bytes[4] == UInt8(ascii: "-") && bytes[..<4].allSatisfy(isDigit)
      && bytes[5..<8].contains(UInt8(ascii: "-"))
  }

  /// Tells how what was meant is written; the day and the month are never guessed.
  static func problem(with text: String, at place: Range<Int>) -> Problem {
    if let dates = dates(text) {
      return dates.count == 1
        ? Problem(
          at: place, "`\(text)` is not how a date is written", expected: [date],
          suggestion: "`\(dates[0])`")
        : Problem(
          at: place, "`\(text)` is not how a date is written",
          expected: dates.isEmpty ? [date] : dates)
    }
    if text.utf8.contains(UInt8(ascii: ":")) || beginsLikeOne(text) {
      return Problem(
        at: place, "`\(text)` is no date that exists",
        expected: [date, "a time as 2026-11-21T14:03"])
    }
    let digits = text.utf8.filter(isDigit)
    let isWhole = text.utf8.count - digits.count < 2 && !text.utf8.contains(UInt8(ascii: "/"))
    if isWhole, digits.count > 15 {
      return Problem(at: place, "`\(text)` is no number that can be held exactly")
    }
    let groups = text.split(separator: ".", omittingEmptySubsequences: false)
    let isGrouped =
      groups.count > 2 && (1...3).contains(groups[0].count)
      && groups.allSatisfy { $0.utf8.allSatisfy(isDigit) }
      && groups.dropFirst().allSatisfy { $0.count == 3 }
    return Problem(
      at: place, "`\(text)` is neither a number nor a date",
      expected: isGrouped ? [] : ["a number", date, "a text in quotes"],
      suggestion: isGrouped ? "`\(groups.joined())`" : nil)
  }

  /// The dates that three numbers can stand for; nil where they are no date at all.
  private static func dates(_ text: String) -> [String]? {
    guard let sign = text.first(where: { "./-".contains($0) }) else { return nil }
    let parts = text.split(separator: sign, omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard parts.count == 3, numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }),
      (1...2).contains(parts[1].count)
    else { return nil }
    let orders: [(year: Int, month: Int, day: Int)]
    switch (parts[0].count, parts[2].count) {
    case (4, 1...2): orders = [(numbers[0], numbers[1], numbers[2])]
    case (1...2, 4):
      orders = [(numbers[2], numbers[1], numbers[0]), (numbers[2], numbers[0], numbers[1])]
    // A year of two digits could be any of the three.
    case (1...2, 1...2): return sign == "-" || parts.contains { $0.count == 1 } ? nil : []
    default: return nil
    }
    let found = orders.compactMap {
      CivilDate(year: $0.year, month: $0.month, day: $0.day)?.iso8601
    }
    // 2026-02-30 is written well, only that there is no such day.
    if found.isEmpty, sign == "-", parts[0].count == 4 { return nil }
    return found.count == 2 && found[0] == found[1] ? [found[0]] : found
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
