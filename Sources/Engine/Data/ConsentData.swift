internal import Basis
internal import Columns
internal import Consent
internal import Intake
internal import Storage
internal import Synchronization

/// The consent records of one batch as columns, by purpose, and once more by record.
///
/// A row's record is there for each of its identifiers, so that a refusal stays with all of them
/// whoever they turn out to be; `owners` names the first of them, whose record the others repeat.
///
/// The columns by purpose are what questions are asked of. Those by record lead to the ledger: they
/// have what an erasure must be able to take away, the place of each record and its salt.
enum ConsentRun {
  /// Stands among the purposes for the columns by record; no purpose can be called so.
  static let byRecord = "#records"

  static func run(_ rows: [BatchBuilder.ConsentRow], _ draft: LedgerDraft) -> RunWriter {
    var byPurpose: [String: [Entry]] = [:]
    var first = 0
    var string: UInt32 = 0
    for (place, row) in rows.enumerated() {
      let record = row.record
      // The identifier that a row hangs on comes before those that repeat its record.
      if row.node == row.owner { (first, string) = (place, Self.stringOfDay(record)) }
      for decision in record.decisions {
        byPurpose[decision.purpose, default: []].append(
          Entry(
            node: row.node, owner: row.owner, time: record.time, isGranted: decision.isGranted,
            string: decision.isGranted ? string : 0,
            statement: Int64(draft.first) + Int64(first) + 1))
      }
    }
    var run = RunWriter()
    let purposes = byPurpose.keys.sorted()
    run.add("purposes", texts: [byRecord] + purposes)
    for purpose in purposes {
      let entries = (byPurpose[purpose] ?? []).sorted { ($0.node, $0.time) < ($1.node, $1.time) }
      run.add("\(purpose)/nodes", entries.map(\.node), ascending: true)
      run.add("\(purpose)/owners", entries.map(\.owner))
      run.add("\(purpose)/times", entries.map(\.time))
      run.add("\(purpose)/granted", entries.map { $0.isGranted ? 1 : 0 } as [UInt32])
      run.add("\(purpose)/strings", entries.map(\.string))
      run.add("\(purpose)/statements", entries.map(\.statement))
    }
    let order = rows.indices.sorted {
      (rows[$0].node, rows[$0].record.time, $0) < (rows[$1].node, rows[$1].record.time, $1)
    }
    run.add("\(byRecord)/nodes", order.map { rows[$0].node }, ascending: true)
    run.add("\(byRecord)/owners", order.map { rows[$0].owner })
    run.add("\(byRecord)/times", order.map { rows[$0].record.time })
    run.add("\(byRecord)/places", order.map { Int64(draft.first) + Int64($0) })
    run.add("\(byRecord)/salts", order.map { draft.salts[$0].number })
    return run
  }

  /// As in `ConsentColumn.strings`, for a record that grants.
  private static func stringOfDay(_ record: LocalConsent) -> UInt32 {
    guard record.decisions.contains(where: \.isGranted),
      let kind = SignalKind(word: record.signal)
    else { return 0 }
    return StringOfDay.number(
      kind, Array(record.proof.utf8).span, at: Timestamp(Int64(record.time)))
  }

  /// What one row says of one identifier and purpose.
  private struct Entry {
    let node: UInt32
    let owner: UInt32
    let time: UInt32
    let isGranted: Bool
    /// As in `ConsentColumn.strings`.
    let string: UInt32
    /// As in `ConsentColumn.statements`: the place of the record in the ledger, from 1, that the others
    /// repeat.
    let statement: Int64
  }

  /// Where one record stands in the ledger, and whose it is.
  struct Pointer {
    let node: UInt32
    /// The identifier whose record this one repeats; the node itself where it repeats none.
    let owner: UInt32
    let time: UInt32
    let place: UInt64
    /// The place of the first record of the same row that is left; an erasure may have taken the one
    /// that it repeats.
    var first: UInt64
    let salt: RecordSalt
  }

  /// The pointers of a run, by node.
  static func pointers(in run: RunFile) throws(Fault) -> [Pointer] {
    guard run.has("\(byRecord)/places") else { return [] }
    let nodes = try run.numbers("\(byRecord)/nodes")
    let owners = try owners(byRecord, nodes, in: run)
    let times = try run.numbers("\(byRecord)/times")
    let places = try run.integers("\(byRecord)/places")
    let salts = try run.integers("\(byRecord)/salts")
    try run.requireEqual(
      nodes.count, times.count, places.count, salts.count, in: "consent records")
    var pointers = nodes.indices.map {
      let place = UInt64(bitPattern: places[$0])
      return Pointer(
        node: nodes[$0], owner: owners[$0], time: times[$0], place: place, first: place,
        salt: RecordSalt(salts[$0]))
    }
    // The records of a row follow the one that they repeat.
    var last: Pointer?
    for index in pointers.indices.sorted(by: { pointers[$0].place < pointers[$1].place }) {
      let pointer = pointers[index]
      if let last, pointer.node != pointer.owner, last.owner == pointer.owner,
        last.time == pointer.time
      {
        pointers[index].first = last.first
      }
      last = pointers[index]
    }
    return pointers
  }

