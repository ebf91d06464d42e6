package import Basis
internal import Columns
package import Requests
internal import Segments

/// What campaigns did and cost, by any dimension.
package struct CampaignReport: Report {
  package let name = "campaigns"
  package let title = "Campaigns"
  package let about =
    "Impressions, reach, clicks, conversions, cost and revenue, and their ratios, by any dimension."
  package let parameters: [ReportKind.Parameter] =
    [
      .by(
        "campaign",
        about: "campaign, channel, creative, placement, day, week, month, segment, or any field or "
          + "attribute")
    ] + ReportKind.Parameter.period() + [.compare, .segment] + AdvertisingEvents.parameters + [
      ReportKind.Parameter(
        name: "value", value: "revenue", placeholder: "FIELD",
        about: "the field with a conversion's amount"),
      ReportKind.Parameter(
        name: "cost-field", value: "cost", placeholder: "FIELD",
        about: "the field with an impression's or a click's own cost"),
      ReportKind.Parameter(
        name: "bots", value: "with", choices: ["with", "without"], placeholder: "WORD",
        about: "whether events of crawlers count"),
    ]

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    try CampaignRun(context, settings, self).table()
  }
}

/// One running of the campaign report.
private struct CampaignRun {
  private let context: ReportContext
  private let report: CampaignReport
  private let events: AdvertisingEvents
  private let dimensions: [Dimension]
  /// The dimensions without the one whose groups overlap.
  private let plain: [Dimension]
  private let overlapping: OverlappingGroups?
  private let costs: [CostLine]
  private let lines: [CostLine]
  private let plan: AdvertisingTally.Plan
  private let columns: CampaignColumns
  private let pacing: Pacing?

  init(
    _ context: ReportContext, _ settings: ReportSettings, _ report: CampaignReport
  ) throws(Fault) {
    (self.context, self.report) = (context, report)
    let vocabulary = context.audience.vocabulary
    events = try AdvertisingEvents(settings, vocabulary)
    let types = events.impressions + events.clicks + events.conversions
    dimensions = try Dimension.parse(settings.list("by"), types: types, vocabulary)
    overlapping = try OverlappingGroups(dimensions, context)
    plain = dimensions.filter { [overlapping] in $0 != overlapping?.dimension }
    costs = try context.data.costs()
    lines = CostAllocation.lines(costs, in: context)
    let tables = try AdvertisingTables(
      events, withBots: settings.text("bots") != "without", context)
    let money = MoneyTerms(
      context.configuration, costs: costs, tables.tables, try context.data.sources())
    plan = try Self.plan(plain, tables, lines, money, settings, context)
    columns = CampaignColumns(money)
    let pacing = Pacing(context, costs, money)
    self.pacing =
      dimensions == [.field("campaign")] && !pacing.isEmpty && context.filter == nil ? pacing : nil
  }

  private static func plan(
    _ dimensions: [Dimension], _ tables: AdvertisingTables, _ lines: [CostLine],
    _ money: MoneyTerms, _ settings: ReportSettings, _ context: ReportContext
  ) throws(Fault) -> AdvertisingTally.Plan {
    let all = tables.tables
    var axes: [GroupAxis] = []
    for dimension in dimensions {
      let extra: [String] =
        switch dimension {
        case .field("campaign"): lines.map(\.campaign)
        case .field("channel"): lines.map(\.channel)
        default: []
        }
      var axis = try GroupAxis(
        dimension, over: all, extra: extra,
        channels: dimension == .field("channel") ? tables.channels(lines) : nil, context)
      for (index, entry) in tables.entries.enumerated() where entry.isOfNobody {
        // Nobody has attributes: the one unit of these tables is no unit of the audience.
        if case .units = axis.sources[index] { axis.sources[index] = .constant(0) }
      }
      axes.append(axis)
    }
    var required: [[GroupAxis.Source]] = all.map { _ in [] }
    for name in AdvertisingTables.advertisingFields
    where name == "campaign" || dimensions.contains(.field(name)) {
      for (index, table) in all.enumerated() {
        if case .text(let column)? = table.fields[name] {
          required[index].append(.rows(column.codes, map: []))
        } else {
          required[index].append(.constant(0))
        }
      }
    }
    return AdvertisingTally.Plan(
      tables: tables, space: GroupSpace(axes, over: all, seconds: context.seconds),
      required: required, money: money, valueField: settings.text("value") ?? "",
      costField: settings.text("cost-field") ?? "")
  }

  // MARK: Rows

