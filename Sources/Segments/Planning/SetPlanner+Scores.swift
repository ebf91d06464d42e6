package import Basis
package import Columns

/// Scores: points added up over the sets of a model's conditions.
extension SetPlanner {
  /// A model's totals with who has a score at all.
  package struct Totals: Sendable {
    package let card: Scorecard
    /// One a unit, whoever it is.
    package let values: [Int32]
    /// The units that have granted the model's purpose.
    package let scored: DenseSet

    /// A unit's score; nil where it has none.
    package func score(of unit: Int) -> Double? {
      scored.contains(unit) ? card.scale.score(Int(values[unit])) : nil
    }
  }

  /// The totals of a model as of the planner's instant.
  package func totals(of model: Name) throws(Fault) -> Totals {
    guard let card = references.models[model.text] else {
      throw missing("model", model, Array(references.models.keys))
    }
    let scored = try set(.consent([Name(card.purpose)]))
    let key = timedKey("p", Printer.name(model))
    if case .totals(let known) = cache.entry(key) {
      return Totals(card: card, values: known, scored: scored)
    }
    let values = try totals(of: card)
    cache.store(.totals(values), key)
    return Totals(card: card, values: values, scored: scored)
  }

  /// Whether a model's condition asks only for what the data still has; else it holds for nobody.
  package func isKnown(_ term: Scorecard.Term) -> Bool {
    Checker(audience.vocabulary, references: references).obstacles(to: term.condition).isEmpty
  }

  private func totals(of card: Scorecard) throws(Fault) -> [Int32] {
    var terms: [(words: [UInt64], points: Int32)] = []
    for term in card.terms where isKnown(term) {
      try cancellation.check()
      terms.append((try set(term.condition.canonical).words, Int32(clamping: term.points)))
    }
    let known = terms
    return try Parallel.array(of: unitCount, filling: Int32(clamping: card.base)) {
      (totals) throws(Fault) in
      try Parallel.forEachPiece(of: unitCount, cancellation) { range in
        for (words, points) in known {
          for word in range.lowerBound >> 6..<(range.upperBound + 63) >> 6 {
            var left = words[word]
            while left != 0 {
              totals[word &<< 6 | left.trailingZeroBitCount] &+= points
              left &= left &- 1
            }
          }
        }
      }
    }
  }

  func score(
    _ model: Name, _ comparison: Comparison, _ number: DecimalNumber
  ) throws(Fault) -> DenseSet {
    let totals = try totals(of: model)
    let (range, isWithin) = totals.card.scale.totals(comparison, number.double)
    let wanted = WantedTotals(values: totals.values, range: range, isWithin: isWithin)
    let words = try Parallel.bits(unitCount, cancellation, wanted)
    return DenseSet(words: words, bound: unitCount).intersection(totals.scored)
  }

  /// What a rank by score orders by: the totals, and the unknown for who has no score.
  func rankKeys(byScoreOf model: Name) throws(Fault) -> [UInt64] {
    let totals = try totals(of: model)
    return totals.values.indices.map { unit in
      totals.scored.contains(unit) ? RankKey.of(Int64(totals.values[unit])) : 0
    }
  }
}

/// Whether a total lies within a range, or outside of it.
private struct WantedTotals: RowPredicate {
  let values: [Int32]
  let range: Range<Int>
  let isWithin: Bool

  func holds(_ row: Int) -> Bool { range.contains(Int(values[row])) == isWithin }
}

extension SQLPlanner {
  /// A model's total for a unit; nil where there is no such model.
  func total(of model: Name, unit: String) -> String? {
    guard let card = references.models[model.text] else { return nil }
    let checker = Checker(vocabulary, references: references)
    let terms = card.terms.filter { checker.obstacles(to: $0.condition).isEmpty }
    let parts = terms.map { term in
      "CASE WHEN \(condition(term.condition, unit: unit)) THEN \(term.points) ELSE 0 END"
    }
    return "(" + (["\(card.base)"] + parts).joined(separator: "\n + ") + ")"
  }

  func score(
    _ model: Name, _ comparison: Comparison, _ number: DecimalNumber, unit: String
  ) -> String {
    guard let card = references.models[model.text], let total = total(of: model, unit: unit) else {
      return "0"
    }
    let (range, isWithin) = card.scale.totals(comparison, number.double)
    let test =
      range.isEmpty
      ? (isWithin ? "0" : "1")
      : "\(total) \(isWithin ? "" : "NOT ")BETWEEN \(range.lowerBound) AND \(range.upperBound - 1)"
    return "(\(condition(.consent([Name(card.purpose)]), unit: unit)) AND \(test))"
  }

  /// The figure that a rank by score orders by; null for who has no score.
  func rankFigure(byScoreOf model: Name, unit: String) -> String {
    guard let card = references.models[model.text], let total = total(of: model, unit: unit) else {
      return "NULL"
    }
    let consent = condition(.consent([Name(card.purpose)]), unit: unit)
    return "(CASE WHEN \(consent) THEN \(total) END)"
  }
}
