package import Basis
internal import Columns
internal import Sealing
internal import Storage

extension QuestionDesk {
  /// What a compaction did.
  package struct Compacted: Sendable, Equatable {
    package var bytesBefore = 0
    package var bytesAfter = 0
    package var filesBefore = 0
    package var filesAfter = 0
    /// Identifiers and texts that nothing referred to any more.
    package var emptiedIdentifiers = 0
    package var emptiedTexts = 0
    /// Events and facts past their retention.
    package var expiredEvents = 0
    package var expiredFacts = 0
    /// Identifiers of which nothing within its retention speaks any more, with their links and
    /// what they once permitted.
    package var expiredIdentifiers = 0
    package var expiredLinks = 0
    package var expiredConsents = 0
  }

  /// Merges small column files into few, drops what nothing refers to, and gives the space back.
  ///
  /// Every answer stays the same, apart from data past its retention, which did not count before
  /// either. Readers go on with the files they have; a kill at any moment leaves the old state or
  /// the new one.
  package func compact(
    now: Timestamp, progress: @escaping (Int, Int?) -> Bool = { _, _ in true }
  ) throws(Fault) -> Compacted {
    try writing { (workspace) throws(Fault) in
      try Compaction(
        workspace: workspace, retention: try retention(of: workspace, at: now), now: now,
        progress: progress
      ).run()
    }
  }
}

/// One compaction of a workspace that is opened for writing.
struct Compaction {
  let workspace: Workspace
  let retention: RetentionDay
  let now: Timestamp
  let progress: (Int, Int?) -> Bool
  /// How many rows a merged file has at most; it bounds memory as the slices of an ingest do.
  var rowLimit = Slice.fullRows

  func run() throws(Fault) -> QuestionDesk.Compacted {
    let catalogue = workspace.catalogue
    var report = QuestionDesk.Compacted()
    (report.filesBefore, report.bytesBefore) = try size()
    var replacement = try RunReplacement(workspace)
    let forgotten = try forgottenNodes()
    report.expiredIdentifiers = forgotten.count
    report.expiredConsents = try recordCount(of: forgotten)
    do throws(Fault) {
      try mergeAll(into: &replacement, without: forgotten)
      let sweep = try IdentifierSweep(
        workspace, RowFilter(batches: try goneBatches(), nodes: forgotten))
      let emptied = try sweep.run(into: &replacement, limit: rowLimit, onlyStale: false)
      // Those past retention are told apart from those of undone batches.
      report.emptiedIdentifiers = max(0, emptied - forgotten.count)
      let dictionaries = try DictionarySweep(
        workspace, events: try replacement.runs(of: .events),
        facts: try replacement.runs(of: .attributes))
      report.emptiedTexts = try dictionaries.run(into: &replacement)
    } catch {
      replacement.removeWritten()
      throw error
    }
    report.expiredEvents = replacement.dropped[.events] ?? 0
    report.expiredFacts = replacement.dropped[.attributes] ?? 0
    report.expiredLinks = replacement.dropped[.links] ?? 0
    try catalogue.transaction { () throws(Fault) in
      try replacement.commit()
      if !forgotten.isEmpty { try catalogue.forgetIdentities(of: forgotten) }
      try catalogue.addForgottenRecords(report.expiredConsents)
      try RejectSeal(workspace.vault).sealAll(in: catalogue)
      if !replacement.isEmpty { try catalogue.raiseDataVersion() }
      try catalogue.audit(
        "compact", "workspace",
        "\(Counted.text(replacement.replacedCount, "file")) became \(replacement.writtenCount)"
          + (forgotten.isEmpty
            ? "" : ", \(Counted.text(forgotten.count, "identifier")) past retention"),
        at: now)
    }
    try replacement.removeReplaced()
    try catalogue.vacuum()
    (report.filesAfter, report.bytesAfter) = try size()
    return report
  }

  /// The identifiers that no question has counted since they fell out of retention.
  private func forgottenNodes() throws(Fault) -> Set<UInt32> {
    guard !retention.cutoffs.isEmpty else { return [] }
    let snapshot = try Snapshot(workspace, on: retention)
    let bad = try BadNodes.find(in: snapshot)
    return Set(try ForgottenNodes.find(in: snapshot, bad: bad).members())
  }

