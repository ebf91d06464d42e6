internal import Glibc

/// A model as a sum: points for each condition that holds, and what the total comes to.
///
/// Points are whole numbers, so that the total does not depend on the order of adding, and the same
/// question in SQL gives the same people.
package struct Scorecard: Sendable, Hashable {
  package struct Term: Sendable, Hashable {
    package let condition: Segment
    package let points: Int
    package init(_ condition: Segment, points: Int) {
      (self.condition, self.points) = (condition, points)
    }
  }

  /// Points are thousandths.
  package static let pointsPerUnit = 1_000.0

  /// Who has not granted it has no score.
  package let purpose: String
  /// The total of somebody of whom no condition holds.
  package let base: Int
  package let terms: [Term]
  package let scale: Scale

  package init(purpose: String, base: Int, terms: [Term], scale: Scale) {
    (self.purpose, self.base, self.terms, self.scale) = (purpose, base, terms, scale)
  }

  /// What a total means; a higher total never has a lower score.
  package enum Scale: Sendable, Hashable {
    /// A chance: the total is its logarithm of odds.
    case chance
    /// From 0 at the lowest total to 1 at the highest; beyond them it stays there.
    case share(lowest: Int, highest: Int)

    /// The score of a total, from 0 to 1.
    package func score(_ total: Int) -> Double {
      switch self {
      case .chance: return 1 / (1 + exp(-Double(total) / Scorecard.pointsPerUnit))
      case .share(let lowest, let highest):
        guard highest > lowest else { return total < lowest ? 0 : 1 }
        return min(1, max(0, Double(total - lowest) / Double(highest - lowest)))
      }
    }

    /// The totals whose score compares so with `number`: those within the range, or those outside.
    func totals(_ comparison: Comparison, _ number: Double) -> (range: Range<Int>, isWithin: Bool) {
      let reaching = least { $0 >= number }
      let passing = least { $0 > number }
      return switch comparison {
      case .greaterOrEqual: (reaching..<Self.limit, true)
      case .greater: (passing..<Self.limit, true)
      case .less: (-Self.limit..<reaching, true)
      case .lessOrEqual: (-Self.limit..<passing, true)
      case .equal: (reaching..<passing, true)
      case .notEqual: (reaching..<passing, false)
      }
    }

    /// No total comes near it.
    private static let limit = 1 << 30

    /// The least total whose score passes, found by halving.
    private func least(_ passes: (Double) -> Bool) -> Int {
      var (low, high) = (-Self.limit, Self.limit)
      while low < high {
        let middle = low + (high - low) / 2
        if passes(score(middle)) { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }
}

extension Segment {
  /// The names of the models that this segment asks itself, in reading order.
  package var models: [Name] {
    switch self {
    case .score(let model, _, _): [model]
    case .rank(let rank): if case .score(let model) = rank.key { [model] } else { [] }
    case .everyone, .or, .and, .not, .attribute, .behaviour, .aggregate, .recency, .sequence,
      .consent, .has, .from, .reference:
      children.flatMap(\.models)
    }
  }
}
