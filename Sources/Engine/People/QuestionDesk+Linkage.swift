package import Basis
internal import Columns
internal import Formats
internal import Identity
internal import Sealing
internal import Storage

/// A probabilistic linkage that is asked for.
package struct LinkageRequest: Sendable {
  /// The configuration, `linkage.toml`.
  package var configuration: String
  /// A file of records in the place of the workspace's people.
  package var records: String?
  /// The column of the file that names a record; its line where there is none.
  package var idColumn: String?
  /// The column of the file that says whose a record is, to judge by.
  package var truthColumn: String?
  /// Where the pairs of a file's records are written.
  package var out: String?
  /// How many pairs near the threshold are shown with their weights.
  package var waterfalls = 0

  package init(configuration: String) { self.configuration = configuration }
}

extension QuestionDesk {
  /// Links the workspace's people by what sources say of them, and keeps the links.
  ///
  /// `planned` hears how many pairs each blocking rule makes before anything is compared, and
  /// returns false to stop there; then the answer is nil and nothing changes.
  package func linkPeople(
    _ request: LinkageRequest, now: Timestamp, planned: (LinkagePlan) -> Bool
  ) throws(Fault) -> LinkageReport? {
    let started = SystemClock.nanoseconds()
    let text = try FileSystem.readText(request.configuration)
    let settings = try LinkageSettings.parse(text, file: request.configuration)
    let (snapshot, population) = try peopleNow()
    let certain = population.resolver.deciding(
      snapshot.identity.decisions, usingProbable: false
    ).people().clusters
    let records = try LinkageRecords(
      columns: settings.columns, snapshot, population, people: certain
    ) { (nodes) throws(Fault) in
      try names(of: nodes, snapshot, reveal: true).mapValues { IdentifierReference($0).value }
    }
    let linkage = try Linkage(settings, records.table)
    let plan = LinkagePlan(linkage)
    guard planned(plan) else { return nil }
    let training = try linkage.trained()
    let result = linkage.scored(by: training.model)
    let clusters = linkage.clusters(of: result)
    var report = LinkageReport(plan, linkage, training, result, clusters)
    let (links, evidence) = Self.links(of: result, clusters, records, settings)
    report.links = links.count
    let shown = result.nearest(request.waterfalls, to: settings.threshold)
    let shownNames = try names(
      of: shown.flatMap { [records.anchors[Int($0.a)], records.anchors[Int($0.b)]] }, snapshot)
    report.waterfalls = shown.map { pair in
      Self.waterfall(pair, linkage, training.model) { shownNames[records.anchors[$0]] ?? "" }
    }
    let record = LinkageRecord(
      configuration: text, records: plan.records, compared: plan.compared, links: links.count,
      threshold: settings.threshold, model: Self.json(report).text, at: now)
    try writing { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      try catalogue.transaction { () throws(Fault) in
        try catalogue.replaceLinkage(with: record, links: links, evidence: evidence)
        try catalogue.raiseDataVersion()
        try catalogue.audit(
          "identity resolve", "probabilistic", Counted.text(links.count, "link"), at: now)
      }
    }
    report.seconds = Double(SystemClock.nanoseconds() - started) / 1e9
    return report
  }

  /// Links the records of a file and leaves the workspace alone.
  package static func linkRecords(
    _ request: LinkageRequest, in file: String, planned: (LinkagePlan) -> Bool
  ) throws(Fault) -> LinkageReport? {
    let started = SystemClock.nanoseconds()
    let text = try FileSystem.readText(request.configuration)
    let settings = try LinkageSettings.parse(text, file: request.configuration)
    let table = try DelimitedTable(file: file)
    var columns: [(name: String, values: [String?])] = []
    for name in settings.columns { columns.append((name, try table.needed(name))) }
    let ids =
      try request.idColumn.map { (name) throws(Fault) in try table.needed(name) }
      ?? (0..<table.rowCount).map { String($0 + 2) }
    let linkage = try Linkage(settings, RecordTable(columns, sources: Self.sources(of: table)))
    let plan = LinkagePlan(linkage)
    guard planned(plan) else { return nil }
    let training = try linkage.trained()
    let result = linkage.scored(by: training.model)
    let clusters = linkage.clusters(of: result)
    var report = LinkageReport(plan, linkage, training, result, clusters)
    report.waterfalls = result.nearest(request.waterfalls, to: settings.threshold).map { pair in
      Self.waterfall(pair, linkage, training.model) { ids[$0] }
    }
    if let name = request.truthColumn {
      report.score = Self.score(clusters, try table.needed(name))
    }
    if let out = request.out { try Self.write(result, clusters, ids, to: out) }
    report.seconds = Double(SystemClock.nanoseconds() - started) / 1e9
    return report
  }

