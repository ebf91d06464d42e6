internal import Basis
internal import Columns
internal import Storage

/// Writes column files that take the place of others; one transaction makes all of them count.
///
/// Until that transaction the old files are the workspace's and the new ones nobody's, and after it
/// the other way round; whichever are nobody's, the next opening for writing sweeps.
struct RunReplacement {
  private let workspace: Workspace
  private let rowsOfMergedRuns: [Int64: [Int64: Int]]
  private let number: Int64
  private var written: [(record: RunRecord, rowsByBatch: [Int64: Int])] = []
  private var replaced: [RunRecord] = []
  /// By how many rows each batch changed, by kind of file.
  private var changes: [RunKind: [Int64: Int]] = [:]
  /// Rows that were left out for their person or their age, by kind of file.
  private(set) var dropped: [RunKind: Int] = [:]

  /// What seals values that are personal data.
  private let sealing: ValueSealing

  private static let counter = "merges"

  init(_ workspace: Workspace) throws(Fault) {
    self.workspace = workspace
    rowsOfMergedRuns = try workspace.catalogue.rowsOfMergedRuns()
    number = (Int64(try workspace.catalogue.setting(Self.counter) ?? "0") ?? 0) + 1
    sealing = try ValueSealing(workspace)
  }

  var isEmpty: Bool { replaced.isEmpty && written.isEmpty }
  /// The files that go and those that come.
  var replacedCount: Int { replaced.count }
  var writtenCount: Int { written.count }

  /// How many rows of a file each batch brought.
  func rowsByBatch(of run: RunRecord) -> [Int64: Int] {
    rowsOfMergedRuns[run.id] ?? run.batch.map { [$0.number: run.rows] } ?? [:]
  }

  /// Merges files of one kind and one source, given in the order of their commits, into one.
  mutating func merge(_ runs: [Workspace.MappedRun], _ filter: RowFilter) throws(Fault) {
    guard let first = runs.first?.record else { return }
    var inputs: [MergeInput] = []
    for run in runs { inputs.append(try run.mergeInput) }
    let merged: MergedRun
    switch first.kind {
    case .events: merged = try EventMerge.merged(inputs, filter, sealing: sealing)
    case .attributes: merged = try FactMerge.merged(inputs, filter, sealing: sealing)
    case .links: merged = try LinkMerge.merged(inputs, filter)
    case .keys: merged = try KeyMerge.merged(inputs, filter)
    case .consent: merged = try ConsentMerge.merged(inputs, filter)
    case .identifiers, .dictionary, .ledger:
      preconditionFailure("identifiers and dictionaries have merges of their own, the ledger none")
    }
    var change = changes[first.kind] ?? [:]
    for run in runs {
      for (batch, rows) in rowsByBatch(of: run.record) where !filter.batches.contains(batch) {
        change[batch, default: 0] -= rows
      }
    }
    for (batch, rows) in merged.kept { change[batch, default: 0] += rows }
    changes[first.kind] = change
    dropped[first.kind, default: 0] += merged.dropped
    replaced += runs.map(\.record)
    guard merged.rows > 0 else { return }
    try write(
      merged.writer,
      RunRecord(
        kind: first.kind, name: name(first.kind), source: first.source, batch: nil,
        rows: merged.rows, bytes: 0, firstEvent: merged.first.map { Timestamp(Int64($0)) },
        lastEvent: merged.last.map { Timestamp(Int64($0)) }), merged.kept)
  }

  /// Puts a file of a whole kind, such as a dictionary, in the place of others.
  mutating func replace(
    _ runs: [Workspace.MappedRun], with writer: consuming RunWriter, rows: Int
  ) throws(Fault) {
    guard let kind = runs.first?.record.kind else { return }
    replaced += runs.map(\.record)
    try write(
      writer,
      RunRecord(kind: kind, name: name(kind), source: nil, batch: nil, rows: rows, bytes: 0), [:])
  }

  /// Within the caller's transaction: the new files come, the old ones go, the figures follow.
  func commit() throws(Fault) {
    guard !isEmpty else { return }
    try FileSystem.syncFolder(workspace.columnsFolder)
    let catalogue = workspace.catalogue
    try catalogue.set(Self.counter, String(number))
    for run in replaced { try catalogue.removeRun(run.id) }
    for run in written { try catalogue.add(run.record, rowsByBatch: run.rowsByBatch) }
    for kind in RunKind.allCases {
      for (batch, rows) in (changes[kind] ?? [:]).sorted(by: { $0.key < $1.key }) where rows != 0 {
        try catalogue.change(rows, of: kind, in: BatchID(batch))
      }
    }
  }

  /// After the transaction: nobody needs the old files any more.
  func removeReplaced() throws(Fault) {
    for run in replaced { try FileSystem.remove(workspace.columnsFolder + "/" + run.name) }
  }

  /// Without the transaction: nobody will ever need the new ones.
  func removeWritten() {
    for run in written { FileSystem.discard(workspace.columnsFolder + "/" + run.record.name) }
  }

  /// The files as they will be: those that stay and those that come.
  func runs(of kind: RunKind) throws(Fault) -> [RunFile] {
    let gone = Set(replaced.map(\.id))
    var files: [RunFile] = []
    for record in try workspace.catalogue.runs(of: kind) where !gone.contains(record.id) {
      files.append(try workspace.run(record))
    }
    for run in written where run.record.kind == kind { files.append(try workspace.run(run.record)) }
    return files
  }

  private func name(_ kind: RunKind) -> String {
    "m\(padded(Int(number), 6))-\(padded(written.count, 3))-\(kind.rawValue).run"
  }

  private mutating func write(
    _ writer: consuming RunWriter, _ record: RunRecord, _ rowsByBatch: [Int64: Int]
  ) throws(Fault) {
    let bytes = writer.finish()
    var record = record
    record.bytes = bytes.count
    try FileSystem.write(bytes, to: workspace.columnsFolder + "/" + record.name)
    written.append((record, rowsByBatch))
  }
}

extension Workspace.MappedRun {
  /// The file as a merge takes it.
  var mergeInput: MergeInput {
    get throws(Fault) {
      try MergeInput(
        file, origin: RunOrigin(batch: record.batch?.number ?? 0, order: record.id))
    }
  }
}
