import Basis
import Columns
import Models
import Segments
import Testing

@Suite("Training") struct TrainingTests {
  /// People with random traits, some of which make it likelier that they are examples.
  struct World {
    let traits: [Models.Trait]
    let everyone: DenseSet
    let examples: DenseSet
    /// What the trait adds to the logarithm of the odds.
    static let effects = [1.5, -1.0, 0.7, 0, 0, 0, 0, 0]

    init(seed: UInt64, people: Int, isShuffled: Bool = false) {
      var random = Seeded(seed)
      var having = Self.effects.map { _ in [Bool]() }
      var hits: [Bool] = []
      for _ in 0..<people {
        var odds = -2.0
        for (trait, effect) in Self.effects.enumerated() {
          let has = random.chance(0.15 + Double(trait) * 0.05)
          having[trait].append(has)
          if has { odds += effect }
        }
        hits.append(random.unit() < Scorecard.Scale.chance.score(Int(odds * 1_000)))
      }
      if isShuffled { hits.shuffle(using: &random) }
      traits = having.enumerated().map { index, flags in
        Models.Trait(.attribute(Name("t\(index)"), .known(true)), Self.set(flags))
      }
      examples = Self.set(hits)
      everyone = DenseSet(all: people)
    }

    static func set(_ flags: [Bool]) -> DenseSet {
      var words = [UInt64](repeating: 0, count: DenseSet.wordCount(flags.count))
      for (unit, flag) in flags.enumerated() where flag {
        words[unit >> 6] |= 1 << UInt64(unit & 63)
      }
      return DenseSet(words: words, bound: flags.count)
    }

    func train(_ kind: Training.Kind, seed: UInt64 = 1) throws -> TrainedModel {
      try Training(
        kind, traits: traits, people: everyone, examples: examples, purpose: "ads", seed: seed
      ).run(cancellation: Cancellation())
    }
  }

  @Test("logistic regression finds the odds that the data was made by")
  func recovery() throws {
    let world = World(seed: 4, people: 30_000)
    let model = try world.train(.logistic)
    var points: [String: Int] = [:]
    for term in model.card.terms { points[term.condition.description] = term.points }
    for (trait, effect) in World.effects.enumerated() {
      let found = Double(points["t\(trait) is known"] ?? 0) / 1_000
      #expect(abs(found - effect) < 0.17, "t\(trait)")
    }
    #expect(abs(Double(model.card.base) / 1_000 + 2) < 0.17)
    let expected = model.validation.bands.reduce(0) { $0 + $1.expected }
    #expect(abs(expected / Double(model.validation.examples) - 1) < 0.1)
    #expect(model.validation.logLoss ?? 1 < model.validation.baseLogLoss)
  }

