internal import Basis

/// The length of a step on a report's axis of time.
package enum TimeUnit: String, Sendable, CaseIterable {
  case day, week, month

  /// The first day of the step that a day lies in; weeks begin on Monday.
  package func start(of day: Int) -> Int {
    let date = CivilDate(daysSinceEpoch: day)
    return switch self {
    case .day: day
    case .week: day - (date.weekday - 1)
    case .month: day - (date.day - 1)
    }
  }

  /// The first day of the step after the one that begins on `start`.
  package func next(after start: Int) -> Int {
    switch self {
    case .day: return start + 1
    case .week: return start + 7
    case .month:
      let date = CivilDate(daysSinceEpoch: start)
      return start + CivilDate.length(ofMonth: date.month, in: date.year)
    }
  }

  /// The first days of the steps that `days` touches, in order.
  package func starts(in days: ClosedRange<Int>) -> [Int] {
    var starts: [Int] = []
    var start = self.start(of: days.lowerBound)
    while start <= days.upperBound {
      starts.append(start)
      start = next(after: start)
    }
    return starts
  }

  /// A step as an axis shows it.
  package func label(_ start: Int) -> String {
    let text = CivilDate(daysSinceEpoch: start).iso8601
    return self == .month ? String(text.prefix(7)) : text
  }
}
