internal import Basis
internal import Formats

extension BlockBuilder {
  /// What a row says of permissions.
  func consents(of row: RowText, _ time: UInt32) throws(RowProblem) -> [LocalConsent] {
    var records: [LocalConsent] = []
    for consent in plan.consents {
      let text = row.string(consent.column)
      guard !text.isEmpty else { continue }
      var decisions: [(purpose: String, isGranted: Bool)] = []
      var signal = "flag"
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
      }
      guard !decisions.isEmpty, let owner = rowIdentifiers.first else { continue }
      records.append(
        LocalConsent(
          row: 0, owner: owner, time: time, decisions: decisions, signal: signal, proof: text,
          jurisdiction: ""))
    }
    return records
  }

  private func signal(_ name: String, _ text: String, _ time: UInt32, _ column: String)
    throws(RowProblem) -> [(purpose: String, isGranted: Bool)]
  {
    guard let kind = ConsentSignals.kind(name) else {
      throw RowProblem(column, .badConsent, "the mapping's signal “\(name)” is not known")
    }
    do throws(SignalError) {
      return try plan.signals.decisions(kind, text, at: Timestamp(Int64(time)))
    } catch {
      throw RowProblem(column, .badConsent, "\(error)")
    }
  }
}
