package import Basis
package import Segments

/// The stretch of time that a report looks at, and the same as a window of the segment language.
package struct ReportPeriod: Sendable, Equatable {
  /// The first and the last second that count; nothing after the instant of the report is ever seen.
  package let low: Int64
  package let high: Int64
  /// The same as a segment says it, so that a row's people can be looked up.
  package let window: Window
  /// The calendar days that it touches, in days since 1970-01-01.
  package let days: ClosedRange<Int>
  /// True where it consists of whole calendar days.
  package let isWholeDays: Bool

  /// Whole days of the workspace's zone, both included.
  package init(days: ClosedRange<Int>, _ calendar: CalendarDays) {
    low = calendar.start(ofDay: Int64(days.lowerBound))
    high = calendar.start(ofDay: Int64(days.upperBound) + 1) - 1
    window = Self.window(ofDays: days)
    (self.days, isWholeDays) = (days, true)
  }

  /// Seconds, both ends included.
  package init(seconds: ClosedRange<Int64>, _ calendar: CalendarDays) {
    (low, high) = (seconds.lowerBound, seconds.upperBound)
    window = .between(Self.moment(low), Self.moment(high))
    days = Int(calendar.day(of: low))...Int(calendar.day(of: high))
    isWholeDays = false
  }

  /// Reads `--last`, `--from` and `--to` of a report that has them.
  package init(_ settings: ReportSettings, asOf: Timestamp, _ calendar: CalendarDays) throws(Fault)
  {
    let today = Int(calendar.day(of: asOf.seconds))
    let from = try Self.moment("from", settings)
    let to = try Self.moment("to", settings)
    if from == nil, to == nil || settings.text("last") != nil {
      let text = settings.text("last") ?? "30d"
      guard let span = ReportSettings.span(text) else {
        throw Fault(
          .usage, "--last", reason: "“\(text)” is not a duration",
          remedy: "Write 30d, 4w or 12h")
      }
      switch (to, span.isInDays) {
      case (nil, false):
        self.init(seconds: (asOf.seconds - span.seconds + 1)...asOf.seconds, calendar)
      case (nil, true):
        self.init(days: (today - Int(span.seconds / 86_400) + 1)...today, calendar)
      case (.some(let end), let isInDays):
        let high = Self.range(of: end, calendar).high
        if isInDays, case .day(let date) = end {
          let last = date.daysSinceEpoch
          self.init(days: (last - Int(span.seconds / 86_400) + 1)...last, calendar)
        } else {
          self.init(seconds: (high - span.seconds + 1)...high, calendar)
        }
      }
      return
    }
    let start = from ?? .day(CivilDate(daysSinceEpoch: 0))
    let end = to ?? .day(CivilDate(daysSinceEpoch: max(today, Self.day(of: start, calendar))))
    if case .day(let first) = start, case .day(let last) = end, first <= last {
      self.init(days: first.daysSinceEpoch...last.daysSinceEpoch, calendar)
      return
    }
    let (low, high) = (Self.range(of: start, calendar).low, Self.range(of: end, calendar).high)
    guard low <= high else {
      throw Fault(
        .usage, "--from", reason: "the period ends before it begins",
        remedy: "Give a --to that is not before --from")
    }
    self.init(seconds: low...high, calendar)
  }

  /// The period of the same length just before.
  package func previous(_ calendar: CalendarDays) -> ReportPeriod {
    if isWholeDays {
      return ReportPeriod(
        days: (days.lowerBound - days.count)...(days.lowerBound - 1), calendar)
    }
    return ReportPeriod(seconds: (low - (high - low + 1))...(low - 1), calendar)
  }

  /// The same days of the calendar a year ago; 29 February becomes the 28th.
  package func lastYear(_ calendar: CalendarDays) -> ReportPeriod {
    func earlier(_ day: Int) -> Int {
      let date = CivilDate(daysSinceEpoch: day)
      let length = CivilDate.length(ofMonth: date.month, in: date.year - 1)
      return CivilDate(year: date.year - 1, month: date.month, day: min(date.day, length))?
        .daysSinceEpoch ?? day - 365
    }
    if isWholeDays {
      let first = earlier(days.lowerBound)
      return ReportPeriod(days: first...max(first, earlier(days.upperBound)), calendar)
    }
    func moved(_ seconds: Int64) -> Int64 {
      let day = calendar.day(of: seconds)
      let rest = seconds - calendar.start(ofDay: day)
      return calendar.start(ofDay: Int64(earlier(Int(day)))) + rest
    }
    return ReportPeriod(seconds: moved(low)...max(moved(low), moved(high)), calendar)
  }

  /// The part that lies in `days`, as a window; nil where there is none.
  package func window(within days: ClosedRange<Int>, _ calendar: CalendarDays) -> Window? {
    let (first, last) = (
      max(days.lowerBound, self.days.lowerBound), min(days.upperBound, self.days.upperBound)
    )
    guard first <= last else { return nil }
    guard !isWholeDays else { return Self.window(ofDays: first...last) }
    let start = max(low, calendar.start(ofDay: Int64(first)))
    let end = min(high, calendar.start(ofDay: Int64(last) + 1) - 1)
    return start <= end ? .between(Self.moment(start), Self.moment(end)) : nil
  }

  /// The period in words, such as `2026-10-03 to 2026-11-01`.
  package var text: String {
    guard case .between(let from, let to) = window else { return "" }
    return from == to ? from.text : "\(from.text) to \(to.text)"
  }

  static func window(ofDays days: ClosedRange<Int>) -> Window {
    .between(
      .day(CivilDate(daysSinceEpoch: days.lowerBound)),
      .day(CivilDate(daysSinceEpoch: days.upperBound)))
  }

  private static func moment(_ seconds: Int64) -> Moment {
    let (day, second) = seconds.dividedByFloor(86_400)
    return .utc(CivilDate(daysSinceEpoch: Int(day)), CivilTime(secondOfDay: Int(second)))
  }

  private static func moment(_ name: String, _ settings: ReportSettings) throws(Fault) -> Moment? {
    guard let text = settings.text(name) else { return nil }
    guard let moment = Moment(text) else {
      throw Fault(
        .usage, "--\(name)", reason: "“\(text)” is no day and no instant",
        remedy: "Write 2026-11-01 or 2026-11-01T12:00:00Z")
    }
    return moment
  }

  private static func day(of moment: Moment, _ calendar: CalendarDays) -> Int {
    Int(calendar.day(of: range(of: moment, calendar).low))
  }

  private static func range(
    of moment: Moment, _ calendar: CalendarDays
  ) -> (low: Int64, high: Int64) {
    switch moment {
    case .day(let date):
      let day = Int64(date.daysSinceEpoch)
      return (calendar.start(ofDay: day), calendar.start(ofDay: day + 1) - 1)
    case .local(let date, let time):
      let instant = calendar.instant(of: date, time)
      return (instant, instant)
    case .utc(let date, let time):
      let instant = Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondOfDay)
      return (instant, instant)
    }
  }
}
