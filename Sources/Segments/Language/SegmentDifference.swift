/// What two versions of a segment have not in common, condition by condition.
package struct SegmentDifference: Sendable, Equatable {
  /// Conditions that only the new version has, in its reading order.
  package let added: [Segment]
  /// Conditions that only the old version had.
  package let removed: [Segment]
  /// Whether both ask the same, however they are worded.
  package let meansTheSame: Bool

  /// Compares the conditions without parts, each as often as it stands there.
  package init(from old: Segment, to new: Segment) {
    let (before, after) = (old.conditions, new.conditions)
    (added, removed) = (
      Self.surplus(of: after, over: before), Self.surplus(of: before, over: after)
    )
    meansTheSame = old.canonical == new.canonical
  }

  private static func surplus(of some: [Segment], over others: [Segment]) -> [Segment] {
    var left = Dictionary(others.map { ($0, 1) }, uniquingKeysWith: +)
    return some.filter { condition in
      guard let count = left[condition], count > 0 else { return true }
      left[condition] = count - 1
      return false
    }
  }
}

extension Segment {
  /// The conditions without parts, in reading order; a negated one with its `not`.
  package var conditions: [Segment] {
    switch self {
    case .and(let parts), .or(let parts): parts.flatMap(\.conditions)
    case .not(let part): part.children.isEmpty ? [self] : part.conditions
    case .everyone, .attribute, .behaviour, .aggregate, .recency, .sequence, .consent, .has, .from,
      .reference, .score, .rank:
      [self]
    }
  }
}
