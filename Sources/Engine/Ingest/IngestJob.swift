internal import Basis
internal import Columns
internal import Consent
internal import Formats
internal import Intake
internal import Sealing
internal import Storage

/// What one ingest did, for the summary.
package struct IngestOutcome: Sendable, Equatable {
  package var batch: Int64?
  package var rows = 0
  package var accepted = 0
  package var duplicates = 0
  package var rejected: [String: Int] = [:]
  /// Values that were left out of rows that were kept, by the reason.
  package var leftOut: [String: Int] = [:]
  package var events = 0
  package var bytes = 0
  /// Rows of people who were erased; nothing of them is kept.
  package var erased = 0
  /// The file was ingested before, as this batch.
  package var knownAs: Int64?

  package var rejectedCount: Int { rejected.values.reduce(0, +) }
}

/// Brings one file into the workspace: read, parse, merge, write, commit.
struct IngestJob {
  let workspace: Workspace
  let source: SourceRecord
  let mapping: Mapping
  let mappingText: String?
  let isStrict: Bool
  let now: Timestamp
  /// Tells when the file is in.
  let clock: @Sendable () -> Timestamp
  /// Is told the bytes read so far and the file's size; returns false to stop.
  let progress: (Int, Int?) -> Bool
  /// Is told, in a few words, what is done once everything is read.
  var phase: (String) -> Void = { _ in }

  func run(_ path: String) throws(Fault) -> IngestOutcome {
    if let known = try knownBatch(path) {
      return IngestOutcome(bytes: known.bytes, knownAs: known.id.number)
    }
    let vault = workspace.vault
    var feed = try FeedReader.open(
      path, mapping: mapping,
      hashing: { (name) throws(Fault) in try vault.lookup(namespace: name) },
      erased: try erasedPeople(), now: now)
    let number = try workspace.catalogue.nextBatchID()
    var builder = try makeBuilder(feed.plan, number)
    var writer = BatchWriter(
      workspace: workspace, batch: number, source: source.id)
    var print = try FeedPrint(vault)
    do throws(Fault) {
      try readAll(&feed, &builder, &writer, &print)
      phase("sealing identifiers, writing columns")
      try finish(&builder, &writer)
      let facts = FeedFacts(
        format: feed.format, header: feed.header, decimal: feed.decimal, bytes: feed.bytesRead)
      phase("making it part of the workspace")
      return try commit(
        facts, builder, writer, print.finish(), path, name: FileSystem.name(of: path))
    } catch {
      writer.removeFiles()
      throw error
    }
  }

  private func readAll(
    _ feed: inout FeedReader, _ builder: inout BatchBuilder, _ writer: inout BatchWriter,
    _ print: inout FeedPrint
  ) throws(Fault) {
    let pipeline = ParsingPipeline(parser: feed.parser)
    var submitted = 0
    var taken = 0
    var isOver = false
    while !isOver || taken < submitted {
      while !isOver, submitted - taken < ParsingPipeline.depth {
        guard let chunk = try feed.next() else {
          isOver = true
          break
        }
        print.update(chunk.bytes.span)
        pipeline.submit(chunk, number: submitted)
        submitted += 1
      }
      guard taken < submitted else { break }
      var block = pipeline.take(taken)
      feed.reuse(block.takeSpent())
      try builder.add(block)
      taken += 1
      if builder.slice.keys.count >= Slice.fullRows { try writeSlice(&builder, &writer) }
      guard progress(feed.bytesRead, feed.totalBytes) else {
        throw Fault(
          .interrupted, "ingest", reason: "it was stopped; nothing of the file was kept",
          remedy: "Run it again when you like")
      }
    }
  }

  func makeBuilder(_ plan: RowPlan, _ batch: BatchID) throws(Fault) -> BatchBuilder {
    let catalogue = workspace.catalogue
    var readers: [IdentifierRunReader] = []
    for run in try workspace.runs(of: .identifiers) {
      readers.append(try IdentifierRunReader(run.file))
    }
    let next = readers.map { $0.firstNode + UInt32($0.count) }.max() ?? 1
    var dictionaries = Dictionaries(
      runs: try workspace.runs(of: .dictionary).map(\.file), vault: workspace.vault)
    var keys = [DictionaryKey.eventTypes]
    keys += plan.fieldNames.map { DictionaryKey.key(.event, $0) }
    keys += plan.attributeNames.map { DictionaryKey.key(.attribute, $0) }
    try dictionaries.load(keys)
    var known = try catalogue.namespaces()
    var codes: [UInt32] = []
    for name in plan.namespaces {
      if let code = known.firstIndex(of: name) {
        codes.append(UInt32(code))
      } else {
        codes.append(UInt32(known.count))
        known.append(name)
      }
    }
    return BatchBuilder(
      plan: plan, batch: batch, firstNode: next, known: readers, namespaceCodes: codes,
      dictionaries: dictionaries, rejects: spool(batch))
  }

  /// Where rejects wait; a name in the folder of the column files, whose orphans are swept.
  private func spool(_ batch: BatchID) -> RejectSpool {
    let seal = RejectSeal(workspace.vault)
    return RejectSpool(
      path: workspace.columnsFolder + "/\(padded(Int(batch.number), 6))-rejects.spool",
      seal: { seal.seal($0) })
  }

