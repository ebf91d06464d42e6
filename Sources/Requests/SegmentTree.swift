/// A segment as a tree of conditions, each of them a piece of text in the segment language.
///
/// The tree is what the builder edits; only the engine knows what a condition's text means.
package indirect enum SegmentTree: Hashable, Sendable {
  case all([SegmentTree])
  case any([SegmentTree])
  case not(SegmentTree)
  case condition(String)

  /// The tree that matches everyone.
  package static let everyone = SegmentTree.condition("everyone")

  package var children: [SegmentTree] {
    switch self {
    case .all(let children), .any(let children): children
    case .not(let child): [child]
    case .condition: []
    }
  }

  /// Every node, parents before children, with its depth; figures for nodes come in this order.
  package var nodes: [(node: SegmentTree, depth: Int)] {
    var found: [(node: SegmentTree, depth: Int)] = []
    collect(into: &found, depth: 0)
    return found
  }

  private func collect(into found: inout [(node: SegmentTree, depth: Int)], depth: Int) {
    found.append((self, depth))
    for child in children { child.collect(into: &found, depth: depth + 1) }
  }

  /// The tree in the segment language; a group of nothing reads `everyone`, or no one for `any`.
  ///
  /// A group of one reads like its only member.
  package var text: String { printed(inside: .none) }

  /// How tightly the surrounding text binds, and so where parentheses are needed.
  private enum Surrounding: Int { case none, or, and, not }

  private func printed(inside surrounding: Surrounding) -> String {
    switch self {
    case .condition(let text): return text
    case .not(let child): return "not " + child.printed(inside: .not)
    case .all(let children):
      return Self.joined(children, by: " and ", as: .and, inside: surrounding, empty: "everyone")
    case .any(let children):
      return Self.joined(children, by: " or ", as: .or, inside: surrounding, empty: "not everyone")
    }
  }

  private static func joined(
    _ children: [SegmentTree], by word: String, as own: Surrounding, inside outer: Surrounding,
    empty: String
  ) -> String {
    guard let first = children.first else { return empty }
    guard children.count > 1 else { return first.printed(inside: outer) }
    let text = children.map { $0.printed(inside: own) }.joined(separator: word)
    // A group inside a group of its own kind keeps its parentheses, so that the text reads back
    // as the same tree.
    return outer.rawValue >= own.rawValue ? "(" + text + ")" : text
  }
}

/// A segment as a face has it: typed, or built.
package enum SegmentDefinition: Hashable, Sendable {
  case text(String)
  case tree(SegmentTree)

  package var text: String {
    switch self {
    case .text(let text): text
    case .tree(let tree): tree.text
    }
  }
}
