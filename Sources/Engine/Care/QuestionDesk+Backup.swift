package import Basis
internal import Columns
internal import Formats
internal import Storage

extension QuestionDesk {
  /// What a backup holds.
  package struct BackupSummary: Sendable, Equatable {
    package var files = 0
    /// Bytes before and after compression.
    package var bytes = 0
    package var archiveBytes = 0
    package var hasKey = false
  }

  /// How often a backup begins again because a file went away between its two steps.
  private static let backupAttempts = 5

  /// Writes the whole workspace into one compressed file, while others go on reading and writing.
  ///
  /// The catalogue is copied in one consistent step; the column files that the copy names never
  /// change. Without the key the sealed values in the archive are of no use to anybody.
  package func backUp(to path: String, withKey: Bool) throws(Fault) -> BackupSummary {
    guard FileSystem.kind(of: path) == nil else {
      throw Fault(
        .alreadyExists, path, reason: "there is a file of this name",
        remedy: "Choose another name, or remove it")
    }
    return try reading { (workspace) throws(Fault) in
      let copy = path + ".catalogue.partial"
      let partial = path + ".partial"
      do throws(Fault) {
        let files = try Self.copyCatalogue(of: workspace, to: copy)
        var summary = try Self.write(files, of: workspace, copy, to: partial, withKey: withKey)
        summary.archiveBytes = FileSystem.size(of: partial) ?? 0
        try FileSystem.rename(partial, to: path)
        try FileSystem.remove(copy)
        return summary
      } catch {
        FileSystem.discard(copy)
        FileSystem.discard(partial)
        throw error
      }
    }
  }

  /// Copies the catalogue and maps every column file that the copy names.
  ///
  /// Mapped files stay readable even where somebody removes them; one that went away before that
  /// means that the copy is out of date already.
  private static func copyCatalogue(of workspace: Workspace, to copy: String) throws(Fault)
    -> [(name: String, file: RunFile)]
  {
    var attempt = 1
    while true {
      try FileSystem.write([], to: copy)
      try workspace.catalogue.copy(to: copy)
      let catalogue = try Catalogue(path: copy, access: .readOnly)
      do throws(Fault) {
        var files: [(String, RunFile)] = []
        for run in try catalogue.runs() { files.append((run.name, try workspace.run(run))) }
        return files
      } catch {
        guard attempt < backupAttempts else { throw error }
        attempt += 1
      }
    }
  }

  private static func write(
    _ files: [(name: String, file: RunFile)], of workspace: Workspace, _ copy: String,
    to partial: String, withKey: Bool
  ) throws(Fault) -> BackupSummary {
    var writer = try BackupWriter.create(partial)
    var summary = BackupSummary(hasKey: withKey)
    if withKey {
      let key = try FileSystem.read(workspace.path + "/" + Workspace.keyName)
      try writer.add(Workspace.keyName, length: key.count) { Array(key[$0]) }
    }
    let length = FileSystem.size(of: copy) ?? 0
    var stream = try ByteStream.open(copy)
    try writer.add(Workspace.catalogueName, length: length) { (range) throws(Fault) in
      var bytes: [UInt8] = []
      while bytes.count < range.count {
        guard try stream.read(into: &bytes, atMost: range.count - bytes.count) > 0 else {
          throw Fault(
            .unreadable, copy, reason: "it became shorter while it was read",
            remedy: "Run it again")
        }
      }
      return bytes
    }
    summary.bytes += length
    for (name, file) in files {
      try file.verify()
      try writer.add(Workspace.columnsName + "/" + name, length: file.byteCount) {
        file.bytes(in: $0)
      }
      summary.bytes += file.byteCount
    }
    try writer.finish()
    summary.files = files.count
    return summary
  }
}