  /// Whose rows are refused because they were erased.
  func erasedPeople() throws(Fault) -> ErasedPeople {
    let vault = workspace.vault
    return try ErasedPeople(
      TombstoneSet(try workspace.catalogue.tombstones()),
      namespaces: try workspace.catalogue.namespaces(),
      hashing: { (name) throws(Fault) in try TombstoneSet.hash(vault, namespace: name) })
  }

  /// Writes what is left of a batch: the last slice, and what a batch has once.
  func finish(_ builder: inout BatchBuilder, _ writer: inout BatchWriter) throws(Fault) {
    let vault = workspace.vault
    let (identifiers, links) = (builder.identifiers, builder.links)
    let (_, people) = try Cores.both(
      { () throws(Fault) in try writeSlice(&builder, &writer) },
      { () throws(Fault) in
        let identifierRun = try identifiers.run {
          vault.seal($0, context: IdentifierSweep.sealingContext)
        }
        return (identifierRun, links.count > 0 ? links.run() : nil)
      })
    try writer.writeRest(builder, identifiers: people.0, links: people.1, now: now)
  }

  func writeSlice(_ builder: inout BatchBuilder, _ writer: inout BatchWriter)
    throws(Fault)
  {
    guard !builder.slice.keys.isEmpty else { return }
    let slice = builder.takeSlice()
    let number = slice.number
    let isDuplicate = try writer.write(
      slice, dictionaries: builder.dictionaries,
      sealing: try ValueSealing(workspace, builder.plan))
    builder.drop(isDuplicate, ofSlice: number)
  }

  /// A file with the size of a kept batch may be that batch; only then is it read twice.
  private func knownBatch(_ path: String) throws(Fault) -> BatchRecord? {
    // What a pipe gives can be read once.
    guard FileSystem.kind(of: path) == .file, let size = FileSystem.size(of: path),
      try workspace.catalogue.hasKeptBatch(of: source.id, bytes: size)
    else { return nil }
    phase("comparing it with a batch of the same size")
    let vault = workspace.vault
    var feed = try FeedReader.open(
      path, mapping: mapping,
      hashing: { (name) throws(Fault) in try vault.lookup(namespace: name) },
      now: now)
    var print = try FeedPrint(vault)
    while let chunk = try feed.next() { print.update(chunk.bytes.span) }
    return try workspace.catalogue.keptBatch(of: source.id, contentHash: print.finish())
  }

  /// What a batch record keeps of its feed.
  struct FeedFacts {
    let format: FeedFormat
    let header: [String]?
    let decimal: DecimalMark
    let bytes: Int
  }

  func commit(
    _ feed: FeedFacts, _ builder: BatchBuilder, _ writer: BatchWriter, _ contentHash: [UInt8],
    _ path: String, name: String, also: () throws(Fault) -> Void = { () throws(Fault) in }
  ) throws(Fault) -> IngestOutcome {
    var outcome = IngestOutcome(batch: writer.batch.number, bytes: feed.bytes)
    outcome.rows = builder.quality.rows
    outcome.duplicates = writer.duplicates
    outcome.events = writer.eventCount
    for flaw in builder.quality.flaws { outcome.leftOut[flaw.reason, default: 0] += flaw.count }
    outcome.rejected = builder.rejects.counts
    outcome.erased = builder.quality.erased
    outcome.accepted =
      outcome.rows - outcome.duplicates - outcome.rejectedCount - outcome.erased
    if isStrict, outcome.rejectedCount > 0 {
      let first = builder.rejects.first
      let field = first?.field.map { " (field \($0))" } ?? ""
      throw Fault(
        .malformed, path,
        reason: "\(Counted.text(outcome.rejectedCount, "row")) cannot be used, the first\(field): "
          + "\(first?.detail ?? "")",
        remedy: "Mend them or the mapping, or ingest without --strict to keep them as rejects",
        place: Fault.Place(file: path, line: first?.line, column: nil))
    }
    var batch = BatchRecord(
      source: source.id, name: name, contentHash: contentHash, bytes: feed.bytes,
      format: feed.format.name, started: now)
    batch.id = writer.batch
    batch.mapping = mappingText
    (batch.rows, batch.accepted) = (outcome.rows, outcome.accepted)
    (batch.duplicates, batch.rejected) = (outcome.duplicates, outcome.rejectedCount)
    batch.erased = outcome.erased
    (batch.events, batch.facts) = (writer.eventCount, writer.factCount)
    (batch.bots, batch.badIdentifiers) = (builder.quality.bots, builder.quality.badIdentifiers)
    batch.firstEvent = writer.firstEvent.map { Timestamp(Int64($0)) }
    batch.lastEvent = writer.lastEvent.map { Timestamp(Int64($0)) }
    batch.finished = clock()
    batch.decimal = feed.decimal.byte
    if let header = feed.header, case .delimited(let dialect) = feed.format {
      batch.head = FeedHead(columns: header, delimiter: dialect.delimiter, quote: dialect.quote)
    }
    try record(batch, builder, writer, also: also)
    return outcome
  }

