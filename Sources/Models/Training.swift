package import Basis
package import Columns
package import Segments

/// Learns a scorecard from examples, and tests it on people whom it has not seen.
package struct Training: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Each trait counts by how common and how specific it is: a look-alike that explains itself.
    case weights
    /// Logistic regression: the score is a chance.
    case logistic
  }

  package let kind: Kind
  package let traits: [Trait]
  package let people: DenseSet
  package let examples: DenseSet
  package let purpose: String
  package let seed: UInt64

  /// `examples` count where they are among `people`; all others of them are what they are told from.
  package init(
    _ kind: Kind, traits: [Trait], people: DenseSet, examples: DenseSet, purpose: String,
    seed: UInt64
  ) {
    (self.kind, self.traits, self.people) = (kind, traits, people)
    (self.examples, self.purpose, self.seed) = (examples.intersection(people), purpose, seed)
  }

  /// The most traits that a model of weights adds up.
  static let mostWeights = 50

  /// From the most to the least cautious.
  static let penalties = [100.0, 10, 1]
  /// A trait that has so much in common with a heavier one is not counted beside it.
  static let mostOverlap = 0.9

  /// More coefficients than a fifth of the examples would be learned by heart.
  private func mostTraits(_ examples: Int) -> Int {
    switch kind {
    case .weights: 200
    case .logistic: min(200, max(10, examples / 5))
    }
  }

  /// Learns and tests; refuses a model that tells people apart no better than chance.
  package func run(cancellation: Cancellation) throws(Fault) -> TrainedModel {
    let split = Split(people, seed: seed)
    let learning = (
      examples: split.learning.intersection(examples),
      others: split.learning.subtracting(examples)
    )
    let screen = TraitScreen(
      traits, examples: learning.examples, others: learning.others,
      most: mostTraits(learning.examples.count))
    guard !screen.kept.isEmpty else {
      throw Self.refusal(
        "no trait is had by at least \(TraitScreen.fewestPeople) of the people to learn from",
        "Take a larger base, or fewer exclusions")
    }
    let fitted: (card: Scorecard, kept: [(trait: Trait, weight: TraitWeight)])
    switch kind {
    case .weights: fitted = weighed(screen.kept, split.learning)
    case .logistic: fitted = try regressed(screen.kept, split, cancellation)
    }
    try cancellation.check()
    let outcomes = Outcomes(
      totals(fitted.card, fitted.kept.map(\.trait)), of: split.testing, examples: examples)
    let validation = Validation(
      examples: outcomes.examples, others: outcomes.others,
      discrimination: Discrimination(outcomes),
      logLoss: fitted.card.scale == .chance ? outcomes.logLoss(.chance) : nil,
      baseLogLoss: outcomes.baseLogLoss, bands: outcomes.bands(fitted.card.scale))
    if let reason = validation.refusal {
      throw Self.refusal(reason, "Choose other examples, or a base that they differ from")
    }
    return TrainedModel(
      card: fitted.card, weights: fitted.kept.map(\.weight), validation: validation,
      telling: screen.telling, learned: (learning.examples.count, learning.others.count))
  }

  private static func refusal(_ reason: String, _ remedy: String) -> Fault {
    Fault(.refused, "the model", reason: reason, remedy: remedy)
  }

  // MARK: The two kinds

  private func weighed(
    _ kept: [(trait: Trait, weight: TraitWeight)], _ learning: DenseSet
  ) -> (Scorecard, [(trait: Trait, weight: TraitWeight)]) {
    let order = kept.indices.sorted {
      (abs(kept[$1].weight.weight), $0) < (abs(kept[$0].weight.weight), $1)
    }
    var chosen: [(trait: Trait, weight: TraitWeight)] = []
    for index in order where chosen.count < Self.mostWeights {
      let (trait, weight) = kept[index]
      guard Self.points(weight.weight) != 0,
        !chosen.contains(where: { $0.trait.people.overlap(trait.people) > Self.mostOverlap })
      else { continue }
      chosen.append((trait, weight))
    }
    let plain = card(chosen, base: 0, chosen.map(\.weight.weight), .share(lowest: 0, highest: 0))
    let totals = totals(plain, chosen.map(\.trait))
    var (lowest, highest) = (Int32.max, Int32.min)
    learning.forEachMember { unit in
      (lowest, highest) = (min(lowest, totals[unit]), max(highest, totals[unit]))
      return true
    }
    let scale = Scorecard.Scale.share(lowest: Int(lowest), highest: Int(highest))
    return (Scorecard(purpose: purpose, base: 0, terms: plain.terms, scale: scale), chosen)
  }

  private func regressed(
    _ kept: [(trait: Trait, weight: TraitWeight)], _ split: Split, _ cancellation: Cancellation
  ) throws(Fault) -> (Scorecard, [(trait: Trait, weight: TraitWeight)]) {
    let regression = LogisticRegression(
      traits: kept.map(\.trait.people), people: split.learning, examples: examples)
    // The group in the middle chooses the penalty and says how far the chances are off.
    var best: (found: [Double], outcomes: Outcomes, loss: Double)?
    var last: [Double]?
    for penalty in Self.penalties {
      last = regression.coefficients(
        penalty: penalty, from: last, isStopped: { cancellation.isCancelled })
      try cancellation.check()
      guard let found = last else { break }
      let raw = card(kept, base: found[0], Array(found[1...]), .chance)
      let outcomes = Outcomes(
        totals(raw, kept.map(\.trait)), of: split.setting, examples: examples)
      let loss = outcomes.logLoss(.chance)
      // Less of a penalty only makes it worse from here on.
      guard loss < best?.loss ?? .infinity else { break }
      best = (found, outcomes, loss)
    }
    guard let (found, outcomes, _) = best else { return (card([], base: 0, [], .chance), []) }
    let correction = ChanceCorrection(outcomes)
    let coefficients = found[1...].map { $0 * correction.stretch }
    let told = kept.indices.filter { Self.points(coefficients[$0]) != 0 }
    let chosen = told.map { kept[$0] }
    return (
      card(
        chosen, base: found[0] * correction.stretch + correction.shift,
        told.map { coefficients[$0] }, .chance),
      chosen
    )
  }

  private func card(
    _ kept: [(trait: Trait, weight: TraitWeight)], base: Double, _ weights: [Double],
    _ scale: Scorecard.Scale
  ) -> Scorecard {
    Scorecard(
      purpose: purpose, base: Self.points(base),
      terms: zip(kept, weights).map { .init($0.trait.condition, points: Self.points($1)) },
      scale: scale)
  }

  private static func points(_ weight: Double) -> Int {
    let points = (weight * Scorecard.pointsPerUnit).rounded()
    return points.isFinite ? Int(max(-100_000, min(100_000, points))) : 0
  }

  /// Everybody's total.
  private func totals(_ card: Scorecard, _ traits: [Trait]) -> [Int32] {
    var totals = [Int32](repeating: Int32(clamping: card.base), count: people.bound)
    for (term, trait) in zip(card.terms, traits) {
      let points = Int32(clamping: term.points)
      trait.people.forEachMember { unit in
        totals[unit] &+= points
        return true
      }
    }
    return totals
  }
}

