/// Disjoint groups of nodes; the root of a group is its smallest node, whatever the order of joins.
package struct UnionFind: Sendable {
  private(set) var parents: [UInt32]

  package init(count: Int) { parents = (0..<UInt32(count)).map { $0 } }

  var count: Int { parents.count }

  /// Adds nodes, each a group of its own.
  mutating func grow(to count: Int) {
    guard count > parents.count else { return }
    parents.append(contentsOf: UInt32(parents.count)..<UInt32(count))
  }

  /// The smallest node of the group, halving the path on the way.
  package mutating func root(of node: UInt32) -> UInt32 {
    var node = node
    while true {
      let parent = parents[Int(node)]
      if parent == node { return node }
      let grandparent = parents[Int(parent)]
      if grandparent == parent { return parent }
      parents[Int(node)] = grandparent
      node = grandparent
    }
  }

  /// The smallest node of the group, leaving the path as it is.
  func settledRoot(of node: UInt32) -> UInt32 {
    var node = node
    while parents[Int(node)] != node { node = parents[Int(node)] }
    return node
  }

  /// Joins two groups; the result is the root that gave way, or nil where they were one.
  @discardableResult
  package mutating func join(_ a: UInt32, _ b: UInt32) -> UInt32? {
    let first = root(of: a)
    let second = root(of: b)
    guard first != second else { return nil }
    let loser = max(first, second)
    parents[Int(loser)] = min(first, second)
    return loser
  }

  /// Points every node straight at its root; as roots are smallest, one pass does it.
  mutating func flatten() {
    for node in parents.indices { parents[node] = parents[Int(parents[node])] }
  }

  /// Makes a node a group of its own; all nodes of its group must be reset together.
  mutating func reset(_ node: UInt32) { parents[Int(node)] = node }
}