  func table() throws(Fault) -> ReportTable {
    var rows: [ReportTable.Row] = []
    var left = [Double](repeating: 0, count: plan.money.currencies.count)
    var tally = AdvertisingTally(
      plan, people: context.people, seconds: context.seconds,
      roles: [.impression, .click, .conversion])
    let costed = try addCosts(to: &tally, context.people, &left)
    if let overlapping {
      for (index, group) in overlapping.groups.enumerated() {
        try context.step(index, of: overlapping.groups.count)
        let people = context.people.map { $0.intersection(group.people) } ?? group.people
        var own = AdvertisingTally(
          plan, people: people, seconds: context.seconds,
          roles: [.impression, .click, .conversion])
        var unspread = left
        let costed = try addCosts(to: &own, people, &unspread)
        rows += self.rows(own, costed, of: group)
      }
    } else {
      rows = self.rows(tally, costed, of: nil)
    }
    rows = sorted(rows)
    var total = sum(tally.groups)
    total.reach = tally.reach
    let costedTotal = sum(costed)
    rows.append(totalRow(total, costedTotal))
    let drawn = chart(rows)
    return report.table(
      context, columns: headers, rows: rows, axis: drawn.axis, series: drawn.series,
      endsPartial: !drawn.axis.isEmpty && context.asOf.seconds < context.period.high,
      notes: notes(tally, left, beyondCosts: total, costedTotal))
  }

  private func sum(_ groups: [AdvertisingTally.Figures]) -> AdvertisingTally.Figures {
    var total = AdvertisingTally.Figures(currencies: plan.money.currencies.count)
    for figures in groups { total.add(figures) }
    return total
  }

  /// Puts the costs into the groups, and returns what of each group belongs to campaigns that have one.
  private func addCosts(
    to tally: inout AdvertisingTally, _ people: DenseSet?, _ left: inout [Double]
  ) throws(Fault) -> [AdvertisingTally.Figures] {
    var allocation = CostAllocation(plan, lines, context)
    var told: ToldCampaigns?
    if let people, !lines.isEmpty {
      try allocation.add(to: &tally, of: people)
    } else if !lines.isEmpty {
      let known = try ToldCampaigns(plan, context)
      try allocation.add(to: &tally, told: known)
      told = known
    }
    left = allocation.left
    let costed = CostedCampaigns(allocation.placed, plan, context.seconds)
    if let part = costed.part(of: tally.groups, plan) { return part }
    var part = costed.counted(plan, people, context.seconds)
    if let told { allocation.addPlatformCounts(to: &part, told: told, of: costed.contains) }
    return part.groups
  }

  private var headers: [ReportTable.Column] {
    let own = dimensions.map {
      ReportTable.Column(
        $0.name.prefix(1).uppercased() + $0.name.dropFirst(),
        kind: $0.timeUnit == nil ? .text : .date)
    }
    return (own.isEmpty ? [ReportTable.Column("All", kind: .text)] : own) + columns.columns
      + (pacing?.columns ?? [])
  }

  private func rows(
    _ tally: AdvertisingTally, _ costed: [AdvertisingTally.Figures],
    of group: OverlappingGroups.Group?
  ) -> [ReportTable.Row] {
    guard !dimensions.isEmpty else { return [] }
    var rows: [ReportTable.Row] = []
    for (number, figures) in tally.groups.enumerated() where !figures.isEmpty {
      let codes = plan.space.codes(of: number)
      var labels = zip(plan.space.axes, codes).map { $0.labels[Int($1)].cell }
      if let group, let place = dimensions.firstIndex(where: { $0 == overlapping?.dimension }) {
        labels.insert(group.cell, at: place)
      }
      var cells = labels + columns.cells(figures, costed: costed[number])
      if let pacing {
        if case .text(let campaign) = labels[0] {
          cells += pacing.cells(of: campaign)
        } else {
          cells += [.unknown, .unknown, .unknown, .unknown]
        }
      }
      rows.append(
        ReportTable.Row(cells, segment: figures.reach > 0 ? segment(codes, group) : nil))
    }
    return rows
  }

  private func totalRow(
    _ total: AdvertisingTally.Figures, _ costed: AdvertisingTally.Figures
  ) -> ReportTable.Row {
    var labels: [ReportTable.Cell] = [.text("all")]
    labels += [ReportTable.Cell](repeating: .text(""), count: max(0, dimensions.count - 1))
    if dimensions.first?.timeUnit != nil { labels[0] = .text("all") }
    let segment =
      total.reach > 0 ? context.text([.did(events.impressions, in: context.period.window)]) : nil
    return ReportTable.Row(
      labels + columns.cells(total, costed: costed) + (pacing?.cells(of: nil) ?? []), isTotal: true,
      segment: segment)
  }

  /// Chronological where a dimension is time, else the most impressions and conversions first.
  private func sorted(_ rows: [ReportTable.Row]) -> [ReportTable.Row] {
    let time = dimensions.firstIndex { $0.timeUnit != nil }
    let (impressions, conversions) = (max(1, dimensions.count), max(1, dimensions.count) + 6)
    func name(_ row: ReportTable.Row) -> String {
      row.cells.prefix(dimensions.count).map { cell in
        if case .text(let text) = cell { text } else { "" }
      }.joined(separator: "\u{1F}")
    }
    func date(_ row: ReportTable.Row) -> Int {
      if let time, case .date(let date) = row.cells[time] { date.daysSinceEpoch } else { 0 }
    }
    func count(_ row: ReportTable.Row, _ column: Int) -> Int {
      if case .integer(let number) = row.cells[column] { number } else { 0 }
    }
    return rows.sorted { a, b in
      let left = (date(a), -count(a, impressions), -count(a, conversions))
      let right = (date(b), -count(b, impressions), -count(b, conversions))
      return left == right ? name(a) < name(b) : left < right
    }
  }

