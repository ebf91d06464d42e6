internal import Basis
internal import Models
internal import Requests
internal import Segments
internal import Storage

/// A model between what was learned, what is stored, and what is shown.
extension ModelRecord {
  /// The record of what was learned; version and times are set where it is kept.
  init(_ request: ModelRequest, _ terms: ModelTerms, _ model: TrainedModel, lens: Lens) {
    let text =
      switch request.goal {
      case .likeness(let seed): seed
      case .foresight(let target, _): target
      }
    var ends: (lowest: Int?, highest: Int?)
    if case .share(let lowest, let highest) = model.card.scale { ends = (lowest, highest) }
    let test = model.validation
    self.init(
      name: request.name, kind: terms.kind.rawValue,
      goal: terms.isForesight ? .foresight : .likeness, definition: text,
      base: request.base ?? "everyone", horizon: terms.horizon, purpose: terms.purpose,
      lens: lens.rawValue, draw: Int64(bitPattern: terms.draw), trained: Timestamp(0),
      asOf: Timestamp(0), dataVersion: 0, examples: model.learned.examples,
      others: model.learned.others, points: model.card.base, lowest: ends.lowest,
      highest: ends.highest, testedExamples: test.examples, testedOthers: test.others,
      area: test.discrimination.area, areaError: test.discrimination.error,
      logLoss: test.logLoss, baseLogLoss: test.baseLogLoss,
      traits: zip(model.card.terms, model.weights).map { term, weight in
        .init(
          condition: term.condition.description, points: term.points,
          examplesWith: weight.examplesWith, othersWith: weight.othersWith)
      },
      bands: test.bands.map {
        .init(
          lowest: $0.lowestTotal, people: $0.people, examples: $0.examples, expected: $0.expected)
      }, telling: model.telling.map(\.description))
  }

  var scale: Scorecard.Scale {
    if let lowest, let highest { .share(lowest: lowest, highest: highest) } else { .chance }
  }

  /// What scores people; a condition that reads no more holds for nobody.
  var scorecard: Scorecard {
    var terms: [Scorecard.Term] = []
    for trait in traits {
      guard let condition = try? Segment(parsing: trait.condition) else { continue }
      terms.append(.init(condition, points: trait.points))
    }
    return Scorecard(purpose: purpose, base: points, terms: terms, scale: scale)
  }

  /// What is shown of it; `dataVersion` is the data's now, `users` the segments that ask the model.
  func card(dataVersion: Int64, users: [String]) -> ModelCard {
    let found = Discrimination(area: area, error: areaError)
    func weight(_ points: Int) -> Double { Double(points) / Scorecard.pointsPerUnit }
    return ModelCard(
      name: name, version: version, kind: ModelKind(rawValue: kind) ?? .weights,
      goal: horizon.map { .foresight(target: definition, horizon: $0) }
        ?? .likeness(seed: definition),
      base: base, purpose: purpose, lens: Lens(rawValue: lens) ?? .person, trainedAt: trained,
      asOf: asOf, isStale: dataVersion != self.dataVersion, erasedSince: erased,
      examples: examples, others: others, startWeight: weight(points),
      traits: traits.map {
        ModelCard.Trait(
          condition: $0.condition, weight: weight($0.points),
          shareOfExamples: Double($0.examplesWith) / Double(max(1, examples)),
          shareOfOthers: Double($0.othersWith) / Double(max(1, others)))
      }.enumerated().sorted {
        (abs($1.element.weight), $0.offset) < (abs($0.element.weight), $1.offset)
      }.map(\.element),
      test: ModelCard.Test(
        examples: testedExamples, others: testedOthers, area: found.area, low: found.low,
        high: found.high, logLoss: logLoss, baseLogLoss: baseLogLoss,
        bands: bands.map {
          ModelCard.Band(
            lowestScore: scale.score($0.lowest), people: $0.people, examples: $0.examples,
            expected: scale == .chance ? $0.expected : nil)
        }), telling: telling, users: users)
  }
}
