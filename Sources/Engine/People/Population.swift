internal import Basis
internal import Columns
internal import Identity
internal import Storage

/// Who is counted: the units that a lens makes of the nodes with data.
struct Population: Sendable {
  let resolver: IdentityResolver
  let people: Resolution
  private let alive: Bitmap
  /// The nodes that retention has taken, which count no more than what was erased.
  private let forgotten: Bitmap
  /// The nodes that the workspace's list names as standing for nobody; what hangs on them is nobody's.
  private let bad: Bitmap
  /// The runs that went into it, so that a later version of the data can go on from here.
  private let parts: Parts

  /// What a population was made from, in the order of the commits.
  private struct Parts: Sendable {
    var identifiers: [String] = []
    var links: [String] = []
    var namespaces: [String] = []
  }

  /// Resolves the identities of a snapshot; linear in its nodes and links.
  init(_ snapshot: Snapshot) throws(Fault) {
    var alive = Bitmap(count: snapshot.nodeCount)
    var namespaces = [UInt16](repeating: 0, count: snapshot.nodeCount)
    let known = snapshot.namespaces.count
    for run in snapshot.identifiers { try run.add(to: &namespaces, &alive, from: 0, of: known) }
    bad = try BadNodes.find(in: snapshot)
    let forgotten = try ForgottenNodes.find(in: snapshot, bad: bad)
    alive.subtract(forgotten)
    alive.subtract(bad)
    let basis = snapshot.identity
    var links = LinkColumns()
    for run in snapshot.links where !Self.isIgnored(run, snapshot) {
      links.append(try run.columns(nodeCount: snapshot.nodeCount, without: forgotten))
    }
    links.append(Self.probable(basis, nodeCount: snapshot.nodeCount))
    (self.alive, self.forgotten) = (alive, forgotten)
    parts = Self.parts(of: snapshot)
    let names = IdentifierNumbers(snapshot)
    resolver = IdentityResolver(
      links: links, namespaces: namespaces, namespaceNames: parts.namespaces, rules: basis.rules,
      badNodes: bad.members(), decisions: basis.decisions, names: names)
    people = resolver.people()
    try names.check()
  }

  /// Goes on from the population of an earlier version where only batches have come since.
  ///
  /// Cost grows with the new batches and the groups that they change, and with the number of nodes
  /// where units are numbered. Nil where something else has changed.
  init?(_ snapshot: Snapshot, after earlier: Snapshot, _ population: Population) throws(Fault) {
    let parts = Self.parts(of: snapshot)
    guard snapshot.version &- earlier.version < IdentityBasis.dataBits,
      snapshot.identity.rules == earlier.identity.rules,
      snapshot.identity.bad == earlier.identity.bad,
      snapshot.identity.decisions == earlier.identity.decisions,
      snapshot.identity.probable == earlier.identity.probable,
      parts.identifiers.starts(with: population.parts.identifiers),
      parts.links.starts(with: population.parts.links),
      parts.namespaces.starts(with: population.parts.namespaces),
      population.parts.namespaces != ["none"], snapshot.sources == earlier.sources,
      snapshot.retention == earlier.retention
    else { return nil }
    let bad = try BadNodes.find(
      in: snapshot,
      after: BadNodes.Earlier(
        bad: population.bad, identifiers: population.parts.identifiers.count,
        links: population.parts.links.count))
    let turned = bad.members().filter { !population.bad.contains($0) }
    // Who turns bad with a digest that came takes earlier merges back.
    guard turned.allSatisfy({ $0 >= UInt32(population.resolver.nodeCount) }) else { return nil }
    let forgotten = try ForgottenNodes.find(in: snapshot, bad: bad)
    // Who is spoken of again has links again, which the earlier population left out.
    guard forgotten == population.forgotten else { return nil }
    var resolver = population.resolver
    var alive = Bitmap(count: snapshot.nodeCount)
    alive.formUnion(population.alive)
    let known = resolver.nodeCount
    var namespaces = [UInt16](repeating: 0, count: snapshot.nodeCount - known)
    for run in snapshot.identifiers.dropFirst(population.parts.identifiers.count) {
      try run.add(to: &namespaces, &alive, from: known, of: snapshot.namespaces.count)
    }
    var links = LinkColumns()
    for run in snapshot.links.dropFirst(population.parts.links.count)
    where !Self.isIgnored(run, snapshot) {
      links.append(try run.columns(nodeCount: snapshot.nodeCount, without: forgotten))
    }
    alive.subtract(forgotten)
    alive.subtract(bad)
    let names = IdentifierNumbers(snapshot)
    resolver.add(
      links, newNodes: namespaces, badNodes: turned, namespaceNames: parts.namespaces,
      names: names)
    (self.resolver, self.alive, self.bad, self.parts) = (resolver, alive, bad, parts)
    self.forgotten = forgotten
    people = resolver.people()
    try names.check()
  }

  /// The unit of every node with data, numbered in the order of each unit's smallest node.
  func units(_ lens: Lens, _ snapshot: Snapshot) throws(Fault) -> NodeUnits {
    numbered(try clusters(lens, snapshot))
  }

  /// The groups of a lens over all nodes, those without data among them.
  func clusters(_ lens: Lens, _ snapshot: Snapshot) throws(Fault) -> Clusters {
    switch lens {
    case .person: people.clusters
    case .device: try devices()
    case .household: try households(snapshot).clusters
    }
  }

