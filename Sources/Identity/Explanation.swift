/// Why two identifiers are one person, or why they are not.
package struct Explanation: Sendable, Equatable {
  /// One pair of identifiers that were seen together.
  package struct Step: Sendable, Equatable {
    package let from: UInt32
    package let to: UInt32
    /// The strongest link of the pair: when, by which source and batch, in what kind of row.
    package let time: UInt32
    package let source: UInt16
    package let batch: UInt32
    package let evidence: LinkEvidence
    /// From 0 to 100, by the weaker identifier's rule.
    package let strength: Int
    /// How many links say the same.
    package let sightings: Int
    /// What kept this pair from being one person; nil where they are.
    package let obstacle: Obstacle?
  }

  /// What keeps a link from joining.
  package enum Obstacle: Sendable, Equatable {
    /// The workspace's list says that it stands for nobody.
    case bad(node: UInt32)
    /// A decision split it off.
    case isolated(node: UInt32)
    /// The namespace's rule lets it belong to one person, and it was seen with several.
    case nonJoining(node: UInt32)
    /// Too many log-ins were seen with this identifier.
    case shared(node: UInt32)
    case cut
    case probableIsOff
    case limit(namespace: UInt16)
    case decision(UInt32, UInt32)
    /// The group would be suspiciously large; it is held apart until somebody decides.
    case suspicious(group: UInt32, size: Int)
  }

  /// True where both are one unit.
  package let isOnePerson: Bool
  /// The shortest chain between them, strongest first among equals; empty where there is none at all.
  package let chain: [Step]
}

extension IdentityResolver {
  /// Finds the chain of evidence that ties two nodes, or the obstacles on the way.
  ///
  /// Cost grows with the links around them; without a batch before it, with all links.
  package func explain(_ a: UInt32, _ b: UInt32, in people: Resolution) -> Explanation {
    let units = people.clusters.units
    let isOne = units[Int(a)] == units[Int(b)]
    let index = completeAdjacency()
    let rows = shortestChain(from: a, to: b, index) { row in
      let isInside = units[Int(links.a[row])] == units[Int(links.b[row])]
      return !isOne || (isInside && role(of: row) != .nothing)
    }
    var steps: [Explanation.Step] = []
    var node = a
    for row in rows {
      steps.append(step(from: node, row: row, people, index))
      node = links.other(than: node, at: row)
    }
    return Explanation(isOnePerson: isOne, chain: steps)
  }

  /// The rows of every node, whether or not a batch has needed them before.
  func completeAdjacency() -> Adjacency {
    if adjacency.covers(rows: links.count, nodes: nodeCount) { return adjacency }
    var index = adjacency
    index.extend(links, nodeCount: nodeCount)
    return index
  }

  /// Walks outwards level by level; within a level the link that may join first wins.
  private func shortestChain(
    from start: UInt32, to end: UInt32, _ index: Adjacency, _ isUsable: (Int) -> Bool
  ) -> [Int] {
    var reached: [UInt32: Int] = [start: -1]
    var level = [start]
    while !level.isEmpty, reached[end] == nil {
      var found: [UInt32: Int] = [:]
      for node in level {
        index.forEachRow(at: node) { row in
          let other = links.other(than: node, at: row)
          guard reached[other] == nil, isUsable(row) else { return true }
          if let known = found[other], !isEarlier(row, than: known) { return true }
          found[other] = row
          return true
        }
      }
      reached.merge(found) { known, _ in known }
      level = found.keys.sorted()
    }
    var rows: [Int] = []
    var node = end
    while let row = reached[node], row >= 0 {
      rows.append(row)
      node = links.other(than: node, at: row)
    }
    return rows.reversed()
  }

  private func step(
    from node: UInt32, row: Int, _ people: Resolution, _ index: Adjacency
  ) -> Explanation.Step {
    let other = links.other(than: node, at: row)
    var best = row
    var sightings = 0
    index.forEachRow(at: node) { candidate in
      guard links.other(than: node, at: candidate) == other else { return true }
      sightings += 1
      if isEarlier(candidate, than: best) { best = candidate }
      return true
    }
    let (first, second) = (Int(namespaces[Int(node)]), Int(namespaces[Int(other)]))
    return Explanation.Step(
      from: node, to: other, time: links.time[best], source: links.source[best],
      batch: links.batch[best], evidence: links.evidence(at: best),
      strength: Int(min(bound.strengths[first], bound.strengths[second])), sightings: sightings,
      obstacle: obstacle(at: best, people))
  }

  private func obstacle(at row: Int, _ people: Resolution) -> Explanation.Obstacle? {
    let (a, b) = (links.a[row], links.b[row])
    guard people.clusters.units[Int(a)] != people.clusters.units[Int(b)] else { return nil }
    for node in [a, b] where flags[Int(node)].contains(.alone) {
      return badNodes.contains(node) ? .bad(node: node) : .isolated(node: node)
    }
    if links.evidence(at: row) == .probable, !usesProbable { return .probableIsOff }
    if decisions.cut.contains(Decisions.Pair(a, b)) { return .cut }
    let pair = links.pair(at: row)
    if let refusal = people.refused.first(where: { nodePair($0.a, $0.b) == pair }) {
      switch refusal.reason {
      case .limit(let namespace): return .limit(namespace: namespace)
      case .decision(let first, let second): return .decision(first, second)
      case .suspicious(let group, let size): return .suspicious(group: group, size: size)
      }
    }
    for node in [a, b] where flags[Int(node)].contains(.shared) { return .shared(node: node) }
    let isFirst = flags[Int(a)].contains(.nonJoining)
    return .nonJoining(node: isFirst ? a : b)
  }
}
