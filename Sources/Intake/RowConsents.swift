internal import Basis
internal import Consent
internal import Formats

/// What the rows of a feed say of permissions.
struct RowConsents {
  private let rules: [BoundConsent]
  private let signals: ConsentSignals

  init(_ plan: RowPlan) { (rules, signals) = (plan.consents, plan.signals) }

  /// What a row says of the person whose local identifier is `owner`; `hasOwnTime` tells whether the
  /// row says its time itself.
  func records(
    _ row: RowText, _ owner: UInt32, _ time: UInt32, hasOwnTime: Bool
  ) throws(RowProblem) -> [LocalConsent] {
    var records: [LocalConsent] = []
    for consent in rules {
      let text = row.string(consent.column)
      guard !text.isEmpty else { continue }
      var words: [ConsentSignals.Word] = []
      var (signal, proof) = ("flag", text)
      switch consent.rule.source {
      case .signal(let name):
        signal = name
        words = try self.words(name, text, time, hasOwnTime, consent.rule.column)
      case .values(let purpose, let granted, let denied):
        let isGranted = granted.contains { $0.lowercased() == text.lowercased() }
        let isDenied = denied.contains { $0.lowercased() == text.lowercased() }
        // A mapping that lists only what grants means everything else as a refusal; one that lists
        // only what refuses means nothing by everything else.
        if !isGranted, !isDenied, granted.isEmpty { continue }
        guard isGranted || isDenied || denied.isEmpty else {
          throw RowProblem(
            consent.rule.column, .badConsent, "it is neither among the granted nor the denied")
        }
        words = [
          ConsentSignals.Word(time: Timestamp(Int64(time)), decisions: [(purpose, isGranted)])
        ]
        proof = "\(consent.rule.column)=\(text)"
      }
      guard !words.isEmpty else { continue }
      let basis = try Self.basis(consent, row)
      let jurisdiction = consent.jurisdiction?.text(row) ?? ""
      let form = consent.form?.text(row) ?? ""
      for word in words {
        records.append(
          LocalConsent(
            row: 0, owner: owner, time: UInt32(clamping: word.time.seconds),
            decisions: word.decisions, signal: signal, proof: proof, jurisdiction: jurisdiction,
            basis: basis, form: form))
      }
    }
    return records
  }

  /// The legal basis that the row names; empty where it names none.
  private static func basis(_ consent: BoundConsent, _ row: RowText) throws(RowProblem) -> String {
    guard let input = consent.basis, let text = input.text(row), !text.isEmpty else {
      return ""
    }
    guard ConsentRecord.LegalBasis(rawValue: text) != nil else {
      let names = ConsentRecord.LegalBasis.allCases.map(\.rawValue).joined(separator: ", ")
      throw RowProblem(
        input.name, .badConsent, "it is not a legal basis; the mapping's map may make it \(names)")
    }
    return text
  }

  private func words(
    _ name: String, _ text: String, _ time: UInt32, _ hasOwnTime: Bool, _ column: String
  ) throws(RowProblem) -> [ConsentSignals.Word] {
    guard let kind = SignalKind(word: name) else {
      throw RowProblem(column, .badConsent, "the mapping's signal “\(name)” is not known")
    }
    do throws(SignalError) {
      return try signals.words(
        kind, text, at: Timestamp(Int64(time)), hasOwnTime: hasOwnTime)
    } catch {
      throw RowProblem(column, .badConsent, "\(error)")
    }
  }
}
