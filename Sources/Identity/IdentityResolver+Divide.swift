extension IdentityResolver {
  /// Divides loose groups so that every limit and decision holds, strongest links first, and holds
  /// apart what is suspiciously large after that.
  ///
  /// `nodes` are all nodes of those groups and `rows` all their joining links. A refused link stays
  /// refused: groups only grow, and what a group has too many of never becomes fewer.
  mutating func divide(nodes: [UInt32], rows: [UInt32]) {
    if settled.count < nodeCount {
      settled.append(contentsOf: repeatElement(noNode, count: nodeCount - settled.count))
    }
    // While it works, `settled` has the place of each node in `nodes`.
    for (place, node) in nodes.enumerated() { settled[Int(node)] = UInt32(place) }
    var division = Division(nodes: nodes, resolver: self)
    var refusedPairs: Set<UInt64> = []
    for row in ordered(rows, group: { loose.root(of: links.a[$0]) }) {
      let (a, b) = (settled[Int(links.a[row])], settled[Int(links.b[row])])
      guard let reason = division.join(a, b, placeOf: settled),
        refusedPairs.insert(links.pair(at: row)).inserted
      else { continue }
      let root = loose.root(of: links.a[row])
      refusals[root, default: []].append(Refusal(links, row: row, reason: reason))
    }
    var representatives = division.representatives()
    holdLarge(nodes: nodes, rows: rows, &representatives)
    for (node, representative) in zip(nodes, representatives) {
      settled[Int(node)] = representative
    }
  }
}

/// Groups under limits, over the places of the nodes of a few loose groups.
private struct Division {
  private let nodes: [UInt32]
  private let limits: [BoundRules.Limit]
  private let foes: [UInt32: [UInt32]]
  private var groups: UnionFind
  /// How many nodes of each limited namespace a group has, at the place of its root.
  private var counts: [UInt32]
  /// When they were first seen, ascending, for limits with a window: by root and limit.
  private var times: [Int: [UInt32]] = [:]
  /// The nodes of a group that a decision speaks of.
  private var decided: [UInt32: [UInt32]] = [:]

  init(nodes: [UInt32], resolver: borrowing IdentityResolver) {
    self.nodes = nodes
    limits = resolver.bound.limits
    foes = resolver.foes
    groups = UnionFind(count: nodes.count)
    counts = [UInt32](repeating: 0, count: nodes.count * limits.count)
    for (place, node) in nodes.enumerated() {
      if foes[node] != nil { decided[UInt32(place)] = [node] }
      let limit = Int(resolver.bound.limitIndex[Int(resolver.namespaces[Int(node)])])
      guard limit >= 0 else { continue }
      counts[place * limits.count + limit] = 1
      if limits[limit].seconds != nil {
        times[place * limits.count + limit] = [resolver.firstSeen[Int(node)]]
      }
    }
  }

  /// Joins the groups of two places, or says what forbids it.
  mutating func join(_ a: UInt32, _ b: UInt32, placeOf: [UInt32]) -> Refusal.Reason? {
    let first = groups.root(of: a)
    let second = groups.root(of: b)
    guard first != second else { return nil }
    let (winner, loser) = (min(first, second), max(first, second))
    if let reason = limitBroken(winner, loser) ?? decisionBroken(winner, loser, placeOf) {
      return reason
    }
    groups.join(winner, loser)
    for limit in limits.indices {
      let (into, from) = (index(winner, limit), index(loser, limit))
      counts[into] += counts[from]
      if let moved = times.removeValue(forKey: from) {
        times[into] = merged(times[into] ?? [], moved)
      }
    }
    if let moved = decided.removeValue(forKey: loser) { decided[winner, default: []] += moved }
    return nil
  }

  /// The smallest node of each place's group.
  mutating func representatives() -> [UInt32] {
    groups.flatten()
    return groups.parents.map { nodes[Int($0)] }
  }

  private func index(_ place: UInt32, _ limit: Int) -> Int { Int(place) * limits.count + limit }

  private func limitBroken(_ a: UInt32, _ b: UInt32) -> Refusal.Reason? {
    for (number, limit) in limits.enumerated() {
      let (first, second) = (index(a, number), index(b, number))
      // A side without any changes nothing for the other.
      guard counts[first] > 0, counts[second] > 0,
        Int(counts[first] + counts[second]) > limit.count
      else { continue }
      if let seconds = limit.seconds {
        let all = merged(times[first] ?? [], times[second] ?? [])
        guard exceeds(all, count: limit.count, within: seconds) else { continue }
      }
      return .limit(namespace: limit.namespace)
    }
    return nil
  }

  private mutating func decisionBroken(
    _ a: UInt32, _ b: UInt32, _ placeOf: [UInt32]
  ) -> Refusal.Reason? {
    guard let first = decided[a], decided[b] != nil else { return nil }
    var broken: (UInt32, UInt32)?
    for node in first {
      for foe in foes[node] ?? [] where isHere(foe, placeOf) {
        guard groups.root(of: placeOf[Int(foe)]) == b else { continue }
        let pair = (min(node, foe), max(node, foe))
        if let known = broken, known <= pair { continue }
        broken = pair
      }
    }
    return broken.map { .decision($0.0, $0.1) }
  }

  private func isHere(_ node: UInt32, _ placeOf: [UInt32]) -> Bool {
    let place = Int(placeOf[Int(node)])
    return place < nodes.count && nodes[place] == node
  }
}

/// True where more than `count` of the ascending `times` lie within `seconds`.
func exceeds(_ times: [UInt32], count: Int, within seconds: UInt32) -> Bool {
  guard times.count > count else { return false }
  return (count..<times.count).contains { times[$0] - times[$0 - count] < seconds }
}

/// Two ascending lists as one.
func merged(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
  var result: [UInt32] = []
  result.reserveCapacity(a.count + b.count)
  var (first, second) = (0, 0)
  while first < a.count, second < b.count {
    if a[first] <= b[second] {
      result.append(a[first])
      first += 1
    } else {
      result.append(b[second])
      second += 1
    }
  }
  return result + a[first...] + b[second...]
}