  /// The people whom a row's impressions reached.
  private func segment(_ codes: [UInt32], _ group: OverlappingGroups.Group?) -> String? {
    var tests: [(field: String, test: Test)] = []
    var parts: [Segment] = group.map { [$0.segment] } ?? []
    var window = context.period.window
    for (axis, code) in zip(plan.space.axes, codes) {
      let label = axis.labels[Int(code)]
      switch axis.dimension {
      case .field(let name):
        // Only what the impressions say themselves can be asked of them.
        let isOwn = zip(plan.tables.entries, axis.isOwn).allSatisfy {
          $0.role != .impression || $1
        }
        guard isOwn else { return nil }
        tests.append((name, label.test))
      case .attribute(let name): parts.append(.attribute(Name(name), label.test))
      case .time(let unit):
        guard case .date(let date) = label.cell,
          let step = context.period.window(
            within: date.daysSinceEpoch...(unit.next(after: date.daysSinceEpoch) - 1),
            context.calendar)
        else { return nil }
        window = step
      case .segment: return nil
      }
    }
    return context.text(
      parts + [.did(events.impressions, in: window, where: Filter.all(of: tests))])
  }

  // MARK: What is drawn and told

  private func chart(
    _ rows: [ReportTable.Row]
  ) -> (axis: [String], series: [ReportTable.Series]) {
    guard let time = dimensions.firstIndex(where: { $0.timeUnit != nil }),
      let unit = dimensions[time].timeUnit
    else { return ([], []) }
    let starts = unit.starts(in: context.period.days)
    let place = Dictionary(
      starts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    // Of one dimension more each value is a course of its own; the largest five are drawn.
    var courses: [(name: String, values: [Double?], total: Double)] = []
    for row in rows where !row.isTotal {
      guard case .date(let date) = row.cells[time], let step = place[date.daysSinceEpoch] else {
        continue
      }
      let name = row.cells.prefix(dimensions.count).enumerated().compactMap { index, cell in
        if index != time, case .text(let text) = cell { text } else { nil }
      }.joined(separator: " · ")
      let figure: Double =
        if case .integer(let number) = row.cells[dimensions.count] { Double(number) } else { 0 }
      let index: Int
      if let known = courses.firstIndex(where: { $0.name == name }) {
        index = known
      } else {
        index = courses.count
        courses.append((name, [Double?](repeating: 0, count: starts.count), 0))
      }
      courses[index].values[step] = (courses[index].values[step] ?? 0) + figure
      courses[index].total += figure
    }
    let largest = courses.sorted { ($1.total, $0.name) < ($0.total, $1.name) }.prefix(5)
    return (
      starts.map { unit.label($0) },
      largest.map {
        ReportTable.Series(name: $0.name.isEmpty ? "impressions" : $0.name, values: $0.values)
      }
    )
  }

  private func notes(
    _ tally: AdvertisingTally, _ left: [Double], beyondCosts total: AdvertisingTally.Figures,
    _ costed: AdvertisingTally.Figures
  ) -> [String] {
    func listed(_ types: [String]) -> String {
      types.isEmpty ? "none" : types.joined(separator: ", ")
    }
    var notes = [
      "Impressions are \(listed(events.impressions)), clicks \(listed(events.clicks)), "
        + "conversions \(listed(events.conversions)) with a campaign. "
        + "Ratios are made of sums; CTR is clicks by impressions, CVR conversions by clicks."
    ]
    let ofNobody = tally.groups.reduce(0) { $0 + $1.impressions - $1.impressionsOfPeople }
    if ofNobody > 0 {
      notes.append(
        "\(ofNobody) impressions have no known person: they count, but not in reach and frequency.")
    }
    if tally.groups.contains(where: { $0.platformImpressions > 0 || $0.platformClicks > 0 }) {
      notes.append(
        "Where no event tells of a campaign, impressions and clicks are the platform's own, and "
          + "nobody knows whom they reached.")
    }
    if tally.unrelated > 0 {
      notes.append("\(tally.unrelated) conversions have no campaign and are left out.")
    }
    if !lines.isEmpty,
      !CostAllocation(plan, lines, context).isDirect || context.people != nil
        || overlapping != nil
    {
      notes.append(
        "A campaign's cost is spread over its impressions, or its clicks where it has none.")
    }
    if left.contains(where: { $0 > 0 }) {
      notes.append(
        "Costs of campaigns without events cannot be told by person and are left out.")
    }
    let beyond = [
      ("impressions", total.shownImpressions - costed.shownImpressions),
      ("clicks", total.shownClicks - costed.shownClicks),
      ("conversions", total.conversions - costed.conversions),
    ].filter { $0.1 > 0 }
    if !beyond.isEmpty, plan.money.total(total.cost[...]) != 0 {
      let words = beyond.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
      notes.append(
        "CPC, CPM, CPA and ROAS are of campaigns with a known cost; they leave out what others "
          + "have: \(words).")
    }
    return notes + plan.money.notes(true)
  }
}
