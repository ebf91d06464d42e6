package import Basis
internal import Columns
package import Requests
internal import Segments

/// Who of those that came in one week, or day, or month came back in the ones after.
package struct RetentionReport: Report {
  package let name = "retention"
  package let title = "Retention"
  package let about =
    "How many of those who came first in one week came back in the ones after, or what they spent."
  package let parameters: [ReportKind.Parameter] = [
    ReportKind.Parameter(
      name: "first", placeholder: "EVENT",
      about: "the event that makes a cohort, at its first time ever (any)"),
    ReportKind.Parameter(
      name: "return", placeholder: "EVENT", about: "the event that counts as coming back (any)"),
    .unit("week"),
    ReportKind.Parameter(
      name: "periods", value: "12", placeholder: "N", about: "how many cohorts and steps"),
    ReportKind.Parameter(
      name: "measure", value: "people", choices: ["people", "revenue"], placeholder: "WHAT",
      about: "who came back, or what they spent"),
    ReportKind.Parameter(
      name: "mode", value: "bounded", choices: ["bounded", "rolling"], placeholder: "MODE",
      about: "back in that very step, or in it or any later one"),
    ReportKind.Parameter(
      name: "value", placeholder: "FIELD", about: "the field of the return event that is spent"),
    ReportKind.Parameter(
      name: "from", placeholder: "TIME", about: "the first cohort holds this day"),
    ReportKind.Parameter(
      name: "to", placeholder: "TIME", about: "the last cohort holds this day (today)"),
    ReportKind.Parameter(
      name: "shape", value: "grid", choices: ["grid", "list"], placeholder: "SHAPE",
      about: "a row a cohort, or a row a cell with its segment"),
    .compare, .segment, .split,
  ]

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    let plan = try RetentionPlan(context, settings)
    let figures = plan.scan.run(over: context.unitCount) { context.counts($0) }
    let layout = RetentionTable(plan, figures, context)
    let isList = settings.text("shape") == "list"
    return table(
      context, columns: isList ? layout.listColumns : layout.gridColumns,
      rows: isList ? layout.list : layout.grid, axis: layout.axis, series: layout.series,
      endsPartial: true, notes: plan.notes)
  }

  /// The days of all cohorts: as many as are asked for, up to today's, or those that are named.
  package func period(
    _ settings: ReportSettings, asOf: Timestamp, _ calendar: CalendarDays
  ) throws(Fault) -> ReportPeriod {
    let unit = try settings.choice("unit", TimeUnit.self)
    let periods = try settings.integer("periods", 1...366)
    let (hasFrom, hasTo) = (settings.text("from") != nil, settings.text("to") != nil)
    let named = try ReportPeriod(settings, asOf: asOf, calendar)
    let last = hasFrom || hasTo ? named.days.upperBound : Int(calendar.day(of: asOf.seconds))
    var first = unit.start(of: hasFrom ? named.days.lowerBound : last)
    if !hasFrom { for _ in 1..<periods { first = unit.start(of: first - 1) } }
    return ReportPeriod(days: min(first, last)...last, calendar)
  }

  /// The same number of cohorts just before, or those of the same days a year ago.
  package func earlier(
    than period: ReportPeriod, _ comparison: String, _ settings: ReportSettings,
    _ calendar: CalendarDays
  ) throws(Fault) -> ReportPeriod {
    guard comparison == "previous" else { return period.lastYear(calendar) }
    let unit = try settings.choice("unit", TimeUnit.self)
    var first = unit.start(of: period.days.lowerBound)
    let last = first - 1
    for _ in unit.starts(in: period.days) { first = unit.start(of: first - 1) }
    return ReportPeriod(days: first...last, calendar)
  }
}
