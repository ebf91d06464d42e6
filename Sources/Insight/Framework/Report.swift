package import Basis
package import Requests

/// One report: what it is called, what it can be told, and how its table is made.
///
/// A report is a pure function of what the context gives. It fills in title, columns, rows and what
/// is drawn of them; the runner adds how it was asked, the instant and the time it took.
package protocol Report: Sendable {
  /// The word of the command line, such as `audience-growth`.
  var name: String { get }
  var title: String { get }
  /// One sentence: what the report answers.
  var about: String { get }
  /// In the order in which help and the screen show them.
  var parameters: [ReportKind.Parameter] { get }

  func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault) -> ReportTable
  /// The settings that say the period; all of them, unless a report's words mean something else.
  func periodSettings(_ settings: ReportSettings) -> ReportSettings
  /// The stretch of time that the report looks at.
  func period(
    _ settings: ReportSettings, asOf: Timestamp, _ calendar: CalendarDays
  ) throws(Fault) -> ReportPeriod
  /// What `--compare` holds it against: `previous` or `last-year`.
  func earlier(
    than period: ReportPeriod, _ comparison: String, _ settings: ReportSettings,
    _ calendar: CalendarDays
  ) throws(Fault) -> ReportPeriod
}

extension Report {
  package func periodSettings(_ settings: ReportSettings) -> ReportSettings { settings }

  package func period(
    _ settings: ReportSettings, asOf: Timestamp, _ calendar: CalendarDays
  ) throws(Fault) -> ReportPeriod {
    try ReportPeriod(periodSettings(settings), asOf: asOf, calendar)
  }

  package func earlier(
    than period: ReportPeriod, _ comparison: String, _ settings: ReportSettings,
    _ calendar: CalendarDays
  ) throws(Fault) -> ReportPeriod {
    comparison == "previous" ? period.previous(calendar) : period.lastYear(calendar)
  }

  /// What a face needs to offer the report.
  package var kind: ReportKind {
    ReportKind(name: name, title: title, about: about, parameters: parameters)
  }

  /// The table of this report; the runner fills in what is the same for all.
  package func table(
    _ context: ReportContext, columns: [ReportTable.Column], rows: [ReportTable.Row],
    axis: [String] = [], series: [ReportTable.Series] = [], endsPartial: Bool = false,
    notes: [String] = []
  ) -> ReportTable {
    ReportTable(
      title: title, request: ReportRequest(name: name), columns: columns, rows: rows, axis: axis,
      series: series, endsPartial: endsPartial, notes: notes, asOf: context.asOf, milliseconds: 0)
  }
}
