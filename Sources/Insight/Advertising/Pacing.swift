internal import Basis
internal import Requests

/// How the spending of campaigns keeps up with their budgets.
struct Pacing {
  private let budgets: [ReportConfiguration.Budget]
  private let lines: [CostLine]
  private let money: MoneyTerms
  private let today: Int

  /// Looks at all cost lines, since a budget's days need not be those of the report.
  init(_ context: ReportContext, _ lines: [CostLine], _ money: MoneyTerms) {
    today = Int(context.calendar.day(of: context.asOf.seconds))
    budgets = context.configuration.budgets.filter { [today] in $0.days.lowerBound <= today }
    (self.lines, self.money) = (lines, money)
  }

  var isEmpty: Bool { budgets.isEmpty }

  var columns: [ReportTable.Column] {
    [
      .init("Budget", unit: money.shown.code, kind: .money(money.shown)),
      .init("Spent of budget", kind: .share, hasBar: true), .init("Days gone", kind: .share),
      .init("Pace", kind: .ratio),
    ]
  }

  /// The cells of a campaign, or of all that have a budget where `campaign` is nil.
  ///
  /// A pace of 1 spends evenly over the budget's days; more is faster, and will end early.
  func cells(of campaign: String?) -> [ReportTable.Cell] {
    let own = budgets.filter { campaign == nil || $0.campaign == campaign }
    guard !own.isEmpty else { return [.unknown, .unknown, .unknown, .unknown] }
    let spending = own.map { entry in
      lines.filter {
        $0.campaign == entry.campaign && entry.days.contains($0.day) && $0.day <= today
      }.map(\.cost)
    }
    guard let value = comparable(own.map(\.amount) + spending.flatMap { $0 }) else {
      return [.unknown, .unknown, .unknown, .unknown]
    }
    var (budget, spent, planned) = (0.0, 0.0, 0.0)
    for (entry, costs) in zip(own, spending) {
      let amount = value(entry.amount)
      let gone = min(entry.days.count, max(0, today - entry.days.lowerBound + 1))
      budget += amount
      planned += amount * Double(gone) / Double(entry.days.count)
      spent += costs.reduce(0) { $0 + value($1) }
    }
    let isShown = own.allSatisfy { money.shown($0.amount) != nil }
    return [
      isShown ? .integer(Int(budget.rounded())) : .unknown, .ratio(spent, budget),
      .ratio(planned, budget), .ratio(spent, planned),
    ]
  }

  /// What makes amounts comparable: the shown currency, or the one that they all are in; nil where they
  /// are in several and nothing says what those are worth.
  private func comparable(_ amounts: [Money]) -> ((Money) -> Double)? {
    if amounts.allSatisfy({ money.shown($0) != nil }) { return { money.shown($0) ?? 0 } }
    guard Set(amounts.map(\.currency)).count == 1 else { return nil }
    return { Double($0.minorUnits) }
  }
}
