package import Basis
internal import Columns
internal import Sealing
internal import Storage
internal import Synchronization

/// One opened workspace: its folder, its catalogue and the key of its sealed values.
///
/// A class, because it owns the catalogue's connection and, when opened for writing, the lock that
/// keeps a second writer out while readers go on.
package final class Workspace {
  /// What the opener means to do.
  package enum Purpose: Sendable { case read, write }

  package let path: String
  package let purpose: Purpose
  let catalogue: Catalogue
  let vault: Vault
  private let lock: FileLock?

  static let catalogueName = "parterre.db"
  static let columnsName = "columns"
  static let keyName = "key"
  static let cacheName = "cache"

  var columnsFolder: String { path + "/" + Self.columnsName }
  /// What can be made again at any time; numbers only, nothing personal.
  var cacheFolder: String { path + "/" + Self.cacheName }

  /// Whether this process may change workspaces; it never may again once it must not.
  private static let mayWrite = Atomic(true)

  /// From now on nothing in this process opens a workspace for writing, whatever asks for it.
  package static func forbidWriting() { mayWrite.store(false, ordering: .relaxed) }

  package static var isWritingForbidden: Bool { !mayWrite.load(ordering: .relaxed) }

  private static func refuseWriting(_ path: String) throws(Fault) {
    guard isWritingForbidden else { return }
    throw Fault(
      .refused, path, reason: "it is open for reading only", remedy: "Leave out --readonly")
  }

  /// Opens the workspace at `path`.
  package init(path: String, for purpose: Purpose) throws(Fault) {
    if purpose == .write { try Self.refuseWriting(path) }
    let cataloguePath = path + "/" + Self.catalogueName
    guard FileSystem.kind(of: cataloguePath) == .file else {
      if let refused = FileSystem.refusal(of: cataloguePath) { throw refused }
      throw Fault(
        .notWorkspace, path, reason: "there is no workspace here",
        remedy: "Make one with `parterre init`, or with sample data with `parterre demo`")
    }
    self.path = path
    self.purpose = purpose
    switch purpose {
    case .read:
      lock = nil
      try Self.bringUpToDate(path, cataloguePath)
    case .write:
      guard let lock = try FileLock(path: path + "/lock") else {
        throw Fault(
          .locked, path, reason: "another Parterre is writing to it",
          remedy: "Wait for it to end; reading goes on meanwhile")
      }
      self.lock = lock
      try Self.backUpBeforeMigration(path, cataloguePath)
    }
    vault = try Vault(try KeyRing.key(at: path + "/" + Self.keyName))
    catalogue = try Catalogue(
      path: cataloguePath, access: purpose == .write ? .readWrite : .readOnly,
      chainKey: try vault.key(for: .chain))
    if purpose == .write { try sweep() }
  }

  /// Makes an empty workspace; refuses a folder that already has one.
  ///
  /// With a passphrase its key is locked: nobody opens it without.
  package static func create(
    at path: String, zone: String = "UTC", passphrase: [UInt8]? = nil, now: Timestamp
  ) throws(Fault) {
    try refuseWriting(path)
    guard FileSystem.kind(of: path + "/" + catalogueName) == nil else {
      throw Fault(
        .alreadyExists, path, reason: "there is a workspace here already",
        remedy: "Choose another folder, or use this one")
    }
    try FileSystem.makeFolder(path)
    try FileSystem.makeFolder(path + "/" + columnsName)
    let keyPath = path + "/" + Self.keyName
    let key =
      if let passphrase {
        try KeyFile.create(at: keyPath, passphrase: passphrase)
      } else {
        try KeyFile.create(at: keyPath)
      }
    // The catalogue comes last, under another name first: a folder with a catalogue is whole.
    let temporary = path + "/" + catalogueName + ".partial"
    try FileSystem.remove(temporary)
    // What SQLite makes itself others may read; its journals follow the file.
    try FileSystem.write([], to: temporary)
    do {
      let catalogue = try Catalogue(
        path: temporary, access: .readWrite, chainKey: try Vault(key).key(for: .chain))
      try catalogue.set("created", now.iso8601)
      try catalogue.set("time_zone", zone)
      try catalogue.vacuum()
    }
    try FileSystem.rename(temporary, to: path + "/" + catalogueName)
  }

  /// The folder's name, as the header shows it.
  package var name: String { FileSystem.name(of: path) }

  func run(_ record: RunRecord) throws(Fault) -> RunFile {
    try RunFile(path: columnsFolder + "/" + record.name, vault: vault)
  }

  /// A column file with what the catalogue says of it.
  struct MappedRun {
    let record: RunRecord
    let file: RunFile

    /// Where its rows came from; a run that was never merged has one origin.
    var origins: [RunOrigin] {
      get throws(Fault) {
        let own = RunOrigin(batch: record.batch?.number ?? 0, order: record.id)
        return try RunOrigin.read(file) ?? [own]
      }
    }
  }

  /// Maps all column files of a kind, in the order in which they were committed.
  func runs(of kind: RunKind) throws(Fault) -> [MappedRun] {
    var runs: [MappedRun] = []
    for record in try catalogue.runs(of: kind) {
      runs.append(MappedRun(record: record, file: try run(record)))
    }
    return runs
  }

  /// The setting that says that removed data still waits in free pages or in the log.
  static let vacuumDue = "vacuum_due"

  /// Gives free pages back and empties the log; where a reader keeps it open, the next writer does.
  func shrink() throws(Fault) {
    guard try catalogue.vacuum() else { return }
    try catalogue.set(Self.vacuumDue, "0")
    try catalogue.checkpoint()
  }

  /// Removes what a killed writer left behind: files that no committed transaction names.
  private func sweep() throws(Fault) {
    if try catalogue.setting(Self.vacuumDue) == "1" { try shrink() }
    let named = Set(try catalogue.runs().map(\.name))
    for name in try FileSystem.names(in: columnsFolder) where !named.contains(name) {
      try FileSystem.remove(columnsFolder + "/" + name)
    }
  }

  /// Migrates an older catalogue before somebody reads it, as a writer would.
  private static func bringUpToDate(_ path: String, _ cataloguePath: String) throws(Fault) {
    let version = try version(ofCatalogueAt: cataloguePath)
    guard version > 0, version < Migrations.current else { return }
    let difference = "its format is \(version), this Parterre reads \(Migrations.current)"
    guard !isWritingForbidden else {
      throw Fault(
        .refused, path,
        reason: difference + ", and --readonly keeps it from being brought up to date",
        remedy: "Open it once without --readonly; a copy of its catalogue is kept beside it")
    }
    do throws(Fault) {
      _ = try Workspace(path: path, for: .write)
    } catch {
      guard error.code == .unwritable || error.code == .store else { throw error }
      throw Fault(
        .store, path,
        reason: difference + ", and it cannot be brought up to date: \(error.reason)",
        remedy: "Open it once as somebody who may write to its folder")
    }
  }

  private static func version(ofCatalogueAt path: String) throws(Fault) -> Int {
    try Migrations.version(of: try Connection(path: path, access: .readOnly))
  }

  /// An older catalogue is copied beside itself before its schema changes.
  private static func backUpBeforeMigration(_ path: String, _ cataloguePath: String)
    throws(Fault)
  {
    let connection = try Connection(path: cataloguePath, access: .readOnly)
    let version = try Migrations.version(of: connection)
    guard version > 0, version < Migrations.current else { return }
    let copy = path + "/parterre-format\(version).db"
    if FileSystem.kind(of: copy) == nil { try connection.copy(to: copy) }
  }
}