/// A scorecard with what it was learned from and how well it did.
package struct TrainedModel: Sendable {
  package let card: Scorecard
  /// One for each term of the card.
  package let weights: [TraitWeight]
  package let validation: Validation
  /// Conditions that were set aside because they alone tell the answer.
  package let telling: [Segment]
  /// How many examples and others it learned from.
  package let learned: (examples: Int, others: Int)
}

/// How a model did with people that it had not seen.
package struct Validation: Sendable, Equatable {
  package let examples: Int
  package let others: Int
  package let discrimination: Discrimination
  /// Of chances only.
  package let logLoss: Double?
  /// What giving everyone the base rate would have cost.
  package let baseLogLoss: Double
  /// From the highest scores down.
  package let bands: [ScoreBand]

  package init(
    examples: Int, others: Int, discrimination: Discrimination, logLoss: Double?,
    baseLogLoss: Double, bands: [ScoreBand]
  ) {
    (self.examples, self.others, self.discrimination) = (examples, others, discrimination)
    (self.logLoss, self.baseLogLoss, self.bands) = (logLoss, baseLogLoss, bands)
  }

  /// Why the model is not worth having; nil where it is.
  var refusal: String? {
    if !discrimination.isBetterThanChance {
      return
        "on \(examples + others) people that it had not seen it is no better than the base rate"
        + " (AUC \(Self.shown(discrimination.area)), 95 % interval"
        + " \(Self.shown(discrimination.low)) to \(Self.shown(discrimination.high)))"
    }
    if let logLoss, logLoss >= baseLogLoss {
      return "on people that it had not seen its chances are no better than the base rate"
        + " (log loss \(Self.shown(logLoss)) against \(Self.shown(baseLogLoss)))"
    }
    return nil
  }

  private static func shown(_ value: Double) -> String {
    let thousandths = Int((value * 1_000).rounded())
    return "\(thousandths / 1_000).\(padded(thousandths % 1_000, 3))"
  }
}
