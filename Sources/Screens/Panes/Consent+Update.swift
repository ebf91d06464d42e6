internal import Basis
internal import Cells
internal import Requests

extension AppState {
  mutating func loadConsent() -> [Effect] {
    consent.coverage.asked(at: now)
    let effects = ask(.consent(ConsentRequest(breakdown: consent.breakdown)), for: .consent)
    guard has(.ledger) else { return effects }
    consent.ledger.asked(at: now)
    return effects + ask(.ledger, for: .ledger) + loadConsentPerson()
  }

  /// Asks again for the person who is shown.
  private mutating func loadConsentPerson() -> [Effect] {
    guard let person = consent.person.value?.profile else { return [] }
    consent.person.asked(at: now)
    return ask(.consentHistory(.profile(person)), for: .consentHistory)
  }

  mutating func searchConsent(_ text: String) -> [Effect] {
    consent.search = Self.masked(text.trimmed)
    consent.person.forget()
    consent.person.asked(at: now)
    focus[.consent] = .consentPerson
    return ask(.consentHistory(Self.reference(text.trimmed)), for: .consentHistory)
  }

  mutating func performConsent(_ action: Action) -> [Effect] {
    switch action {
    case .breakdown:
      consent.breakdown = consent.breakdown == .country ? .source : .country
      consent.coverage.asked(at: now)
      return ask(.consent(ConsentRequest(breakdown: consent.breakdown)), for: .consent)
    case .consentOf:
      overlay = .prompt(
        Prompt(
          .searchConsent, title: "What did one person permit?",
          about: "An identifier, such as email:name@host, or the value alone"))
      return []
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
