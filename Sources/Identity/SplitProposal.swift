/// A group that grew suspiciously large, with the link that holds it together most weakly.
package struct SplitProposal: Sendable, Equatable {
  /// A link whose loss would make two groups of one.
  package struct Bridge: Sendable, Equatable {
    package let a: UInt32
    package let b: UInt32
    package let strength: Int
    package let evidence: LinkEvidence
    package let time: UInt32
    /// How many nodes the smaller side would have.
    package let smallerSide: Int
  }

  package let unit: UInt32
  package let size: Int
  /// The weakest bridge; nil where every part is held by two chains or more.
  package let bridge: Bridge?
  /// The node with most neighbours in the group: what to isolate where no bridge is weak.
  package let hub: UInt32
  package let hubNeighbours: Int
}

extension IdentityResolver {
  /// Proposals for all groups larger than the rule's suspicious size, largest first.
  ///
  /// Bridges that cut off more than a single node come first, then the weakest strength and kind of
  /// evidence, then the most even cut, then the latest. Cost grows with all links once, and with the
  /// links of those groups.
  package func proposals(for people: Clusters) -> [SplitProposal] {
    let sizes = people.sizes()
    let large = sizes.indices.filter { Int(sizes[$0]) > rules.suspiciousSize }
    guard !large.isEmpty else { return [] }
    var rowsOfUnit: [UInt32: [Int]] = [:]
    for unit in large { rowsOfUnit[UInt32(unit)] = [] }
    for row in 0..<links.count {
      let unit = people.units[Int(links.a[row])]
      guard Int(sizes[Int(unit)]) > rules.suspiciousSize,
        people.units[Int(links.b[row])] == unit, links.a[row] != links.b[row],
        role(of: row) != .nothing
      else { continue }
      rowsOfUnit[unit]?.append(row)
    }
    return rowsOfUnit.map { unit, rows in proposal(unit, size: Int(sizes[Int(unit)]), rows) }
      .sorted { (-$0.size, $0.unit) < (-$1.size, $1.unit) }
  }

  /// The parts that the unit of `node` would fall into if `node` were isolated, largest first.
  ///
  /// This is what `identity split` shows before it does it. Each part is named by its nodes.
  package func partsWithout(_ node: UInt32, in people: Clusters) -> [[UInt32]] {
    let unit = people.units[Int(node)]
    var groups: [UInt32: UInt32] = [:]
    func root(_ node: UInt32) -> UInt32 {
      var node = node
      while let next = groups[node], next != node { node = next }
      return node
    }
    for (other, own) in people.units.enumerated() where own == unit {
      groups[UInt32(other)] = UInt32(other)
    }
    for row in 0..<links.count where people.units[Int(links.a[row])] == unit {
      let (a, b) = (links.a[row], links.b[row])
      guard people.units[Int(b)] == unit, a != node, b != node, role(of: row) != .nothing else {
        continue
      }
      let (first, second) = (root(a), root(b))
      groups[max(first, second)] = min(first, second)
    }
    let parts = Dictionary(grouping: groups.keys) { root($0) }.values.map { $0.sorted() }
    return parts.sorted { (-$0.count, $0[0]) < (-$1.count, $1[0]) }
  }

  private func proposal(_ unit: UInt32, size: Int, _ rows: [Int]) -> SplitProposal {
    // Of several links of one pair only the strongest stands for it.
    let ordered = rows.sorted { isEarlier($0, than: $1) }
    var seen: Set<UInt64> = []
    let distinct = ordered.filter { seen.insert(links.pair(at: $0)).inserted }
    let graph = LocalGraph(pairs: distinct.map { (links.a[$0], links.b[$0]) })
    let hub = graph.largestHub()
    let bridges = graph.bridges().map { edge, side in
      let row = distinct[edge]
      let (a, b) = (Int(namespaces[Int(links.a[row])]), Int(namespaces[Int(links.b[row])]))
      return SplitProposal.Bridge(
        a: min(links.a[row], links.b[row]), b: max(links.a[row], links.b[row]),
        strength: Int(min(bound.strengths[a], bound.strengths[b])),
        evidence: links.evidence(at: row), time: links.time[row],
        smallerSide: min(side, size - side))
    }
    let weakest = bridges.min { first, second in
      func key(_ bridge: SplitProposal.Bridge) -> [Int] {
        [
          bridge.smallerSide == 1 ? 1 : 0, bridge.strength, Int(bridge.evidence.rank),
          -bridge.smallerSide, -Int(bridge.time), Int(bridge.a), Int(bridge.b),
        ]
      }
      return key(first).lexicographicallyPrecedes(key(second))
    }
    return SplitProposal(
      unit: unit, size: size, bridge: weakest, hub: hub.node, hubNeighbours: hub.neighbours)
  }
}

/// One group's nodes and pairs, for walks over all of it.
private struct LocalGraph {
  private var nodes: [UInt32]
  private var neighbours: [[(place: Int, edge: Int)]]

  init(pairs: [(UInt32, UInt32)]) {
    nodes = Array(Set(pairs.flatMap { [$0.0, $0.1] })).sorted()
    var places: [UInt32: Int] = [:]
    for (place, node) in nodes.enumerated() { places[node] = place }
    neighbours = nodes.map { _ in [] }
    for (edge, pair) in pairs.enumerated() {
      guard let a = places[pair.0], let b = places[pair.1] else { continue }
      neighbours[a].append((b, edge))
      neighbours[b].append((a, edge))
    }
  }

  func largestHub() -> (node: UInt32, neighbours: Int) {
    var best = (node: noNode, neighbours: 0)
    for (place, list) in neighbours.enumerated() where list.count > best.neighbours {
      best = (nodes[place], list.count)
    }
    return best
  }

  /// Every edge whose loss divides the graph, with the number of nodes on its far side.
  ///
  /// A depth-first walk with its own stack: groups may be chains of a million nodes.
  func bridges() -> [(edge: Int, side: Int)] {
    guard !nodes.isEmpty else { return [] }
    var entered = [Int](repeating: -1, count: nodes.count)
    var low = entered
    var sizes = [Int](repeating: 1, count: nodes.count)
    var stack = [(place: 0, via: -1, next: 0)]
    (entered[0], low[0]) = (0, 0)
    var clock = 1
    var found: [(edge: Int, side: Int)] = []
    while let top = stack.last {
      if top.next < neighbours[top.place].count {
        stack[stack.count - 1].next += 1
        let (place, edge) = neighbours[top.place][top.next]
        if edge == top.via { continue }
        if entered[place] >= 0 {
          low[top.place] = min(low[top.place], entered[place])
        } else {
          (entered[place], low[place]) = (clock, clock)
          clock += 1
          stack.append((place, edge, 0))
        }
      } else {
        stack.removeLast()
        guard let parent = stack.last?.place else { continue }
        low[parent] = min(low[parent], low[top.place])
        sizes[parent] += sizes[top.place]
        if low[top.place] > entered[parent] { found.append((top.via, sizes[top.place])) }
      }
    }
    return found
  }
}
