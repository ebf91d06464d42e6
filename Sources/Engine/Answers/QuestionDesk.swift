package import Basis
internal import Columns
internal import Intake
package import Requests
internal import Segments
internal import Storage
internal import Synchronization

/// Answers the questions of both faces about one workspace.
///
/// A class, because it keeps what it has loaded between questions: the snapshot of the data and the
/// audiences of its lenses. Questions may come from several threads; each opens the catalogue for
/// itself, and what is loaded is shared behind a lock.
package final class QuestionDesk: Sendable {
  /// What a question is asked under.
  package struct Terms: Sendable {
    package var asOf: Timestamp
    package var lens: Lens
    /// What the answer is used for: data whose retention for one of these is over does not count.
    package var purposes: [String] = []
    /// Is told how far the work is; returns false to stop it.
    package var progress: @Sendable (Int, Int?) -> Bool
    /// Stops the work wherever it is, within milliseconds.
    package var stop: Stop
    /// Is given an answer to show until the exact one is there; nil where nobody wants one.
    package var estimate: (@Sendable (Answer) -> Void)?

    package init(
      asOf: Timestamp, lens: Lens = .person, stop: Stop = Stop(),
      progress: @escaping @Sendable (Int, Int?) -> Bool = { _, _ in true },
      estimate: (@Sendable (Answer) -> Void)? = nil
    ) {
      (self.asOf, self.lens, self.stop) = (asOf, lens, stop)
      (self.progress, self.estimate) = (progress, estimate)
    }
  }

  package let path: String
  let clock: @Sendable () -> Timestamp
  private struct AudienceKey: Hashable {
    let lens: Lens
    let cutoffs: [SourceID: UInt32]
  }
  private struct Loaded {
    var snapshot: Snapshot?
    var population: Population?
    var audiences: [AudienceKey: WorkspaceAudience] = [:]
    var samples: [Lens: UnitSample] = [:]
    var library: SegmentLibrary?
  }
  private let loaded = Mutex(Loaded())
  /// What questions may keep in memory.
  let memory: MemoryBudget
  /// Results of conditions, kept by their text and the data's version.
  let results: ResultCache

  /// Makes a desk for the workspace at `path`; `memory` is what it may keep between questions, and
  /// `clock` tells by which day retention counts.
  package init(
    path: String, memory: MemoryBudget = .standard,
    clock: @escaping @Sendable () -> Timestamp = { SystemClock.now() }
  ) {
    (self.path, self.memory, self.clock) = (path, memory, clock)
    results = ResultCache(budget: memory.results)
  }

  /// What the last check of the consent ledger found.
  let verifiedLedger = Mutex<LedgerState?>(nil)

  /// The feed that somebody makes a source of.
  let lastStudy = Mutex<StudiedFeed?>(nil)

  /// How often a reader begins again because a file went away between its two steps.
  private static let readAttempts = 5

  /// Opens the workspace for one question that only reads.
  ///
  /// A writer may replace column files between the reading of their names and their opening; then
  /// the question is asked again of what is there now.
  func reading<Answer>(_ body: (Workspace) throws(Fault) -> Answer) throws(Fault) -> Answer {
    var attempt = 1
    while true {
      let workspace = try Workspace(path: path, for: .read)
      let version = try workspace.catalogue.dataVersion()
      do throws(Fault) {
        return try body(workspace)
      } catch {
        guard error.code == .damaged, attempt < Self.readAttempts,
          try workspace.catalogue.dataVersion() != version
        else { throw error }
        attempt += 1
      }
    }
  }

  /// Opens the workspace for one question that writes; nobody else can write meanwhile.
  func writing<Answer>(_ body: (Workspace) throws(Fault) -> Answer) throws(Fault) -> Answer {
    try body(try Workspace(path: path, for: .write))
  }

  /// The audience of a lens over the newest data; what was loaded of it stays until the data changes.
  ///
  /// Data whose retention is over does not count; for `purposes`, what one of them may not use.
  package func audience(_ lens: Lens, for purposes: [String] = []) throws(Fault)
    -> WorkspaceAudience
  {
    try reading { (workspace) throws(Fault) in
      let version = try IdentityBasis.version(of: workspace)
      let cutoffs = try self.cutoffs(workspace.catalogue, for: purposes, at: clock())
      let key = AudienceKey(lens: lens, cutoffs: cutoffs)
      let known = loaded.withLock { loaded in
        loaded.snapshot?.version == version ? loaded.audiences[key] : nil
      }
      if let known { return known }
      let (snapshot, population) = try self.population(workspace, version)
      let audience = WorkspaceAudience(
        snapshot: snapshot, lens: lens, units: try population.units(lens, snapshot),
        cutoffs: cutoffs, budget: memory.columns)
      loaded.withLock { loaded in
        if loaded.snapshot?.version == version { loaded.audiences[key] = audience }
      }
      return audience
    }
  }

  /// The instants before which data of each source does not count.
  func cutoffs(_ catalogue: Catalogue, for purposes: [String], at now: Timestamp) throws(Fault)
    -> [SourceID: UInt32]
  {
    guard FileSystem.kind(of: path + "/" + PrivacyRules.fileName) != nil else { return [:] }
    let sources = try catalogue.sources()
    let names = sources.map(\.name)
    let byName = try PrivacyRules.read(in: path, sources: names)
      .cutoffs(of: names, for: purposes, at: now)
    var cutoffs: [SourceID: UInt32] = [:]
    for source in sources { cutoffs[source.id] = byName[source.name] }
    return cutoffs
  }

  /// The data of a version and who its identifiers are; resolved once a version.
  func population(_ workspace: Workspace, _ version: UInt64) throws(Fault) -> (
    Snapshot, Population
  ) {
    let known = loaded.withLock { loaded in
      loaded.snapshot?.version == version
        ? loaded.snapshot.flatMap { snapshot in loaded.population.map { (snapshot, $0) } } : nil
    }
    if let known { return known }
    let snapshot = try workspace.catalogue.consistently { () throws(Fault) in
      try Snapshot(workspace)
    }
    let earlier = loaded.withLock { loaded in (loaded.snapshot, loaded.population) }
    var next: Population?
    if let before = earlier.0, let population = earlier.1 {
      next = try Population(snapshot, after: before, population)
    }
    let population = if let next { next } else { try Population(snapshot) }
    loaded.withLock { loaded in
      if loaded.snapshot?.version != version { (loaded.audiences, loaded.samples) = ([:], [:]) }
      (loaded.snapshot, loaded.population) = (snapshot, population)
    }
    return (snapshot, population)
  }

  /// Forgets the results of conditions; columns stay.
  package func forgetResults() { results.removeAll() }

  /// A fixed sample of an audience's units, for estimates.
  func sample(of audience: WorkspaceAudience) -> UnitSample {
    let known = loaded.withLock { $0.samples[audience.lens] }
    if let known, known.whole.version == audience.version { return known }
    let sample = UnitSample(of: audience, size: Self.sampleSize, seed: 1)
    loaded.withLock { $0.samples[audience.lens] = sample }
    return sample
  }

  /// So many units tell a share of one half to within half a percent.
  private static let sampleSize = 50_000

  /// The saved segments, read again only after one of them has changed.
  func library() throws(Fault) -> SegmentLibrary {
    try reading { (workspace) throws(Fault) in
      let version = try workspace.catalogue.libraryVersion()
      if let known = loaded.withLock({ $0.library }), known.version == version { return known }
      let library = try SegmentLibrary(workspace)
      loaded.withLock { $0.library = library }
      return library
    }
  }
}
