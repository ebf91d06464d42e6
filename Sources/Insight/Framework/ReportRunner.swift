package import Basis
internal import Columns
internal import Identity
package import Requests
package import Segments

/// Runs a report as it was asked for: reads its settings, makes its context, compares periods.
package struct ReportRunner: Sendable {
  private let planner: SetPlanner
  private let data: any ReportData
  private let configuration: ReportConfiguration
  private let progress: @Sendable (Int, Int?) -> Bool

  package init(
    planner: SetPlanner, data: any ReportData,
    configuration: ReportConfiguration = ReportConfiguration(),
    progress: @escaping @Sendable (Int, Int?) -> Bool = { _, _ in true }
  ) {
    (self.planner, self.data, self.configuration) = (planner, data, configuration)
    self.progress = progress
  }

  /// The answer of a report.
  package func run(_ report: any Report, _ request: ReportRequest) throws(Fault) -> ReportTable {
    let started = SystemClock.nanoseconds()
    let request = completed(request, report)
    let settings = try ReportSettings(request, of: report)
    let period = try report.period(settings, asOf: planner.asOf, planner.calendar)
    let filter = try filter(settings)
    var table: ReportTable
    if let name = settings.text("split") {
      let context = try context(period, filter)
      let groups = try PeopleGroups(name, context)
      var split = ReportSplit(name, groups)
      for group in groups.groups {
        let parts = (filter.map { [$0] } ?? []) + [group.segment]
        let part = parts.count > 1 ? Segment.and(parts) : group.segment
        split.add(try compared(report, settings, try self.context(period, part)))
      }
      if let whole = split.table {
        table = whole
      } else {
        table = try compared(report, settings, context)
      }
    } else {
      table = try compared(report, settings, try context(period, filter))
    }
    if report.parameters.contains(where: { $0.name == "last" }) {
      table.notes.insert("Period: \(period.text).", at: 0)
    }
    if let note = Self.cutNote(settings, period, planner.calendar) {
      table.notes.insert(note, at: 1)
    }
    table.request = request
    table.asOf = planner.asOf
    table.milliseconds = Double(SystemClock.nanoseconds() - started) / 1e6
    return table
  }

  /// What to know where steps of time do not begin and end with the period.
  private static func cutNote(
    _ settings: ReportSettings, _ period: ReportPeriod, _ calendar: CalendarDays
  ) -> String? {
    let words = [settings.text("unit") ?? ""] + settings.list("by")
    guard let unit = words.compactMap({ TimeUnit(rawValue: $0) }).first else { return nil }
    let first = unit.start(of: period.days.lowerBound)
    let end = unit.next(after: unit.start(of: period.days.upperBound))
    let cut = [
      calendar.start(ofDay: Int64(first)) < period.low ? "first" : nil,
      calendar.start(ofDay: Int64(end)) > period.high + 1 ? "last" : nil,
    ].compactMap { $0 }
    guard !cut.isEmpty else { return nil }
    let (reach, what) = cut.count == 1 ? ("reaches", cut[0]) : ("reach", "first and the last")
    return "The \(what) \(unit.rawValue) \(reach) beyond the period; only what lies in it counts."
  }

  private func context(
    _ period: ReportPeriod, _ filter: Segment?
  ) throws(Fault) -> ReportContext {
    try ReportContext(
      planner: planner, data: data, configuration: configuration, period: period, filter: filter,
      progress: progress)
  }

  /// The report's table, beside that of an earlier period where it is asked for.
  private func compared(
    _ report: any Report, _ settings: ReportSettings, _ context: ReportContext
  ) throws(Fault) -> ReportTable {
    let table = try report.run(context, settings)
    guard let word = settings.text("compare") else { return table }
    let earlier = try report.earlier(
      than: context.period, word, settings, planner.calendar)
    let before = try report.run(try context.during(earlier), settings)
    return ReportComparison(now: table, before: before, context.period, earlier).table
  }

  /// The request with every parameter that it left out at its default, which for sessions is the
  /// workspace's own.
  private func completed(_ request: ReportRequest, _ report: any Report) -> ReportRequest {
    let given = Dictionary(
      request.settings.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    let usual = [
      SessionSetting.gapName: DurationText.short(configuration.sessions.gap),
      SessionSetting.ruleName: configuration.sessions.kind.rawValue,
    ]
    var completed = ReportRequest(
      name: report.name,
      settings: report.parameters.map { parameter in
        let value = given[parameter.name] ?? parameter.value
        return ReportRequest.Setting(
          parameter.name, value.isEmpty ? usual[parameter.name] ?? "" : value)
      })
    // A name that the report does not know is told as such when the settings are read.
    completed.settings += request.settings.filter { setting in
      !report.parameters.contains { $0.name == setting.name }
    }
    return completed
  }

  private func filter(_ settings: ReportSettings) throws(Fault) -> Segment? {
    guard let text = settings.text("segment") else { return nil }
    do throws(Problem) {
      return try Checker(planner.audience.vocabulary, references: planner.references).checked(text)
    } catch {
      throw error.fault(in: text)
    }
  }
}
