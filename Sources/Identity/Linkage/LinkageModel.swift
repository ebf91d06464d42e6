internal import Glibc

/// What Fellegi and Sunter's model has to know: a prior, and how likely each level is among matches
/// and among others.
package struct LinkageModel: Sendable, Equatable {
  /// The chance that two records drawn at random are one person.
  package var lambda: Double
  /// By comparison and level: how likely the level is among matches.
  package var m: [[Double]]
  /// By comparison and level: how likely the level is among all others.
  package var u: [[Double]]

  package init(lambda: Double, m: [[Double]], u: [[Double]]) {
    (self.lambda, self.m, self.u) = (lambda, m, u)
  }

  /// The match weight that a prior alone gives: the logarithm of its odds.
  package var priorWeight: Double { log2(Self.bounded(lambda) / (1 - Self.bounded(lambda))) }

  /// The weight of a level: how many times likelier it is among matches, as a logarithm.
  package func weight(_ comparison: Int, _ level: Int) -> Double {
    log2(Self.bounded(m[comparison][level]) / Self.bounded(u[comparison][level]))
  }

  /// The probability that belongs to a match weight.
  package static func probability(ofWeight weight: Double) -> Double {
    // Written for either sign, so that large weights neither overflow nor lose their ones.
    if weight >= 0 { return 1 / (1 + exp2(-weight)) }
    let odds = exp2(weight)
    return odds / (1 + odds)
  }

  /// The match weight that belongs to a probability.
  package static func weight(ofProbability probability: Double) -> Double {
    log2(probability / (1 - probability))
  }

  /// What the rarity of a value adds at a level.
  ///
  /// A value's share takes the place of the average `u`; an unknown share uses the other side's.
  package static func frequencyWeight(
    _ weight: Double, exactU: Double, _ a: Double, _ b: Double, rarest: Double
  ) -> Double {
    let share = max(a, b, rarest)
    guard weight > 0, share > 0 else { return 0 }
    return weight * (log2(bounded(exactU)) - log2(share))
  }

  /// Keeps a probability away from 0 and 1, where weights would be infinite.
  private static func bounded(_ probability: Double) -> Double {
    min(max(probability, 1e-12), 1 - 1e-12)
  }
}
