internal import Basis
internal import Requests

/// The columns of a campaign report, and the cells of one group's figures.
struct CampaignColumns {
  private let money: MoneyTerms
  private let foreign: [Int]

  init(_ money: MoneyTerms) { (self.money, foreign) = (money, money.foreign) }

  var columns: [ReportTable.Column] {
    let amount = ReportTable.Column.Kind.money(money.shown)
    let unit = money.shown.code
    var columns: [ReportTable.Column] = [
      .init("Impressions", kind: .count, hasBar: true), .init("Reach", kind: .count),
      .init("Frequency", kind: .ratio), .init("Clicks", kind: .count),
      .init("CTR", kind: .share), .init("CTR 95 %", kind: .interval),
      .init("Conversions", kind: .count), .init("CVR", kind: .share),
      .init("CVR 95 %", kind: .interval),
      .init("Cost", unit: unit, kind: amount, lessIsBetter: true),
      .init("CPC", unit: unit, kind: amount, lessIsBetter: true),
      .init("CPM", unit: unit, kind: amount, lessIsBetter: true),
      .init("CPA", unit: unit, kind: amount, lessIsBetter: true),
      .init("Revenue", unit: unit, kind: amount), .init("ROAS", kind: .ratio),
    ]
    for place in foreign {
      let currency = money.currencies[place]
      columns.append(
        .init("Cost \(currency)", unit: currency.code, kind: .money(currency), lessIsBetter: true))
      columns.append(.init("Revenue \(currency)", unit: currency.code, kind: .money(currency)))
    }
    return columns
  }

  /// The cells of a group; each ratio is one sum over another.
  ///
  /// Ratios of cost divide by what the campaigns with a known cost have, the `costed` part.
  func cells(
    _ figures: AdvertisingTally.Figures, costed: AdvertisingTally.Figures
  ) -> [ReportTable.Cell] {
    let impressions = figures.shownImpressions
    let clicks = figures.shownClicks
    let cost = money.total(figures.cost[...])
    let revenue = money.total(figures.revenue[...])
    let hasCost = cost != 0
    let spent = hasCost ? cost : nil
    func each(_ count: Int, per: Double = 1) -> ReportTable.Cell {
      .ratio(spent.map { $0 * per }, Double(count))
    }
    var cells: [ReportTable.Cell] = [
      .integer(impressions),
      figures.impressionsOfPeople > 0
        ? .integer(figures.reach) : impressions > 0 ? .unknown : .integer(0),
      .ratio(figures.impressionsOfPeople, figures.reach), .integer(clicks),
      .ratio(clicks, impressions), .interval(Statistics.wilson(clicks, of: impressions)),
      .integer(figures.conversions), .ratio(figures.conversions, clicks),
      .interval(Statistics.wilson(figures.conversions, of: clicks)),
      spent.map { .integer(Int($0.rounded())) } ?? .unknown,
      each(costed.shownClicks), each(costed.shownImpressions, per: 1_000),
      each(costed.conversions), .integer(Int(revenue.rounded())),
      .ratio(money.total(costed.revenue[...]), spent),
    ]
    for place in foreign {
      cells.append(.integer(Int(figures.cost[place].rounded())))
      cells.append(.integer(Int(figures.revenue[place].rounded())))
    }
    return cells
  }
}
