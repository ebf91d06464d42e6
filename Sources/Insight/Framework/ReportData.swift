package import Basis
package import Columns

/// What the catalogue knows beside the columns; the engine answers it, tests make it up.
package protocol ReportData: Sendable {
  /// The cost lines of all platforms, by day.
  func costs() throws(Fault) -> [CostLine]
  /// The saved segments, by name, with the destinations that each has gone to.
  func savedSegments() throws(Fault) -> [SavedSegmentFacts]
  func sources() throws(Fault) -> [SourceFacts]
  /// The kept batches, the oldest first.
  func batches() throws(Fault) -> [BatchFacts]
  /// What one source alone says of an attribute, and since when; nil where it says nothing.
  func attribute(_ name: String, from source: String) throws(Fault) -> SourceAttribute?
  /// The units that exports hold out where they hold out so many of a hundred.
  func heldOut(percent: Int) throws(Fault) -> UnitSet
  /// Whom a delivery was sent to, and whom it held out to compare with.
  func people(ofDelivery id: Int64) throws(Fault) -> DeliveredPeople
  /// What channels have told of how many people of deliveries they know.
  func matches() throws(Fault) -> [MatchFacts]
  /// The units with an identifier of these kinds that a source other than `dropped` has sent.
  func reachable(by namespaces: [String], without dropped: Set<String>) throws(Fault) -> UnitSet
  /// Events whose identifiers belong to nobody: one unit has them all.
  func eventsOfNobody(_ type: String) throws(Fault) -> EventTable?
  /// The paths that a CSV file lists.
  func paths(in file: String) throws(Fault) -> PathList
}

/// One line of a platform's cost report.
package struct CostLine: Sendable, Equatable {
  package var day: Int
  package var campaign: String
  package var channel: String
  package var impressions: Int
  package var clicks: Int
  package var cost: Money

  package init(
    day: Int, campaign: String, channel: String, impressions: Int, clicks: Int, cost: Money
  ) {
    (self.day, self.campaign, self.channel) = (day, campaign, channel)
    (self.impressions, self.clicks, self.cost) = (impressions, clicks, cost)
  }
}

/// A saved segment and where it has gone.
package struct SavedSegmentFacts: Sendable, Equatable {
  package var name: String
  package var text: String
  package var destinations: [String]
  /// Its deliveries that held people out, the oldest first.
  package var trials: [DeliveryFacts]

  package init(
    name: String, text: String, destinations: [String] = [], trials: [DeliveryFacts] = []
  ) {
    (self.name, self.text) = (name, text)
    (self.destinations, self.trials) = (destinations, trials)
  }
}

/// A delivery as the catalogue has it.
package struct DeliveryFacts: Sendable, Equatable {
  package var id: Int64
  package var segment: String
  package var destination: String
  package var at: Timestamp

  package init(id: Int64, segment: String, destination: String, at: Timestamp) {
    (self.id, self.segment, self.destination, self.at) = (id, segment, destination, at)
  }
}

/// The people of a delivery as they are known today.
package struct DeliveredPeople: Sendable {
  package let sent: UnitSet
  package let heldOut: UnitSet
  package init(sent: UnitSet, heldOut: UnitSet) { (self.sent, self.heldOut) = (sent, heldOut) }
}

/// A source as the catalogue has it.
package struct SourceFacts: Sendable, Equatable {
  package var name: String
  /// `first`, `second` or `third`.
  package var party: String
  package var kind: String
  package var monthlyCost: Money?
  package var expectedInterval: Int?
  /// The attributes and event fields that its feeds are mapped to.
  package var attributes: [String]
  /// The currency of its events' amounts, where its mappings tell one.
  package var currency: Currency?

  package init(
    name: String, party: String, kind: String, monthlyCost: Money? = nil,
    expectedInterval: Int? = nil, attributes: [String] = [], currency: Currency? = nil
  ) {
    (self.name, self.party, self.kind) = (name, party, kind)
    (self.monthlyCost, self.expectedInterval) = (monthlyCost, expectedInterval)
    (self.attributes, self.currency) = (attributes, currency)
  }
}

/// What the taking in of one batch came to.
package struct BatchFacts: Sendable, Equatable {
  package var source: String
  package var finished: Timestamp
  package var rows: Int
  package var accepted: Int
  package var duplicates: Int
  package var rejectedCount: Int
  /// Rejected rows by reason, those that a retry has taken in since left out.
  package var rejected: [String: Int]
  package var bots: Int
  package var badIdentifiers: Int
  package var lastEvent: Timestamp?
  /// How many rows had a value, by field.
  package var filled: [String: Int]

  package init(source: String, finished: Timestamp) {
    (self.source, self.finished) = (source, finished)
    (rows, accepted, duplicates, rejectedCount, rejected) = (0, 0, 0, 0, [:])
    (bots, badIdentifiers) = (0, 0)
    (lastEvent, filled) = (nil, [:])
  }
}

/// An attribute in the words of one source, a value a unit.
package struct SourceAttribute: Sendable {
  package let column: Column
  /// When each unit's value was observed, in seconds since 1970; 0 where there is none.
  package let times: [UInt32]
  package init(column: Column, times: [UInt32]) { (self.column, self.times) = (column, times) }
}

/// What a channel told of one delivery, or of some that it did not name.
package struct MatchFacts: Sendable {
  /// How many of so many it knew.
  package struct Count: Sendable, Equatable {
    package var uploaded: Int
    package var matched: Int
    package init(uploaded: Int, matched: Int) {
      (self.uploaded, self.matched) = (uploaded, matched)
    }
  }

  package var destination: String
  /// When it was delivered, or counted where the delivery is not known.
  package var at: Timestamp
  /// The number of the delivery; nil where the channel named none.
  package var delivery: Int64?
  /// The channel's own count; nil where it told of people one by one.
  package var whole: Count?
  package var byIdentifier: [String: Count] = [:]
  /// The people whom it told to know one by one.
  package var known = UnitSet()

  package init(destination: String, at: Timestamp, delivery: Int64?) {
    (self.destination, self.at, self.delivery) = (destination, at, delivery)
  }
}
