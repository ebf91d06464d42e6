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
  ///
  /// `progress` hears how many rows of merged files were gone through and of how many, and returns
  /// false to stop; `phase` hears what is done where nothing is counted.
  package func undo(
    batch number: Int64, now: Timestamp, progress: (Int, Int?) -> Bool = { _, _ in true },
    phase: (String) -> Void = { _ in }
  ) throws(Fault) -> Undone {
    try writing { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      let batch = try Self.keptBatch(BatchID(number), catalogue)
      let name = try catalogue.sources().first { $0.id == batch.source }?.name ?? ""
      let takeOut = try BatchTakeOut(
        [batch.id], of: workspace, progress: progress, phase: phase)
      phase("making it part of the workspace")
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
  init(
    _ batches: [BatchID], of workspace: Workspace,
    progress: (Int, Int?) -> Bool = { _, _ in true }, phase: (String) -> Void = { _ in }
  ) throws(Fault) {
    (self.workspace, self.batches) = (workspace, batches)
    replacement = try RunReplacement(workspace)
    let filter = RowFilter(batches: Set(batches.map(\.number)))
    do throws(Fault) {
      let runs = try Self.mergedRuns(of: workspace, with: filter.batches, replacement)
      let total = runs.reduce(0) { $0 + $1.record.rows }
      var done = 0
      for run in runs {
        try replacement.merge([run], filter)
        done += run.record.rows
        guard progress(done, total) else { throw Self.stopped }
      }
      phase("looking for identifiers that nothing refers to any more")
      _ = try IdentifierSweep(workspace, filter).run(
        into: &replacement, limit: 0, onlyStale: true)
    } catch {
      replacement.removeWritten()
      throw error
    }
  }

  /// The merged files in which the batches have rows.
  private static func mergedRuns(
    of workspace: Workspace, with batches: Set<Int64>, _ replacement: RunReplacement
  ) throws(Fault) -> [Workspace.MappedRun] {
    var merged: [Workspace.MappedRun] = []
    for kind in RunKind.allCases
    where kind != .identifiers && kind != .dictionary && kind != .ledger {
      merged += try workspace.runs(of: kind).filter { run in
        run.record.batch == nil
          && replacement.rowsByBatch(of: run.record).keys.contains(where: batches.contains)
      }
    }
    return merged
  }

  private static let stopped = Fault(
    .interrupted, "the undo", reason: "it was stopped; everything is as it was",
    remedy: "Run it again when you like")

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
