internal import Basis

/// When people are awake, and what the clocks of Berlin show.
enum Calendar {
  /// Weights of the hours of a day in UTC; people shop at noon and in the evening.
  private static let hours = [
    6, 3, 2, 2, 4, 10, 22, 34, 40, 44, 50, 52, 46, 42, 40, 42, 50, 66, 84, 92, 80, 50, 26, 12,
  ]
  private static let hourSum = hours.reduce(0, +)

  /// A second of a day, drawn by the hours' weights.
  static func second(_ random: inout Seeded) -> Int {
    var rest = random.below(hourSum)
    for (hour, weight) in hours.enumerated() {
      if rest < weight { return hour * 3_600 + random.below(3_600) }
      rest -= weight
    }
    return 0
  }

  /// A second of a day on which the stores are open.
  static func openingSecond(_ random: inout Seeded) -> Int { 25_200 + random.below(39_600) }

  /// The weight of a day: weekends are busy, and so is the spring.
  static func weight(_ day: Int) -> Int {
    let date = CivilDate(daysSinceEpoch: day)
    let weekday = [92, 94, 98, 100, 106, 124, 136][date.weekday - 1]
    let month = [70, 80, 115, 140, 145, 125, 105, 95, 100, 98, 108, 120][date.month - 1]
    return weekday * month
  }

  /// Seconds since 1970 as the clocks of Berlin show them.
  static func berlin(_ second: Int) -> (date: CivilDate, time: CivilTime) {
    let date = CivilDate(daysSinceEpoch: second.dividedByFloor(86_400).quotient)
    let isSummer =
      second >= change(month: 3, of: date.year) && second < change(month: 10, of: date.year)
    let (day, rest) = (second + (isSummer ? 7_200 : 3_600)).dividedByFloor(86_400)
    return (CivilDate(daysSinceEpoch: day), CivilTime(secondOfDay: rest))
  }

  /// The last Sunday of a month of 31 days, 01:00 UTC: when Europe changes its clocks.
  private static func change(month: Int, of year: Int) -> Int {
    guard let last = CivilDate(year: year, month: month, day: 31) else { return 0 }
    return (last.daysSinceEpoch - last.weekday % 7) * 86_400 + 3_600
  }
}
