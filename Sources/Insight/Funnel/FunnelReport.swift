package import Basis
internal import Columns
internal import Identity
package import Requests
internal import Segments

/// How many people go from step to step, and where they stop.
package struct FunnelReport: Report {
  package let name = "funnel"
  package let title = "Funnel"
  package let about =
    "How many people go from step to step, how long each takes, and where they stop."
  package let parameters: [ReportKind.Parameter] =
    [
      ReportKind.Parameter(
        name: "steps", placeholder: "A > B > C",
        about: "the steps; each may have a test: purchase where revenue > 50")
    ] + ReportKind.Parameter.period() + [
      ReportKind.Parameter(
        name: "mode", value: "ordered", choices: FunnelRule.Mode.allCases.map(\.rawValue),
        placeholder: "MODE",
        about: "whether other events may lie between steps, or steps may come in any order"),
      ReportKind.Parameter(
        name: "within", placeholder: "DURATION", about: "from the first to the last step, at most"),
      ReportKind.Parameter(
        name: "scope", value: "person", choices: ["person", "session"], placeholder: "SCOPE",
        about: "what must go all the way"),
      ReportKind.Parameter(
        name: SessionSetting.gapName, placeholder: "DURATION",
        about: "a pause that ends a session; else the workspace's"),
      ReportKind.Parameter(
        name: "exclude", placeholder: "EVENT,…",
        about: "events between the first and the last step that end the way"),
      ReportKind.Parameter(
        name: "events", placeholder: "EVENT,…",
        about: "what may not lie between in strict order, and what sessions are made of"),
      .by("", about: "a field of the first step, or an attribute"),
      ReportKind.Parameter(
        name: "top", value: "10", placeholder: "N", about: "so many values of --by"),
      .compare, .segment, .split,
    ]

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    guard let plan = try FunnelPlan(context, settings) else {
      return table(
        context, columns: FunnelTable.columns(isSession: false), rows: [],
        notes: ["No steps were named; write --steps “product_view > add_to_cart > purchase”."])
    }
    let figures = plan.scan.run(over: context.unitCount, context.people)
    let layout = FunnelTable(plan, figures, context, top: try settings.integer("top", 1...1_000))
    return table(
      context, columns: FunnelTable.columns(isSession: plan.rule.session != nil),
      rows: layout.rows, axis: layout.axis, series: layout.series, notes: plan.notes)
  }
}
