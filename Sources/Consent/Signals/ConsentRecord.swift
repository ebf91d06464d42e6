package import Basis

/// One statement of one identifier about purposes, as a source delivered it.
package struct ConsentRecord: Hashable, Sendable {
  package var node: NodeID
  package var time: Timestamp
  package var source: SourceID
  package var granted: PurposeSet
  package var refused: PurposeSet
  package var basis: LegalBasis
  /// The law's place, such as `DE` or `US-CA`; empty where the source does not say.
  package var jurisdiction: String
  package var proof: Proof

  package init(
    node: NodeID, time: Timestamp, source: SourceID, granted: PurposeSet, refused: PurposeSet,
    basis: LegalBasis, jurisdiction: String, proof: Proof
  ) {
    (self.node, self.time, self.source) = (node, time, source)
    (self.granted, self.refused, self.basis) = (granted, refused, basis)
    (self.jurisdiction, self.proof) = (jurisdiction, proof)
  }

  /// On what ground data may be used.
  package enum LegalBasis: String, Sendable, CaseIterable {
    case consent
    case legitimateInterest = "legitimate_interest"
    case contract
    case optOut = "opt_out"
  }

  /// What was received, kept as it was.
  package struct Proof: Hashable, Sendable {
    package var kind: SignalKind
    package var bytes: [UInt8]

    package init(kind: SignalKind, bytes: [UInt8]) { (self.kind, self.bytes) = (kind, bytes) }
  }
}

/// How consent was told.
package enum SignalKind: String, Sendable, CaseIterable {
  case tcf
  case gpp
  case usPrivacy = "uspv1"
  case gcs
  case gcd
  case gpc
  case flag
  case unsubscribe
  case bounce

  /// The kind that a feed's mapping means by `word`; nil for a word that means none.
  package init?(word: String) {
    switch word {
    case "consent_mode_gcs": self = .gcs
    case "consent_mode_gcd": self = .gcd
    case "us_privacy": self = .usPrivacy
    default: self.init(rawValue: word)
    }
  }

  /// The word that means the kind in a feed's mapping.
  package var word: String {
    switch self {
    case .gcs: "consent_mode_gcs"
    case .gcd: "consent_mode_gcd"
    case .usPrivacy: "us_privacy"
    case .tcf, .gpp, .gpc, .flag, .unsubscribe, .bounce: rawValue
    }
  }
}
