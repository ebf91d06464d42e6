package import Basis
package import Columns

/// Who came and who went between two answers.
package struct MembershipChange: Sendable {
  package let entered: UnitSet
  package let left: UnitSet
  /// How many are in both.
  package let stayed: Int
}

extension SetPlanner {
  /// Compares two definitions, both as of now.
  package func change(
    from old: Segment, to new: Segment
  ) throws(Fault) -> MembershipChange {
    Self.change(from: try units(old), to: try units(new))
  }

  /// Compares one segment as of an earlier instant with now.
  ///
  /// Events and consent are seen as they stood then; attributes and identifiers have no history and
  /// count as they are now.
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
