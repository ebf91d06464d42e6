internal import Requests

/// A condition or a group of them, as the builder edits it.
package struct BuilderNode: Hashable, Sendable {
  /// How a group's members are joined.
  package enum Joint: Hashable, Sendable {
    case all, any
    var other: Joint { self == .all ? .any : .all }
  }

  package enum Content: Hashable, Sendable {
    case condition(String)
    case group(Joint, [BuilderNode])
  }

  /// Stays the same through every edit, so that figures and the cursor find the node again.
  package let id: Int
  package var content: Content
  package var isNegated = false
  /// A muted node is kept but counts for nothing.
  package var isMuted = false

  package var members: [BuilderNode] {
    get {
      switch content {
      case .condition: []
      case .group(_, let members): members
      }
    }
    set {
      switch content {
      case .condition: break
      case .group(let joint, _): content = .group(joint, newValue)
      }
    }
  }

  package var isGroup: Bool {
    switch content {
    case .condition: false
    case .group: true
    }
  }

  /// What the row of the node reads.
  package var title: String {
    let words =
      switch content {
      case .condition(let text): text
      case .group(.all, _): "all of"
      case .group(.any, _): "any of"
      }
    return isNegated ? "not " + words : words
  }

  /// The same with nothing muted.
  var unmuted: BuilderNode {
    var node = self
    node.isMuted = false
    node.members = members.map(\.unmuted)
    return node
  }

  /// How many nodes there are, this one included.
  var size: Int { members.reduce(1) { $0 + $1.size } }

  /// The node as the engine sees it, without what is muted; nil when nothing is left.
  ///
  /// `ids` gets, for each node of the tree in the order of `SegmentTree.nodes`, the nodes of the
  /// builder that it stands for: a group of one is the same as its only member.
  func tree(ids: inout [[Int]]) -> SegmentTree? {
    guard !isMuted else { return nil }
    var inner: [[Int]] = []
    var tree: SegmentTree
    switch content {
    case .condition(let text):
      tree = .condition(text)
      inner = [[id]]
    case .group(let joint, let members):
      let trees = members.compactMap { $0.tree(ids: &inner) }
      guard let first = trees.first else { return nil }
      if trees.count == 1 {
        tree = first
        inner[0].append(id)
      } else {
        tree = joint == .all ? .all(trees) : .any(trees)
        inner.insert([id], at: 0)
      }
    }
    if isNegated {
      tree = .not(tree)
      // The row shows what the opposite matches.
      inner[0].removeAll { $0 == id }
      inner.insert([id], at: 0)
    }
    ids += inner
    return tree
  }

  /// The node of that id with its place; nil when it is not in here.
  func path(to id: Int) -> [Int]? {
    if self.id == id { return [] }
    for (index, member) in members.enumerated() {
      if let rest = member.path(to: id) { return [index] + rest }
    }
    return nil
  }

  subscript(path: ArraySlice<Int>) -> BuilderNode? {
    guard let next = path.first else { return self }
    guard members.indices.contains(next) else { return nil }
    return members[next][path.dropFirst()]
  }

  /// Changes the node at a path, if there is one.
  mutating func change(_ path: ArraySlice<Int>, _ body: (inout BuilderNode) -> Void) {
    guard let next = path.first else { return body(&self) }
    guard members.indices.contains(next) else { return }
    members[next].change(path.dropFirst(), body)
  }
}
