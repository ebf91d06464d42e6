/// What ties one node to the others of a group.
package struct NodeEvidence: Sendable, Equatable {
  /// The other end of its strongest link, and what that link rests on.
  package fileprivate(set) var other: UInt32
  package fileprivate(set) var evidence: LinkEvidence
  /// Links to others of the group, and the sources that sent them.
  package fileprivate(set) var links = 0
  package fileprivate(set) var sources: [UInt16] = []
  /// The latest time of any.
  package fileprivate(set) var lastTime: UInt32 = 0
}

extension IdentityResolver {
  /// The evidence of each of a few nodes within their group; cost is one look at every link.
  package func evidence(of nodes: [UInt32]) -> [UInt32: NodeEvidence] {
    let isMember = Marks(nodes, count: nodeCount)
    var found: [UInt32: NodeEvidence] = [:]
    var best: [UInt32: Int] = [:]
    for row in 0..<links.count {
      let (a, b) = (links.a[row], links.b[row])
      guard isMember[a], isMember[b], role(of: row) != .nothing else { continue }
      for (node, other) in [(a, b), (b, a)] {
        let own = NodeEvidence(other: other, evidence: links.evidence(at: row))
        if best[node].map({ isEarlier(row, than: $0) }) ?? true {
          best[node] = row
          found[node, default: own].other = other
          found[node, default: own].evidence = own.evidence
        }
        found[node, default: own].links += 1
        found[node, default: own].sources.append(links.source[row])
        found[node, default: own].lastTime = max(
          found[node]?.lastTime ?? 0, links.time[row])
      }
    }
    return found
  }
}