  /// Forgets the links of the last linkage; returns how many of them still stood.
  package func forgetProbableLinks(now: Timestamp) throws(Fault) -> Int {
    try writing { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      return try catalogue.transaction { () throws(Fault) in
        let count = try catalogue.probableLinks().count
        try catalogue.forgetLinkage()
        try catalogue.raiseDataVersion()
        try catalogue.audit(
          "identity resolve", "forget probable", Counted.text(count, "link"), at: now)
        return count
      }
    }
  }

  /// The pairs from the threshold on as links between different persons, with what they rest on.
  private static func links(
    of result: LinkageResult, _ clusters: Clusters, _ records: LinkageRecords,
    _ settings: LinkageSettings
  ) -> (links: [ProbableLink], evidence: [[BatchID]]) {
    var links: [ProbableLink] = []
    var known: Set<UInt64> = []
    var numbers: [Set<BatchID>: Int] = [:]
    var evidence: [[BatchID]] = []
    for pair in result.pairs.prefix(result.pairCount(from: settings.threshold)) {
      let (a, b) = (Int(pair.a), Int(pair.b))
      guard records.people[a] != records.people[b], clusters.units[a] == clusters.units[b]
      else { continue }
      let (first, second) = (records.anchors[a], records.anchors[b])
      // Several sources may pair the same two persons; the strongest pair stands for them.
      let ends = UInt64(min(first, second)) << 32 | UInt64(max(first, second))
      guard known.insert(ends).inserted else { continue }
      let batches = records.batches[a].union(records.batches[b])
      let number = numbers[batches] ?? evidence.count
      if number == evidence.count {
        numbers[batches] = number
        evidence.append(batches.sorted { $0.number < $1.number })
      }
      links.append(ProbableLink(a: first, b: second, weight: pair.weight, evidence: number))
    }
    return (links, evidence)
  }

  /// The source of each record, where the file has a column of that name.
  private static func sources(of table: DelimitedTable) -> [UInt16] {
    guard let names = table.column("source") else { return [] }
    var numbers: [String: UInt16] = [:]
    return names.map { name in
      if let number = numbers[name] { return number }
      let number = UInt16(clamping: numbers.count)
      numbers[name] = number
      return number
    }
  }

  private static func waterfall(
    _ pair: ScoredPair, _ linkage: Linkage, _ model: LinkageModel, name: (Int) -> String
  ) -> LinkageReport.Waterfall {
    LinkageReport.Waterfall(
      a: name(Int(pair.a)), b: name(Int(pair.b)), weight: pair.weight,
      probability: pair.probability,
      bars: linkage.waterfall(Int(pair.a), Int(pair.b), model).map {
        LinkageReport.Bar(
          comparison: $0.comparison, level: $0.level, weight: $0.weight,
          frequencyWeight: $0.frequencyWeight)
      })
  }

  private static func score(_ clusters: Clusters, _ labels: [String]) -> IdentityScore {
    var numbers: [String: UInt32] = [:]
    let truth = labels.map { label -> UInt32 in
      guard !label.isEmpty else { return noNode }
      let number = numbers[label] ?? UInt32(numbers.count)
      numbers[label] = number
      return number
    }
    return IdentityScore(
      kind: "clusters", labelled: labels.count, unknown: 0,
      Evaluation(units: clusters.units, truth: truth))
  }

  private static func write(
    _ result: LinkageResult, _ clusters: Clusters, _ ids: [String], to file: String
  ) throws(Fault) {
    let partial = file + ".partial"
    do throws(Fault) {
      var sink = try FileSink.create(partial, gzip: false, mode: 0o600)
      try sink.write("a,b,weight,probability,same_cluster\n")
      for pair in result.pairs {
        let (a, b) = (Int(pair.a), Int(pair.b))
        let isOne = clusters.units[a] == clusters.units[b]
        try sink.write(
          "\(CSVText.field(ids[a])),\(CSVText.field(ids[b])),\(pair.weight),\(pair.probability),"
            + "\(isOne ? 1 : 0)\n")
      }
      try sink.finish()
      try FileSystem.rename(partial, to: file)
    } catch {
      FileSystem.discard(partial)
      throw error
    }
  }

  /// The learnt model as the catalogue keeps it.
  private static func json(_ report: LinkageReport) -> JSON {
    .object([
      ("lambda", .number(report.lambda)),
      (
        "levels",
        .array(
          report.levels.map {
            .object([
              ("comparison", .string($0.comparison)), ("level", .string($0.label)),
              ("m", .number($0.m)), ("u", .number($0.u)),
            ])
          })
      ),
    ])
  }
}
