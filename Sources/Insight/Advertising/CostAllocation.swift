internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// Puts the platforms' costs into the groups of a report.
///
/// A cost line has a day, a campaign and a channel. Where the groups are made of just these, it
/// belongs to one of them. Otherwise the cost of a campaign is spread over its impressions, or over
/// its clicks where it has no impressions, wherever they fall. What cannot be spread stays with the
/// campaign under an unknown value, or is left out and told where only some people are counted.
struct CostAllocation {
  private let plan: AdvertisingTally.Plan
  private let lines: [CostLine]
  private let context: ReportContext
  /// The axes' codes by text, for those that a cost line has a text for.
  private let codes: [[String: UInt32]]
  /// What could not be given to the people who are counted, by currency.
  private(set) var left: [Double]
  /// The campaigns whose cost was put somewhere, as far as the shown currency can tell it.
  private(set) var placed: Set<String> = []

  init(_ plan: AdvertisingTally.Plan, _ lines: [CostLine], _ context: ReportContext) {
    (self.plan, self.lines, self.context) = (plan, lines, context)
    codes = plan.space.axes.map { axis in
      guard axis.dimension.isOfCostLine, axis.dimension.timeUnit == nil else { return [:] }
      return axis.codesByText
    }
    left = [Double](repeating: 0, count: plan.money.currencies.count)
  }

  /// The lines of the period that have happened.
  static func lines(_ all: [CostLine], in context: ReportContext) -> [CostLine] {
    let today = Int(context.calendar.day(of: context.asOf.seconds))
    return all.filter { context.period.days.contains($0.day) && $0.day <= today }
  }

  /// Whether every line belongs to one group.
  var isDirect: Bool { plan.space.axes.allSatisfy { $0.dimension.isOfCostLine } }

  /// Adds the costs of everyone; a platform's own counts stand in where no event tells of a campaign.
  mutating func add(to tally: inout AdvertisingTally, told: ToldCampaigns) throws(Fault) {
    guard isDirect else {
      try spread(into: &tally, people: nil)
      return
    }
    for line in lines {
      let group = group(of: line)
      let place = plan.money.place(of: line.cost.currency)
      tally.groups[group].cost[place] += Double(line.cost.minorUnits)
      note(line)
    }
    addPlatformCounts(to: &tally, told: told) { _ in true }
  }

  /// Adds the platforms' own counts of those campaigns that count and no event tells of.
  func addPlatformCounts(
    to tally: inout AdvertisingTally, told: ToldCampaigns, of counts: (String) -> Bool
  ) {
    guard isDirect else { return }
    for line in lines where counts(line.campaign) {
      let group = group(of: line)
      if !told.impressions.contains(line.campaign) {
        tally.groups[group].platformImpressions += line.impressions
      }
      if !told.clicks.contains(line.campaign) {
        tally.groups[group].platformClicks += line.clicks
      }
    }
  }

  private mutating func note(_ line: CostLine) {
    guard line.cost.minorUnits != 0, plan.money.shown(line.cost) != nil else { return }
    placed.insert(line.campaign)
  }

  /// Adds the costs that fall on some people.
  mutating func add(to tally: inout AdvertisingTally, of people: DenseSet) throws(Fault) {
    try spread(into: &tally, people: people)
  }

  /// The group that a line belongs to, under unknown values where it has none.
  private func group(of line: CostLine) -> Int {
    let own = plan.space.axes.enumerated().map { index, axis -> UInt32 in
      switch axis.dimension {
      case .time:
        guard case .steps(let steps)? = axis.sources.first else { return 0 }
        return steps.code(ofDay: line.day, in: context.period)
      case .field("campaign"): return codes[index][line.campaign] ?? 0
      case .field("channel"): return codes[index][line.channel] ?? 0
      case .field, .attribute, .segment: return 0
      }
    }
    return plan.space.group(own) ?? 0
  }

  private mutating func spread(into tally: inout AdvertisingTally, people: DenseSet?)
    throws(Fault)
  {
    let everyone = try CampaignShares(plan, people: nil, context)
    let own = try people.map { (people) throws(Fault) in
      try CampaignShares(plan, people: people, context)
    }
    for line in lines {
      let amount = Double(line.cost.minorUnits)
      let place = plan.money.place(of: line.cost.currency)
      let step = everyone.step(ofDay: line.day, in: context.period)
      let all = everyone.total(of: line.campaign, step)
      guard all > 0 else {
        if people == nil {
          tally.groups[group(of: line)].cost[place] += amount
          note(line)
        } else {
          left[place] += amount
        }
        continue
      }
      for (group, part) in (own ?? everyone).parts(of: line.campaign, step, like: everyone) {
        tally.groups[group].cost[place] += amount * Double(part) / Double(all)
      }
      note(line)
    }
  }
}

