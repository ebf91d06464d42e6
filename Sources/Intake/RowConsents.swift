internal import Basis
internal import Consent
internal import Formats

/// What the rows of a feed say of permissions.
struct RowConsents {
  private let rules: [BoundConsent]
  private let signals: ConsentSignals

  init(_ plan: RowPlan) { (rules, signals) = (plan.consents, plan.signals) }

  /// What a row says of the person whose local identifier is `owner`.
  func records(_ row: RowText, _ owner: UInt32, _ time: UInt32) throws(RowProblem)
    -> [LocalConsent]
  {
    var records: [LocalConsent] = []
    for consent in rules {
      let text = row.string(consent.column)
      guard !text.isEmpty else { continue }
      var decisions: [(purpose: String, isGranted: Bool)] = []
      var (signal, proof) = ("flag", text)
      switch consent.rule.source {
      case .signal(let name):
        signal = name
        decisions = try self.signal(name, text, time, consent.rule.column)
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
        decisions = [(purpose, isGranted)]
        proof = "\(consent.rule.column)=\(text)"
      }
      guard !decisions.isEmpty else { continue }
      records.append(
        LocalConsent(
          row: 0, owner: owner, time: time, decisions: decisions, signal: signal, proof: proof,
          jurisdiction: ""))
    }
    return records
  }

  private func signal(_ name: String, _ text: String, _ time: UInt32, _ column: String)
    throws(RowProblem) -> [(purpose: String, isGranted: Bool)]
  {
    guard let kind = SignalKind(word: name) else {
      throw RowProblem(column, .badConsent, "the mapping's signal “\(name)” is not known")
    }
    do throws(SignalError) {
      return try signals.decisions(kind, text, at: Timestamp(Int64(time)))
    } catch {
      throw RowProblem(column, .badConsent, "\(error)")
    }
  }
}
