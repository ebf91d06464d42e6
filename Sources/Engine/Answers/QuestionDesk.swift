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
    /// Is told, in a few words, what is done where nothing can be counted.
    package var phase: @Sendable (String) -> Void = { _ in }
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
    /// Who its identifiers are, with the snapshot that they were resolved from: perhaps an older one.
    var population: (of: Snapshot, population: Population)?
    var audiences: [AudienceKey: WorkspaceAudience] = [:]
    var samples: [Lens: UnitSample] = [:]
    var library: (mark: WorkspaceMark?, library: SegmentLibrary)?
    var terms: DataTerms?
  }
  private let loaded = Mutex(Loaded())
  /// Tells whether anything has changed, so that most questions need not open the workspace.
  private let watch: WorkspaceWatch
  /// What questions keep in memory.
  let memory: DeskMemory
  /// Results of conditions, kept by their text and the data's version.
  var results: ResultCache { memory.results }

  /// Makes a desk for the workspace at `path`; `memory` is what may be held between questions,
  /// `ownMemory` tells what the process has, and `clock` by which day retention counts.
  package init(
    path: String, memory: MemoryBudget = .standard,
    ownMemory: @escaping @Sendable () -> Int = { ProcessMemory.own },
    clock: @escaping @Sendable () -> Timestamp = { SystemClock.now() }
  ) {
    (self.path, self.clock) = (path, clock)
    self.memory = DeskMemory(budget: memory, own: ownMemory)
    watch = WorkspaceWatch(path: path)
  }

  /// The bytes that are held now: of tables that every question needs, of columns and of results.
  package var heldBytes: (fixed: Int, columns: Int, results: Int) {
    let held = memory.held(fixed: fixedBytes)
    return (held.fixed, held.columns, held.results)
  }

  /// About how much the tables take that stay as long as the data do.
  var fixedBytes: Int {
    loaded.withLock { loaded in
      loaded.audiences.values.reduce(0) { $0 + $1.units.byteCount + ($1.persons?.byteCount ?? 0) }
        + loaded.samples.values.reduce(0) { $0 + $1.units.count * 4 }
        + (loaded.population?.population.byteCount ?? 0)
    }
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
    let now = clock()
    return try audience(lens) { terms in
      (terms.retention(at: now), terms.cutoffs(for: purposes, at: now))
    }
  }

  /// The audience of everything that is there, what is past its retention and not swept yet too.
  func wholeAudience(_ lens: Lens) throws(Fault) -> WorkspaceAudience {
    let now = clock()
    return try audience(lens) { _ in (RetentionDay(of: now, cutoffs: [:]), [:]) }
  }

  /// The audience on a day of retention, without what is before some instants.
  private func audience(
    _ lens: Lens, on choose: (DataTerms) -> (RetentionDay, cutoffs: [SourceID: UInt32])
  ) throws(Fault) -> WorkspaceAudience {
    let mark = watch.mark()
    if let terms = loaded.withLock({ $0.terms }), let mark, terms.mark == mark {
      let (day, cutoffs) = choose(terms)
      let key = AudienceKey(lens: lens, cutoffs: cutoffs)
      if let known = known(key, terms.version(on: day)) { return known }
    }
    return try reading { (workspace) throws(Fault) in
      let terms = try DataTerms(workspace, mark)
      forgetIfReplaced(mark)
      loaded.withLock { $0.terms = terms }
      let (day, cutoffs) = choose(terms)
      let key = AudienceKey(lens: lens, cutoffs: cutoffs)
      if let known = known(key, terms.version(on: day)) { return known }
      let snapshot = try self.snapshot(workspace, on: day)
      let audience = WorkspaceAudience(
        snapshot: snapshot, lens: lens, units: try units(lens, workspace, snapshot),
        persons: lens == .device ? try units(.person, workspace, snapshot) : nil,
        cutoffs: cutoffs, loaded: memory.columns)
      loaded.withLock { loaded in
        if loaded.snapshot?.version == snapshot.version { loaded.audiences[key] = audience }
      }
      return audience
    }
  }

  /// Forgets everything where another workspace has taken the place of the one that was asked before.
  ///
  /// Versions count commits, so that the two may have the same.
  private func forgetIfReplaced(_ mark: WorkspaceMark?) {
    let isReplaced = loaded.withLock { loaded in
      guard let mark, let before = loaded.terms?.mark,
        !mark.catalogue.isOfSameFile(as: before.catalogue)
      else { return false }
      loaded = Loaded()
      return true
    }
    if isReplaced { results.removeAll() }
  }

  private func known(_ key: AudienceKey, _ version: UInt64) -> WorkspaceAudience? {
    loaded.withLock { loaded in
      loaded.snapshot?.version == version ? loaded.audiences[key] : nil
    }
  }

  /// What is past its retention in a workspace on the day of `now`.
  func retention(of workspace: Workspace, at now: Timestamp) throws(Fault) -> RetentionDay {
    try DataTerms(workspace, nil).retention(at: now)
  }

  /// The data as they are on a day of retention; read once a version.
  private func snapshot(_ workspace: Workspace, on day: RetentionDay) throws(Fault) -> Snapshot {
    let version = day.marked(try IdentityBasis.version(of: workspace))
    if let known = loaded.withLock({ $0.snapshot }), known.version == version { return known }
    let snapshot = try workspace.catalogue.consistently { () throws(Fault) in
      try Snapshot(workspace, on: day)
    }
    loaded.withLock { loaded in
      if loaded.snapshot?.version != snapshot.version {
        (loaded.audiences, loaded.samples) = ([:], [:])
      }
      loaded.snapshot = snapshot
    }
    return snapshot
  }

  /// The data of a version and who its identifiers are; resolved once a version.
  func population(_ workspace: Workspace, on day: RetentionDay) throws(Fault) -> (
    Snapshot, Population
  ) {
    let snapshot = try snapshot(workspace, on: day)
    let earlier = loaded.withLock { $0.population }
    if let earlier, earlier.of.version == snapshot.version { return earlier }
    var next: Population?
    if let earlier {
      next = try Population(snapshot, after: earlier.of, earlier.population)
    }
    let population = if let next { next } else { try Population(snapshot) }
    loaded.withLock { $0.population = (snapshot, population) }
    return (snapshot, population)
  }

  /// The unit of every node; where a process begins, as an earlier one has left it.
  private func units(
    _ lens: Lens, _ workspace: Workspace, _ snapshot: Snapshot
  ) throws(Fault) -> NodeUnits {
    let isFirst = loaded.withLock { $0.population == nil }
    let file = UnitMapFile(workspace, lens, snapshot)
    if isFirst, let kept = file?.read() { return kept }
    let (_, population) = try population(workspace, on: snapshot.retention)
    let units = try population.units(lens, snapshot)
    if isFirst { file?.write(units) }
    return units
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
    let mark = watch.mark()
    if let known = loaded.withLock({ $0.library }), let mark, known.mark == mark {
      return known.library
    }
    return try reading { (workspace) throws(Fault) in
      forgetIfReplaced(mark)
      let version = try workspace.catalogue.libraryVersion()
      if let known = loaded.withLock({ $0.library }), known.library.version == version {
        loaded.withLock { $0.library = (mark, known.library) }
        return known.library
      }
      let library = try SegmentLibrary(workspace)
      loaded.withLock { $0.library = (mark, library) }
      return library
    }
  }
}
