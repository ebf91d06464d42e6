package import Basis
internal import Intake
package import Requests
internal import Storage

extension QuestionDesk {
  /// Adds a source with its mapping.
  package func addSource(
    _ name: String, party: String, kind: String, mapping: String?, expectedInterval: Int64?,
    monthlyCost: Money?, dropFolder: String? = nil, now: Timestamp
  ) throws(Fault) {
    try NewName.check(name, of: "source")
    if let mapping { _ = try Mapping.parse(mapping, file: "the mapping of \(name)") }
    try writing { (workspace) throws(Fault) in
      guard try workspace.catalogue.source(named: name) == nil else {
        throw Fault(
          .alreadyExists, "source “\(name)”", reason: "there is one of this name",
          remedy: "Choose another name")
      }
      try workspace.catalogue.transaction { () throws(Fault) in
        _ = try workspace.catalogue.add(
          SourceRecord(
            name: name, party: party, kind: kind, mapping: mapping,
            expectedInterval: expectedInterval, monthlyCost: monthlyCost,
            dropFolder: dropFolder.map(FileSystem.absolute), created: now))
        try workspace.catalogue.audit("source add", name, "", at: now)
        try workspace.catalogue.raiseDataVersion()
      }
    }
  }

  /// What of a source shall be another; what is nil stays.
  package struct SourceChanges: Sendable {
    package var party: String?
    package var kind: String?
    package var mapping: String?
    package var expectedInterval: Int64?
    package var monthlyCost: Money?
    /// An empty one takes the drop folder away.
    package var dropFolder: String?
    package init() {}
  }

  /// Changes a source; its batches stay as they are.
  package func setSource(_ name: String, _ changes: SourceChanges, now: Timestamp) throws(Fault) {
    if let mapping = changes.mapping {
      _ = try Mapping.parse(mapping, file: "the mapping of \(name)")
    }
    try writing { (workspace) throws(Fault) in
      var source = try Self.source(name, workspace.catalogue)
      source.party = changes.party ?? source.party
      source.kind = changes.kind ?? source.kind
      source.mapping = changes.mapping ?? source.mapping
      source.expectedInterval = changes.expectedInterval ?? source.expectedInterval
      source.monthlyCost = changes.monthlyCost ?? source.monthlyCost
      if let folder = changes.dropFolder {
        source.dropFolder = folder.isEmpty ? nil : FileSystem.absolute(folder)
      }
      try workspace.catalogue.transaction { () throws(Fault) in
        try workspace.catalogue.update(source)
        try workspace.catalogue.audit("source set", name, "", at: now)
        try workspace.catalogue.raiseDataVersion()
      }
    }
  }

  /// Every source with the state of its last batches.
  package func sources(asOf instant: Timestamp) throws(Fault) -> [SourceSummary] {
    try reading { (workspace) throws(Fault) in
      var summaries: [SourceSummary] = []
      for source in try workspace.catalogue.sources() {
        summaries.append(try Self.summary(source, workspace.catalogue, instant))
      }
      return summaries
    }
  }

  /// One source with its batches, fields and rejects.
  package func source(_ name: String, asOf instant: Timestamp) throws(Fault) -> SourceDetail {
    try reading { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      let source = try Self.source(name, catalogue)
      let batches = try catalogue.batches(of: source.id).filter { $0.state == .kept }
      var fields: [String: FieldFill] = [:]
      for batch in batches {
        for field in try catalogue.fields(of: batch.id) {
          var fill =
            fields[field.field] ?? FieldFill(name: field.field, use: "", filled: 0, rows: 0)
          fill.filled += field.filled
          fill.rows += batch.accepted + batch.duplicates
          fill.newValues = field.newValues
          fields[field.field] = fill
        }
      }
      for field in try catalogue.fields() where fields[field.name] != nil {
        let known = fields[field.name]?.use ?? ""
        let use = field.owner == .event ? "field" : "attribute"
        fields[field.name]?.use = known.isEmpty ? use : known + ", " + use
      }
      var detail = SourceDetail(
        summary: try Self.summary(source, catalogue, instant),
        batches: batches.reversed().map(Self.summary),
        fields: fields.values.sorted { $0.name < $1.name },
        rejects: try Self.rejects(of: source, batches, workspace), mapping: source.mapping ?? "")
      detail.leftOut = try catalogue.flaws(of: source.id).map {
        LeftOutValues(
          field: $0.field, reason: $0.reason, count: $0.count, firstLine: $0.firstLine)
      }
      detail.dropFolder = source.dropFolder
      return detail
    }
  }

  static func source(_ name: String, _ catalogue: Catalogue) throws(Fault) -> SourceRecord {
    if let source = try catalogue.source(named: name) { return source }
    let names = try catalogue.sources().map(\.name)
    let nearest = NearestName.to(name, among: names).map { "Did you mean \($0)?" }
    throw Fault(
      .notFound, "source “\(name)”", reason: "there is no such source",
      remedy: nearest
        ?? (names.isEmpty
          ? "Add it with `parterre source add`" : "There are: \(names.joined(separator: ", "))"))
  }

