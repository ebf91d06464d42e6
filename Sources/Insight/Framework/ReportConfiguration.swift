package import Basis
package import Identity

/// What the workspace's `reports.toml` says: the currency, the rates and the budgets.
package struct ReportConfiguration: Sendable, Equatable {
  /// What a campaign may cost in a stretch of days.
  package struct Budget: Sendable, Equatable {
    package var campaign: String
    package var amount: Money
    /// Days since 1970-01-01, both included.
    package var days: ClosedRange<Int>

    package init(campaign: String, amount: Money, days: ClosedRange<Int>) {
      (self.campaign, self.amount, self.days) = (campaign, amount, days)
    }
  }

  /// What money is shown in; nil where the data has one currency anyway.
  package var currency: Currency?
  /// What one unit of another currency is worth in `currency`.
  package var rates: [Currency: Double] = [:]
  package var budgets: [Budget] = []
  /// When sessions end where a report is not told otherwise.
  package var sessions = SessionSetting()

  package init() {}
}
