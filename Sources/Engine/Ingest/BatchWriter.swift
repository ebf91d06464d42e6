internal import Basis
internal import Columns
internal import Consent
internal import Intake
internal import Storage

/// Writes what a batch brought: column files first, then the one transaction that makes them count.
///
/// A file that was written but not committed is nobody's: the next opening for writing sweeps it.
struct BatchWriter {
  let workspace: Workspace
  let batch: BatchID
  let source: SourceID
  private(set) var runs: [RunRecord] = []
  /// What the batch appends to the consent ledger; nil where it has no consents.
  private(set) var ledger: (section: LedgerSection, end: LedgerChain)?
  private(set) var duplicates = 0
  private(set) var eventCount = 0
  private(set) var factCount = 0
  private(set) var firstEvent: UInt32?
  private(set) var lastEvent: UInt32?
  private(set) var eventFields: Set<EventField> = []
  /// Keys of the slices of this batch that are written already, each ascending.
  private var earlierKeys: [RunFile] = []

  struct EventField: Hashable, Comparable {
    let event: String
    let field: String
    static func < (a: Self, b: Self) -> Bool { (a.event, a.field) < (b.event, b.field) }
  }

  init(workspace: Workspace, batch: BatchID, source: SourceID) {
    (self.workspace, self.batch, self.source) = (workspace, batch, source)
  }

  /// Writes one slice without its duplicates and tells which rows those were.
  mutating func write(
    _ slice: consuming Slice, dictionaries: Dictionaries, sealing: ValueSealing
  ) throws(Fault) -> [Bool] {
    let (keys, rows) = slice.sortedKeys()
    var isDuplicate = [Bool](repeating: false, count: keys.count)
    Slice.markRepeats(keys, rows, in: &isDuplicate)
    for file in earlierKeys {
      KeyIndex.mark(
        keys, rows, foundIn: try KeyIndex.keys(in: file), duplicates: &isDuplicate)
    }
    for run in try workspace.runs(of: .keys) where run.record.source == source {
      KeyIndex.mark(
        keys, rows, foundIn: try KeyIndex.keys(in: run.file), duplicates: &isDuplicate)
    }
    let newKeys = zip(keys, rows).filter { !isDuplicate[Int($0.1)] }.map(\.0)
    duplicates += keys.count - newKeys.count
    let number = slice.number
    if !newKeys.isEmpty {
      let name = try add(.keys, KeyIndex.run(ascending: newKeys), rows: newKeys.count, number)
      earlierKeys.append(try RunFile(path: workspace.columnsFolder + "/" + name))
    }
    let kept = slice.keptEvents(isDuplicate)
    let (events, facts) = (slice.events, slice.facts)
    let typeName = { @Sendable code in dictionaries.text(of: code, in: DictionaryKey.eventTypes) }
    let runs = Cores.both(
      { kept.isEmpty ? nil : events.run(keeping: kept, typeNames: typeName, sealing: sealing) },
      { Self.run(of: facts, sealing) })
    if let run = runs.0 { try addEvents(run, kept, events.times, number) }
    if let run = runs.1 {
      factCount += run.rows
      _ = try add(.attributes, run.writer, rows: run.rows, number)
    }
    return isDuplicate
  }

  private mutating func addEvents(
    _ run: RunWriter, _ kept: [UInt32], _ times: [UInt32], _ number: Int
  ) throws(Fault) {
    eventCount += kept.count
    var (least, most) = (UInt32.max, UInt32.min)
    for event in kept {
      least = min(least, times[Int(event)])
      most = max(most, times[Int(event)])
    }
    firstEvent = min(firstEvent ?? least, least)
    lastEvent = max(lastEvent ?? most, most)
    let name = try add(
      .events, run, rows: kept.count, number,
      first: Timestamp(Int64(least)), last: Timestamp(Int64(most)))
    let reader = try EventRunReader(try RunFile(path: workspace.columnsFolder + "/" + name))
    for type in reader.types {
      let fields = try reader.fieldNames(of: type)
      for field in fields { eventFields.insert(EventField(event: type, field: field)) }
      if fields.isEmpty { eventFields.insert(EventField(event: type, field: "source")) }
    }
  }

  /// The run of what a slice says of people; nil where it says nothing.
  private static func run(of facts: [String: FactSlice], _ sealing: ValueSealing)
    -> (writer: RunWriter, rows: Int)?
  {
    var run = RunWriter(sealing: sealing)
    var rows = 0
    for name in facts.keys.sorted() {
      guard let slice = facts[name], !slice.nodes.isEmpty else { continue }
      slice.write(to: &run, as: name)
      rows += slice.nodes.count
    }
    return rows > 0 ? (run, rows) : nil
  }

  /// Writes the parts that a batch has once.
  mutating func writeRest(
    _ builder: BatchBuilder, identifiers: RunWriter, links: RunWriter?, now: Timestamp
  ) throws(Fault) {
    _ = try add(.identifiers, identifiers, rows: builder.identifiers.hashes.count, 0)
    if let links { _ = try add(.links, links, rows: builder.links.count, 0) }
    let personal = try DictionaryKey.personal(builder.plan, workspace.catalogue)
    if let dictionary = try builder.dictionaries.run(personal: personal) {
      _ = try add(.dictionary, dictionary, rows: 0, 0)
    }
    guard !builder.consents.isEmpty else { return }
    var draft = try LedgerDraft(workspace, batch: batch, source: source, now: now)
    for row in builder.consents { draft.append(row) }
    let run = try add(.ledger, draft.columns.run(), rows: draft.columns.count, 0)
    ledger = (draft.section(in: run), draft.end)
    _ = try add(
      .consent, ConsentRun.run(builder.consents, draft), rows: builder.consents.count, 0)
  }

  /// Removes what was written of a batch that will not be committed.
  func removeFiles() {
    for run in runs { FileSystem.discard(workspace.columnsFolder + "/" + run.name) }
  }

  private mutating func add(
    _ kind: RunKind, _ run: consuming RunWriter, rows: Int, _ number: Int,
    first: Timestamp? = nil, last: Timestamp? = nil
  ) throws(Fault) -> String {
    let name = "\(padded(Int(batch.number), 6))-\(padded(number, 3))-\(kind.rawValue).run"
    let bytes = run.finish()
    try FileSystem.write(bytes, to: workspace.columnsFolder + "/" + name)
    runs.append(
      RunRecord(
        kind: kind, name: name, source: source, batch: batch, rows: rows, bytes: bytes.count,
        firstEvent: first, lastEvent: last))
    return name
  }
}
