package import Basis
internal import Columns

/// The sizes of a segment and of every condition in it.
package struct SegmentCount: Sendable, Equatable {
  /// The figures of one node of the tree.
  package struct Node: Sendable, Equatable {
    /// A child's index at each step from the root.
    package let path: [Int]
    /// How many units the node holds by itself.
    package let own: Int
    /// How many are left, or gathered, after this part of its group and those before it.
    package let running: Int
    /// How large the whole would be without the node; nil where nothing would be left.
    package let without: Int?
  }

  package let total: Int
  /// How many units there are.
  package let unitCount: Int
  /// Every node, parents before their children.
  package let nodes: [Node]

  /// The share of all units.
  package var share: Double { unitCount == 0 ? 0 : Double(total) / Double(unitCount) }

  /// The paths of conditions that change nothing: without them the whole is the same.
  ///
  /// Taking a part out can only add units or only remove some, so that an equal size is an equal set.
  package var redundant: [[Int]] { nodes.filter { $0.without == total }.map(\.path) }
}

/// A single edit of a segment and what it would come to.
package struct Gain: Sendable, Equatable {
  package enum Edit: Sendable, Equatable {
    case remove
    case replace(Segment)
  }

  package let path: [Int]
  package let edit: Edit
  package let total: Int
  /// How many units more than now.
  package let gained: Int
}

/// How the whole depends on one node: `(s ∩ kept) ∪ added`, with `s` or its complement for the node.
private struct Surrounding {
  var kept: DenseSet
  var added: DenseSet
  var isNegated: Bool

  func whole(with set: DenseSet) -> DenseSet {
    (isNegated ? set.complement : set).intersection(kept).union(added)
  }

  /// The surrounding of a part that is intersected with `others`.
  func inside(and others: DenseSet) -> Surrounding {
    var inner = self
    if isNegated {
      inner.added = added.union(kept.subtracting(others))
    } else {
      inner.kept = kept.intersection(others)
    }
    return inner
  }

  /// The surrounding of a part that is united with `others`.
  func inside(or others: DenseSet) -> Surrounding {
    var inner = self
    if isNegated {
      inner.kept = kept.subtracting(others)
    } else {
      inner.added = added.union(kept.intersection(others))
    }
    return inner
  }
}

extension SetPlanner {
  /// Counts the whole and every node of a segment, each exactly.
  package func counts(_ segment: Segment) throws(Fault) -> SegmentCount {
    let total = try count(segment)
    var nodes: [SegmentCount.Node] = []
    try visit(segment) { (visited) in
      nodes.append(
        SegmentCount.Node(
          path: visited.path, own: visited.set.count, running: visited.running,
          without: visited.without))
    }
    return SegmentCount(total: total, unitCount: unitCount, nodes: nodes)
  }

  /// The single edits of a segment that add units, those that add most first.
  ///
  /// Tried are leaving a condition out and every one of its neighbours: which of them let more units in
  /// depends on what stands around it.
  package func gains(_ segment: Segment) throws(Fault) -> [Gain] {
    let total = try count(segment)
    var found: [Gain] = []
    var replacements: [(path: [Int], Segment, Surrounding)] = []
    try visit(segment) { visited in
      // Without its part a negation is left out itself.
      if !visited.isNegated, let without = visited.without, without > total {
        found.append(
          Gain(path: visited.path, edit: .remove, total: without, gained: without - total))
      }
      replacements += visited.node.neighbours.map { (visited.path, $0, visited.surrounding) }
    }
    for (path, replacement, surrounding) in replacements {
      let changed = surrounding.whole(with: try units(replacement)).count
      guard changed > total else { continue }
      found.append(
        Gain(path: path, edit: .replace(replacement), total: changed, gained: changed - total))
    }
    return found.sorted { ($1.gained, $0.path.count) < ($0.gained, $1.path.count) }
  }

  /// One node on the way through a tree.
  private struct Visited {
    let path: [Int]
    let node: Segment
    let set: DenseSet
    let running: Int
    let without: Int?
    let surrounding: Surrounding
    /// Whether it is what a `not` stands before.
    let isNegated: Bool
  }

  private func visit(
    _ segment: Segment, _ body: (Visited) -> Void
  ) throws(Fault) {
    let whole = Surrounding(
      kept: DenseSet(all: unitCount), added: DenseSet(none: unitCount), isNegated: false)
    let set = try units(segment)
    try visit(segment, set, [], set.count, nil, whole, body)
  }

  private func visit(
    _ node: Segment, _ set: DenseSet, _ path: [Int], _ running: Int, _ without: Int?,
    _ surrounding: Surrounding, isNegated: Bool = false, _ body: (Visited) -> Void
  ) throws(Fault) {
    try cancellation.check()
    body(
      Visited(
        path: path, node: node, set: set, running: running, without: without,
        surrounding: surrounding, isNegated: isNegated))
    switch node {
    case .and(let parts):
      let sets = try sets(parts)
      let everyone = DenseSet(all: unitCount)
      let before = Self.accumulated(sets, from: everyone) { $0.intersection($1) }
      let after = Self.accumulated(sets.reversed(), from: everyone) { $0.intersection($1) }
      for (index, part) in parts.enumerated() {
        let others = before[index].intersection(after[parts.count - 1 - index])
        let inner = surrounding.inside(and: others)
        try visit(
          part, sets[index], path + [index], before[index + 1].count,
          inner.whole(with: everyone).count, inner, body)
      }
    case .or(let parts):
      let sets = try sets(parts)
      let nobody = DenseSet(none: unitCount)
      let before = Self.accumulated(sets, from: nobody) { $0.union($1) }
      let after = Self.accumulated(sets.reversed(), from: nobody) { $0.union($1) }
      for (index, part) in parts.enumerated() {
        let others = before[index].union(after[parts.count - 1 - index])
        let inner = surrounding.inside(or: others)
        try visit(
          part, sets[index], path + [index], before[index + 1].count,
          inner.whole(with: nobody).count, inner, body)
      }
    case .not(let part):
      var inner = surrounding
      inner.isNegated.toggle()
      // Taking the part out takes its negation out, too.
      let partSet = try units(part)
      try visit(part, partSet, path + [0], partSet.count, without, inner, isNegated: true, body)
    case .everyone, .attribute, .behaviour, .aggregate, .recency, .sequence, .consent, .has, .from,
      .reference, .score, .rank:
      break
    }
  }

  private func sets(_ parts: [Segment]) throws(Fault) -> [DenseSet] {
    var sets: [DenseSet] = []
    for part in parts { sets.append(try units(part)) }
    return sets
  }

  /// What the first none, one, two … sets come to.
  private static func accumulated(
    _ sets: [DenseSet], from start: DenseSet, _ combine: (DenseSet, DenseSet) -> DenseSet
  ) -> [DenseSet] {
    var results = [start]
    var last = start
    for set in sets {
      last = combine(last, set)
      results.append(last)
    }
    return results
  }
}
