internal import Basis
internal import Columns
internal import Insight
internal import Intake
internal import Sealing
internal import Segments
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
      var trials: [String: [DeliveryFacts]] = [:]
      let comparable = Set(try workspace.catalogue.activationsWithHeldOut())
      for activation in try workspace.catalogue.activations() {
        // An export of a saved segment names it as a reference.
        guard case .reference(let name)? = try? Segment(parsing: activation.segment) else {
          continue
        }
        destinations[name.text, default: []].insert(activation.destination)
        guard comparable.contains(activation.id) else { continue }
        trials[name.text, default: []].append(
          DeliveryFacts(
            id: activation.id, segment: name.text, destination: activation.destination,
            at: activation.at))
      }
      return try workspace.catalogue.segments().map {
        SavedSegmentFacts(
          name: $0.segment, text: $0.text,
          destinations: (destinations[$0.segment] ?? []).sorted(),
          trials: trials[$0.segment] ?? [])
      }
    }
  }

  func sources() throws(Fault) -> [SourceFacts] {
    let known = try attributesBySource()
    let currencies = try currenciesBySource()
    return audience.snapshot.sources.map { source in
      SourceFacts(
        name: source.name, party: source.party, kind: source.kind,
        monthlyCost: source.monthlyCost,
        expectedInterval: source.expectedInterval.map { Int($0) },
        attributes: known[source.id] ?? [], currency: currencies[source.id])
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
      resolver.add(
        table, priority: 0, origins: run.origins, oldest: audience.cutoffs[id] ?? 0)
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

  func heldOut(percent: Int) throws(Fault) -> UnitSet {
    try desk.reading { (workspace) throws(Fault) in
      let hash = KeyedHash(try workspace.vault.key(for: .holdout), namespace: "global")
      let smallest = audience.smallestNodes
      return UnitSet(
        smallest.indices.filter { hash.of(String(smallest[$0])) % 100 < UInt64(percent) }
          .map { UInt32($0) })
    }
  }

  func people(ofDelivery id: Int64) throws(Fault) -> DeliveredPeople {
    try desk.reading { (workspace) throws(Fault) in
      func units(_ nodes: [UInt32]) -> UnitSet {
        UnitSet(audience.units(ofNodes: nodes).members())
      }
      return DeliveredPeople(
        sent: units(try workspace.catalogue.members(ofActivation: id)),
        heldOut: units(try workspace.catalogue.heldOut(ofActivation: id)))
    }
  }

  func matches() throws(Fault) -> [MatchFacts] {
    try desk.reading { (workspace) throws(Fault) in
      MatchHistory(
        try Feedback(audience, workspace.catalogue), try workspace.catalogue.activations()
      ).facts
    }
  }

  func reachable(
    by namespaces: [String], without dropped: Set<String>
  ) throws(Fault) -> UnitSet {
    let snapshot = audience.snapshot
    let codes = Set(
      snapshot.namespaces.indices.filter { namespaces.contains(snapshot.namespaces[$0]) })
    let sources = Set(snapshot.sources.filter { dropped.contains($0.name) }.map(\.id))
    var isOfKind = [Bool](repeating: false, count: snapshot.nodeCount)
    for run in snapshot.identifiers {
      for (index, code) in try run.reader.namespaces().enumerated() where codes.contains(Int(code))
      {
        isOfKind[Int(run.reader.firstNode) + index] = true
      }
    }
    var isReachable = [Bool](repeating: false, count: audience.unitCount)
    for seen in snapshot.sightings where !sources.contains(seen.source) {
      for node in try seen.reader.nodes(of: seen.list) where isOfKind[Int(node)] {
        if let unit = audience.units[node] { isReachable[Int(unit)] = true }
      }
    }
    return UnitSet(isReachable.indices.filter { isReachable[$0] }.map { UInt32($0) })
  }

  /// The currency that the mappings of a source's kept batches give to amounts of events.
  private func currenciesBySource() throws(Fault) -> [SourceID: Currency] {
    try desk.reading { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      var mappings: [SourceID: [String]] = [:]
      for source in try catalogue.sources() {
        if let text = source.mapping { mappings[source.id] = [text] }
      }
      for batch in try catalogue.batches() where batch.state == .kept {
        if let text = batch.mapping, mappings[batch.source]?.last != text {
          mappings[batch.source, default: []].append(text)
        }
      }
      return mappings.compactMapValues { texts in
        texts.lazy.compactMap { text in
          // A mapping that no longer reads says nothing of a currency; ingest tells of it.
          (try? Mapping.parse(text, file: "a mapping"))?.fields.lazy.compactMap(\.currency).first
        }.first
      }
    }
  }

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
