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
    let context = try ReportContext(
      planner: planner, data: data, configuration: configuration, period: period,
      filter: try filter(settings), progress: progress)
    var table = try report.run(context, settings)
    if let word = settings.text("compare") {
      let earlier = try report.earlier(than: period, word, settings, planner.calendar)
      let before = try report.run(try context.during(earlier), settings)
      table = ReportComparison(now: table, before: before, period, earlier).table
    }
    if report.parameters.contains(where: { $0.name == "last" }) {
      table.notes.insert("Period: \(period.text).", at: 0)
    }
    table.request = request
    table.asOf = planner.asOf
    table.milliseconds = Double(SystemClock.nanoseconds() - started) / 1e6
    return table
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
