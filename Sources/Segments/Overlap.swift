package import Basis
internal import Columns

/// How several segments overlap.
package struct Overlap: Sendable, Equatable {
  /// Two segments beside each other.
  package struct Pair: Sendable, Equatable {
    package let first: Int
    package let second: Int
    package let both: Int
    /// Units in both by units in either; nil where both are empty.
    package let jaccard: Double?
    /// The share of the first that is in the second; nil where the first is empty.
    package let shareOfFirst: Double?
    package let shareOfSecond: Double?
    /// How many times more are in both than if they had nothing to do with each other.
    package let lift: Double?
  }

  /// The units that are in exactly the segments named, and in no other.
  package struct Intersection: Sendable, Equatable {
    package let segments: [Int]
    package let count: Int
  }

  package let sizes: [Int]
  package let unitCount: Int
  /// Every pair with `first < second`, in order.
  package let pairs: [Pair]
  /// The largest exact intersections, units in no segment left out.
  package let intersections: [Intersection]
}

extension SetPlanner {
  /// The most segments that exact intersections are counted for.
  package static let mostIntersected = 16

  /// Compares segments with each other; `top` limits the exact intersections.
  ///
  /// Of more than sixteen segments the pairs are counted, but not the exact intersections.
  package func overlap(_ segments: [Segment], top: Int = 20) throws(Fault) -> Overlap {
    var sets: [DenseSet] = []
    for segment in segments { sets.append(try units(segment)) }
    var pairs: [Overlap.Pair] = []
    for first in sets.indices {
      try cancellation.check()
      for second in sets.indices where second > first {
        pairs.append(pair(first, second, sets))
      }
    }
    return Overlap(
      sizes: sets.map(\.count), unitCount: unitCount, pairs: pairs,
      intersections: sets.count <= Self.mostIntersected ? try exact(sets, top: top) : [])
  }

  private func pair(_ first: Int, _ second: Int, _ sets: [DenseSet]) -> Overlap.Pair {
    let both = sets[first].intersectionCount(sets[second])
    let (a, b) = (sets[first].count, sets[second].count)
    func ratio(_ part: Double, _ whole: Double) -> Double? { whole == 0 ? nil : part / whole }
    return Overlap.Pair(
      first: first, second: second, both: both,
      jaccard: ratio(Double(both), Double(a + b - both)),
      shareOfFirst: ratio(Double(both), Double(a)),
      shareOfSecond: ratio(Double(both), Double(b)),
      lift: ratio(Double(both) * Double(unitCount), Double(a) * Double(b)))
  }

  /// Counts units by the exact set of segments that they are in, as one bit a segment.
  private func exact(_ sets: [DenseSet], top: Int) throws(Fault) -> [Overlap.Intersection] {
    let wordCount = DenseSet.wordCount(unitCount)
    let all = sets.map(\.words)
    let counts = try Parallel.sums(1 << sets.count, over: wordCount, cancellation) {
      (range, counts) in
      var words = [UInt64](repeating: 0, count: all.count)
      for word in range {
        var any: UInt64 = 0
        for index in all.indices {
          words[index] = all[index][word]
          any |= words[index]
        }
        if any != 0 { Self.split(any, words, 0, 0, &counts) }
      }
    }
    return counts.indices.filter { counts[$0] > 0 }
      .sorted { (counts[$1], $0) < (counts[$0], $1) }
      .prefix(top)
      .map { mask in
        Overlap.Intersection(
          segments: sets.indices.filter { mask >> $0 & 1 == 1 }, count: counts[mask])
      }
  }

  /// Halves `units` by one segment after the other until none is left or all are told apart.
  private static func split(
    _ units: UInt64, _ words: [UInt64], _ index: Int, _ mask: Int, _ counts: inout [Int]
  ) {
    guard index < words.count else {
      counts[mask] &+= units.nonzeroBitCount
      return
    }
    let inside = units & words[index]
    if inside != 0 { split(inside, words, index &+ 1, mask | 1 &<< index, &counts) }
    let outside = units & ~words[index]
    if outside != 0 { split(outside, words, index &+ 1, mask, &counts) }
  }
}
