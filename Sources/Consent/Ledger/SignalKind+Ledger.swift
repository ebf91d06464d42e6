internal import Formats

/// What a ledger notes of a signal beside what it says about purposes.
package struct SignalOrigin: Hashable, Sendable {
  package var basis: ConsentRecord.LegalBasis
  /// The law's place as far as the signal tells it: the publisher's country, or a United States
  /// section's state; empty where it does not.
  package var jurisdiction: String

  package init(basis: ConsentRecord.LegalBasis, jurisdiction: String) {
    (self.basis, self.jurisdiction) = (basis, jurisdiction)
  }

  /// Looks at a signal that was understood before; cost grows with its length.
  package init(of kind: SignalKind, _ proof: Span<UInt8>) {
    (basis, jurisdiction) = (.consent, "")
    switch kind {
    case .tcf:
      if let glance = try? TCGlance(proof, vendor: 0) {
        jurisdiction = "\(glance.publisherCountry)"
      }
    case .gpp: readSections(proof)
    case .usPrivacy: (basis, jurisdiction) = (.optOut, "US")
    case .gpc, .unsubscribe, .bounce: basis = .optOut
    case .gcs, .gcd, .flag: break
    }
  }

  private mutating func readSections(_ proof: Span<UInt8>) {
    var bytes: [UInt8] = []
    for index in proof.indices { bytes.append(proof[index]) }
    guard let string = try? GPPString(String(decoding: bytes, as: UTF8.self)) else { return }
    for section in string.sections {
      switch section.content {
      case .europe(let string):
        // Where a string speaks for Europe, consent is what its grants rest on.
        (basis, jurisdiction) = (.consent, "\(string.publisherCountry)")
        return
      case .usPrivacy: (basis, jurisdiction) = (.optOut, "US")
      case .unitedStates:
        let state = (section.name ?? "").dropFirst(2).uppercased()
        (basis, jurisdiction) = (.optOut, state == "NAT" || state.isEmpty ? "US" : "US-\(state)")
      case .text: continue
      }
    }
  }
}
