package import Basis
internal import Formats
internal import Intake
internal import Normalise
internal import Storage

extension QuestionDesk {
  /// One row that waits to be mended or retried.
  package struct RejectLine: Sendable, Equatable {
    package let source: String
    package let batch: Int64
    package let file: String
    package let line: Int
    package let field: String?
    package let reason: String
    package let detail: String
    /// The beginning of the row, harmless for a terminal.
    package let text: String
  }

  /// What became of the rejects that were read again.
  package struct Retried: Sendable, Equatable {
    package var batches: [Int64] = []
    package var cameIn = 0
    package var duplicates = 0
    package var stillRejected = 0
    /// Sources whose rejects wait, because they have no mapping to read them by.
    package var withoutMapping: [String] = []

    fileprivate mutating func add(_ outcome: RetryJob.Outcome) {
      if let batch = outcome.batch { batches.append(batch.number) }
      cameIn += outcome.cameIn
      duplicates += outcome.duplicates
      stillRejected += outcome.stillRejected
    }
  }

  static let rejectTextLimit = 120

  /// The first open rejects, and how many there are in all.
  ///
  /// Their rows are masked unless `reveal` is set, which is written to the audit log.
  package func openRejects(of source: String?, limit: Int, reveal: Bool = false) throws(Fault) -> (
    lines: [RejectLine], count: Int
  ) {
    if reveal { try noteReveal(of: "rejects", source ?? "all sources") }
    return try reading { (workspace) throws(Fault) in
      let seal = RejectSeal(workspace.vault)
      let catalogue = workspace.catalogue
      return try catalogue.consistently { () throws(Fault) in
        let id = try source.map { (name) throws(Fault) in try Self.source(name, catalogue).id }
        let names = try Self.names(catalogue)
        var batches: [BatchID: BatchRecord] = [:]
        var count = 0
        for batch in try catalogue.batches(of: id) where batch.state == .kept {
          batches[batch.id] = batch
          count += try catalogue.openRejectCount(of: batch.id)
        }
        let rejects = try seal.openRejects(of: id, limit: limit, in: catalogue)
        let lines = rejects.map { reject in
          let batch = batches[reject.batch]
          return RejectLine(
            source: batch.flatMap { names[$0.source] } ?? "", batch: reject.batch.number,
            file: batch?.name ?? "", line: reject.line, field: reject.field,
            reason: reject.reason, detail: reject.detail,
            text: Self.shown(reject.raw, reveal: reveal))
        }
        return (lines, count)
      }
    }
  }

  /// Writes the open rejects verbatim into a file that can be mended and ingested; returns how many.
  package func exportRejects(of source: String?, to path: String) throws(Fault) -> Int {
    guard FileSystem.kind(of: path) == nil else {
      throw Fault(
        .alreadyExists, path, reason: "there is a file of this name",
        remedy: "Choose another name, or remove it")
    }
    try noteReveal(of: "rejects", source ?? "all sources")
    return try reading { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      let id = try source.map { (name) throws(Fault) in try Self.source(name, catalogue).id }
      let batches = try catalogue.batchesWithRejects(of: id)
      var heads: [FeedHead?] = []
      for batch in batches {
        let head = try catalogue.batch(batch)?.head
        if !heads.contains(head) { heads.append(head) }
      }
      guard heads.count <= 1 else {
        throw Fault(
          .refused, path, reason: "the rejects come from feeds with different columns",
          remedy: "Name one source with --source, and retry what its mapping can already read")
      }
      let temporary = path + ".partial"
      do throws(Fault) {
        let count = try Self.write(batches, heads.first??.line, to: temporary, workspace)
        try FileSystem.rename(temporary, to: path)
        return count
      } catch {
        try FileSystem.remove(temporary)
        throw error
      }
    }
  }

  private static func write(
    _ batches: [BatchID], _ head: [UInt8]?, to path: String, _ workspace: Workspace
  ) throws(Fault) -> Int {
    let seal = RejectSeal(workspace.vault)
    var file = try FileSink.create(path, gzip: false, mode: 0o600)
    if let head { try file.write(head + [10]) }
    var count = 0
    for batch in batches {
      try workspace.catalogue.forEachOpenReject(of: batch) { (reject) throws(Fault) in
        let row = try seal.open(reject.raw, isSealed: reject.isSealed)
        try file.write(withoutLineEnd(row) + [10])
        count += 1
      }
    }
    try file.finish()
    return count
  }

  /// Reads the open rejects again; what can be used now comes in.
  ///
  /// Each source's present mapping counts, or the one given for this time. `progress` hears how
  /// many rejects were read and of how many, and returns false to stop; what came in by then stays.
  package func retryRejects(
    of source: String?, mapping: String?, now: Timestamp,
    progress: @escaping (Int, Int?) -> Bool = { _, _ in true }
  ) throws(Fault) -> Retried {
    try writing { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      var retried = Retried()
      var sources: [SourceRecord] = []
      if let source {
        sources = [try Self.source(source, catalogue)]
      } else {
        for record in try catalogue.sources() {
          if mapping != nil || record.mapping != nil {
            sources.append(record)
          } else if try !catalogue.batchesWithRejects(of: record.id).isEmpty {
            retried.withoutMapping.append(record.name)
          }
        }
      }
      var due: [(source: SourceRecord, batches: [BatchID])] = []
      var total = 0
      for record in sources {
        let batches = try catalogue.batchesWithRejects(of: record.id)
        for batch in batches { total += try catalogue.openRejectCount(of: batch) }
        if !batches.isEmpty { due.append((record, batches)) }
      }
      var done = 0
      for (source, batches) in due {
        let job = try retryJob(source, mapping ?? source.mapping, in: workspace, now)
        for id in batches {
          guard let original = try catalogue.batch(id) else { continue }
          let before = done
          let retry = RetryJob(job: job, original: original) { read in
            done = before + read
            return progress(done, total)
          }
          retried.add(try retry.run())
        }
      }
      return retried
    }
  }

  private func retryJob(
    _ source: SourceRecord, _ mapping: String?, in workspace: Workspace, _ now: Timestamp
  ) throws(Fault) -> IngestJob {
    let rules = try FeedRules(workspace: workspace.path)
    let (bound, text) = try rules.mapping(of: source, or: mapping)
    return IngestJob(
      workspace: workspace, source: source, mapping: bound, mappingText: text,
      isStrict: false, now: now, clock: clock, progress: { _, _ in true })
  }

  private static func names(_ catalogue: Catalogue) throws(Fault) -> [SourceID: String] {
    var names: [SourceID: String] = [:]
    for source in try catalogue.sources() { names[source.id] = source.name }
    return names
  }

  private static func withoutLineEnd(_ raw: [UInt8]) -> ArraySlice<UInt8> {
    var row = raw[...]
    while let last = row.last, last == 10 || last == 13 { row.removeLast() }
    return row
  }

  /// Writes down that somebody asked to see personal data.
  private func noteReveal(of what: String, _ detail: String) throws(Fault) {
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.audit("reveal", what, detail, at: clock())
    }
  }

  private static func shown(_ raw: [UInt8], reveal: Bool) -> String {
    var clean: [UInt8] = []
    let row = Array(withoutLineEnd(raw).prefix(rejectTextLimit * 4))
    SafeText.appendCleaned(row.span, into: &clean)
    let plain = String(decoding: clean, as: UTF8.self)
    let text = reveal ? plain : RejectSeal.masked(plain)
    return text.count > rejectTextLimit ? text.prefix(rejectTextLimit - 1) + "…" : text
  }
}
