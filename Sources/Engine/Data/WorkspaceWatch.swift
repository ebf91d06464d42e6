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
    IdentityBasis.fileName, IdentityBasis.badIdentifiersName, ConsentData.fileName,
    PrivacyRules.fileName,
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
  private let data: UInt64
  private let sources: [SourceRecord]
  private let rules: PrivacyRules

  /// Reads the terms; `mark` must have been taken before.
  init(_ workspace: Workspace, _ mark: WorkspaceMark?) throws(Fault) {
    self.mark = mark
    data = try IdentityBasis.version(of: workspace)
    sources = try workspace.catalogue.sources()
    rules = try PrivacyRules.read(in: workspace.path, sources: sources.map(\.name))
  }

  /// The version of everything that an answer depends on, retention among it.
  func version(on day: RetentionDay) -> UInt64 { day.marked(data) }

  /// What is past its retention for every purpose, on the day of `now`.
  func retention(at now: Timestamp) -> RetentionDay {
    RetentionDay(of: now, cutoffs: cutoffs(for: [], at: now))
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

/// A day by which retention counts, and what it leaves of each source.
struct RetentionDay: Sendable, Equatable {
  /// The beginning of the day.
  let begin: Timestamp
  /// The instants before which data of a source counts for no purpose; a source without one is kept.
  let cutoffs: [SourceID: UInt32]

  init(of now: Timestamp, cutoffs: [SourceID: UInt32]) {
    begin = Timestamp(now.seconds.dividedByFloor(86_400).quotient * 86_400)
    self.cutoffs = cutoffs
  }

  /// The data's version with a mark of the day, where the day matters.
  func marked(_ version: UInt64) -> UInt64 {
    version ^ Self.mark(of: cutoffs, seed: UInt64(bitPattern: begin.seconds))
  }

  /// Keeps what is made under different cutoffs apart, in bits that the data's own version never
  /// reaches; nothing where there are none.
  static func mark(of cutoffs: [SourceID: UInt32], seed: UInt64) -> UInt64 {
    guard !cutoffs.isEmpty else { return 0 }
    var hash = seed
    for (source, cutoff) in cutoffs.sorted(by: { $0.key.number < $1.key.number }) {
      hash = Hash64.folded(
        hash ^ UInt64(bitPattern: source.number) ^ 0x5245_5445, UInt64(cutoff) | 1 << 40)
    }
    return (Hash64.mixed(hash) & 0x7FFF_FFFF) << 32
  }
}
