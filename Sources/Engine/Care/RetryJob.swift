internal import Basis
internal import Columns
internal import Formats
internal import Intake
internal import Normalise
internal import Sealing
internal import Storage

/// Reads the rejects of one batch again and keeps those that can be used now as a batch of its own.
struct RetryJob {
  let job: IngestJob
  let original: BatchRecord
  /// Is told how many rejects of the batch were read; returns false to stop.
  let progress: (Int) -> Bool

  /// How many rejects are read between two reports.
  private static let stretch = 256

  struct Outcome {
    var batch: BatchID?
    var cameIn = 0
    var duplicates = 0
    var stillRejected = 0
  }

  func run() throws(Fault) -> Outcome {
    let rows = try reader()
    let number = try job.workspace.catalogue.nextBatchID()
    var builder = try job.makeBuilder(rows.plan, number)
    var writer = BatchWriter(workspace: job.workspace, batch: number, source: job.source.id)
    do throws(Fault) {
      var hash = ContentHash()
      var (all, bytes) = (0, 0)
      var taken: [Int64] = []
      var erased: [Int64] = []
      let seal = RejectSeal(job.workspace.vault)
      try job.workspace.catalogue.forEachOpenReject(of: original.id) { (reject) throws(Fault) in
        all += 1
        if all % Self.stretch == 0 { try report(all) }
        guard reject.reason != RejectReason.tooLong.rawValue else { return }
        let raw = try seal.open(reject.raw, isSealed: reject.isSealed)
        let block = rows.read(raw, line: reject.line)
        if block.erased > 0 { erased.append(reject.id) }
        guard block.rejects.isEmpty, block.erased == 0 else { return }
        try builder.add(block)
        hash.update(raw)
        hash.update([10])
        bytes += raw.count + 1
        taken.append(reject.id)
        if builder.slice.keys.count >= Slice.fullRows {
          try job.writeSlice(&builder, &writer)
        }
      }
      try report(all)
      try forget(erased)
      guard !taken.isEmpty else {
        return Outcome(stillRejected: all - erased.count)
      }
      try job.finish(&builder, &writer)
      try commit(builder, writer, taken, hash.finish().bytes, bytes)
      return Outcome(
        batch: writer.batch, cameIn: taken.count, duplicates: writer.duplicates,
        stillRejected: all - taken.count - erased.count)
    } catch {
      writer.removeFiles()
      throw error
    }
  }

  private func report(_ count: Int) throws(Fault) {
    guard !progress(count) else { return }
    throw Fault(
      .interrupted, "the retry", reason: "it was stopped; what had come in stays",
      remedy: "Run it again when you like")
  }

  /// Nothing is kept of people who were erased, now that their rows can be read.
  private func forget(_ erased: [Int64]) throws(Fault) {
    guard !erased.isEmpty else { return }
    let catalogue = job.workspace.catalogue
    try catalogue.transaction { () throws(Fault) in
      for reject in erased { try catalogue.remove(rejectOf: original.id, reject, isOpen: true) }
    }
  }

  private func reader() throws(Fault) -> RejectedRows {
    var dialect: Dialect?
    if let head = original.head {
      var known = Dialect()
      (known.delimiter, known.quote, known.hasHeader) = (head.delimiter, head.quote, true)
      dialect = known
    } else if original.format == "csv" {
      throw Fault(
        .refused, "batch \(original.id.number)",
        reason: "it was ingested before headers were kept, so its rows cannot be read again",
        remedy: "Write them out with `parterre rejects --export FILE`, add the header and ingest it"
      )
    }
    let vault = job.workspace.vault
    return try RejectedRows(
      header: original.head?.columns, dialect: dialect,
      decimal: original.decimal.map(DecimalMark.init) ?? .automatic, file: original.name,
      mapping: job.mapping,
      hashing: { (name) throws(Fault) in try vault.lookup(namespace: name) },
      erased: try job.erasedPeople(), now: job.now)
  }

  private func commit(
    _ builder: BatchBuilder, _ writer: BatchWriter, _ taken: [Int64],
    _ contentHash: [UInt8], _ bytes: Int
  ) throws(Fault) {
    var batch = BatchRecord(
      source: job.source.id, name: "rejects of \(original.name)", contentHash: contentHash,
      bytes: bytes, format: original.format, started: job.now)
    batch.id = writer.batch
    batch.mapping = job.mappingText
    (batch.head, batch.decimal) = (original.head, original.decimal)
    batch.rows = builder.quality.rows
    batch.duplicates = writer.duplicates
    batch.accepted = batch.rows - batch.duplicates
    (batch.events, batch.facts) = (writer.eventCount, writer.factCount)
    (batch.bots, batch.badIdentifiers) = (builder.quality.bots, builder.quality.badIdentifiers)
    batch.firstEvent = writer.firstEvent.map { Timestamp(Int64($0)) }
    batch.lastEvent = writer.lastEvent.map { Timestamp(Int64($0)) }
    batch.finished = job.clock()
    let catalogue = job.workspace.catalogue
    try job.record(
      batch, builder, writer,
      also: { () throws(Fault) in
        try catalogue.markRetried(taken, of: original.id, by: batch.id)
      })
  }
}
