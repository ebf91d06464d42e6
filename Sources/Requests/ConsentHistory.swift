package import Basis

/// All that was ever recorded about a person's consent, and what holds now.
package struct ConsentHistory: Hashable, Sendable {
  /// What holds for one purpose, and why.
  package struct Standing: Hashable, Sendable {
    /// The same words as in coverage.
    package enum State: String, Hashable, Sendable {
      case granted, refused, expired
      case interest = "legitimate_interest"
      case noSignal = "no_signal"
    }

    package var purpose: String
    package var state: State
    /// A sentence that tells what decided.
    package var reason: String
    package var source: String
    package var since: Timestamp?
    package var expires: Timestamp?
    /// The place in the ledger of the record that decided.
    package var record: Int?

    package init(
      purpose: String, state: State, reason: String, source: String, since: Timestamp?,
      expires: Timestamp?, record: Int?
    ) {
      (self.purpose, self.state, self.reason, self.source) = (purpose, state, reason, source)
      (self.since, self.expires, self.record) = (since, expires, record)
    }
  }

  /// One record of the ledger.
  package struct Record: Hashable, Sendable {
    package var place: Int
    package var time: Timestamp
    /// The identifier that said it, masked.
    package var identifier: String
    package var source: String
    package var granted: [String]
    package var refused: [String]
    package var kind: String
    package var basis: String
    package var jurisdiction: String
    /// What was received, as it was.
    package var proof: String
    package var hash: String

    package init(
      place: Int, time: Timestamp, identifier: String, source: String, granted: [String],
      refused: [String], kind: String, basis: String, jurisdiction: String, proof: String,
      hash: String
    ) {
      (self.place, self.time, self.identifier, self.source) = (place, time, identifier, source)
      (self.granted, self.refused, self.kind, self.basis) = (granted, refused, kind, basis)
      (self.jurisdiction, self.proof, self.hash) = (jurisdiction, proof, hash)
    }
  }

  package var profile: ProfileID
  package var standings: [Standing]
  /// The oldest first.
  package var records: [Record]

  package init(profile: ProfileID, standings: [Standing], records: [Record]) {
    (self.profile, self.standings, self.records) = (profile, standings, records)
  }
}
