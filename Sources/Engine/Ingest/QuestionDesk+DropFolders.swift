package import Basis
internal import Storage

extension QuestionDesk {
  /// What became of a file of a drop folder.
  package struct DropResult: Sendable {
    package let source: String
    package let result: FileResult
  }

  /// Takes in what is new in the drop folders of all sources, or of one.
  ///
  /// Nothing in a folder is moved or changed: which files were looked at, and how large and how old
  /// they were, is kept in the workspace. A file that was written to within the last `settled`
  /// seconds is left alone, as are hidden files and those whose names say that they are not done.
  package func takeDropped(
    of only: String?, settled: Int64, now: Timestamp,
    progress: @escaping (String, Int, Int?) -> Bool,
    phase: @escaping (String, String) -> Void = { _, _ in }
  ) throws(Fault) -> [DropResult] {
    let sources = try reading { (workspace) throws(Fault) in
      if let only { return [try Self.source(only, workspace.catalogue)] }
      return try workspace.catalogue.sources().filter { $0.dropFolder != nil }
    }
    guard sources.contains(where: { $0.dropFolder != nil }) else {
      throw Fault(
        .notFound, only.map { "source “\($0)”" } ?? "drop folders",
        reason: only == nil ? "no source has one" : "it has no drop folder",
        remedy: "Give it one with `parterre source set NAME --drop-folder DIR`")
    }
    var results: [DropResult] = []
    for source in sources {
      for file in try newFiles(of: source, settled: settled, now: now) {
        let taken = try ingest(
          [file.path], source: source.name, mapping: nil, isStrict: false, now: now,
          progress: progress, phase: phase)
        for result in taken { results.append(DropResult(source: source.name, result: result)) }
        try remember(file, taken.first?.fault, of: source)
      }
    }
    return results
  }

  private func newFiles(of source: SourceRecord, settled: Int64, now: Timestamp) throws(Fault)
    -> [DroppedFile]
  {
    guard let folder = source.dropFolder else { return [] }
    guard FileSystem.kind(of: folder) == .folder else {
      throw Fault(
        .unreadable, folder, reason: "the drop folder of \(source.name) is not there",
        remedy: "Make it, or give the source another with `parterre source set`")
    }
    let known = try reading { (workspace) throws(Fault) in
      try workspace.catalogue.droppedFiles(of: source.id)
    }
    var files: [DroppedFile] = []
    for name in try FileSystem.names(in: folder) where Self.isDone(name) {
      let path = folder + "/" + name
      guard let file = Self.look(at: path) else { continue }
      let isKnown = known.contains {
        ($0.path, $0.bytes, $0.modified) == (file.path, file.bytes, file.modified)
      }
      if !isKnown, now.seconds - file.modified >= settled { files.append(file) }
    }
    return files
  }

  /// A file that was written to while it was read is looked at again.
  private func remember(_ file: DroppedFile, _ fault: Fault?, of source: SourceRecord)
    throws(Fault)
  {
    guard Self.look(at: file.path) == file else { return }
    var seen = file
    seen.problem = fault?.reason
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        try workspace.catalogue.put(seen, of: source.id)
      }
    }
  }

  private static func look(at path: String) -> DroppedFile? {
    guard FileSystem.kind(of: path) == .file, let bytes = FileSystem.size(of: path),
      let modified = FileSystem.modified(path)
    else { return nil }
    return DroppedFile(path: path, bytes: bytes, modified: modified.seconds)
  }

  private static func isDone(_ name: String) -> Bool {
    let endings = [".tmp", ".part", ".partial", ".crdownload", ".filepart", ".swp", "~"]
    return !name.hasPrefix(".") && !endings.contains { name.lowercased().hasSuffix($0) }
  }
}
