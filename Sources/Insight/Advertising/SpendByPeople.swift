internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// What the campaigns of a period spent on some people, as far as events tell whom they reached.
struct SpendByPeople {
  private let plan: AdvertisingTally.Plan
  private let lines: [CostLine]
  private let context: ReportContext
  private let money: MoneyTerms

  init(_ context: ReportContext, _ money: MoneyTerms) throws(Fault) {
    (self.context, self.money) = (context, money)
    let vocabulary = context.audience.vocabulary
    let settings = try ReportSettings(ReportRequest(name: "campaigns"), of: CampaignReport())
    var events = try AdvertisingEvents(settings, vocabulary)
    events.conversions = []
    let tables = try AdvertisingTables(events, withBots: true, context)
    plan = AdvertisingTally.Plan(
      tables: tables, space: GroupSpace([], over: tables.tables, seconds: context.seconds),
      required: tables.tables.map { _ in [] }, money: money, valueField: "", costField: "cost")
    lines = CostAllocation.lines(try context.data.costs(), in: context)
  }

  /// Whether any platform has told costs for the period.
  var isKnown: Bool { !lines.isEmpty }

  /// Minor units of the shown currency; nil where no campaign that they saw has a cost.
  func cost(of people: DenseSet) throws(Fault) -> Double? {
    var tally = AdvertisingTally(
      plan, people: people, seconds: context.seconds, roles: [.impression, .click])
    if !lines.isEmpty {
      var allocation = CostAllocation(plan, lines, context)
      try allocation.add(to: &tally, of: people)
    }
    let cost = money.total(tally.groups[0].cost[...])
    return cost > 0 ? cost : nil
  }
}
