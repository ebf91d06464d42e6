package import Basis
internal import Columns
internal import Storage

extension QuestionDesk {
  /// What an undo took out.
  package struct Undone: Sendable, Equatable {
    package let batch: Int64
    package let source: String
    package let file: String
    package let rows: Int
    package let events: Int
  }

  /// Takes out exactly what a batch brought; the same file can be ingested again afterwards.
  package func undo(batch number: Int64, now: Timestamp) throws(Fault) -> Undone {
    try writing { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      let batch = try Self.keptBatch(BatchID(number), catalogue)
      let name = try catalogue.sources().first { $0.id == batch.source }?.name ?? ""
      let takeOut = try BatchTakeOut([batch.id], of: workspace)
      try takeOut.run { () throws(Fault) in
        try catalogue.withdrawFromLedger(batch.id, source: name, at: now)
        try catalogue.audit("undo", name, "batch \(number)", at: now)
      }
      return Undone(
        batch: number, source: name, file: batch.name, rows: batch.accepted, events: batch.events)
    }
  }

  /// Undoes all batches of a source and forgets it; returns what was undone.
  package func removeSource(_ name: String, now: Timestamp) throws(Fault) -> [Undone] {
    try writing { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      let source = try Self.source(name, catalogue)
      let batches = try catalogue.batches(of: source.id).filter { $0.state == .kept }
      let takeOut = try BatchTakeOut(batches.map(\.id), of: workspace)
      try takeOut.run { () throws(Fault) in
        for batch in batches {
          try catalogue.withdrawFromLedger(batch.id, source: name, at: now)
        }
        try catalogue.removeUndone(source.id)
        try catalogue.audit(
          "source remove", name, Counted.text(batches.count, "batch", "batches"), at: now)
      }
      return batches.map {
        Undone(
          batch: $0.id.number, source: name, file: $0.name, rows: $0.accepted, events: $0.events)
      }
    }
  }

  private static func keptBatch(_ id: BatchID, _ catalogue: Catalogue) throws(Fault)
    -> BatchRecord
  {
    guard let batch = try catalogue.batch(id) else {
      throw Fault(
        .notFound, "batch \(id.number)", reason: "there is no such batch",
        remedy: "`parterre source show NAME` lists the batches of a source")
    }
    guard batch.state == .kept else {
      throw Fault(
        .refused, "batch \(id.number)", reason: "it was undone before",
        remedy: "Nothing is left to do; its file can be ingested again")
    }
    return batch
  }
}

/// Takes batches out of a workspace: their own files, their rows in merged files, and the values of
/// identifiers that nothing else refers to.
struct BatchTakeOut {
  private let workspace: Workspace
  private let batches: [BatchID]
  private var replacement: RunReplacement

  /// Writes what takes the place of merged files; nothing counts before `run`.
  init(_ batches: [BatchID], of workspace: Workspace) throws(Fault) {
    (self.workspace, self.batches) = (workspace, batches)
    replacement = try RunReplacement(workspace)
    let filter = RowFilter(batches: Set(batches.map(\.number)))
    do throws(Fault) {
      for kind in RunKind.allCases
      where kind != .identifiers && kind != .dictionary && kind != .ledger {
        for run in try workspace.runs(of: kind) where run.record.batch == nil {
          let rows = replacement.rowsByBatch(of: run.record)
          guard rows.keys.contains(where: filter.batches.contains) else { continue }
          try replacement.merge([run], filter)
        }
      }
      _ = try IdentifierSweep(workspace, filter).run(
        into: &replacement, limit: 0, onlyStale: true)
    } catch {
      replacement.removeWritten()
      throw error
    }
  }

  /// The one transaction; `also` runs in it.
  func run(also: () throws(Fault) -> Void) throws(Fault) {
    let catalogue = workspace.catalogue
    let files = try catalogue.transaction { () throws(Fault) in
      var files: [String] = []
      for batch in batches { files += try catalogue.takeOut(batch) }
      try replacement.commit()
      try catalogue.raiseDataVersion()
      try also()
      return files
    }
    // A kill before this leaves files that the next writer sweeps.
    for name in files { try FileSystem.remove(workspace.columnsFolder + "/" + name) }
    try replacement.removeReplaced()
  }
}
