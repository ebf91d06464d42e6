package import Basis
internal import Columns
internal import Identity
package import Requests
internal import Segments

/// The ways that people take from event to event.
package struct JourneysReport: Report {
  package let name = "journeys"
  package let title = "Journeys"
  package let about =
    "The ways that people take: most frequent paths, transitions, time and touches to convert."
  package let parameters: [ReportKind.Parameter] =
    [
      ReportKind.Parameter(
        name: "from", placeholder: "EVENT", about: "the event that a journey begins with"),
      ReportKind.Parameter(
        name: "to", placeholder: "EVENT", about: "the event that it ends with"),
      ReportKind.Parameter(
        name: "last", value: "30d", placeholder: "DURATION",
        about: "the last so many days (30d), weeks (4w) or hours (12h)"),
      ReportKind.Parameter(
        name: "since", placeholder: "TIME", about: "the first day or instant, instead of --last"),
      ReportKind.Parameter(
        name: "until", placeholder: "TIME", about: "the last day or instant (now)"),
      ReportKind.Parameter(
        name: "show", value: "paths", choices: ["paths", "transitions", "time", "touches"],
        placeholder: "WHAT", about: "what is counted"),
      ReportKind.Parameter(name: "top", value: "20", placeholder: "N", about: "so many paths"),
      ReportKind.Parameter(
        name: "depth", value: "6", placeholder: "N", about: "the most steps of a path"),
      .by("event", about: "what a step is: event, channel or a field"),
      ReportKind.Parameter(
        name: "events", placeholder: "EVENT,…", about: "the events that are steps"),
      ReportKind.Parameter(
        name: "repeats", value: "join", choices: ["join", "keep"], placeholder: "WORD",
        about: "whether a step that repeats is one step"),
      ReportKind.Parameter(
        name: "lookback", value: "30d", placeholder: "DURATION",
        about: "how long before its end a journey without --from may begin"),
      ReportKind.Parameter(
        name: "within-session", choices: ["yes"], placeholder: "",
        about: "only journeys within one session"),
      ReportKind.Parameter(
        name: SessionSetting.gapName, placeholder: "DURATION",
        about: "a pause that ends a session; else the workspace's"),
      .compare, .segment, .split,
    ]

  package init() {}

  /// Here `--from` and `--to` name events; where one is a day or an instant after all, as in the other
  /// reports, it is the period's.
  package func periodSettings(_ settings: ReportSettings) -> ReportSettings {
    var period = settings
    for (name, word) in [("from", "since"), ("to", "until")] {
      let time = settings.text(word) ?? settings.text(name).flatMap { Moment($0) == nil ? nil : $0 }
      period = period.saying(name, time)
    }
    // The usual --last gives way to a beginning that is said.
    return period.text("from") == nil ? period : period.saying("last", nil)
  }

  /// The event that `--from` or `--to` names.
  static func event(_ name: String, _ settings: ReportSettings) -> String? {
    settings.text(name).flatMap { Moment($0) == nil ? $0 : nil }
  }

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    let plan = try JourneyPlan(context, settings)
    let show = settings.text("show") ?? "paths"
    guard show != "transitions" || plan.names.count <= 1_000 else {
      throw Fault(
        .badReport, "--show transitions", reason: "there are \(plan.names.count) steps",
        remedy: "Choose a --by with fewer values, or fewer --events")
    }
    let tally = plan.run(
      over: context.unitCount, context.people, countsTransitions: show == "transitions")
    var layout = JourneyTable(plan, tally, context)
    layout.fill(show, top: try settings.integer("top", 1...10_000))
    return table(
      context, columns: layout.columns, rows: layout.rows, axis: layout.axis,
      series: layout.series, notes: plan.notes + layout.notes)
  }
}
