internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// Lays out the steps of a funnel, for everyone and for each group.
struct FunnelTable {
  private let plan: FunnelPlan
  private let figures: FunnelScan.Figures
  private let context: ReportContext
  private let top: Int

  init(_ plan: FunnelPlan, _ figures: FunnelScan.Figures, _ context: ReportContext, top: Int) {
    (self.plan, self.figures, self.context, self.top) = (plan, figures, context, top)
  }

  static func columns(isSession: Bool) -> [ReportTable.Column] {
    [
      ReportTable.Column("Step", kind: .text),
      ReportTable.Column(isSession ? "Sessions" : "People", kind: .count, hasBar: true),
      ReportTable.Column("Of the first", kind: .share),
      ReportTable.Column("Of the step before", kind: .share),
      ReportTable.Column("Dropped", kind: .count, lessIsBetter: true),
      ReportTable.Column("Median time", kind: .seconds, lessIsBetter: true),
    ]
  }

  var rows: [ReportTable.Row] {
    let everyone = totals
    let steps = rows(of: everyone, group: nil, depth: 0)
    guard plan.by != nil else { return steps }
    let groups = shownGroups
    var rows: [ReportTable.Row] = []
    for group in groups {
      let reached = (0...plan.steps.count).map { $0 == 0 ? 0 : figures.reached($0, group: group) }
      rows.append(heading(group, reached))
      rows += self.rows(of: reached, group: group, depth: 1)
    }
    var total = heading(nil, everyone)
    total.isTotal = true
    return rows + [total]
  }

  /// How many reached each depth, in all groups together.
  private var totals: [Int] {
    (0...plan.steps.count).map { depth in
      depth == 0
        ? 0 : plan.groups.indices.reduce(0) { $0 + figures.reached(depth, group: $1) }
    }
  }

  private var shownGroups: [Int] {
    let sizes = plan.groups.indices.map { figures.reached(1, group: $0) }
    let order = sizes.indices.filter { sizes[$0] > 0 }
      .sorted { sizes[$0] == sizes[$1] ? $0 < $1 : sizes[$0] > sizes[$1] }
    return Array(order.prefix(top))
  }

  /// The row above a group's steps: who came in, and which share went all the way.
  private func heading(_ group: Int?, _ reached: [Int]) -> ReportTable.Row {
    let (first, last) = (reached[1], reached[plan.steps.count])
    let name = group.map { plan.groups[$0] ?? "(not known)" } ?? "all"
    return ReportTable.Row(
      [
        .text(name), .integer(first), .ratio(last, first), .unknown, .integer(first - last),
        .unknown,
      ], segment: segment(1, group), cellSegments: dropped(from: 1, to: plan.steps.count, group))
  }

  private func rows(of reached: [Int], group: Int?, depth: Int) -> [ReportTable.Row] {
    plan.steps.indices.map { step in
      let count = reached[step + 1]
      let before = step == 0 ? nil : reached[step]
      let median = step == 0 ? nil : Quantiles.median(figures.times(to: step, group: group))
      return ReportTable.Row(
        [
          .text(label(step)), .integer(count), .ratio(count, reached[1]),
          before.map { .ratio(count, $0) } ?? .unknown,
          before.map { .integer($0 - count) } ?? .unknown, .optional(median),
        ], depth: depth, segment: segment(step + 1, group),
        cellSegments: dropped(from: step, to: step + 1, group))
    }
  }

  private func label(_ step: Int) -> String {
    if plan.rule.mode == .any {
      return step == 0 ? "any 1 step" : "any \(step + 1) steps"
    }
    let own = plan.steps[step]
    return "\(step + 1) \(own.event.text)\(own.filter == nil ? "" : " …")"
  }

  /// The segment of those who reached a depth, where the language can say it.
  private func segment(_ depth: Int, _ group: Int?) -> String? {
    people(depth, group).map { context.text($0) }
  }

  /// What has to hold of those who reached a depth; nil where the language cannot say it.
  private func people(_ depth: Int, _ group: Int?) -> [Segment]? {
    guard plan.rule.session == nil, plan.excluded.isEmpty else { return nil }
    switch plan.rule.mode {
    case .strict where depth > 1, .any: return nil
    case .ordered, .strict:
      // A field's group is that of the first step of the best way, which a segment cannot choose.
      guard group == nil || plan.isAttribute else { return nil }
    }
    let way = sequence(Array(plan.steps.prefix(depth)))
    guard let group, let by = plan.by, plan.isAttribute else { return [way] }
    return [.has(by, plan.groups[group]), way]
  }

  /// The segment of those who reached one depth and not another, in the column that counts them.
  private func dropped(from reached: Int, to missed: Int, _ group: Int?) -> [Int: String] {
    guard reached > 0, reached < missed, let came = people(reached, group),
      let stayed = people(missed, nil)
    else { return [:] }
    return [Self.droppedColumn: context.text(came + stayed.map { .not($0) })]
  }

  /// The column of those who went no further.
  private static let droppedColumn = 4

  private func sequence(_ steps: [EventSequence.Step]) -> Segment {
    if steps.count == 1 {
      return .behaviour(
        Behaviour(steps[0].event, window: context.period.window, filter: steps[0].filter))
    }
    let within = plan.rule.within.flatMap { TimeSpan.exactly(Int64($0)) }
    return .sequence(EventSequence(steps, within: within, window: context.period.window))
  }

  var axis: [String] { plan.steps.indices.map { label($0) } }

  var series: [ReportTable.Series] {
    let values = totals.dropFirst().map { Double($0) }
    return [
      ReportTable.Series(
        name: Self.columns(isSession: plan.rule.session != nil)[1].title, values: values)
    ]
  }
}

extension TimeSpan {
  /// So many seconds in the largest unit that says them exactly; nil where none does.
  static func exactly(_ seconds: Int64) -> TimeSpan? {
    for unit in [TimeSpan.Unit.week, .day, .hour, .minute]
    where seconds > 0 && seconds % unit.seconds == 0 {
      return TimeSpan(Int(seconds / unit.seconds), unit)
    }
    return nil
  }
}
