internal import Basis
internal import Columns
internal import Insight
internal import Storage

/// What a report may ask the catalogue of one workspace, over one version of its data.
struct WorkspaceReportData: ReportData {
  let desk: QuestionDesk
  let audience: WorkspaceAudience

  func costs() throws(Fault) -> [CostLine] {
    try desk.reading { (workspace) throws(Fault) in
      try workspace.catalogue.costs().map {
        CostLine(
          day: $0.day.daysSinceEpoch, campaign: $0.campaign, channel: $0.channel,
          impressions: $0.impressions, clicks: $0.clicks, cost: $0.cost)
      }
    }
  }

  func savedSegments() throws(Fault) -> [SavedSegmentFacts] {
    try desk.reading { (workspace) throws(Fault) in
      var destinations: [String: Set<String>] = [:]
      for activation in try workspace.catalogue.activations() {
        destinations[activation.segment, default: []].insert(activation.destination)
      }
      return try workspace.catalogue.segments().map {
        SavedSegmentFacts(
          name: $0.segment, text: $0.text,
          destinations: (destinations[$0.segment] ?? []).sorted())
      }
    }
  }

  func sources() throws(Fault) -> [SourceFacts] {
    let known = try attributesBySource()
    return audience.snapshot.sources.map { source in
      SourceFacts(
        name: source.name, party: source.party, kind: source.kind,
        monthlyCost: source.monthlyCost,
        expectedInterval: source.expectedInterval.map { Int($0) },
        attributes: known[source.id] ?? [])
    }
  }

  func batches() throws(Fault) -> [BatchFacts] {
    try desk.reading { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      let names = Dictionary(
        try catalogue.sources().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
      var all: [BatchFacts] = []
      for batch in try catalogue.batches() where batch.state == .kept {
        var facts = BatchFacts(source: names[batch.source] ?? "", finished: batch.finished)
        (facts.rows, facts.accepted, facts.duplicates) =
          (batch.rows, batch.accepted, batch.duplicates)
        (facts.bots, facts.badIdentifiers) = (batch.bots, batch.badIdentifiers)
        (facts.rejectedCount, facts.lastEvent) = (batch.rejected, batch.lastEvent)
        for (reason, count) in try catalogue.rejectReasons(of: batch.id) {
          facts.rejected[reason] = count
        }
        for field in try catalogue.fields(of: batch.id) { facts.filled[field.field] = field.filled }
        all.append(facts)
      }
      return all
    }
  }

  func attribute(_ name: String, from source: String) throws(Fault) -> SourceAttribute? {
    let snapshot = audience.snapshot
    guard let type = snapshot.vocabulary.attributes[name],
      let id = snapshot.sources.first(where: { $0.name == source })?.id
    else { return nil }
    var resolver = AttributeResolver(units: audience.units)
    var isKnown = false
    for run in snapshot.facts where run.source == id {
      guard let table = try FactTable.read(name, from: run.file) else { continue }
      resolver.add(table, priority: 0)
      isKnown = true
    }
    guard isKnown else { return nil }
    return SourceAttribute(
      column: resolver.column(as: try snapshot.kind(.attribute, name, type)),
      times: resolver.times)
  }

  func eventsOfNobody(_ type: String) throws(Fault) -> EventTable? {
    try audience.eventsOfNobody(type)
  }

  func paths(in file: String) throws(Fault) -> PathList { try PathFile.read(file) }

  private func attributesBySource() throws(Fault) -> [SourceID: [String]] {
    var known: [SourceID: Set<String>] = [:]
    for run in audience.snapshot.facts {
      guard let source = run.source else { continue }
      for name in audience.vocabulary.attributes.keys where run.file.has(name + "/nodes") {
        known[source, default: []].insert(name)
      }
    }
    return known.mapValues { $0.sorted() }
  }
}