  /// How many consent records nobody can be told from without these nodes.
  private func recordCount(of nodes: Set<UInt32>) throws(Fault) -> Int {
    guard !nodes.isEmpty else { return 0 }
    var count = 0
    for run in try workspace.runs(of: .consent) {
      count += try ConsentRun.pointers(in: run.file).count { nodes.contains($0.node) }
    }
    return count
  }

  private func mergeAll(
    into replacement: inout RunReplacement, without forgotten: Set<UInt32>
  ) throws(Fault) {
    let gone = try goneBatches()
    let sealing = try ValueSealing(workspace)
    let total = try workspace.catalogue.runs().reduce(0) { $0 + $1.bytes }
    var done = 0
    for kind in [RunKind.events, .attributes, .links, .keys, .consent] {
      let bySource = Dictionary(grouping: try workspace.runs(of: kind), by: \.record.source)
      for source in bySource.keys.sorted(by: { ($0?.number ?? 0) < ($1?.number ?? 0) }) {
        var filter = RowFilter(batches: gone, nodes: forgotten)
        if let source { filter.cutoff = retention.cutoffs[source] ?? 0 }
        for group in try groups(bySource[source] ?? []) {
          done += group.reduce(0) { $0 + $1.record.bytes }
          let isNeeded =
            group.count > 1 || sealing.isNeeded(in: group[0].file)
            ? true
            : try isStale(group[0], filter)
          guard isNeeded else { continue }
          try replacement.merge(group, filter)
          guard progress(done, total) else {
            throw Fault(
              .interrupted, "compact", reason: "it was stopped; everything is as it was",
              remedy: "Run it again when you like")
          }
        }
      }
    }
  }

  /// Neighbours in the order of their commits, as many as fit into one file.
  private func groups(_ runs: [Workspace.MappedRun]) throws(Fault) -> [[Workspace.MappedRun]] {
    var ordered: [(order: Int64, run: Workspace.MappedRun)] = []
    for run in runs { ordered.append((try run.origins.map(\.order).min() ?? 0, run)) }
    ordered.sort { $0.order < $1.order }
    var groups: [[Workspace.MappedRun]] = []
    var rows = 0
    for (_, run) in ordered {
      if groups.isEmpty || rows + run.record.rows > rowLimit {
        groups.append([])
        rows = 0
      }
      groups[groups.count - 1].append(run)
      rows += run.record.rows
    }
    return groups
  }

  /// Whether a file that needs no merging has rows that go.
  private func isStale(_ run: Workspace.MappedRun, _ filter: RowFilter) throws(Fault) -> Bool {
    for origin in try run.origins where filter.batches.contains(origin.batch) { return true }
    switch run.record.kind {
    case .events:
      guard filter.cutoff > 0 else { return false }
      return run.record.firstEvent.map { $0.seconds < Int64(filter.cutoff) } ?? true
    case .attributes:
      guard filter.cutoff > 0 else { return false }
      for name in FactMerge.attributes(of: run.file) {
        let times = try FactTable.read(name, from: run.file)?.times ?? []
        if times.contains(where: { $0 < filter.cutoff }) { return true }
      }
      return false
    case .links, .consent:
      guard !filter.nodes.isEmpty else { return false }
      return try SubjectRows.count(of: filter.nodes, in: run) > 0
    case .keys, .identifiers, .dictionary, .ledger: return false
    }
  }

  /// Batches that files still name and that were undone, or whose source was removed.
  private func goneBatches() throws(Fault) -> Set<Int64> {
    var named: Set<Int64> = []
    for run in try workspace.runs(of: .identifiers) {
      named.formUnion(try run.origins.map(\.batch))
    }
    for rows in try workspace.catalogue.rowsOfMergedRuns().values { named.formUnion(rows.keys) }
    for batch in try workspace.catalogue.batches() where batch.state == .kept {
      named.remove(batch.id.number)
    }
    return named
  }

  private func size() throws(Fault) -> (files: Int, bytes: Int) {
    let runs = try workspace.catalogue.runs()
    var bytes = runs.reduce(0) { $0 + $1.bytes }
    for suffix in ["", "-wal"] {
      bytes += FileSystem.size(of: workspace.catalogue.path + suffix) ?? 0
    }
    return (runs.count, bytes)
  }
}
