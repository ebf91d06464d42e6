internal import Cells
internal import Requests

extension AppState {
  mutating func loadConsent() -> [Effect] {
    consent.coverage.asked(at: now)
    let effects = ask(.consent(ConsentRequest(breakdown: consent.breakdown)), for: .consent)
    guard has(.ledger) else { return effects }
    consent.ledger.asked(at: now)
    return effects + ask(.ledger, for: .ledger)
  }

  mutating func performConsent(_ action: Action) -> [Effect] {
    switch action {
    case .breakdown:
      consent.breakdown = consent.breakdown == .country ? .source : .country
      consent.coverage.asked(at: now)
      return ask(.consent(ConsentRequest(breakdown: consent.breakdown)), for: .consent)
    case .verifyLedger: return ask(.verifyLedger, for: .verifyLedger)
    default: return []
    }
  }

  mutating func takeLedger(_ ledger: LedgerState, _ slot: Slot) {
    consent.ledger.arrived(ledger)
    guard slot == .verifyLedger else { return }
    switch ledger.condition {
    case .whole: say("All \(Figure.count(ledger.records)) records of the ledger are as written")
    case .broken(let record, let reason):
      say("The ledger is broken at record \(Figure.count(record)): \(reason)", .error)
    case .notVerified: say("The ledger has not been verified", .warn)
    }
  }
}
