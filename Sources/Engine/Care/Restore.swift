package import Basis
internal import Formats
internal import Sealing
internal import Storage

/// Puts a backup back as a new workspace.
package enum Restore {
  /// Unpacks the backup at `archive` beside `path`, checks all of it, and only then gives it its name.
  ///
  /// `key` is the key file of the workspace, for archives that were made without it.
  package static func run(_ archive: String, to path: String, key: String?) throws(Fault)
    -> CheckReport
  {
    guard FileSystem.kind(of: path) == nil else {
      throw Fault(
        .alreadyExists, path, reason: "there is something of this name",
        remedy: "Restore to a new folder with --to PATH; nothing is ever restored over a workspace")
    }
    let partial = path + ".partial"
    try removeFolder(partial)
    do throws(Fault) {
      try unpack(archive, to: partial)
      let keyPath = partial + "/" + Workspace.keyName
      if let key { try FileSystem.writeAtomically(try FileSystem.read(key), to: keyPath) }
      guard FileSystem.kind(of: keyPath) == .file else {
        throw Fault(
          .refused, archive, reason: "it was made without the workspace's key",
          remedy: "Give the key file with --key FILE")
      }
      let report = try check(partial, keyPath)
      guard report.problems.isEmpty else {
        throw Fault(
          .damaged, archive, reason: report.problems.joined(separator: " "),
          remedy: "Use another backup")
      }
      try FileSystem.rename(partial, to: path)
      return report
    } catch {
      // What failed is told; a folder that cannot be removed is found by the next restore.
      try? removeFolder(partial)
      throw error
    }
  }

  private static func unpack(_ archive: String, to folder: String) throws(Fault) {
    try FileSystem.makeFolder(folder + "/" + Workspace.columnsName)
    var reader = try BackupReader.open(archive)
    while let (name, length) = try reader.next() {
      var sink = try FileSink.create(folder + "/" + name, gzip: false, mode: 0o600)
      try reader.read(
        name, length: length, into: { (piece) throws(Fault) in try sink.write(piece) })
      try sink.finish()
    }
    try FileSystem.syncFolder(folder + "/" + Workspace.columnsName)
    guard FileSystem.kind(of: folder + "/" + Workspace.catalogueName) == .file else {
      throw Fault(
        .malformed, archive, reason: "it has no catalogue", remedy: "Use another backup")
    }
  }

  private static func check(_ folder: String, _ keyPath: String) throws(Fault) -> CheckReport {
    // Opening it for writing once makes it a catalogue with a write-ahead log again.
    let vault = try Vault(try KeyRing.key(at: keyPath))
    let catalogue = try Catalogue(
      path: folder + "/" + Workspace.catalogueName, access: .readWrite,
      chainKey: try vault.key(for: .chain))
    var check = WorkspaceCheck(
      catalogue: catalogue, folder: folder + "/" + Workspace.columnsName,
      vault: vault)
    return try check.run()
  }

  /// Removes a folder of ours with the files and folders in it.
  private static func removeFolder(_ path: String) throws(Fault) {
    guard FileSystem.kind(of: path) == .folder else { return }
    for name in try FileSystem.names(in: path) {
      let inner = path + "/" + name
      if FileSystem.kind(of: inner) == .folder {
        try removeFolder(inner)
      } else {
        try FileSystem.remove(inner)
      }
    }
    try FileSystem.remove(path)
  }
}
