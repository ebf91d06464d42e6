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
    var wholes: [Segment] = []
    for segment in segments { wholes.append(try prepared(segment)) }
    let key = timedKey("o", "\(top) " + wholes.map(\.description).joined(separator: "\n"))
    if case .overlap(let known) = cache.entry(key) { return known }
    var sets: [DenseSet] = []
    for whole in wholes { sets.append(try set(whole)) }
    let overlap =
      sets.count <= Self.mostIntersected
      ? try overlap(exact: sets, top: top) : try overlap(pairwise: sets)
    cache.store(.overlap(overlap), key)
    return overlap
  }

  private func overlap(pairwise sets: [DenseSet]) throws(Fault) -> Overlap {
    var pairs: [Overlap.Pair] = []
    for first in sets.indices {
      try cancellation.check()
      for second in sets.indices where second > first {
        pairs.append(pair(first, second, sets, sets[first].intersectionCount(sets[second])))
      }
    }
    return Overlap(
      sizes: sets.map(\.count), unitCount: unitCount, pairs: pairs, intersections: [])
  }

  private func pair(_ first: Int, _ second: Int, _ sets: [DenseSet], _ both: Int) -> Overlap.Pair {
    let (a, b) = (sets[first].count, sets[second].count)
    func ratio(_ part: Double, _ whole: Double) -> Double? { whole == 0 ? nil : part / whole }
    return Overlap.Pair(
      first: first, second: second, both: both,
      jaccard: ratio(Double(both), Double(a + b - both)),
      shareOfFirst: ratio(Double(both), Double(a)),
      shareOfSecond: ratio(Double(both), Double(b)),
      lift: ratio(Double(both) * Double(unitCount), Double(a) * Double(b)))
  }

  /// Counts each unit once, by the set of segments that it is in; every other figure is a sum of these.
  private func overlap(exact sets: [DenseSet], top: Int) throws(Fault) -> Overlap {
    let counts = try Parallel.sums(
      1 << sets.count, over: DenseSet.wordCount(unitCount), cancellation
    ) { range, counts in
      let all = sets.map(\.words)
      for word in range {
        for eighth in 0..<8 { Self.count(all, word, UInt64(eighth &* 8), &counts) }
      }
    }
    let within = Self.sumsOverSupersets(counts)
    var pairs: [Overlap.Pair] = []
    for first in sets.indices {
      for second in sets.indices where second > first {
        pairs.append(pair(first, second, sets, within[1 << first | 1 << second]))
      }
    }
    // Those in no segment are no intersection.
    let intersections = counts.indices.dropFirst().filter { counts[$0] > 0 }
      .sorted { (counts[$1], $0) < (counts[$0], $1) }
      .prefix(top)
      .map { mask in
        Overlap.Intersection(
          segments: sets.indices.filter { mask >> $0 & 1 == 1 }, count: counts[mask])
      }
    return Overlap(
      sizes: sets.map(\.count), unitCount: unitCount, pairs: pairs, intersections: intersections)
  }

  /// Counts eight units of one word by the segments that they are in, as one bit a segment.
  @inline(__always)
  private static func count(
    _ sets: [[UInt64]], _ word: Int, _ shift: UInt64, _ counts: inout [Int]
  ) {
    var (low, high): (UInt64, UInt64) = (0, 0)
    for index in sets.indices {
      let byte = sets[index][word] &>> shift & 0xFF
      let place = UInt64(truncatingIfNeeded: index & 7) &* 8
      if index < 8 { low |= byte &<< place } else { high |= byte &<< place }
    }
    guard low | high != 0 else { return }
    (low, high) = (BitSlices.turned(low), BitSlices.turned(high))
    for unit in 0..<8 {
      let place = UInt64(truncatingIfNeeded: unit &* 8)
      let mask = low &>> place & 0xFF | (high &>> place & 0xFF) &<< 8
      if mask != 0 { counts[Int(truncatingIfNeeded: mask)] &+= 1 }
    }
  }

  /// For each set of segments, the units in all of them and perhaps in others.
  private static func sumsOverSupersets(_ counts: [Int]) -> [Int] {
    var sums = counts
    var bit = 1
    while bit < sums.count {
      for mask in sums.indices where mask & bit == 0 { sums[mask] += sums[mask | bit] }
      bit <<= 1
    }
    return sums
  }
}
