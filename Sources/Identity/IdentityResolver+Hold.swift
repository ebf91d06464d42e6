extension IdentityResolver {
  /// Holds apart the parts of groups that are suspiciously large, at their weakest bridges.
  ///
  /// Within such a group first everything joins that no bridge between parts of several nodes stands
  /// for; then the bridges do, strongest first and the most even cut last. What would make a part
  /// larger than allowed is held. Nothing else may divide a group, so the limits have been kept
  /// before and are kept by every part. `nodes` and `rows` are as in a division, which has left the
  /// place of each node in `settled`; cost is a sort of the links of the groups that are too large.
  mutating func holdLarge(
    nodes: [UInt32], rows: [UInt32], _ representatives: inout [UInt32]
  ) {
    var sizes = [UInt32](repeating: 0, count: nodes.count)
    for node in representatives { sizes[Int(settled[Int(node)])] += 1 }
    let allowed = allowances(nodes, representatives)
    let large = sizes.indices.filter { place in
      Int(sizes[place]) > max(rules.suspiciousSize, allowed[UInt32(place)] ?? 0)
    }
    guard !large.isEmpty else { return }
    var groups: [UInt32: LargeGroup] = [:]
    for place in large {
      groups[nodes[place]] = LargeGroup(
        capacity: max(rules.suspiciousSize, allowed[UInt32(place)] ?? 0))
    }
    for (place, node) in representatives.enumerated() {
      groups[node]?.places.append(UInt32(place))
    }
    for row in rows {
      let first = representatives[Int(settled[Int(links.a[Int(row)])])]
      guard first == representatives[Int(settled[Int(links.b[Int(row)])])] else { continue }
      groups[first]?.rows.append(row)
    }
    for (name, group) in groups.sorted(by: { $0.key < $1.key }) {
      hold(name, group, nodes, &representatives)
    }
  }

  /// What analysts allowed to groups, by the place of each group's smallest node.
  private func allowances(_ nodes: [UInt32], _ representatives: [UInt32]) -> [UInt32: Int] {
    var allowed: [UInt32: Int] = [:]
    for (node, size) in decisions.kept where Int(node) < settled.count {
      let place = Int(settled[Int(node)])
      guard place < nodes.count, nodes[place] == node else { continue }
      let group = settled[Int(representatives[place])]
      allowed[group] = max(allowed[group] ?? 0, size)
    }
    return allowed
  }

  private mutating func hold(
    _ name: UInt32, _ group: LargeGroup, _ nodes: [UInt32], _ representatives: inout [UInt32]
  ) {
    let own = group.places.map { nodes[Int($0)] }.sorted()
    var seen: Set<UInt64> = []
    // Of several links of one pair only the strongest stands for it.
    let distinct = ordered(group.rows, group: { _ in 0 }).filter {
      links.a[$0] != links.b[$0] && seen.insert(links.pair(at: $0)).inserted
    }
    let graph = LocalGraph(
      nodes: own, pairs: distinct.map { (links.a[$0], links.b[$0]) })
    let sides = graph.smallerSides()
    var parts = Parts(count: own.count, capacity: group.capacity)
    let held = inOrder(distinct, sides).filter { !parts.join(graph.ends(of: $0)) }
    let roots = parts.roots()
    for place in group.places {
      let local = graph.index(of: nodes[Int(place)])
      representatives[Int(place)] = own[Int(roots[local])]
    }
    let root = loose.root(of: name)
    refusals[root, default: []] += held.map {
      Refusal(links, row: distinct[$0], reason: .suspicious(group: name, size: own.count))
    }
    guard let weakest = held.last else { return }
    let (first, second) = graph.ends(of: weakest)
    let hub = graph.largestHub()
    self.held[root, default: []].append(
      SplitProposal(
        group: name, size: own.count, parts: parts.sizes(),
        bridge: bridge(
          distinct[weakest], smallerSide: min(parts.size(first), parts.size(second))),
        heldPairs: held.count, hub: own[hub.local], hubNeighbours: hub.neighbours))
  }

  /// The pairs in the order in which they may join, by their places in `distinct`.
  private func inOrder(_ distinct: [Int], _ sides: [UInt32]) -> [Int] {
    let certain = distinct.indices.filter { sides[$0] < 2 }
    let bridges = distinct.indices.filter { sides[$0] >= 2 }
      .map { (order: order(of: distinct[$0]) >> 32, side: sides[$0], place: $0) }
      .sorted { ($0.order, $0.side, $0.place) < ($1.order, $1.side, $1.place) }
    return certain + bridges.map(\.place)
  }

  private func bridge(_ row: Int, smallerSide: Int) -> SplitProposal.Bridge {
    let (a, b) = (Int(namespaces[Int(links.a[row])]), Int(namespaces[Int(links.b[row])]))
    return SplitProposal.Bridge(
      a: min(links.a[row], links.b[row]), b: max(links.a[row], links.b[row]),
      strength: Int(min(bound.strengths[a], bound.strengths[b])),
      evidence: links.evidence(at: row), time: links.time[row], smallerSide: smallerSide)
  }
}

/// A group that has more nodes than it may.
private struct LargeGroup {
  let capacity: Int
  var places: [UInt32] = []
  var rows: [UInt32] = []
}

/// Parts of a group that no join makes larger than they may be.
private struct Parts {
  private var groups: UnionFind
  private var counts: [Int]
  private let capacity: Int

  init(count: Int, capacity: Int) {
    groups = UnionFind(count: count)
    counts = [Int](repeating: 1, count: count)
    self.capacity = capacity
  }

  /// Joins two parts; false where they have to stay two.
  mutating func join(_ ends: (UInt32, UInt32)) -> Bool {
    let (first, second) = (groups.root(of: ends.0), groups.root(of: ends.1))
    guard first != second else { return true }
    let count = counts[Int(first)] + counts[Int(second)]
    guard count <= capacity else { return false }
    groups.join(first, second)
    counts[Int(min(first, second))] = count
    return true
  }

  mutating func roots() -> [UInt32] {
    groups.flatten()
    return groups.parents
  }

  func size(_ node: UInt32) -> Int { counts[Int(groups.settledRoot(of: node))] }

  /// The sizes of all parts, the largest first.
  func sizes() -> [Int] {
    groups.parents.indices.filter { groups.parents[$0] == $0 }.map { counts[$0] }.sorted(by: >)
  }
}
