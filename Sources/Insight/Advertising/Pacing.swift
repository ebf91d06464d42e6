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
    var (budget, spent, planned) = (0.0, 0.0, 0.0)
    for entry in own {
      let amount = shown(entry.amount)
      let gone = min(entry.days.count, max(0, today - entry.days.lowerBound + 1))
      budget += amount
      planned += amount * Double(gone) / Double(entry.days.count)
      for line in lines
      where line.campaign == entry.campaign && entry.days.contains(line.day) && line.day <= today {
        spent += shown(line.cost)
      }
    }
    return [
      .integer(Int(budget.rounded())), .ratio(spent, budget), .ratio(planned, budget),
      .ratio(spent, planned),
    ]
  }

  private func shown(_ amount: Money) -> Double {
    var amounts = [Double](repeating: 0, count: money.currencies.count)
    amounts[money.place(of: amount.currency)] = Double(amount.minorUnits)
    return money.total(amounts[...])
  }
}
