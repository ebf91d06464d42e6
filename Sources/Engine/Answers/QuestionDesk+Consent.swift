package import Basis
internal import Columns
internal import Consent
package import Requests

extension QuestionDesk {
  /// How many people may be addressed for each purpose, in all and by country or source.
  package func consentCoverage(_ request: ConsentRequest, terms: Terms) throws(Fault)
    -> ConsentCoverage
  {
    let audience = try audience(terms.lens)
    let breakdown = request.breakdown.rawValue
    // A workspace without countries still has purposes.
    let isKnown = breakdown == "source" || audience.vocabulary.attributes[breakdown] != nil
    let answer = try coverage(
      CoverageRequest(dimensions: isKnown ? [breakdown] : [], segment: request.segment),
      terms: terms)
    var purposes: [ConsentCoverage.Purpose] = []
    for purpose in answer.purposes {
      let column = try audience.snapshot.consent.column(of: purpose.name)
      let ahead = CoverageSeries.expiringAhead(
        column, audience.unitMap, audience.snapshot.consent.rule(for: purpose.name),
        asOf: terms.asOf, days: 30, steps: 1)
      let (granted, refused) = Self.daily(
        column.withoutRepetitions(within: audience.unitMap), days: 30, until: terms.asOf)
      purposes.append(
        ConsentCoverage.Purpose(
          name: purpose.name, total: ConsentTally(purpose.total),
          byGroup: purpose.byGroup.map(ConsentTally.init), expiringSoon: ahead.first ?? 0,
          granted: granted, withdrawn: refused))
    }
    return ConsentCoverage(
      breakdown: request.breakdown, groups: answer.groups.map { $0.joined(separator: " · ") },
      purposes: purposes, asOf: terms.asOf, population: answer.population)
  }

  /// How many records granted and refused on each of the last days, oldest first.
  private static func daily(_ column: ConsentColumn, days: Int, until instant: Timestamp) -> (
    granted: [Int], refused: [Int]
  ) {
    var granted = [Int](repeating: 0, count: days)
    var refused = granted
    let start = instant.seconds - Int64(days) * 86_400
    for row in 0..<column.count {
      let day = Int((column.times[row] - start).dividedByFloor(86_400).quotient)
      guard (0..<days).contains(day) else { continue }
      if column.isGranted[row] { granted[day] += 1 } else { refused[day] += 1 }
    }
    return (granted, refused)
  }
}

extension ConsentTally {
  /// Legitimate interest counts as granted: these people may be addressed.
  fileprivate init(_ figures: CoverageFigures) {
    self.init(
      granted: figures.allowed, refused: figures.refused, expired: figures.expired,
      noSignal: figures.noSignal)
  }
}
