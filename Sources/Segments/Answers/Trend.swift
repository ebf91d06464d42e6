package import Basis
package import Columns

/// The size of a segment as of one instant.
package struct TrendPoint: Sendable, Equatable {
  package let asOf: Timestamp
  package let count: Int
}

/// Who came and who went between two answers.
package struct MembershipChange: Sendable {
  package let entered: UnitSet
  package let left: UnitSet
  /// How many are in both.
  package let stayed: Int
}

extension SetPlanner {
  /// Counts a segment as of the same time on each of the last `days` days, the oldest first.
  ///
  /// Events and consent are seen as they stood then; attributes and identifiers have no history and
  /// count as they are now.
  package func trend(_ segment: Segment, days: Int) throws(Fault) -> [TrendPoint] {
    var points: [TrendPoint] = []
    for back in stride(from: Int64(max(1, days)) - 1, through: 0, by: -1) {
      let instant = asOf.advanced(by: -back * 86_400)
      points.append(TrendPoint(asOf: instant, count: try asOf(instant).count(segment)))
    }
    return points
  }

  /// Compares two definitions, both as of now.
  package func change(
    from old: Segment, to new: Segment
  ) throws(Fault) -> MembershipChange {
    Self.change(from: try units(old), to: try units(new))
  }

  /// Compares one segment as of an earlier instant with now.
  package func change(
    of segment: Segment, since earlier: Timestamp
  ) throws(Fault) -> MembershipChange {
    Self.change(from: try asOf(earlier).units(segment), to: try units(segment))
  }

  private static func change(from old: DenseSet, to new: DenseSet) -> MembershipChange {
    MembershipChange(
      entered: new.subtracting(old).unitSet, left: old.subtracting(new).unitSet,
      stayed: old.intersectionCount(new))
  }
}
