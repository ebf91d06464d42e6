package import Basis
internal import Columns

/// What saved segments have in common that their owner may not know.
package struct Redundancy: Sendable, Equatable {
  /// Segments that hold nobody.
  package let empty: [String]
  /// Groups of segments that hold the same units.
  package let equal: [[String]]
  /// Pairs of which the first lies wholly within the second, for one name of each equal group.
  package let contained: [Containment]

  package struct Containment: Sendable, Equatable, Hashable {
    package let inner: String
    package let outer: String
    package init(inner: String, outer: String) { (self.inner, self.outer) = (inner, outer) }
  }
}

extension SetPlanner {
  /// Compares the saved segments with each other.
  ///
  /// Cost grows with the square of their number; a few words of each set rule out most pairs.
  package func redundancy() throws(Fault) -> Redundancy {
    var named: [(name: String, set: DenseSet)] = []
    for (name, segment) in references.segments.sorted(by: { $0.key < $1.key }) {
      named.append((name, try units(segment)))
    }
    var groups: [[UInt64]: [Int]] = [:]
    for (index, entry) in named.enumerated() where entry.set.count > 0 {
      groups[entry.set.words, default: []].append(index)
    }
    let firsts = groups.values.map { $0[0] }.sorted()
    var contained: [Redundancy.Containment] = []
    for inner in firsts {
      try cancellation.check()
      for outer in firsts where named[inner].set.count < named[outer].set.count {
        guard isWithin(named[inner].set, named[outer].set) else { continue }
        contained.append(
          Redundancy.Containment(inner: named[inner].name, outer: named[outer].name))
      }
    }
    return Redundancy(
      empty: named.filter { $0.set.count == 0 }.map(\.name),
      equal: groups.values.filter { $0.count > 1 }.map { $0.map { named[$0].name } }
        .sorted { $0[0] < $1[0] },
      contained: contained.sorted { ($0.inner, $0.outer) < ($1.inner, $1.outer) })
  }

  private func isWithin(_ inner: DenseSet, _ outer: DenseSet) -> Bool {
    let stride = max(1, inner.words.count / 16)
    for index in Swift.stride(from: 0, to: inner.words.count, by: stride)
    where inner.words[index] & ~outer.words[index] != 0 {
      return false
    }
    return inner.differenceCount(outer) == 0
  }
}
