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
  /// Each unit of n nodes takes n − 1 merges; the strongest links are held to have made them, of
  /// equal ones those of the kinds whose names come first. So the figures are the same in whatever
  /// order links lie. Cost grows with the links, and a little for each pair of kinds.
  package func merges(in people: Clusters) -> [MergeCount] {
    let kinds = linkKinds(in: people)
    var groups = UnionFind(count: nodeCount)
    var merges: [MergeCount] = []
    for kind in strongestFirst(Set(kinds).subtracting([Self.noKind])) {
      var merge = MergeCount(first: kind.first, second: kind.second, count: 0)
      for (row, number) in kinds.enumerated() where number == kind.number {
        if groups.join(links.a[row], links.b[row]) != nil { merge.count += 1 }
      }
      if merge.count > 0 { merges.append(merge) }
    }
    return merges.enumerated()
      .sorted { (-$0.element.count, $0.offset) < (-$1.element.count, $1.offset) }.map(\.element)
  }

  private static let noKind = UInt32.max

  /// Of each link the number of the pair of its kinds, or that of none where it joins nobody there.
  private func linkKinds(in people: Clusters) -> [UInt32] {
    let count = UInt32(namespaceNames.count)
    return (0..<links.count).map { row in
      let (a, b) = (Int(links.a[row]), Int(links.b[row]))
      guard people.units[a] == people.units[b], role(of: row) != .nothing else {
        return Self.noKind
      }
      let (first, second) = (UInt32(namespaces[a]), UInt32(namespaces[b]))
      return min(first, second) * count + max(first, second)
    }
  }

  private typealias LinkKind = (number: UInt32, first: UInt16, second: UInt16)

  private func strongestFirst(_ numbers: Set<UInt32>) -> [LinkKind] {
    let count = UInt32(namespaceNames.count)
    let kinds: [LinkKind] = numbers.map { ($0, UInt16($0 / count), UInt16($0 % count)) }
    func rank(_ kind: LinkKind) -> (Int, [String]) {
      let codes = [Int(kind.first), Int(kind.second)]
      return (
        -codes.map { Int(bound.strengths[$0]) }.reduce(.max, min),
        codes.map { namespaceNames[$0] }.sorted()
      )
    }
    return kinds.sorted { first, second in
      let (a, b) = (rank(first), rank(second))
      return a.0 == b.0 ? a.1.lexicographicallyPrecedes(b.1) : a.0 < b.0
    }
  }
}
