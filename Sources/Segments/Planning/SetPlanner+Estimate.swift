package import Basis
package import Columns

extension SetPlanner {
  /// Estimates a segment's size from a fixed sample of this planner's audience.
  ///
  /// Nil where the segment has a rank: the best hundred of a sample say nothing of the best hundred.
  package func estimate(
    _ segment: Segment, from sample: UnitSample
  ) throws(Fault) -> Estimate? {
    guard try !prepared(segment).containsRank else { return nil }
    let planner = SetPlanner(
      sample, asOf: asOf, calendar: calendar, references: references, cache: cache,
      cancellation: cancellation)
    return Estimate(
      hits: try planner.count(segment), sampled: sample.unitCount, population: unitCount)
  }
}

extension SetPlanner {
  /// How long a frame may take, in nanoseconds.
  private static let frame = 16_000_000.0

  /// Whether counting the segment may take longer than a frame, judged by what is not kept yet.
  package func takesLong(_ segment: Segment) throws(Fault) -> Bool {
    let whole = try prepared(segment)
    guard !isKept(whole) else { return false }
    let cost = whole.nodes.reduce(0.0) { cost, entry in
      entry.node.children.isEmpty && !isKept(entry.node) ? cost + entry.node.costPerUnit : cost
    }
    return cost * Double(unitCount) > Self.frame
  }
}

extension Segment {
  /// About how many nanoseconds a unit takes, as measured on data of twenty events a unit.
  fileprivate var costPerUnit: Double {
    switch self {
    case .everyone, .reference, .or, .and, .not: 0
    case .attribute, .consent, .has, .from: 1
    case .behaviour, .recency: 8
    case .aggregate, .sequence: 12
    case .rank: 40
    // Dozens of conditions, and their sum.
    case .score: 100
    }
  }

  fileprivate var containsRank: Bool {
    if case .rank = self { true } else { children.contains { $0.containsRank } }
  }
}
