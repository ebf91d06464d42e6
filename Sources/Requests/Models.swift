package import Basis

/// How a model is made.
package enum ModelKind: String, Hashable, Sendable, CaseIterable { case weights, logistic }

/// What a model is to tell of people.
package enum ModelGoal: Hashable, Sendable {
  /// How like the people of a segment they are.
  case likeness(seed: String)
  /// How likely something will hold of them, so many seconds from now.
  case foresight(target: String, horizon: Int64)
}

/// A model that shall be trained.
package struct ModelRequest: Hashable, Sendable {
  package var name: String
  package var goal: ModelGoal
  /// Those whom the examples are told from; nil is everyone.
  package var base: String?
  /// Nil is the usual one: weights for a likeness, logistic for a foresight.
  package var kind: ModelKind?
  /// Only people who have granted it are learned from and scored.
  package var purpose: String
  /// Attributes, events, `event.field`s and sources that the model shall not use.
  package var excluded: [String]
  package var draw: UInt64

  package init(
    name: String, goal: ModelGoal, base: String? = nil, kind: ModelKind? = nil,
    purpose: String = "personalised_ads", excluded: [String] = [], draw: UInt64 = 1
  ) {
    (self.name, self.goal, self.base, self.kind) = (name, goal, base, kind)
    (self.purpose, self.excluded, self.draw) = (purpose, excluded, draw)
  }
}

/// Something that there must be before a model is trained.
package struct ModelCheck: Hashable, Sendable {
  package var name: String
  package var found: Int
  package var needed: Int
  package var reason: String
  package var passes: Bool { found >= needed }

  package init(_ name: String, found: Int, needed: Int, reason: String) {
    (self.name, self.found, self.needed, self.reason) = (name, found, needed, reason)
  }
}

/// What a model is, what it was made of, and how well it tells people apart.
package struct ModelCard: Hashable, Sendable {
  /// A condition that counts; shares are of those whom the model learned from.
  package struct Trait: Hashable, Sendable {
    package var condition: String
    package var weight: Double
    package var shareOfExamples: Double
    package var shareOfOthers: Double

    package init(
      condition: String, weight: Double, shareOfExamples: Double, shareOfOthers: Double
    ) {
      (self.condition, self.weight) = (condition, weight)
      (self.shareOfExamples, self.shareOfOthers) = (shareOfExamples, shareOfOthers)
    }
  }

  /// People of neighbouring scores whom the model had not seen, from the highest down.
  package struct Band: Hashable, Sendable {
    package var lowestScore: Double
    package var people: Int
    package var examples: Int
    /// How many examples the scores expect; nil where they are no chances.
    package var expected: Double?

    package init(lowestScore: Double, people: Int, examples: Int, expected: Double?) {
      (self.lowestScore, self.people) = (lowestScore, people)
      (self.examples, self.expected) = (examples, expected)
    }
  }

  /// How the model did with people whom it had not seen.
  package struct Test: Hashable, Sendable {
    package var examples: Int
    package var others: Int
    /// The chance that an example scores higher than another, with its 95 % interval.
    package var area: Double
    package var low: Double
    package var high: Double
    package var logLoss: Double?
    package var baseLogLoss: Double
    package var bands: [Band]

    package init(
      examples: Int, others: Int, area: Double, low: Double, high: Double, logLoss: Double?,
      baseLogLoss: Double, bands: [Band]
    ) {
      (self.examples, self.others) = (examples, others)
      (self.area, self.low, self.high) = (area, low, high)
      (self.logLoss, self.baseLogLoss, self.bands) = (logLoss, baseLogLoss, bands)
    }

    package var baseRate: Double { Double(examples) / Double(max(1, examples + others)) }
  }

  package var name: String
  package var version: Int
  package var kind: ModelKind
  package var goal: ModelGoal
  package var base: String
  package var purpose: String
  package var lens: Lens
  package var trainedAt: Timestamp
  package var asOf: Timestamp
  /// Whether the data has changed since; scores follow the data, weights stay as they were learned.
  package var isStale: Bool
  /// People erased since, of whom the model may have learned.
  package var erasedSince: Int
  package var examples: Int
  package var others: Int
  /// What everybody's total begins with.
  package var startWeight: Double
  /// By weight, the heaviest first.
  package var traits: [Trait]
  package var test: Test
  /// Conditions that were set aside, for each alone tells the answer.
  package var telling: [String]
  /// The saved segments that ask it.
  package var users: [String]

  package init(
    name: String, version: Int, kind: ModelKind, goal: ModelGoal, base: String, purpose: String,
    lens: Lens, trainedAt: Timestamp, asOf: Timestamp, isStale: Bool, erasedSince: Int,
    examples: Int, others: Int, startWeight: Double, traits: [Trait], test: Test,
    telling: [String], users: [String]
  ) {
    (self.name, self.version, self.kind, self.goal) = (name, version, kind, goal)
    (self.base, self.purpose, self.lens) = (base, purpose, lens)
    (self.trainedAt, self.asOf, self.isStale) = (trainedAt, asOf, isStale)
    (self.erasedSince, self.examples, self.others) = (erasedSince, examples, others)
    (self.startWeight, self.traits, self.test) = (startWeight, traits, test)
    (self.telling, self.users) = (telling, users)
  }
}

/// How many people a model reaches at each score, and how sure it is of them.
package struct ModelReach: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    /// The score from which on people count, as it can be written in a segment.
    package var score: String
    package var people: Int
    /// Of those held out from the training, the share of examples among such scores.
    package var precision: Double
    /// How many times the base rate that is.
    package var lift: Double
    /// The share of all examples that have such scores.
    package var recall: Double

    package init(score: String, people: Int, precision: Double, lift: Double, recall: Double) {
      (self.score, self.people) = (score, people)
      (self.precision, self.lift, self.recall) = (precision, lift, recall)
    }
  }

  package var steps: [Step]
  /// How many people have a score, and how many there are.
  package var scored: Int
  package var population: Int

  package init(steps: [Step], scored: Int, population: Int) {
    (self.steps, self.scored, self.population) = (steps, scored, population)
  }
}

/// What makes one person's score.
package struct ModelExplanation: Hashable, Sendable {
  package struct Reason: Hashable, Sendable {
    package var condition: String
    package var weight: Double
    package var holds: Bool

    package init(condition: String, weight: Double, holds: Bool) {
      (self.condition, self.weight, self.holds) = (condition, weight, holds)
    }
  }

  /// Nil where the person has not granted the model's purpose.
  package var score: Double?
  /// The share of those with a score who score lower.
  package var rank: Double
  package var startWeight: Double
  /// By weight, the heaviest first.
  package var reasons: [Reason]

  package init(score: Double?, rank: Double, startWeight: Double, reasons: [Reason]) {
    (self.score, self.rank) = (score, rank)
    (self.startWeight, self.reasons) = (startWeight, reasons)
  }
}