  /// The one transaction by which the batch becomes part of the workspace.
  func record(
    _ batch: BatchRecord, _ builder: BatchBuilder, _ writer: BatchWriter,
    also: () throws(Fault) -> Void = { () throws(Fault) in }
  ) throws(Fault) {
    let catalogue = workspace.catalogue
    let plan = builder.plan
    try FileSystem.syncFolder(workspace.columnsFolder)
    try catalogue.transaction { () throws(Fault) in
      try recordNames(plan, writer)
      try catalogue.add(batch, fields: builder.quality.fields(plan, builder.dictionaries))
      for run in writer.runs { try catalogue.add(run) }
      for flaw in builder.quality.flaws {
        try catalogue.add(
          FlawRecord(
            field: flaw.field, reason: flaw.reason, count: flaw.count, firstLine: flaw.firstLine),
          to: batch.id)
      }
      try builder.rejects.forEach { (reject) throws(Fault) in
        try catalogue.add(
          RejectRecord(
            batch: batch.id, line: reject.line, field: reject.field,
            reason: reject.reason.rawValue, detail: reject.detail, raw: reject.raw))
      }
      for cost in builder.costs {
        try catalogue.add(
          CostRecord(
            batch: batch.id, day: cost.record.day, campaign: cost.record.campaign,
            channel: cost.record.channel, impressions: cost.record.impressions,
            clicks: cost.record.clicks, cost: cost.record.cost))
      }
      if let (section, end) = writer.ledger { try catalogue.append(section, end: end) }
      try also()
      try catalogue.raiseDataVersion()
      try catalogue.audit("ingest", source.name, "batch \(batch.id.number)", at: now)
    }
  }

  private func recordNames(_ plan: RowPlan, _ writer: BatchWriter) throws(Fault) {
    let catalogue = workspace.catalogue
    let known = try catalogue.namespaces()
    var next = known.count
    for name in plan.namespaces where !known.contains(name) {
      try catalogue.addNamespace(name, code: next)
      next += 1
    }
    let fields = try catalogue.fields()
    func put(_ owner: FieldRecord.Owner, _ rule: ValueRule) throws(Fault) {
      if let old = fields.first(where: { $0.owner == owner && $0.name == rule.name }),
        old.type != rule.type
      {
        throw Fault(
          .badMapping, "\(owner.rawValue) field “\(rule.name)”",
          reason: "the mapping says \(rule.type.rawValue), the workspace has \(old.type.rawValue)",
          remedy: "Give it another name, or the same type")
      }
      let definition = rule.definition.isEmpty ? nil : rule.definition.toml
      try catalogue.put(
        FieldRecord(
          owner: owner, name: rule.name, type: rule.type, isPersonal: rule.isPersonal,
          definition: definition))
    }
    for rule in plan.mapping.fields { try put(.event, rule) }
    for rule in plan.mapping.attributes {
      try put(.attribute, rule)
      try catalogue.setPriority(rule.priority, of: rule.name, in: source.id)
    }
    for pair in writer.eventFields.sorted() { try catalogue.putEventField(pair.event, pair.field) }
  }
}

/// What the blocks of a batch say of its quality.
struct BatchQuality {
  private(set) var rows = 0
  private(set) var bots = 0
  private(set) var badIdentifiers = 0
  private(set) var erased = 0
  private(set) var flaws: [BlockFlaw] = []
  private var filledFields: [Int] = []
  private var filledFacts: [Int] = []

  mutating func add(_ block: Block) {
    rows += block.rowCount
    bots += block.bots
    badIdentifiers += block.badIdentifiers
    erased += block.erased
    for flaw in block.flaws {
      let known = flaws.firstIndex { $0.field == flaw.field && $0.reason == flaw.reason }
      if let known { flaws[known].count += flaw.count } else { flaws.append(flaw) }
    }
    if filledFields.isEmpty { filledFields = block.fields.map { _ in 0 } }
    if filledFacts.isEmpty { filledFacts = block.facts.map { _ in 0 } }
    for (index, field) in block.fields.enumerated() {
      filledFields[index] += field.values.knownCount
    }
    for (index, facts) in block.facts.enumerated() { filledFacts[index] += facts.owners.count }
  }

  /// Fill per field, and how many of its values were never seen before.
  func fields(_ plan: RowPlan, _ dictionaries: Dictionaries) -> [BatchField] {
    var all: [String: BatchField] = [:]
    for (index, name) in plan.fieldNames.enumerated() where index < filledFields.count {
      let new = dictionaries.newCount(DictionaryKey.key(.event, name))
      all[name] = BatchField(field: name, filled: filledFields[index], newValues: new)
    }
    for (index, name) in plan.attributeNames.enumerated() where index < filledFacts.count {
      let new = dictionaries.newCount(DictionaryKey.key(.attribute, name))
      let filled = filledFacts[index] + (all[name]?.filled ?? 0)
      all[name] = BatchField(field: name, filled: filled, newValues: new)
    }
    return all.values.sorted { $0.field < $1.field }
  }
}
