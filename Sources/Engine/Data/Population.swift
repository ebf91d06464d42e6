internal import Basis
internal import Columns
internal import Identity
internal import Storage

/// Who is counted: the units that a lens makes of the nodes with data.
struct Population: Sendable {
  let resolver: IdentityResolver
  let people: Resolution
  private let alive: Bitmap

  /// Resolves the identities of a snapshot; linear in its nodes and links.
  init(_ snapshot: Snapshot) throws(Fault) {
    var alive = Bitmap(count: snapshot.nodeCount)
    var namespaces = [UInt16](repeating: 0, count: snapshot.nodeCount)
    for run in snapshot.identifiers {
      for (index, code) in try run.reader.namespaces().enumerated() {
        namespaces[Int(run.reader.firstNode) + index] = UInt16(truncatingIfNeeded: code)
      }
    }
    for seen in snapshot.sightings {
      for node in try seen.reader.nodes(of: seen.list) where node != 0 { alive.insert(node) }
    }
    self.alive = alive
    var links = LinkColumns()
    for run in snapshot.links {
      let table = try LinkTable(run.file)
      let count = table.a.count
      let source = UInt16(truncatingIfNeeded: run.source?.number ?? 0)
      let batches = run.origins.map { UInt32(truncatingIfNeeded: $0.batch) }
      links.append(
        LinkColumns(
          a: table.a, b: table.b, time: table.times,
          source: [UInt16](repeating: source, count: count),
          evidence: table.evidence.map { UInt8(truncatingIfNeeded: $0) },
          batch: table.origins?.map { batches[Int($0)] }
            ?? [UInt32](repeating: batches.first ?? 0, count: count)))
    }
    resolver = IdentityResolver(
      links: links, namespaces: namespaces,
      // An empty workspace has the node of nobody, which needs a namespace too.
      namespaceNames: snapshot.namespaces.isEmpty ? ["none"] : snapshot.namespaces,
      rules: IdentityRules.standard)
    people = resolver.people()
  }

  /// The unit of every node with data, numbered in the order of each unit's smallest node.
  func units(_ lens: Lens, _ snapshot: Snapshot) throws(Fault) -> NodeUnits {
    switch lens {
    case .person: numbered(people.clusters)
    case .device: numbered(resolver.devices(of: people.clusters))
    case .household: try households(snapshot)
    }
  }

  /// Persons who share the value of the attribute `address` live together.
  private func households(_ snapshot: Snapshot) throws(Fault) -> NodeUnits {
    guard snapshot.vocabulary.attributes["address"] == .text else {
      throw Fault(
        .refused, "the household lens", reason: "no source gives an attribute “address”",
        remedy: "Map one, such as street and postcode joined, or count persons")
    }
    var keys = HouseholdKeys()
    for run in snapshot.facts {
      guard let table = try FactTable.read("address", from: run.file),
        case .codes(let codes) = table.values
      else { continue }
      for (row, node) in table.nodes.enumerated() where codes[row] != 0 {
        keys.append(node: node, key: UInt64(codes[row]), kind: .address, days: 1)
      }
    }
    return numbered(resolver.households(of: people.clusters, keys: keys).clusters)
  }

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
}
