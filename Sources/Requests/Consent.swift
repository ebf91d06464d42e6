package import Basis

/// How consent shall be broken down.
package struct ConsentRequest: Hashable, Sendable {
  package enum Breakdown: String, Hashable, Sendable, CaseIterable { case country, source }

  package var breakdown: Breakdown
  /// Counts only people of this segment; nil counts everyone.
  package var segment: String?

  package init(breakdown: Breakdown, segment: String? = nil) {
    (self.breakdown, self.segment) = (breakdown, segment)
  }
}

/// How many people a purpose may address, and where the others were lost.
package struct ConsentTally: Hashable, Sendable {
  package var granted: Int
  package var refused: Int
  package var expired: Int
  package var noSignal: Int

  package init(granted: Int, refused: Int, expired: Int, noSignal: Int) {
    (self.granted, self.refused) = (granted, refused)
    (self.expired, self.noSignal) = (expired, noSignal)
  }

  package var people: Int { granted + refused + expired + noSignal }
}

/// Coverage by purpose, each also by country or source.
package struct ConsentCoverage: Hashable, Sendable {
  package struct Purpose: Hashable, Sendable {
    package var name: String
    package var total: ConsentTally
    /// One for each of `groups`, in their order.
    package var byGroup: [ConsentTally]
    /// People whose grant ends within 30 days.
    package var expiringSoon: Int
    /// Grants and withdrawals of the last days, oldest first.
    package var granted: [Int]
    package var withdrawn: [Int]

    package init(
      name: String, total: ConsentTally, byGroup: [ConsentTally], expiringSoon: Int,
      granted: [Int], withdrawn: [Int]
    ) {
      (self.name, self.total, self.byGroup) = (name, total, byGroup)
      (self.expiringSoon, self.granted, self.withdrawn) = (expiringSoon, granted, withdrawn)
    }
  }

  package var breakdown: ConsentRequest.Breakdown
  /// Countries or sources, largest first.
  package var groups: [String]
  package var purposes: [Purpose]
  package var asOf: Timestamp
  package var population: Int

  package init(
    breakdown: ConsentRequest.Breakdown, groups: [String], purposes: [Purpose], asOf: Timestamp,
    population: Int
  ) {
    (self.breakdown, self.groups, self.purposes) = (breakdown, groups, purposes)
    (self.asOf, self.population) = (asOf, population)
  }
}

/// The consent ledger: how long it is, and whether it was found whole.
package struct LedgerState: Hashable, Sendable {
  package enum Condition: Hashable, Sendable {
    case notVerified
    case whole
    /// The first record that is not as it was written, and what is wrong with it.
    case broken(record: Int, reason: String)
  }

  package var records: Int
  package var condition: Condition
  package var verifiedAt: Timestamp?
  /// The root of the chain in hexadecimal.
  package var root: String
  package var lastRecord: Timestamp?

  package init(
    records: Int, condition: Condition, verifiedAt: Timestamp?, root: String,
    lastRecord: Timestamp?
  ) {
    (self.records, self.condition, self.verifiedAt) = (records, condition, verifiedAt)
    (self.root, self.lastRecord) = (root, lastRecord)
  }
}
