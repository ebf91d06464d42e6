internal import Columns

/// Which values of a facet are shown, and in which order.
struct FacetChoice {
  let top: Int
  let order: Facet.Order
  let segmentCount: Int
  let unitCount: Int

  /// Of more values than this only those that come first get a label and a condition.
  static let mostLabelled = 4_096
  /// Finding so many among very many takes longer than labelling all.
  private static let mostSought = 1_024

  /// The rows of values, the first of them first.
  func rows(of values: [SetPlanner.FacetValue]) -> [Facet.Row] {
    var rows = values.map { row($0) }
    switch order {
    case .size: rows.sort { ($1.inside, $0.label) < ($0.inside, $1.label) }
    case .distinction: rows.sort { ($1.distinction, $0.label) < ($0.distinction, $1.label) }
    }
    return Array(rows.prefix(top))
  }

  private func row(_ value: SetPlanner.FacetValue) -> Facet.Row {
    let (share, baseline) = shares(value.inside, value.everyone)
    return Facet.Row(
      label: value.label, inside: value.inside, everyone: value.everyone, share: share,
      baseline: baseline, lift: baseline == 0 ? nil : share / baseline,
      distinction: Self.divergence(share, baseline), condition: value.condition)
  }

  private func shares(_ inside: Int, _ everyone: Int) -> (share: Double, baseline: Double) {
    (
      segmentCount == 0 ? 0 : Double(inside) / Double(segmentCount),
      unitCount == 0 ? 0 : Double(everyone) / Double(unitCount)
    )
  }

  /// The Jensen–Shannon divergence, in bits, of having a value or not in two groups.
  static func divergence(_ p: Double, _ q: Double) -> Double {
    func part(_ p: Double, _ q: Double) -> Double {
      let middle = (p + q) / 2
      func term(_ x: Double) -> Double { x <= 0 ? 0 : x * Logarithm.base2(x / middle) / 2 }
      return term(p) + term(q)
    }
    return part(p, q) + part(1 - p, 1 - q)
  }

  // MARK: Very many values

  /// The texts, of those at `present`, that come first; all of them where they are not very many.
  func first(
    of present: [Int], _ counts: SetPlanner.CodeCounts, _ dictionary: TextDictionary
  ) -> [Int] {
    guard present.count > Self.mostLabelled, top <= Self.mostSought else { return present }
    var scores = Scores(self)
    // In order; the next better one drives out the last.
    var best: [(score: Double, index: Int)] = []
    for index in present {
      let score = scores.score(counts.inside[index + 1], counts.everyone[index + 1])
      func isBefore(_ other: (score: Double, index: Int)) -> Bool {
        guard score == other.score else { return score > other.score }
        return dictionary.texts[index] < dictionary.texts[other.index]
      }
      if best.count == top {
        guard let last = best.last, isBefore(last) else { continue }
        best.removeLast()
      }
      var places = 0..<best.count
      while let middle = places.middle {
        places =
          isBefore(best[middle]) ? places.lowerBound..<middle : middle + 1..<places.upperBound
      }
      best.insert((score, index), at: places.lowerBound)
    }
    return best.map(\.index)
  }

  /// By what values are put in order; most of very many have the same small counts.
  private struct Scores {
    private static let side = 64
    private let choice: FacetChoice
    private var known = [Double](repeating: .nan, count: side * side)

    init(_ choice: FacetChoice) { self.choice = choice }

    mutating func score(_ inside: Int, _ everyone: Int) -> Double {
      switch choice.order {
      case .size: return Double(inside)
      case .distinction:
        guard everyone < Self.side else { return divergence(inside, everyone) }
        let place = inside * Self.side + everyone
        if known[place].isNaN { known[place] = divergence(inside, everyone) }
        return known[place]
      }
    }

    private func divergence(_ inside: Int, _ everyone: Int) -> Double {
      let (share, baseline) = choice.shares(inside, everyone)
      return FacetChoice.divergence(share, baseline)
    }
  }
}

extension Range<Int> {
  fileprivate var middle: Int? { isEmpty ? nil : lowerBound + count / 2 }
}
