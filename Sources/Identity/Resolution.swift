/// The people that a set of links makes, with what was refused on the way.
package struct Resolution: Sendable, Equatable {
  package let clusters: Clusters
  /// Links that a limit or a decision refused, by group and then in the order in which they came up.
  package let refused: [Refusal]
  /// Groups that are held apart because they grew suspiciously large, the largest first.
  package let proposals: [SplitProposal]
}

extension IdentityResolver {
  /// The person lens as it stands; cost grows with the number of nodes.
  package func people() -> Resolution {
    var flat = loose
    flat.flatten()
    var representatives = flat.parents
    if !settled.isEmpty {
      for node in settled.indices where settled[node] != noNode {
        representatives[node] = settled[node]
      }
    }
    var refused = refusals.sorted { $0.key < $1.key }.flatMap(\.value)
    refused += attach(&representatives)
    let proposals = held.values.joined().sorted { (-$0.size, $0.group) < (-$1.size, $1.group) }
    return Resolution(
      clusters: Clusters(representatives: representatives), refused: refused,
      proposals: proposals)
  }

  /// Gives passive nodes to the one group that they were seen with.
  ///
  /// A passive node seen with two groups or more stays a unit of its own: whose it is can't be told.
  private func attach(_ representatives: inout [UInt32]) -> [Refusal] {
    guard !attachments.isEmpty else { return [] }
    var groups = [UInt32](repeating: noNode, count: nodeCount)
    var rows = groups
    for row in attachments {
      guard let (passive, group) = ends(of: Int(row), representatives) else { continue }
      let node = Int(passive)
      if rows[node] == noNode {
        (groups[node], rows[node]) = (group, row)
      } else if groups[node] != group {
        groups[node] = noNode
      } else if isBefore(Int(row), Int(rows[node]), at: node) {
        rows[node] = row
      }
    }
    let found = groups.indices.filter { groups[$0] != noNode }
    let order = ordered(found.map { rows[$0] }) { row in
      groups[Int(passiveEnd(of: row))]
    } isFree: { rows in
      rows.allSatisfy { !isLimited(Int(passiveEnd(of: $0))) }
    }
    var admission = Admission(self, groups: Set(found.map { groups[$0] }), representatives)
    var refused: [Refusal] = []
    for row in order {
      let node = passiveEnd(of: row)
      let group = groups[Int(node)]
      if let reason = admission.admit(node, to: group, self, representatives) {
        refused.append(Refusal(links, row: row, reason: reason))
      } else {
        representatives[Int(node)] = group
      }
    }
    return refused
  }

  private func isLimited(_ node: Int) -> Bool { bound.limitIndex[Int(namespaces[node])] >= 0 }

  /// Whether a row stands for `node` rather than another; names matter where a limit may be hit.
  private func isBefore(_ first: Int, _ second: Int, at node: Int) -> Bool {
    isLimited(node) ? isEarlierByName(first, than: second) : isEarlier(first, than: second)
  }

  /// The passive node of a row that attaches.
  private func passiveEnd(of row: Int) -> UInt32 {
    flags[Int(links.a[row])].isDisjoint(with: .passive) ? links.b[row] : links.a[row]
  }

  /// The passive end of a row and the group of the other; nil where an analyst settled the node.
  private func ends(
    of row: Int, _ representatives: [UInt32]
  ) -> (passive: UInt32, group: UInt32)? {
    guard role(of: row) == .attaches else { return nil }
    let passive = passiveEnd(of: row)
    guard !flags[Int(passive)].contains(.merged) else { return nil }
    return (passive, representatives[Int(links.other(than: passive, at: row))])
  }

  func isEarlier(_ first: Int, than second: Int) -> Bool {
    let (a, b) = (order(of: first), order(of: second))
    return a == b ? LinkPlace(first, links) < LinkPlace(second, links) : a < b
  }
}

/// The limits of groups that passive nodes are given to.
private struct Admission {
  private struct Key: Hashable {
    let group: UInt32
    let limit: Int32
  }

  private var counts: [Key: Int] = [:]
  private var times: [Key: [UInt32]] = [:]

  init(_ resolver: borrowing IdentityResolver, groups: Set<UInt32>, _ representatives: [UInt32]) {
    guard !resolver.bound.limits.isEmpty, !groups.isEmpty else { return }
    let isTarget = Marks(groups, count: representatives.count)
    for (node, group) in representatives.enumerated() where isTarget[group] {
      let limit = resolver.bound.limitIndex[Int(resolver.namespaces[node])]
      if limit >= 0 { count(UInt32(node), Key(group: group, limit: limit), resolver) }
    }
    for key in times.keys { times[key]?.sort() }
  }

  /// Counts a node in, or says what forbids it.
  mutating func admit(
    _ node: UInt32, to group: UInt32, _ resolver: borrowing IdentityResolver,
    _ representatives: [UInt32]
  ) -> Refusal.Reason? {
    for foe in resolver.foes[node] ?? [] where representatives[Int(foe)] == group {
      return .decision(min(node, foe), max(node, foe))
    }
    let index = resolver.bound.limitIndex[Int(resolver.namespaces[Int(node)])]
    guard index >= 0 else { return nil }
    let limit = resolver.bound.limits[Int(index)]
    let key = Key(group: group, limit: index)
    if (counts[key] ?? 0) + 1 > limit.count {
      guard let seconds = limit.seconds else { return .limit(namespace: limit.namespace) }
      let all = merged(times[key] ?? [], [resolver.firstSeen[Int(node)]])
      if exceeds(all, count: limit.count, within: seconds) {
        return .limit(namespace: limit.namespace)
      }
    }
    count(node, key, resolver)
    times[key]?.sort()
    return nil
  }

  private mutating func count(
    _ node: UInt32, _ key: Key, _ resolver: borrowing IdentityResolver
  ) {
    counts[key, default: 0] += 1
    if resolver.bound.limits[Int(key.limit)].seconds != nil {
      times[key, default: []].append(resolver.firstSeen[Int(node)])
    }
  }
}
