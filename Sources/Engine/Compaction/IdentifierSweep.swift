internal import Basis
internal import Columns
internal import Sealing
internal import Storage

/// Merges identifier files and empties the nodes that nothing refers to any more.
struct IdentifierSweep {
  private let workspace: Workspace
  private let runs: [Workspace.MappedRun]
  private let filter: RowFilter
  /// The nodes that a batch mentions which stays.
  private let alive: Bitmap
  static let sealingContext = "identifiers"

  /// `filter` names the batches that go and the nodes that are erased.
  init(_ workspace: Workspace, _ filter: RowFilter) throws(Fault) {
    self.workspace = workspace
    self.filter = filter
    runs = try workspace.runs(of: .identifiers)
    var alive = Bitmap(count: 0)
    for run in runs {
      let reader = try IdentifierRunReader(run.file)
      for (origin, list) in zip(try run.origins, try reader.sightings())
      where !filter.batches.contains(origin.batch) {
        for node in try reader.nodes(of: list) { alive.insertGrowing(node) }
      }
    }
    self.alive = alive
  }

  /// Merges neighbours up to `limit` nodes; with `onlyStale` only what has nodes to be emptied.
  func run(into replacement: inout RunReplacement, limit: Int, onlyStale: Bool) throws(Fault)
    -> Int
  {
    var emptied = 0
    var group: [Workspace.MappedRun] = []
    var nodes = 0
    func close(_ replacement: inout RunReplacement) throws(Fault) {
      defer { (group, nodes) = ([], 0) }
      guard let first = group.first else { return }
      if group.count == 1 {
        let isStale = try isStale(first)
        guard isStale else { return }
      }
      emptied += try merge(group, into: &replacement)
    }
    var ordered: [(first: UInt32, run: Workspace.MappedRun)] = []
    for run in runs { ordered.append((try IdentifierRunReader(run.file).firstNode, run)) }
    // A batch that brought no new identifier has a run without rows, before which the next one's begins.
    for (_, run) in ordered.sorted(by: {
      ($0.first, $0.run.record.rows) < ($1.first, $1.run.record.rows)
    }) {
      if onlyStale || nodes + run.record.rows > limit { try close(&replacement) }
      group.append(run)
      nodes += run.record.rows
    }
    try close(&replacement)
    return emptied
  }

  private func merge(
    _ group: [Workspace.MappedRun], into replacement: inout RunReplacement
  ) throws(Fault) -> Int {
    let (vault, alive) = (workspace.vault, alive)
    let merge = IdentifierMerge(
      filter: filter, goes: { !alive.contains($0) },
      open: { (sealed) throws(Fault) in try vault.open(sealed, context: Self.sealingContext) },
      seal: { (plain) throws(Fault) in vault.seal(plain, context: Self.sealingContext) })
    var inputs: [MergeInput] = []
    for run in group { inputs.append(try run.mergeInput) }
    let merged = try merge.merged(inputs)
    try replacement.replace(group, with: merged.run, rows: merged.nodes)
    return merged.emptied
  }

  /// Whether a file names a batch that goes, or has a value that nothing refers to.
  private func isStale(_ run: Workspace.MappedRun) throws(Fault) -> Bool {
    let reader = try IdentifierRunReader(run.file)
    for origin in try run.origins where filter.batches.contains(origin.batch) { return true }
    for (index, length) in try reader.lengths().enumerated() where length > 0 {
      let node = reader.firstNode + UInt32(index)
      if filter.nodes.contains(node) || !alive.contains(node) { return true }
    }
    guard !filter.nodes.isEmpty else { return false }
    for list in try reader.sightings() {
      let nodes = try reader.nodes(of: list)
      if nodes.contains(where: { filter.nodes.contains($0) }) { return true }
    }
    return false
  }
}
