internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// Lays out a retention as a grid of cohorts and steps of time, or as a list of its cells.
struct RetentionTable {
  private let plan: RetentionPlan
  private let figures: RetentionScan.Figures
  private let context: ReportContext
  private let periods: Int

  init(_ plan: RetentionPlan, _ figures: RetentionScan.Figures, _ context: ReportContext) {
    (self.plan, self.figures, self.context) = (plan, figures, context)
    periods = figures.periods
  }

  private var cohorts: Range<Int> { 0..<figures.people.count }

  // MARK: Grid

  var gridColumns: [ReportTable.Column] {
    let unit = plan.unit.rawValue
    let kind: ReportTable.Column.Kind = plan.measuresRevenue ? plan.kind : .heat
    return [
      ReportTable.Column(unit.prefix(1).uppercased() + unit.dropFirst(), kind: .date),
      ReportTable.Column("People", kind: .count),
    ] + (0..<periods).map { ReportTable.Column("\($0)", kind: kind) }
  }

  var grid: [ReportTable.Row] {
    let rows = cohorts.map { cohort in
      ReportTable.Row(
        [.date(CivilDate(daysSinceEpoch: plan.days[cohort])), .integer(figures.people[cohort])]
          + (0..<periods).map { cell(cohort, $0) },
        segment: context.text([began(cohort)]), cellSegments: cellSegments(cohort))
    }
    var total = ReportTable.Row(
      [.unknown, .integer(figures.people.reduce(0, +))] + (0..<periods).map { mean($0) })
    total.isTotal = true
    return rows + [total]
  }

  /// The most steps of time whose cells have segments of their own: beyond a year of weeks nobody
  /// looks at single cells, and their texts would take longer than the figures.
  private static let mostSteps = 60

  /// Those of a cohort who came back in each step, by the column that tells how many.
  private func cellSegments(_ cohort: Int) -> [Int: String] {
    guard periods <= Self.mostSteps, !plan.measuresRevenue, figures.people[cohort] > 0 else {
      return [:]
    }
    let begun = (0..<periods).filter { isBegun(cohort, $0) }
    return Dictionary(
      uniqueKeysWithValues: begun.map {
        ($0 + Self.leadingColumns, context.text([began(cohort), cameBack(cohort, $0)]))
      })
  }

  /// The columns of the grid before those of the steps.
  private static let leadingColumns = 2

  private func isBegun(_ cohort: Int, _ period: Int) -> Bool {
    plan.scan.edges[cohort + period] < plan.scan.end
  }

  private func isOver(_ cohort: Int, _ period: Int) -> Bool {
    plan.scan.edges[cohort + period + 1] <= plan.scan.end
  }

  private func amount(_ cohort: Int, _ period: Int) -> Double {
    let place = cohort * periods + period
    if plan.measuresRevenue { return figures.values[place] }
    return Double(plan.isRolling ? figures.stayed[place] : figures.returned[place])
  }

  private func cell(_ cohort: Int, _ period: Int) -> ReportTable.Cell {
    guard isBegun(cohort, period) else { return .unknown }
    return .ratio(amount(cohort, period), Double(figures.people[cohort]))
  }

  /// The figure of all cohorts together whose step of time is over: sums over sums.
  private func mean(_ period: Int) -> ReportTable.Cell {
    let over = cohorts.filter { isOver($0, period) }
    let people = over.reduce(0) { $0 + figures.people[$1] }
    return .ratio(over.reduce(0.0) { $0 + amount($1, period) }, Double(people))
  }

  // MARK: List

  var listColumns: [ReportTable.Column] {
    [
      ReportTable.Column("Cohort", kind: .date), ReportTable.Column("Step", kind: .count),
      ReportTable.Column("Begins", kind: .date),
      ReportTable.Column("Cohort's people", kind: .count),
    ]
      + (plan.measuresRevenue
        ? [
          ReportTable.Column("Revenue", kind: plan.kind),
          ReportTable.Column("Revenue per person", kind: plan.kind),
        ]
        : [
          ReportTable.Column("People", kind: .count), ReportTable.Column("Share", kind: .share),
        ])
  }

  var list: [ReportTable.Row] {
    cohorts.flatMap { cohort in
      (0..<periods).filter { isBegun(cohort, $0) }.map { period in
        let amount = amount(cohort, period)
        return ReportTable.Row(
          [
            .date(CivilDate(daysSinceEpoch: plan.days[cohort])), .integer(period),
            .date(CivilDate(daysSinceEpoch: plan.days[cohort + period])),
            .integer(figures.people[cohort]),
            plan.measuresRevenue ? .number(amount) : .integer(Int(amount)),
            .ratio(amount, Double(figures.people[cohort])),
          ], segment: context.text([began(cohort), cameBack(cohort, period)]))
      }
    }
  }

  // MARK: Segments

  /// Those whose first event ever lies in a cohort's days.
  private func began(_ cohort: Int) -> Segment {
    let window = window(cohort, cohort)
    guard plan.first.count > 1 else {
      let step = plan.first.first ?? EventSequence.Step(Name(""))
      return .recency(Recency(Anchor(.first, step.event, filter: step.filter), window.test))
    }
    // The earliest of several types: one of them then, and none of them before.
    let types = plan.first.map(\.event.text)
    return .and([
      .did(types, in: window.window),
      .not(.did(types, in: .before(window.low))),
    ])
  }

  private func cameBack(_ cohort: Int, _ period: Int) -> Segment {
    let last = plan.isRolling ? cohort + periods - 1 : cohort + period
    let window = window(cohort + period, last).window
    let parts = plan.returning.map {
      Segment.behaviour(Behaviour($0.event, window: window, filter: $0.filter))
    }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  private func window(_ first: Int, _ last: Int) -> (
    window: Window, test: Recency.Test, low: Moment
  ) {
    let low = Moment.day(CivilDate(daysSinceEpoch: plan.days[first]))
    let high = Moment.day(CivilDate(daysSinceEpoch: plan.days[last + 1] - 1))
    return (.between(low, high), .between(low, high), low)
  }

  // MARK: Chart

  var axis: [String] { (0..<periods).map { "\($0)" } }

  var series: [ReportTable.Series] {
    [
      ReportTable.Series(
        name: "all cohorts",
        values: (0..<periods).map { period in
          if case .number(let number) = mean(period) { number } else { nil }
        }, kind: plan.measuresRevenue ? plan.kind : .share)
    ]
  }
}