  private func devices() throws(Fault) -> Clusters {
    let devices = resolver.devices(of: people.clusters)
    try (resolver.names as? IdentifierNumbers)?.check()
    return devices
  }

  /// The households with the places that made them.
  func households(_ snapshot: Snapshot) throws(Fault) -> Households {
    resolver.households(of: people.clusters, keys: try HouseholdPlaces(snapshot, self).keys)
  }

  /// About how much memory it takes.
  var byteCount: Int {
    resolver.byteCount + people.clusters.byteCount + alive.byteCount + forgotten.byteCount
      + bad.byteCount
  }

  /// True where a node has data that counts now.
  func isAlive(_ node: UInt32) -> Bool { alive.contains(node) }

  /// True where the workspace lists a node as standing for nobody.
  func isBad(_ node: UInt32) -> Bool { bad.contains(node) }

  /// How many nodes the workspace's list names.
  var badCount: Int { bad.count }

  /// How many units of `clusters` are counted.
  func count(_ clusters: Clusters) -> Int { numbered(clusters).count }

  /// Drops nodes without data, and units of nothing but shared networks, and closes the gaps.
  private func numbered(_ clusters: Clusters) -> NodeUnits {
    let joins = resolver.namespaceNames.map { resolver.rules.rule(for: $0).joins }
    var isCounted = [Bool](repeating: false, count: clusters.unitCount)
    let nodes = alive.members()
    for node in nodes {
      let code = Int(resolver.namespaces[Int(node)])
      if code < joins.count, joins[code] { isCounted[Int(clusters.units[Int(node)])] = true }
    }
    var numbers = [UInt32](repeating: NodeUnits.none, count: clusters.unitCount)
    var units = [UInt32](repeating: NodeUnits.none, count: clusters.units.count)
    var count: UInt32 = 0
    for node in nodes {
      let unit = Int(clusters.units[Int(node)])
      guard isCounted[unit] else { continue }
      if numbers[unit] == NodeUnits.none {
        numbers[unit] = count
        count += 1
      }
      units[Int(node)] = numbers[unit]
    }
    return NodeUnits(unitOfNode: units, count: Int(count))
  }

  /// True for the links of a source that the rules leave out.
  static func isIgnored(_ run: Snapshot.LinkRun, _ snapshot: Snapshot) -> Bool {
    guard let name = snapshot.sources.first(where: { $0.id == run.source })?.name else {
      return false
    }
    return snapshot.identity.rules.ignoredSources.contains(name)
  }

  private static func parts(of snapshot: Snapshot) -> Parts {
    Parts(
      identifiers: snapshot.identifiers.map {
        "\($0.reader.run.path) \($0.sightings.map(\.batch.number))"
      },
      links: snapshot.links.map(\.file.path),
      // An empty workspace has the node of nobody, which needs a namespace too.
      namespaces: snapshot.namespaces.isEmpty ? ["none"] : snapshot.namespaces)
  }

  private static func probable(_ basis: IdentityBasis, nodeCount: Int) -> LinkColumns {
    var links = LinkColumns()
    for link in basis.probable where Int(link.b) < nodeCount {
      links.append(
        link.a, link.b, time: UInt32(clamping: link.at.seconds), evidence: .probable)
    }
    return links
  }
}

extension Snapshot.IdentifierRun {
  /// Notes the namespaces of the run's new nodes, in a list that begins at node `start`, and the
  /// nodes that its batches have data of; there are so many namespaces.
  fileprivate func add(
    to namespaces: inout [UInt16], _ alive: inout Bitmap, from start: Int, of known: Int
  ) throws(Fault) {
    let first = Int(reader.firstNode) - start
    for (index, code) in try reader.namespaces().enumerated() where first + index >= 0 {
      guard code < known else {
        throw reader.run.damage("its identifiers are of a kind that there is not")
      }
      namespaces[first + index] = UInt16(truncatingIfNeeded: code)
    }
    for seen in sightings {
      for node in try reader.nodes(of: seen.list) where node != 0 { alive.insert(node) }
    }
  }
}

extension Snapshot.LinkRun {
  /// The links of the run as identity resolution takes them, without those of some nodes; all are
  /// among the first `nodeCount` nodes.
  func columns(nodeCount: Int, without nodes: Bitmap) throws(Fault) -> LinkColumns {
    let table = try LinkTable(file)
    guard table.a.allSatisfy({ $0 < nodeCount }), table.b.allSatisfy({ $0 < nodeCount }) else {
      throw file.damage("it links identifiers that there are not")
    }
    let columns = columns(of: table)
    guard !nodes.isEmpty else { return columns }
    return columns.filter { !nodes.contains(table.a[$0]) && !nodes.contains(table.b[$0]) }
  }

  private func columns(of table: LinkTable) -> LinkColumns {
    let count = table.a.count
    let batches = origins.map { UInt32(truncatingIfNeeded: $0.batch) }
    return LinkColumns(
      a: table.a, b: table.b, time: table.times,
      source: [UInt16](
        repeating: UInt16(truncatingIfNeeded: source?.number ?? 0), count: count),
      evidence: table.evidence.map { UInt8(truncatingIfNeeded: $0) },
      batch: table.origins?.map { batches[Int($0)] }
        ?? [UInt32](repeating: batches.first ?? 0, count: count))
  }
}