  @Test("the coefficients are where the loss has no slope", arguments: UInt64(0)..<4)
  func minimum(seed: UInt64) throws {
    let world = World(seed: seed, people: 3_000)
    let traits = world.traits.map(\.people)
    let found = try #require(
      LogisticRegression(traits: traits, people: world.everyone, examples: world.examples)
        .coefficients())
    // The slope by its definition, person by person.
    var slope = found.map { $0 }
    slope[0] = 0
    for unit in 0..<3_000 {
      let having = traits.indices.filter { traits[$0].contains(unit) }
      let sum = having.reduce(found[0]) { $0 + found[$1 + 1] }
      let error =
        Scorecard.Scale.chance.score(Int((sum * 1_000).rounded()))
        - (world.examples.contains(unit) ? 1 : 0)
      slope[0] += error
      for trait in having { slope[trait + 1] += error }
    }
    #expect(slope.allSatisfy { abs($0) < 2 })
  }

  @Test("a look-alike weighs a trait by how common and how specific it is")
  func weights() throws {
    let weight = TraitWeight(examples: 99, examplesWith: 49, others: 999, othersWith: 99)
    #expect(abs(weight.commonality - 0.495) < 1e-12)
    #expect(abs(weight.specificity - 2.177) < 0.01)
    #expect(weight.weight == weight.commonality * weight.specificity)
    let model = try World(seed: 4, people: 20_000).train(.weights)
    let first = try #require(model.card.terms.first)
    #expect(first.condition.description == "t0 is known" && first.points > 0)
    #expect(model.validation.logLoss == nil)
    #expect(model.validation.discrimination.low > 0.6)
  }

  @Test("a trait that most examples share says more than a rare one of the same odds")
  func commonality() {
    let common = TraitWeight(examples: 1_000, examplesWith: 500, others: 1_000, othersWith: 200)
    let rare = TraitWeight(examples: 1_000, examplesWith: 20, others: 1_000, othersWith: 5)
    #expect(abs(common.specificity - rare.specificity) < 0.1)
    #expect(common.weight > 10 * rare.weight)
  }

  @Test("the same people give the same model, another seed another test")
  func determinism() throws {
    let world = World(seed: 9, people: 20_000)
    for kind in Training.Kind.allCases {
      let first = try world.train(kind)
      #expect(try world.train(kind).card == first.card)
      #expect(try world.train(kind).validation == first.validation)
      #expect(try world.train(kind, seed: 2).validation != first.validation)
    }
  }

  @Test("answers that mean nothing are refused", arguments: UInt64(0)..<12)
  func shuffled(seed: UInt64) throws {
    let world = World(seed: seed, people: 5_000, isShuffled: true)
    for kind in Training.Kind.allCases {
      let fault = #expect(throws: Fault.self) { try world.train(kind) }
      #expect(fault?.code == .refused)
      #expect(fault?.reason.contains("no better than the base rate") == true)
    }
  }

  @Test("a trait that says the answer in other words is set aside, and so are rare ones and twins")
  func screening() throws {
    let world = World(seed: 2, people: 20_000)
    let rare = DenseSet(words: [0b111] + [UInt64](repeating: 0, count: 312), bound: 20_000)
    let traits =
      world.traits + [
        Models.Trait(.has("answer"), world.examples), Models.Trait(.has("rare"), rare),
        Models.Trait(.has("twin"), world.traits[0].people),
      ]
    let model = try Training(
      .logistic, traits: traits, people: world.everyone, examples: world.examples,
      purpose: "ads", seed: 1
    ).run(cancellation: Cancellation())
    #expect(model.telling == [.has("answer")])
    let used = model.card.terms.map(\.condition)
    #expect(!used.contains(.has("answer")) && !used.contains(.has("rare")))
    #expect(!used.contains(.has("twin")) && used.contains(world.traits[0].condition))
  }

  @Test("only people who may be learned from are learned from")
  func people() throws {
    let world = World(seed: 4, people: 20_000)
    let half = DenseSet(
      words: world.everyone.words.map { $0 & 0x5555_5555_5555_5555 }, bound: 20_000)
    // Whoever is not among the people has every trait that there is, which would turn it all round.
    let others = world.everyone.subtracting(half)
    let traits = world.traits.map { Models.Trait($0.condition, $0.people.union(others)) }
    func card(_ traits: [Models.Trait], _ examples: DenseSet) throws -> Scorecard {
      try Training(
        .logistic, traits: traits, people: half, examples: examples, purpose: "ads", seed: 1
      ).run(cancellation: Cancellation()).card
    }
    #expect(
      try card(traits, world.examples.union(others)) == card(world.traits, world.examples))
  }

  @Test("a stopped training ends as a question that was taken back")
  func stopping() {
    let world = World(seed: 4, people: 20_000)
    let cancellation = Cancellation()
    cancellation.cancel()
    let training = Training(
      .logistic, traits: world.traits, people: world.everyone, examples: world.examples,
      purpose: "ads", seed: 1)
    let fault = #expect(throws: Fault.self) { try training.run(cancellation: cancellation) }
    #expect(fault?.code == .interrupted)
  }
}
