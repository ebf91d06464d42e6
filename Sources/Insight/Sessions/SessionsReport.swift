package import Basis
internal import Columns
internal import Identity
package import Requests
internal import Segments

/// Visits: how many, how long, how many of them went anywhere.
package struct SessionsReport: Report {
  package let name = "sessions"
  package let title = "Sessions"
  package let about =
    "Visits by channel, device, landing page or day: how many, how long, how engaged."
  package let parameters: [ReportKind.Parameter] =
    ReportKind.Parameter.period() + [
      .by("channel", about: "channel, device, landing_page, day, week, month, none or a field"),
      ReportKind.Parameter(
        name: SessionSetting.ruleName, choices: SessionSetting.Kind.allCases.map(\.rawValue),
        placeholder: "RULE",
        about: "ga4: a pause ends a session; midnight, campaign: so does that; ua: so do both; "
          + "else the workspace's"),
      ReportKind.Parameter(
        name: SessionSetting.gapName, placeholder: "DURATION",
        about: "a longer pause ends a session; else the workspace's"),
      ReportKind.Parameter(
        name: "top", value: "20", placeholder: "N", about: "so many values of --by"),
      ReportKind.Parameter(
        name: "events", placeholder: "EVENT,…", about: "the events that sessions are made of"),
      ReportKind.Parameter(
        name: "key", placeholder: "EVENT,…", about: "the events that make a session engaged"),
      ReportKind.Parameter(
        name: "page", placeholder: "EVENT,…",
        about: "the events of which two make a session engaged"),
      .compare, .segment, .split,
    ]

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    let plan = try SessionPlan(context, settings)
    let tally = plan.scan.run(over: context.unitCount, context.people)
    let top = try settings.integer("top", 1...100_000)
    let isTime = TimeUnit(rawValue: plan.by) != nil
    let sizes = tally.groups.map(\.sessions)
    var shown = sizes.indices.filter { sizes[$0] > 0 || isTime }
    if !isTime {
      shown.sort { sizes[$0] == sizes[$1] ? $0 < $1 : sizes[$0] > sizes[$1] }
      shown = Array(shown.prefix(top))
    }
    var lengths = [[UInt32]](repeating: [], count: tally.groups.count)
    for (group, length) in zip(tally.ofSession, tally.lengths) {
      lengths[Int(group)].append(length)
    }
    var rows = shown.map { group in
      row(plan.names[group], tally.groups[group], lengths[group], plan)
    }
    var all = SessionScan.Figures()
    for figures in tally.groups { all.add(figures) }
    all.people = tally.people
    var total = row("all", all, tally.lengths, plan)
    total.isTotal = true
    // Who has a session that begins in the period did something in it; the reverse is not certain.
    if plan.by == "none" { rows = [] }
    return table(
      context, columns: columns(plan.by), rows: rows + [total],
      axis: shown.prefix(isTime ? 400 : 12).map { plan.names[$0] },
      series: [
        ReportTable.Series(
          name: "Sessions", values: shown.prefix(isTime ? 400 : 12).map { Double(sizes[$0]) })
      ], endsPartial: isTime, notes: plan.notes)
  }

  private func columns(_ by: String) -> [ReportTable.Column] {
    let words = by.split(separator: "_").joined(separator: " ")
    return [
      ReportTable.Column(words.prefix(1).uppercased() + words.dropFirst(), kind: .text),
      ReportTable.Column("Sessions", kind: .count, hasBar: true),
      ReportTable.Column("People", kind: .count),
      ReportTable.Column("Per person", kind: .ratio),
      ReportTable.Column("Engaged", kind: .share),
      ReportTable.Column("Bounced", kind: .share, lessIsBetter: true),
      ReportTable.Column("Events each", kind: .ratio),
      ReportTable.Column("Median length", kind: .seconds),
      ReportTable.Column("Mean length", kind: .seconds),
    ]
  }

  private func row(
    _ name: String, _ figures: SessionScan.Figures, _ lengths: [UInt32], _ plan: SessionPlan
  ) -> ReportTable.Row {
    let bounced = plan.setting.kind == .ua ? figures.singles : figures.sessions - figures.engaged
    return ReportTable.Row([
      .text(name), .integer(figures.sessions), .integer(figures.people),
      .ratio(figures.sessions, figures.people), .ratio(figures.engaged, figures.sessions),
      .ratio(bounced, figures.sessions), .ratio(figures.events, figures.sessions),
      .optional(Quantiles.median(lengths)), .ratio(figures.seconds, figures.sessions),
    ])
  }
}

extension SessionScan.Figures {
  mutating func add(_ other: SessionScan.Figures) {
    sessions += other.sessions
    events += other.events
    singles += other.singles
    engaged += other.engaged
    seconds += other.seconds
  }
}