  /// All records about one purpose.
  static func column(of purpose: String, in runs: [RunFile]) throws(Fault) -> ConsentColumn {
    var column = ConsentColumn()
    for run in runs where run.has("\(purpose)/nodes") {
      column.append(contentsOf: try Self.column(of: purpose, in: run))
    }
    return column
  }

  /// The records of one run about one purpose.
  static func column(of purpose: String, in run: RunFile) throws(Fault) -> ConsentColumn {
    let nodes = try run.numbers("\(purpose)/nodes")
    let times = try run.numbers("\(purpose)/times")
    let granted = try run.numbers("\(purpose)/granted")
    try run.requireEqual(nodes.count, times.count, granted.count, in: purpose)
    // A run of an earlier version has grants of no such strings.
    let strings = run.has("\(purpose)/strings") ? try run.numbers("\(purpose)/strings") : []
    if !strings.isEmpty { try run.requireEqual(nodes.count, strings.count, in: purpose) }
    // Nor does it tell its rows apart.
    let statements =
      run.has("\(purpose)/statements") ? try run.integers("\(purpose)/statements") : []
    if !statements.isEmpty { try run.requireEqual(nodes.count, statements.count, in: purpose) }
    return ConsentColumn(
      nodes: nodes, owners: try owners(purpose, nodes, in: run),
      times: times.map { Int64($0) }, isGranted: granted.map { $0 == 1 }, strings: strings,
      statements: statements)
  }

  /// Whose records those of `nodes` repeat; a run of an earlier version has a record once a row.
  private static func owners(
    _ purpose: String, _ nodes: [UInt32], in run: RunFile
  ) throws(Fault) -> [UInt32] {
    guard run.has("\(purpose)/owners") else { return nodes }
    let owners = try run.numbers("\(purpose)/owners")
    try run.requireEqual(nodes.count, owners.count, in: purpose)
    return owners
  }
}

/// The consent of one version of the data: every record, and the workspace's rules for them.
///
/// A class, because the columns that it has read are kept behind a lock.
final class ConsentData: Sendable {
  static let fileName = "consent.toml"

  let configuration: ConsentConfiguration
  /// The purposes that somebody decided about or that a source may use without a decision.
  let purposes: [String]
  let runs: [RunFile]
  /// The source of each run.
  let sources: [SourceID?]
  private let columns = Mutex<[String: ConsentColumn]>([:])

  init(_ workspace: Workspace) throws(Fault) {
    configuration = try Self.configuration(ofWorkspaceAt: workspace.path)
    let mapped = try workspace.runs(of: .consent)
    (runs, sources) = (mapped.map(\.file), mapped.map(\.record.source))
    var purposes = Set(configuration.interestSources.keys.map(configuration.catalogue.name))
    for run in runs { purposes.formUnion(try run.texts("purposes")) }
    purposes.remove(ConsentRun.byRecord)
    self.purposes = purposes.sorted()
  }

  /// The rules as the file says them, or those of a new workspace where there is none.
  static func configuration(ofWorkspaceAt path: String) throws(Fault) -> ConsentConfiguration {
    let file = path + "/" + fileName
    guard FileSystem.kind(of: file) != nil else { return ConsentConfiguration() }
    return try ConsentConfiguration(toml: try FileSystem.readText(file), file: file)
  }

  /// All records about a purpose; read when first asked for.
  func column(of purpose: String) throws(Fault) -> ConsentColumn {
    if let known = columns.withLock({ $0[purpose] }) { return known }
    let column = try ConsentRun.column(of: purpose, in: runs).arranged
    columns.withLock { $0[purpose] = column }
    return column
  }

  /// How a purpose is decided.
  func rule(for purpose: String) -> DecisionRule {
    configuration.catalogue.purpose(purpose).map(configuration.rule) ?? configuration.defaultRule
  }

  /// The sources that may use data for a purpose where nothing was said.
  func interestSources(for purpose: String) -> Set<String> {
    configuration.catalogue.purpose(purpose).flatMap { configuration.interestSources[$0] } ?? []
  }
}

extension Mapping {
  /// The mapping with the workspace's own rules for the source's signals, where it has some.
  ///
  /// Rules for the source itself win over the feed's; rules for all sources stand in where the feed
  /// has none.
  func withSignals(of configuration: ConsentConfiguration, source: String) -> Mapping {
    guard configuration.mappings[source] != nil || consentMap.isEmpty else { return self }
    var mapping = self
    mapping.workspaceSignals = WorkspaceSignals(
      configuration.mapping(for: source), purposes: configuration.catalogue.names)
    return mapping
  }
}
