/// A group that grew suspiciously large and is held apart, with the link that would make it one.
package struct SplitProposal: Sendable, Equatable {
  /// The weakest of the links that are held.
  package struct Bridge: Sendable, Equatable {
    package let a: UInt32
    package let b: UInt32
    package let strength: Int
    package let evidence: LinkEvidence
    package let time: UInt32
    /// How many nodes the smaller of the two parts has that it would join.
    package let smallerSide: Int
  }

  /// The smallest node names the group.
  package let group: UInt32
  /// How many nodes would be one.
  package let size: Int
  /// How many nodes each part has, the largest first.
  package let parts: [Int]
  package let bridge: Bridge
  /// How many pairs of nodes are held apart.
  package let heldPairs: Int
  /// The node with most neighbours in the group.
  package let hub: UInt32
  package let hubNeighbours: Int
}

extension IdentityResolver {
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
}
