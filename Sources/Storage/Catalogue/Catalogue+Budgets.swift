package import Basis

/// What a campaign may cost in a stretch of days.
package struct BudgetRecord: Sendable, Equatable {
  package var campaign: String
  /// Both included.
  package var days: ClosedRange<Int>
  package var amount: Money

  package init(campaign: String, days: ClosedRange<Int>, amount: Money) {
    (self.campaign, self.days, self.amount) = (campaign, days, amount)
  }
}

extension Catalogue {
  /// All budgets, by campaign and first day.
  package func budgets() throws(Fault) -> [BudgetRecord] {
    try connection.rows(
      """
      SELECT campaign, first_day, last_day, minor_units, currency FROM budget
      ORDER BY campaign, first_day
      """
    ) { row throws(Fault) in
      guard let currency = Currency(row.text(4)), row.count(1) <= row.count(2) else {
        throw Fault(
          .damaged, self.path, reason: "a budget cannot be read", remedy: "Restore a backup")
      }
      return BudgetRecord(
        campaign: row.text(0), days: row.count(1)...row.count(2),
        amount: Money(minorUnits: row.integer(3), currency: currency))
    }
  }

  /// Adds a budget, or replaces the campaign's of the same first day.
  package func put(_ budget: BudgetRecord) throws(Fault) {
    try connection.run(
      "INSERT OR REPLACE INTO budget VALUES (?1, ?2, ?3, ?4, ?5)", .text(budget.campaign),
      .count(budget.days.lowerBound), .count(budget.days.upperBound),
      .integer(budget.amount.minorUnits), .text(budget.amount.currency.code))
  }

  package func removeBudget(of campaign: String, from day: Int) throws(Fault) {
    try connection.run(
      "DELETE FROM budget WHERE campaign = ?1 AND first_day = ?2", .text(campaign), .count(day))
  }
}
