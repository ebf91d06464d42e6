package import Basis
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
      let files = try catalogue.transaction { () throws(Fault) in
        let files = try catalogue.takeOut(batch.id)
        try catalogue.withdrawFromLedger(batch.id, source: name, at: now)
        try catalogue.raiseDataVersion()
        try catalogue.audit("undo", name, "batch \(number)", at: now)
        return files
      }
      try Self.removeFiles(files, of: workspace)
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
      let files = try catalogue.transaction { () throws(Fault) in
        var files: [String] = []
        for batch in batches {
          files += try catalogue.takeOut(batch.id)
          try catalogue.withdrawFromLedger(batch.id, source: name, at: now)
        }
        try catalogue.removeUndone(source.id)
        try catalogue.raiseDataVersion()
        try catalogue.audit("source remove", name, "\(batches.count) batches", at: now)
        return files
      }
      try Self.removeFiles(files, of: workspace)
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

  /// What the transaction let go of; a kill before this leaves files that the next writer sweeps.
  private static func removeFiles(_ names: [String], of workspace: Workspace) throws(Fault) {
    for name in names { try FileSystem.remove(workspace.columnsFolder + "/" + name) }
  }
}
