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

  package init() {}
}
