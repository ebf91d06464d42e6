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

extension Segment {
  fileprivate var containsRank: Bool {
    if case .rank = self { true } else { children.contains { $0.containsRank } }
  }
}
