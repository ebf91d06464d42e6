package import Basis

/// One line of a platform's cost report.
package struct CostRecord: Sendable, Equatable {
  package var batch: BatchID
  package var day: CivilDate
  package var campaign: String
  package var channel: String
  package var impressions: Int
  package var clicks: Int
  package var cost: Money

  package init(
    batch: BatchID, day: CivilDate, campaign: String, channel: String, impressions: Int,
    clicks: Int, cost: Money
  ) {
    (self.batch, self.day, self.campaign, self.channel) = (batch, day, campaign, channel)
    (self.impressions, self.clicks, self.cost) = (impressions, clicks, cost)
  }
}

extension Catalogue {
  package func add(_ cost: CostRecord) throws(Fault) {
    try connection.run(
      "INSERT INTO cost VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", .integer(cost.batch.number),
      .count(cost.day.daysSinceEpoch), .text(cost.campaign), .text(cost.channel),
      .count(cost.impressions), .count(cost.clicks), .integer(cost.cost.minorUnits),
      .text(cost.cost.currency.code))
  }

  /// The costs of all kept batches by day and campaign.
  package func costs() throws(Fault) -> [CostRecord] {
    let unknown = Currency("XXX")
    return try connection.rows(
      """
      SELECT batch, day, campaign, channel, impressions, clicks, minor_units, currency FROM cost
      ORDER BY day, campaign, channel, batch, rowid
      """
    ) { row throws(Fault) in
      guard let currency = Currency(row.text(7)) ?? unknown else {
        throw Fault(
          .damaged, self.path, reason: "a cost has no currency", remedy: "Restore a backup")
      }
      return CostRecord(
        batch: BatchID(row.integer(0)), day: CivilDate(daysSinceEpoch: row.count(1)),
        campaign: row.text(2), channel: row.text(3), impressions: row.count(4),
        clicks: row.count(5), cost: Money(minorUnits: row.integer(6), currency: currency))
    }
  }
}
