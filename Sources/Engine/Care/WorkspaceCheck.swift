internal import Basis
internal import Columns
internal import Sealing
internal import Storage

/// What a check of a whole workspace found.
package struct CheckReport: Sendable, Equatable {
  /// What is wrong; empty where the workspace is sound.
  package var problems: [String] = []
  /// What is worth knowing and harms nothing.
  package var notes: [String] = []
  package var batches = 0
  package var files = 0
  package var bytes = 0
}

/// Checks everything that a workspace consists of, file by file, so that memory stays bounded.
struct WorkspaceCheck {
  let catalogue: Catalogue
  let folder: String
  /// Opens sealed values; nil where the key is not at hand.
  let vault: Vault?
  private var report = CheckReport()
  private var rowsOfBatch: [BatchID: [RunKind: Int]] = [:]
  private var rowsOfMergedRuns: [Int64: [Int64: Int]] = [:]
  private var spans: [(first: Int, count: Int)] = []

  init(catalogue: Catalogue, folder: String, vault: Vault?) {
    (self.catalogue, self.folder, self.vault) = (catalogue, folder, vault)
  }

  /// Runs every check on one state of the catalogue.
  mutating func run() throws(Fault) -> CheckReport {
    try catalogue.consistently { () throws(Fault) in
      report.problems += try catalogue.integrityProblems().map { "The catalogue: \($0)." }
      // What the ledger rests on is told with it.
      report.problems += try catalogue.changedTables()
        .filter { !Catalogue.ledgerTables.contains($0) }
        .map {
          "The catalogue: rows of the table “\($0)” were changed by something else than Parterre."
        }
      let runs = try catalogue.runs()
      rowsOfMergedRuns = try catalogue.rowsOfMergedRuns()
      for run in runs { checkFile(run) }
      checkNumbering()
      for batch in try catalogue.batches() { try check(batch) }
      try findOrphans(Set(runs.map(\.name)))
      try checkDeliveries()
      report.problems += try ErasureReceipts(catalogue).problems()
      if try catalogue.setting(Workspace.vacuumDue) == "1" {
        report.notes.append(
          "Removed data waits in free pages; the next command that writes clears them.")
      }
      let key = try vault?.key(for: .chain)
      report.problems += try ChainCheck.audit(catalogue, key: key).map { "The audit log: \($0)." }
      var check = LedgerCheck(catalogue: catalogue, folder: folder, vault: vault)
      let ledger = try check.run()
      report.problems += ledger.findings.map { "The consent ledger: \($0)." }
      report.notes += ledger.notes
    }
    return report
  }

  /// One file: there, whole, unchanged, and saying what the catalogue says of it.
  private mutating func checkFile(_ run: RunRecord) {
    report.files += 1
    let byBatch = rowsOfMergedRuns[run.id] ?? run.batch.map { [$0.number: run.rows] } ?? [:]
    for (batch, rows) in byBatch {
      rowsOfBatch[BatchID(batch), default: [:]][run.kind, default: 0] += rows
    }
    do throws(Fault) {
      let file = try RunFile(path: folder + "/" + run.name)
      report.bytes += file.byteCount
      guard file.byteCount == run.bytes else {
        report.problems.append(
          "\(run.name) has \(file.byteCount) bytes, the catalogue says \(run.bytes).")
        return
      }
      try file.verify()
      let rows = try rows(of: file, run)
      if let byBatch = rowsOfMergedRuns[run.id], byBatch.values.reduce(0, +) != run.rows {
        report.problems.append("\(run.name) has other rows than its batches brought.")
      }
      if let rows, rows != run.rows {
        report.problems.append(
          "\(run.name) has \(Counted.text(rows, "row")), the catalogue says \(run.rows).")
      }
    } catch {
      report.problems.append("\(run.name): \(error.reason).")
    }
  }

  /// How many rows a file has; nil where its kind counts something else.
  private mutating func rows(of file: RunFile, _ run: RunRecord) throws(Fault) -> Int? {
    switch run.kind {
    case .events:
      let reader = try EventRunReader(file)
      var rows = 0
      for type in reader.types { rows += try reader.table(type)?.times.count ?? 0 }
      return rows
    case .keys: return try KeyIndex.keys(in: file).count
    case .links: return try LinkTable(file).a.count
    case .identifiers:
      let reader = try IdentifierRunReader(file)
      spans.append((Int(reader.firstNode), reader.count))
      if let vault, reader.count > 0 {
        _ = try reader.values(
          of: [reader.firstNode],
          open: { (sealed) throws(Fault) in
            try vault.open(sealed, context: IdentifierSweep.sealingContext)
          })
      }
      return reader.count
    case .ledger: return try file.numbers("times").count
    case .attributes, .dictionary, .consent: return nil
    }
  }

  /// Nodes are numbered without a gap and none twice, whatever was undone.
  private mutating func checkNumbering() {
    var next = 1
    for span in spans.sorted(by: { ($0.first, $0.count) < ($1.first, $1.count) }) {
      if span.first != next {
        report.problems.append(
          "The identifiers are numbered from \(span.first) where \(next) would follow.")
      }
      next = span.first + span.count
    }
  }

  private mutating func check(_ batch: BatchRecord) throws(Fault) {
    let rows = rowsOfBatch[batch.id] ?? [:]
    let name = "Batch \(batch.id.number)"
    guard batch.state == .kept else {
      let left = rows.keys.filter { ![.identifiers, .dictionary, .ledger].contains($0) }
      for kind in left.map(\.rawValue).sorted() {
        report.problems.append("\(name) was undone and still has \(kind).")
      }
      return
    }
    report.batches += 1
    compare(name, "events", batch.events, rows[.events] ?? 0)
    compare(name, "facts", batch.facts, rows[.attributes] ?? 0)
    compare(name, "accepted rows", batch.accepted, rows[.keys] ?? 0)
    compare(name, "rejects", batch.rejected, try catalogue.openRejectCount(of: batch.id))
    let stated = batch.accepted + batch.duplicates + batch.rejected + batch.erased
    compare(name, "rows", batch.rows, stated)
  }

  private mutating func compare(_ name: String, _ what: String, _ stated: Int, _ found: Int) {
    guard stated != found else { return }
    report.problems.append("\(name) states \(stated) \(what), there are \(found).")
  }

  /// Files that no batch names are what a killed or a running writer has left.
  private mutating func findOrphans(_ named: Set<String>) throws(Fault) {
    for name in try FileSystem.names(in: folder) where !named.contains(name) {
      report.notes.append("\(name) belongs to no batch; the next command that writes removes it.")
    }
  }

  /// Every delivered file against its hash; one that is not there any more is its owner's business.
  ///
  /// A file that was delivered again under the same name is what the last delivery wrote.
  private mutating func checkDeliveries() throws(Fault) {
    let delivered = try DeliveredFiles.check(catalogue)
    report.problems += delivered.problems
    report.notes += delivered.notes
  }
}
