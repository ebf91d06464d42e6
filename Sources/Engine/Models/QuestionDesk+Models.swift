package import Basis
internal import Columns
package import Requests
internal import Segments
internal import Storage

extension QuestionDesk {
  /// Every model, by name.
  package func models() throws(Fault) -> [ModelCard] {
    let references = try savedReferences()
    return try reading { (workspace) throws(Fault) in
      let version = try workspace.catalogue.dataVersion()
      return try workspace.catalogue.models().map {
        $0.card(dataVersion: version, users: references.segments(asking: $0.name))
      }
    }
  }

  /// What a model is and how well it does.
  package func modelCard(_ name: String) throws(Fault) -> ModelCard {
    let models = try models()
    guard let card = models.first(where: { $0.name == name }) else {
      throw Fault(
        .notFound, "model “\(name)”", reason: "there is no such model",
        remedy: NearestName.to(name, among: models.map(\.name)).map { "Did you mean \($0)?" }
          ?? "`parterre model list` shows them")
    }
    return card
  }

  /// Removes a model that no saved segment asks.
  package func removeModel(_ name: String, now: Timestamp) throws(Fault) {
    let card = try modelCard(name)
    guard card.users.isEmpty else {
      throw Fault(
        .refused, "model “\(name)”",
        reason:
          "\(card.users.joined(separator: ", ")) \(card.users.count == 1 ? "asks" : "ask") it",
        remedy: "Change these segments first")
    }
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        try workspace.catalogue.removeModel(name)
        try workspace.catalogue.audit("model remove", name, "", at: now)
      }
    }
  }

  /// How many people a model reaches now from each score on, and how sure it was of such people.
  package func modelReach(_ name: String, terms: Terms) throws(Fault) -> ModelReach {
    let card = try modelCard(name)
    let planner = try planner(terms)
    var steps: [ModelReach.Step] = []
    var (people, examples) = (0, 0)
    for band in card.test.bands {
      people += band.people
      examples += band.examples
      let text = Self.threshold(band.lowestScore)
      guard let number = DecimalNumber(text) else { continue }
      let precision = Double(examples) / Double(max(1, people))
      let step = ModelReach.Step(
        score: text,
        people: try planner.count(.score(Name(name), .greaterOrEqual, number)),
        precision: precision, lift: precision / max(card.test.baseRate, 1e-12),
        recall: Double(examples) / Double(max(1, card.test.examples)))
      if steps.last?.score == text { steps[steps.count - 1] = step } else { steps.append(step) }
    }
    return ModelReach(
      steps: steps, scored: try planner.totals(of: Name(name)).scored.count,
      population: planner.unitCount)
  }

  /// A score in digits, rounded down, so that who has it is within.
  static func threshold(_ score: Double) -> String {
    let digits = padded(Int(score * 1_000_000), 7)
    var text = digits.prefix(digits.count - 6) + "." + digits.suffix(6)
    while text.hasSuffix("0"), !text.hasSuffix(".0") { text.removeLast() }
    return String(text)
  }

  /// What every model makes of a person.
  func modelScores(of unit: Int, _ terms: Terms) throws(Fault) -> [SubjectReport.Score] {
    let planner = try planner(terms)
    var scores: [SubjectReport.Score] = []
    for card in try models() {
      guard let score = try planner.totals(of: Name(card.name)).score(of: unit) else { continue }
      let about =
        switch card.goal {
        case .likeness(let seed): seed
        case .foresight(let target, _): target
        }
      scores.append(.init(model: card.name, about: about, score: score))
    }
    return scores
  }

  /// What makes a person's score.
  package func explain(
    _ name: String, _ person: PersonReference, terms: Terms
  ) throws(Fault) -> ModelExplanation {
    _ = try modelCard(name)
    let planner = try planner(terms)
    let unit = Int(try unit(of: person, try audience(terms.lens)))
    let totals = try planner.totals(of: Name(name))
    var lower = 0
    totals.scored.forEachMember { other in
      if totals.values[other] < totals.values[unit] { lower += 1 }
      return true
    }
    var reasons: [ModelExplanation.Reason] = []
    for term in totals.card.terms {
      let holds = planner.isKnown(term) ? try planner.units(term.condition).contains(unit) : false
      reasons.append(
        .init(
          condition: term.condition.description,
          weight: Double(term.points) / Scorecard.pointsPerUnit, holds: holds))
    }
    return ModelExplanation(
      score: totals.score(of: unit),
      rank: Double(lower) / Double(max(1, totals.scored.count)),
      startWeight: Double(totals.card.base) / Scorecard.pointsPerUnit,
      reasons: reasons.enumerated().sorted {
        (abs($1.element.weight), $0.offset) < (abs($0.element.weight), $1.offset)
      }.map(\.element))
  }
}
