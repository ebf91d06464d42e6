package import Requests

/// The tree of a segment while it is edited: cursor, edits, undo and redo without limit.
package struct Builder: Hashable, Sendable {
  /// One line of the tree.
  package struct Row: Hashable, Sendable {
    /// The node; nil for the line that adds a condition.
    package var node: BuilderNode?
    package var path: [Int]
    package var depth: Int
    /// True for what a muted group takes along.
    package var isMuted: Bool
  }

  private struct Snapshot: Hashable {
    var root: BuilderNode
    var cursor: Int?
  }

  package private(set) var root = BuilderNode(id: 0, content: .group(.all, []))
  /// The id of the node under the cursor; nil on the line that adds.
  package private(set) var cursor: Int?
  private var nextID = 1
  private var past: [Snapshot] = []
  private var future: [Snapshot] = []

  package init() {}

  /// Makes a tree of which the nodes with these places in `SegmentTree.nodes` are muted.
  package init(_ tree: SegmentTree, muted: [Int] = []) {
    root = self.root(of: tree)
    cursor = root.members.first?.id
    let ids = definition.ids
    for place in muted where ids.indices.contains(place) {
      guard let path = ids[place].first.flatMap({ root.path(to: $0) }), !path.isEmpty else {
        continue
      }
      root.change(path[...]) { $0.isMuted = true }
    }
  }

  package var isEmpty: Bool { root.members.isEmpty }
  package var canUndo: Bool { !past.isEmpty }
  package var canRedo: Bool { !future.isEmpty }

  /// The segment for the engine, and the ids that each node of `SegmentTree.nodes` stands for.
  package var definition: (tree: SegmentTree, ids: [[Int]]) {
    var ids: [[Int]] = []
    guard let tree = root.tree(ids: &ids) else { return (.everyone, [[root.id]]) }
    return (tree, ids)
  }

  package var text: String { definition.tree.text }

  package var hasMuted: Bool { rows.contains(where: \.isMuted) }

  /// The text with what is muted, and which nodes of its tree are: all that has to be kept.
  package var whole: (text: String, muted: [Int]) {
    let muted = Set(rows.compactMap(\.node).filter(\.isMuted).map(\.id))
    guard !muted.isEmpty else { return (text, []) }
    var ids: [[Int]] = []
    let tree = root.unmuted.tree(ids: &ids) ?? .everyone
    return (tree.text, ids.indices.filter { !muted.isDisjoint(with: ids[$0]) })
  }

  /// Every line, the root first and the line that adds last.
  package var rows: [Row] {
    var rows: [Row] = []
    collect(root, path: [], isMuted: false, into: &rows)
    rows.append(Row(node: nil, path: [], depth: 1, isMuted: false))
    return rows
  }

  private func collect(
    _ node: BuilderNode, path: [Int], isMuted: Bool, into rows: inout [Row]
  ) {
    let isMuted = isMuted || node.isMuted
    rows.append(Row(node: node, path: path, depth: path.count, isMuted: isMuted))
    for (index, member) in node.members.enumerated() {
      collect(member, path: path + [index], isMuted: isMuted, into: &rows)
    }
  }

  /// The line that the cursor is on.
  package var cursorRow: Int {
    let rows = rows
    guard let cursor else { return rows.count - 1 }
    return rows.firstIndex { $0.node?.id == cursor } ?? rows.count - 1
  }

  package var current: BuilderNode? {
    guard let cursor, let path = root.path(to: cursor) else { return nil }
    return root[path[...]]
  }

  package mutating func moveCursor(toRow row: Int) {
    let rows = rows
    cursor = rows[min(max(0, row), rows.count - 1)].node?.id
  }

  // MARK: Edits

  /// Where a condition added now would go: into the group under the cursor, or after the cursor.
  private var insertion: (parent: [Int], index: Int) {
    guard let cursor, let path = root.path(to: cursor), let last = path.last else {
      return ([], root.members.count)
    }
    if current?.isGroup == true { return (path, current?.members.count ?? 0) }
    return (Array(path.dropLast()), last + 1)
  }

  /// Adds a condition, or a group of them, where the cursor is and goes to it.
  package mutating func add(_ condition: SegmentTree) {
    record()
    let (parent, index) = insertion
    let added = converted(condition)
    root.change(parent[...]) { $0.members.insert(added, at: index) }
    cursor = added.id
  }

  /// The tree as it would be with a condition added, for previews.
  package func adding(_ condition: SegmentTree) -> SegmentTree {
    var copy = self
    copy.add(condition)
    return copy.definition.tree
  }

  /// The tree as it would be with another text for the condition under the cursor.
  package func replacing(_ condition: String) -> SegmentTree {
    var copy = self
    copy.replace(with: condition)
    return copy.definition.tree
  }

  package mutating func replace(with condition: String) {
    guard let cursor, let path = root.path(to: cursor), current?.isGroup == false else { return }
    record()
    root.change(path[...]) { $0.content = .condition(condition) }
  }

  package mutating func negate() {
    changeCurrent { $0.isNegated.toggle() }
  }

  package mutating func mute() {
    guard cursor != root.id else { return }
    changeCurrent { $0.isMuted.toggle() }
  }

  /// Switches the group under the cursor, or the group that the condition is in.
  package mutating func switchJoint() {
    let path = cursor.flatMap { root.path(to: $0) } ?? []
    let target = current?.isGroup == true || path.isEmpty ? path : Array(path.dropLast())
    record()
    root.change(target[...]) { node in
      if case .group(let joint, let members) = node.content {
        node.content = .group(joint.other, members)
      }
    }
  }

  /// Puts the node under the cursor into a group of the other kind than the one around it.
  package mutating func group() {
    guard let path = cursor.flatMap({ root.path(to: $0) }), !path.isEmpty,
      let old = root[path[...]], case .group(let outer, _)? = root[path.dropLast()]?.content
    else { return }
    record()
    let wrapped = node(.group(outer.other, [old]))
    root.change(path[...]) { $0 = wrapped }
  }

  /// Dissolves the group under the cursor, or the one that the condition is in.
  package mutating func ungroup() {
    guard let cursorPath = cursor.flatMap({ root.path(to: $0) }) else { return }
    let path = current?.isGroup == true ? cursorPath : Array(cursorPath.dropLast())
    guard let index = path.last, let group = root[path[...]] else { return }
    record()
    root.change(path.dropLast()) {
      $0.members.replaceSubrange(index...index, with: group.members)
    }
    if cursor == group.id { cursor = group.members.first?.id ?? root.members.first?.id }
  }

  /// Takes out the node under the cursor and returns it, for pasting.
  package mutating func cut() -> BuilderNode? {
    guard let path = cursor.flatMap({ root.path(to: $0) }), let index = path.last,
      let node = root[path[...]]
    else { return nil }
    record()
    root.change(path.dropLast()) { $0.members.remove(at: index) }
    let siblings = root[path.dropLast()]?.members ?? []
    let parent = root[path.dropLast()]
    cursor =
      siblings.isEmpty
      ? (path.count > 1 ? parent?.id : nil) : siblings[min(index, siblings.count - 1)].id
    return node
  }

  package mutating func paste(_ copied: BuilderNode) {
    record()
    let fresh = renumbered(copied)
    let (parent, index) = insertion
    root.change(parent[...]) { $0.members.insert(fresh, at: index) }
    cursor = fresh.id
  }

  /// Moves the node under the cursor one place up or down, into and out of groups.
  package mutating func move(down: Bool) {
    guard let path = cursor.flatMap({ root.path(to: $0) }), let index = path.last,
      let node = root[path[...]], let parent = root[path.dropLast()]
    else { return }
    let next = down ? index + 1 : index - 1
    if parent.members.indices.contains(next) {
      record()
      root.change(path.dropLast()) { $0.members.remove(at: index) }
      if parent.members[next].isGroup {
        let group = parent.members[next].id
        guard let inner = root.path(to: group) else { return }
        root.change(inner[...]) { $0.members.insert(node, at: down ? 0 : $0.members.count) }
      } else {
        root.change(path.dropLast()) { $0.members.insert(node, at: next) }
      }
    } else if let outer = path.dropLast().last {
      record()
      root.change(path.dropLast()) { $0.members.remove(at: index) }
      root.change(path.dropLast(2)) { $0.members.insert(node, at: down ? outer + 1 : outer) }
    }
  }

  /// Puts another tree in place of this one, as one step that undo takes back.
  package mutating func replaceAll(with tree: SegmentTree) {
    let fresh = root(of: tree)
    guard Self.shape(fresh) != Self.shape(root) else { return }
    record()
    let row = cursorRow
    root = fresh
    moveCursor(toRow: row)
  }

  // MARK: Undo

  package mutating func undo() {
    guard let last = past.popLast() else { return }
    future.append(Snapshot(root: root, cursor: cursor))
    (root, cursor) = (last.root, last.cursor)
  }

  package mutating func redo() {
    guard let next = future.popLast() else { return }
    past.append(Snapshot(root: root, cursor: cursor))
    (root, cursor) = (next.root, next.cursor)
  }

  private mutating func record() {
    past.append(Snapshot(root: root, cursor: cursor))
    future.removeAll()
  }

  private mutating func changeCurrent(_ body: (inout BuilderNode) -> Void) {
    guard let path = cursor.flatMap({ root.path(to: $0) }) else { return }
    record()
    root.change(path[...], body)
  }

  // MARK: Making nodes

  private mutating func node(_ content: BuilderNode.Content) -> BuilderNode {
    defer { nextID += 1 }
    return BuilderNode(id: nextID, content: content)
  }

  private mutating func renumbered(_ old: BuilderNode) -> BuilderNode {
    var fresh: BuilderNode
    switch old.content {
    case .condition: fresh = node(old.content)
    case .group(let joint, let members):
      fresh = node(.group(joint, members.map { renumbered($0) }))
    }
    (fresh.isNegated, fresh.isMuted) = (old.isNegated, old.isMuted)
    return fresh
  }

  /// The root is always a group that is not negated, and it keeps its id.
  private mutating func root(of tree: SegmentTree) -> BuilderNode {
    switch tree {
    case .all(let members):
      return BuilderNode(id: 0, content: .group(.all, members.map { converted($0) }))
    case .any(let members):
      return BuilderNode(id: 0, content: .group(.any, members.map { converted($0) }))
    case .condition("everyone"): return BuilderNode(id: 0, content: .group(.all, []))
    case .not, .condition: return BuilderNode(id: 0, content: .group(.all, [converted(tree)]))
    }
  }

  private mutating func converted(_ tree: SegmentTree) -> BuilderNode {
    switch tree {
    case .condition(let text): return node(.condition(text))
    case .all(let members): return node(.group(.all, members.map { converted($0) }))
    case .any(let members): return node(.group(.any, members.map { converted($0) }))
    case .not(let child):
      var inner = converted(child)
      if inner.isNegated { inner = node(.group(.all, [inner])) }
      inner.isNegated = true
      return inner
    }
  }

  /// The tree without ids, for telling whether two are the same.
  private static func shape(_ node: BuilderNode) -> String {
    let inner =
      switch node.content {
      case .condition(let text): "'" + text + "'"
      case .group(let joint, let members):
        (joint == .all ? "&" : "|") + "(" + members.map { shape($0) }.joined(separator: ",") + ")"
      }
    return (node.isNegated ? "!" : "") + (node.isMuted ? "#" : "") + inner
  }
}
