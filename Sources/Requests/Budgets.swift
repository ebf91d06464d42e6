package import Basis

/// What a campaign may cost from one day to another, both included.
package struct BudgetRequest: Hashable, Sendable {
  package var campaign: String
  package var amount: Money
  package var from: CivilDate
  package var to: CivilDate

  package init(campaign: String, amount: Money, from: CivilDate, to: CivilDate) {
    (self.campaign, self.amount, self.from, self.to) = (campaign, amount, from, to)
  }
}
