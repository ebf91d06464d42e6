package import Basis
internal import Consent
internal import Requests
internal import Sealing
internal import Storage
internal import Synchronization

/// What a check of the consent ledger says.
package struct LedgerReport: Sendable, Equatable {
  /// Entries of the chain: records, and withdrawals of batches.
  package let entries: Int
  package let roots: Int
  /// What is wrong, each naming the record concerned; empty where the ledger is whole.
  package let findings: [String]
  package let notes: [String]
  /// What stands for the whole chain in hexadecimal; empty where it has no entries.
  package let root: String
}

extension QuestionDesk {
  /// What stands for the consent ledger up to its present end, for manifests and for keeping
  /// elsewhere; nil where no consent was ever recorded.
  func consentRoot() throws(Fault) -> LedgerRoot? {
    try reading { (workspace) throws(Fault) in try workspace.consentRoot() }
  }

  /// The root of the consent ledger as a text to be kept elsewhere, and how many entries it covers.
  package func exportedConsentRoot() throws(Fault) -> (text: String, entries: Int, root: String) {
    guard let root = try consentRoot() else {
      throw Fault(
        .notFound, "the consent ledger", reason: "it has no records",
        remedy: "Ingest a feed with consents first")
    }
    return (root.exported, Int(root.count), root.tree.hex)
  }

  /// Reads the whole ledger and checks it, also against roots that were kept in `files`.
  package func verifyLedger(
    against files: [String] = [], progress: @escaping (Int, Int?) -> Bool = { _, _ in true }
  ) throws(Fault) -> LedgerReport {
    var roots: [LedgerRoot] = []
    for file in files {
      roots.append(try LedgerRoot(exported: try FileSystem.readText(file), file: file))
    }
    let shape = try shapeCheck()
    guard shape.missing.isEmpty else {
      return LedgerReport(
        entries: 0, roots: 0, findings: shape.missing + shape.others, notes: [], root: "")
    }
    return try reading { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      return try catalogue.consistently { () throws(Fault) in
        var check = LedgerCheck(
          catalogue: catalogue, folder: workspace.columnsFolder, vault: workspace.vault)
        check.progress = progress
        let found = try check.run(against: roots)
        return LedgerReport(
          entries: found.entries, roots: found.rootsChecked,
          findings: shape.others + found.findings,
          notes: found.notes, root: try workspace.consentRoot()?.tree.hex ?? "")
      }
    }
  }

  /// The ledger as the screen shows it, with what the last check in this session found.
  func ledgerState() throws(Fault) -> LedgerState {
    let (root, last) = try reading { (workspace) throws(Fault) in
      (try workspace.consentRoot(), try workspace.catalogue.ledgerSections().last)
    }
    var state = LedgerState(
      records: Int(root?.count ?? 0), condition: .notVerified, verifiedAt: nil,
      root: root?.tree.hex ?? "", lastRecord: last?.at)
    if let known = verifiedLedger.withLock({ $0 }), known.root == state.root {
      (state.condition, state.verifiedAt) = (known.condition, known.verifiedAt)
    }
    return state
  }

  /// Checks the ledger for the screen.
  func verifiedLedgerState(_ terms: Terms) throws(Fault) -> LedgerState {
    let report = try verifyLedger(progress: terms.progress)
    var state = try ledgerState()
    state.verifiedAt = clock()
    state.condition =
      if let first = report.findings.first {
        .broken(record: Self.firstNumber(in: first) ?? 0, reason: first)
      } else {
        .whole
      }
    let verified = state
    verifiedLedger.withLock { $0 = verified }
    return state
  }

  /// The record that a finding names.
  private static func firstNumber(in text: String) -> Int? {
    text.split { !$0.isNumber }.first.flatMap { Int($0) }
  }
}

extension Workspace {
  /// What stands for the consent ledger up to its present end; nil where it has no entries.
  func consentRoot() throws(Fault) -> LedgerRoot? {
    try catalogue.sealedLedgerEnd()?.root
  }
}
