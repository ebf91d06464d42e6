internal import Basis
internal import Consent
internal import Storage

/// One state of everything that an answer may depend on: the catalogue and the files of rules.
struct WorkspaceMark: Hashable, Sendable {
  let catalogue: ChangeWatch.Mark
  let rules: UInt64
}

/// Tells whether a workspace has changed since the last look, without opening it.
struct WorkspaceWatch: Sendable {
  private let path: String
  private let catalogue: ChangeWatch
  private static let ruleFiles = [
    IdentityBasis.fileName, ConsentData.fileName, PrivacyRules.fileName,
  ]

  init(path: String) {
    self.path = path
    catalogue = ChangeWatch(path: path + "/" + Workspace.catalogueName)
  }

  /// The state of the workspace now; nil where it cannot be told, which opening it explains.
  func mark() -> WorkspaceMark? {
    do throws(Fault) {
      var rules: UInt64 = 0
      for (index, name) in Self.ruleFiles.enumerated() {
        let file = path + "/" + name
        guard FileSystem.kind(of: file) != nil else { continue }
        let bytes = try FileSystem.read(file)
        rules ^= Hash64.of(bytes.span, seed: UInt64(index + 1))
      }
      return WorkspaceMark(catalogue: try catalogue.mark(), rules: rules)
    } catch {
      return nil
    }
  }
}

/// What decides which version of the data counts, and which of it is past its retention.
struct DataTerms: Sendable {
  /// The state that it was read from; nil where that was not told.
  let mark: WorkspaceMark?
  let version: UInt64
  private let sources: [SourceRecord]
  private let rules: PrivacyRules

  /// Reads the terms; `mark` must have been taken before.
  init(_ workspace: Workspace, _ mark: WorkspaceMark?) throws(Fault) {
    self.mark = mark
    version = try IdentityBasis.version(of: workspace)
    sources = try workspace.catalogue.sources()
    rules = try PrivacyRules.read(in: workspace.path, sources: sources.map(\.name))
  }

  /// The instants before which data of each source does not count.
  func cutoffs(for purposes: [String], at now: Timestamp) -> [SourceID: UInt32] {
    let byName = rules.cutoffs(of: sources.map(\.name), for: purposes, at: now)
    guard !byName.isEmpty else { return [:] }
    var cutoffs: [SourceID: UInt32] = [:]
    for source in sources { cutoffs[source.id] = byName[source.name] }
    return cutoffs
  }
}