/// The campaigns of which events tell impressions and clicks in a period.
struct ToldCampaigns {
  var impressions: Set<String> = []
  var clicks: Set<String> = []

  /// Looks at the events of everyone; costs a pass over them.
  init(_ plan: AdvertisingTally.Plan, _ context: ReportContext) throws(Fault) {
    let shares = try CampaignShares(plan, people: nil, context, axes: [])
    (impressions, clicks) = (shares.withImpressions, shares.withClicks)
  }
}

/// How a campaign's impressions, or its clicks where it has none, fall on the groups of a report.
private struct CampaignShares {
  private struct Key: Hashable {
    let campaign: String
    let step: UInt32
  }

  private var impressions: [Key: [(group: Int, count: Int)]] = [:]
  private var clicks: [Key: [(group: Int, count: Int)]] = [:]
  private let steps: Steps?
  private(set) var withImpressions: Set<String> = []
  private(set) var withClicks: Set<String> = []

  init(
    _ plan: AdvertisingTally.Plan, people: DenseSet?, _ context: ReportContext,
    axes: [GroupAxis]? = nil
  ) throws(Fault) {
    let tables = plan.tables.tables
    let shown = axes ?? plan.space.axes
    let campaigns = try GroupAxis(.field("campaign"), over: tables, context)
    let space = GroupSpace(
      shown.filter { $0.dimension != .field("campaign") } + [campaigns], over: tables,
      seconds: context.seconds)
    let counting = AdvertisingTally.Plan(
      tables: plan.tables, space: space, required: plan.required, money: plan.money,
      valueField: plan.valueField, costField: "")
    let tally = AdvertisingTally(
      counting, people: people, seconds: context.seconds, roles: [.impression, .click])
    let place = shown.firstIndex { $0.dimension == .field("campaign") }
    let timePlace = shown.firstIndex { $0.dimension.timeUnit != nil }
    steps = timePlace.flatMap { place in
      if case .steps(let steps)? = shown[place].sources.first { steps } else { nil }
    }
    let shownCampaigns = place.map { shown[$0].codesByText } ?? [:]
    for (number, figures) in tally.groups.enumerated()
    where figures.impressions > 0 || figures.clicks > 0 {
      var codes = space.codes(of: number)
      guard let code = codes.popLast(), code != 0,
        case .text(let campaign) = campaigns.labels[Int(code)].cell
      else { continue }
      if figures.impressions > 0 { withImpressions.insert(campaign) }
      if figures.clicks > 0 { withClicks.insert(campaign) }
      if let place { codes.insert(shownCampaigns[campaign] ?? 0, at: place) }
      guard axes == nil, let group = plan.space.group(codes) else { continue }
      let key = Key(campaign: campaign, step: timePlace.map { codes[$0] } ?? 0)
      if figures.impressions > 0 {
        impressions[key, default: []].append((group, figures.impressions))
      }
      if figures.clicks > 0 { clicks[key, default: []].append((group, figures.clicks)) }
    }
  }

  func step(ofDay day: Int, in period: ReportPeriod) -> UInt32 {
    steps?.code(ofDay: day, in: period) ?? 0
  }

  func total(of campaign: String, _ step: UInt32) -> Int {
    parts(of: campaign, step, like: self).reduce(0) { $0 + $1.count }
  }

  /// The parts of a campaign's step, counted in what `whole` is counted in.
  func parts(
    of campaign: String, _ step: UInt32, like whole: CampaignShares
  ) -> [(group: Int, count: Int)] {
    let key = Key(campaign: campaign, step: step)
    return (whole.impressions[key] == nil ? clicks[key] : impressions[key]) ?? []
  }
}

extension Dimension {
  /// The step of a dimension of time.
  var timeUnit: TimeUnit? { if case .time(let unit) = self { unit } else { nil } }

  /// Whether a platform's cost line has it.
  var isOfCostLine: Bool {
    switch self {
    case .time, .field("campaign"), .field("channel"): true
    case .field, .attribute, .segment: false
    }
  }
}

extension GroupAxis {
  /// The codes of the labels that are texts.
  var codesByText: [String: UInt32] {
    var codes: [String: UInt32] = [:]
    for (code, label) in labels.enumerated() {
      if case .text(let text) = label.cell { codes[text] = UInt32(code) }
    }
    return codes
  }
}