  private static func summary(
    _ source: SourceRecord, _ catalogue: Catalogue, _ instant: Timestamp
  ) throws(Fault) -> SourceSummary {
    let batches = try catalogue.batches(of: source.id).filter { $0.state == .kept }
    let tally = batches.reduce(into: RowTally(rows: 0, accepted: 0, duplicates: 0, rejected: 0)) {
      $0.rows += $1.rows
      $0.accepted += $1.accepted
      $0.duplicates += $1.duplicates
      $0.rejected += $1.rejected
    }
    let volumes = batches.map(\.accepted)
    var summary = SourceSummary(
      name: source.name, party: source.party, kind: source.kind,
      lastBatch: batches.last?.finished, expectedSeconds: source.expectedInterval.map(Int.init),
      freshness: freshness(source, batches.last, instant), tally: tally,
      recentVolumes: Array(volumes.suffix(8)), anomaly: VolumeCheck.anomaly(in: volumes))
    summary.volumeScore = VolumeCheck.score(in: volumes)
    summary.bots = batches.reduce(0) { $0 + $1.bots }
    summary.events = batches.reduce(0) { $0 + $1.events }
    summary.badIdentifiers = batches.reduce(0) { $0 + $1.badIdentifiers }
    return summary
  }

  private static func freshness(
    _ source: SourceRecord, _ last: BatchRecord?, _ instant: Timestamp
  ) -> Freshness {
    guard let last else { return .never }
    guard let interval = source.expectedInterval else { return .unknown }
    let late = instant.seconds - last.finished.seconds - interval
    return late > 0 ? .late(bySeconds: Int(late)) : .onTime
  }

  private static func summary(_ batch: BatchRecord) -> BatchSummary {
    var summary = BatchSummary(
      id: batch.id, file: batch.name, takenIn: batch.finished,
      tally: RowTally(
        rows: batch.rows, accepted: batch.accepted, duplicates: batch.duplicates,
        rejected: batch.rejected),
      seconds: Double(batch.finished.seconds - batch.started.seconds),
      earliest: batch.firstEvent, latest: batch.lastEvent)
    (summary.events, summary.bots) = (batch.events, batch.bots)
    summary.badIdentifiers = batch.badIdentifiers
    return summary
  }

  private static func rejects(
    of source: SourceRecord, _ batches: [BatchRecord], _ workspace: Workspace
  ) throws(Fault) -> [Requests.RejectReason] {
    let seal = RejectSeal(workspace.vault)
    var names: [BatchID: String] = [:]
    for batch in batches { names[batch.id] = batch.name }
    var reasons: [Requests.RejectReason] = []
    for group in try workspace.catalogue.rejectSamples(of: source.id) {
      var samples: [RejectedRow] = []
      for reject in group.first {
        let raw = try seal.open(reject.raw, isSealed: reject.isSealed)
        let text = String(decoding: raw.prefix(200), as: UTF8.self)
        samples.append(
          RejectedRow(
            file: names[reject.batch] ?? "", line: reject.line, field: reject.field,
            text: RejectSeal.masked(text)))
      }
      reasons.append(
        Requests.RejectReason(
          code: group.reason, explanation: group.first.first?.detail ?? "", count: group.count,
          samples: samples))
    }
    return reasons
  }
}

/// Whether the last batch's volume is unlike those before it.
enum VolumeCheck {
  /// Says what is odd by a robust z-score over the last eight batches; nil where nothing is.
  static func anomaly(in volumes: [Int]) -> String? {
    guard let score = score(in: volumes), abs(score) > 3.5, let last = volumes.last else {
      return nil
    }
    let median = middle(volumes.dropLast().suffix(8).map(Double.init).sorted())
    let share = median == 0 ? 0 : (Double(last) / median - 1) * 100
    return "\(share > 0 ? "+" : "−")\(Int(abs(share).rounded())) % against its usual volume"
  }

  /// How far the last volume is from the middle of the eight before it, in robust deviations.
  static func score(in volumes: [Int]) -> Double? {
    guard volumes.count >= 4, let last = volumes.last else { return nil }
    let before = volumes.dropLast().suffix(8).map(Double.init).sorted()
    let median = middle(before)
    let deviation = middle(before.map { abs($0 - median) }.sorted())
    // 1.4826 makes the median deviation comparable with a standard deviation.
    let spread = max(deviation * 1.4826, median * 0.05, 1)
    return (Double(last) - median) / spread
  }

  private static func middle(_ sorted: [Double]) -> Double {
    guard !sorted.isEmpty else { return 0 }
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }
}
