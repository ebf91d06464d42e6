/// How many merges the links between two kinds of identifiers account for.
package struct MergeCount: Sendable, Equatable {
  /// The codes of the two namespaces, smaller first.
  package let first: UInt16
  package let second: UInt16
  package var count: Int
}

extension IdentityResolver {
  /// Which kinds of links made people of identifiers, most merges first.
  ///
  /// Each unit of n nodes takes n − 1 merges; the strongest links are held to have made them. Cost
  /// grows with the links, once for each strength that the rules name.
  package func merges(in people: Clusters) -> [MergeCount] {
    var groups = UnionFind(count: nodeCount)
    var counts: [UInt32: Int] = [:]
    for strength in Set(bound.strengths).sorted(by: >) {
      for row in 0..<links.count {
        let (a, b) = (links.a[row], links.b[row])
        guard people.units[Int(a)] == people.units[Int(b)] else { continue }
        let (first, second) = (namespaces[Int(a)], namespaces[Int(b)])
        guard min(bound.strengths[Int(first)], bound.strengths[Int(second)]) == strength,
          role(of: row) != .nothing, groups.join(a, b) != nil
        else { continue }
        counts[UInt32(min(first, second)) << 16 | UInt32(max(first, second)), default: 0] += 1
      }
    }
    return counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.map { key, count in
      MergeCount(first: UInt16(key >> 16), second: UInt16(key & 0xFFFF), count: count)
    }
  }
}
