/// What an analyst decided by hand; it stands above every link.
package struct Decisions: Sendable, Equatable {
  /// Two nodes that a decision is about.
  package struct Pair: Hashable, Sendable {
    package let a: UInt32
    package let b: UInt32

    /// Makes the pair of two nodes; their order means nothing.
    package init(_ a: UInt32, _ b: UInt32) { (self.a, self.b) = (min(a, b), max(a, b)) }
  }

  /// Nodes that are units of their own: no link of theirs counts.
  package var isolated: Set<UInt32> = []
  /// Pairs that must not be one person, however strong the evidence.
  package var neverJoined: Set<Pair> = []
  /// Pairs whose own links do not count, while other chains still may.
  package var cut: Set<Pair> = []
  /// Pairs that are one person, unless a limit or a pair of `neverJoined` forbids it.
  package var merged: Set<Pair> = []

  /// How large the group of a node may be although that is suspicious, as an analyst allowed.
  package var kept: [UInt32: Int] = [:]

  package init() {}

  /// Makes a node a unit of its own; merges with it are taken back.
  package mutating func split(_ node: UInt32) {
    isolated.insert(node)
    merged = merged.filter { $0.a != node && $0.b != node }
  }

  /// Keeps two nodes apart; a merge of the two is taken back.
  package mutating func keepApart(_ a: UInt32, _ b: UInt32) {
    merged.remove(Pair(a, b))
    neverJoined.insert(Pair(a, b))
  }

  /// Lets the group of a node have so many identifiers without being held apart.
  package mutating func keep(_ node: UInt32, size: Int) {
    kept[node] = max(kept[node] ?? 0, size)
  }

  /// Makes one person of two nodes; what kept the two apart is taken back.
  package mutating func merge(_ a: UInt32, _ b: UInt32) {
    neverJoined.remove(Pair(a, b))
    isolated.subtract([a, b])
    merged.insert(Pair(a, b))
  }
}
