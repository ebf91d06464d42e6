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
    "Visits by channel, device, landing page, length or day: how many, how long, how engaged."
  package let parameters: [ReportKind.Parameter] =
    ReportKind.Parameter.period() + [
      .by(
        "channel",
        about:
          "channel, device, landing_page, length, none or a field; day, week or month, alone or "
          + "before one of these"),
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
    let shown = Self.shown(tally.groups.map(\.sessions), plan, top: top)
    var lengths = [[UInt32]](repeating: [], count: tally.groups.count)
    for (group, length) in zip(tally.ofSession, tally.lengths) {
      lengths[Int(group)].append(length)
    }
    let rows = shown.map { group in
      row(names(of: group, plan), tally.groups[group], lengths[group], plan)
    }
    var all = SessionScan.Figures()
    for figures in tally.groups { all.add(figures) }
    all.people = tally.people
    let isPair = plan.unit != nil && plan.trait != nil
    var total = row([.text("all")] + (isPair ? [.unknown] : []), all, tally.lengths, plan)
    total.isTotal = true
    let (axis, series) = chart(shown, tally, plan)
    // Who has a session that begins in the period did something in it; the reverse is not certain.
    return table(
      context, columns: columns(plan), rows: (plan.trait == "none" ? [] : rows) + [total],
      axis: axis, series: series, endsPartial: plan.unit != nil, notes: plan.notes)
  }

  /// The groups that are shown, in their order: steps of time and lengths in theirs, all else the
  /// most frequent first.
  private static func shown(_ sizes: [Int], _ plan: SessionPlan, top: Int) -> [Int] {
    let width = plan.names.count
    guard plan.trait != nil, plan.trait != "length" else { return Array(sizes.indices) }
    var sums = [Int](repeating: 0, count: width)
    for (group, size) in sizes.enumerated() { sums[group % width] += size }
    let kept = sums.indices.filter { sums[$0] > 0 }
      .sorted { sums[$0] == sums[$1] ? $0 < $1 : sums[$0] > sums[$1] }.prefix(top)
    return (0..<max(1, plan.steps.count)).flatMap { step in
      kept.map { step * width + $0 }.filter { sizes[$0] > 0 }
    }
  }

  /// What a group is about, in the cells of its first columns.
  private func names(of group: Int, _ plan: SessionPlan) -> [ReportTable.Cell] {
    let (step, trait) = group.quotientAndRemainder(dividingBy: plan.names.count)
    guard let unit = plan.unit else { return [.text(plan.names[trait])] }
    guard plan.trait != nil else { return [.text(unit.label(plan.steps[step]))] }
    return [.date(CivilDate(daysSinceEpoch: plan.steps[step])), .text(plan.names[trait])]
  }

  /// The most frequent values, or the course of the most frequent ones over the steps of time.
  private func chart(
    _ shown: [Int], _ tally: SessionScan.Tally, _ plan: SessionPlan
  ) -> (axis: [String], series: [ReportTable.Series]) {
    let sizes = tally.groups.map { Double($0.sessions) }
    guard let unit = plan.unit else {
      let first = shown.prefix(12)
      return (
        first.map { plan.names[$0] },
        [ReportTable.Series(name: "Sessions", values: first.map { sizes[$0] })]
      )
    }
    let steps = plan.steps.prefix(400)
    let width = plan.names.count
    func course(_ trait: Int) -> [Double] { steps.indices.map { sizes[$0 * width + trait] } }
    guard plan.trait != nil else {
      return (
        steps.map { unit.label($0) }, [ReportTable.Series(name: "Sessions", values: course(0))]
      )
    }
    let courses = Set(shown.map { $0 % width }).sorted().map { (plan.names[$0], course($0)) }
    let largest = courses.sorted { $0.1.reduce(0, +) > $1.1.reduce(0, +) }.prefix(5)
    return (
      steps.map { unit.label($0) },
      largest.map { ReportTable.Series(name: $0.0, values: $0.1) }
    )
  }

  private func columns(_ plan: SessionPlan) -> [ReportTable.Column] {
    var names = [plan.unit?.rawValue, plan.trait].compactMap { $0 }.map { name in
      let words = name.split(separator: "_").joined(separator: " ")
      return ReportTable.Column(words.prefix(1).uppercased() + words.dropFirst(), kind: .text)
    }
    if names.count > 1 { names[0].kind = .date }
    return names + [
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
    _ names: [ReportTable.Cell], _ figures: SessionScan.Figures, _ lengths: [UInt32],
    _ plan: SessionPlan
  ) -> ReportTable.Row {
    let bounced = plan.setting.kind == .ua ? figures.singles : figures.sessions - figures.engaged
    return ReportTable.Row(
      names + [
        .integer(figures.sessions), .integer(figures.people),
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
