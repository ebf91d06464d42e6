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
  /// Compares the saved segments of these names with each other.
  ///
  /// Cost grows with the square of their number. Only a few words of each set are kept, which rule
  /// out most pairs; the sets of the others are asked for again, so that memory stays small.
  package func redundancy(among names: [String]) throws(Fault) -> Redundancy {
    var traces: [Trace] = []
    for name in names.sorted() {
      try cancellation.check()
      let node = try prepared(.reference(Name(name)))
      traces.append(Trace(name: name, node: node, try set(node)))
    }
    var groups: [TraceKey: [Trace]] = [:]
    for trace in traces where trace.count > 0 { groups[trace.key, default: []].append(trace) }
    let firsts = groups.values.map { $0[0] }
      .sorted { ($0.count, $0.name) < ($1.count, $1.name) }
    return Redundancy(
      empty: traces.filter { $0.count == 0 }.map(\.name),
      equal: groups.values.filter { $0.count > 1 }.map { $0.map(\.name) }
        .sorted { $0[0] < $1[0] },
      contained: try containments(among: firsts)
        .sorted { ($0.inner, $0.outer) < ($1.inner, $1.outer) })
  }

  /// The pairs of which the first lies within the second, of traces in order of their size.
  ///
  /// The smaller sets are held a block at a time, so that a larger one is asked for once a block
  /// instead of once a pair.
  private func containments(among traces: [Trace]) throws(Fault) -> [Redundancy.Containment] {
    var found: [Redundancy.Containment] = []
    let length = max(64, Self.blockBytes / max(1, unitCount / 8))
    for start in stride(from: 0, to: traces.count, by: length) {
      let block = traces[start..<min(start + length, traces.count)]
      var inner: [DenseSet] = []
      for trace in block { inner.append(try set(trace.node)) }
      for (index, outer) in traces.enumerated().dropFirst(start + 1) {
        try cancellation.check()
        let candidates = block.prefix(index - start).indices.filter {
          traces[$0].mayLie(within: outer)
        }
        guard !candidates.isEmpty else { continue }
        let wide = try set(outer.node)
        for candidate in candidates where inner[candidate - start].isSubset(of: wide) {
          found.append(Redundancy.Containment(inner: traces[candidate].name, outer: outer.name))
        }
      }
    }
    return found
  }

  /// What the sets of a block may take.
  private static let blockBytes = 64 << 20
}

/// What is kept of a set to tell it from others: its size, a hash, and words from all over it.
private struct Trace {
  let name: String
  /// The segment with its references followed, in canonical form.
  let node: Segment
  let count: Int
  let key: TraceKey
  private let words: [UInt64]

  init(name: String, node: Segment, _ set: DenseSet) {
    (self.name, self.node, count) = (name, node, set.count)
    let step = max(1, set.words.count / 64)
    words = stride(from: 0, to: set.words.count, by: step).map { set.words[$0] }
    var (first, second): (UInt64, UInt64) = (0x9E37, 0x79B9)
    for word in set.words {
      first = Hash64.folded(first ^ word, 0xA076_1D64_78BD_642F)
      second = Hash64.folded(second &+ word, 0xE703_7ED1_A0B4_28DB)
    }
    key = TraceKey(count: count, first: first, second: second)
  }

  /// False only where some member here is surely not there.
  func mayLie(within other: Trace) -> Bool {
    guard count < other.count else { return false }
    for (mine, others) in zip(words, other.words) where mine & ~others != 0 { return false }
    return true
  }
}

/// Two sets with the same key are the same; 128 bits of hash leave no room for chance.
private struct TraceKey: Hashable {
  let count: Int
  let first: UInt64
  let second: UInt64
}
