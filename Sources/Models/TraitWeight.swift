internal import Columns
internal import Glibc

/// How a trait tells the examples from the others: how common it is among them, and how specific.
package struct TraitWeight: Sendable, Equatable {
  /// Of the examples and of the others, how many there are and how many have the trait.
  package let examples: Int
  package let examplesWith: Int
  package let others: Int
  package let othersWith: Int

  package init(examples: Int, examplesWith: Int, others: Int, othersWith: Int) {
    (self.examples, self.examplesWith) = (examples, examplesWith)
    (self.others, self.othersWith) = (others, othersWith)
  }

  init(_ trait: DenseSet, examples: DenseSet, others: DenseSet) {
    self.init(
      examples: examples.count, examplesWith: trait.intersectionCount(examples),
      others: others.count, othersWith: trait.intersectionCount(others))
  }

  /// The share of the examples that has the trait, half a person added on either side.
  package var commonality: Double { Self.share(examplesWith, examples) }

  /// The logarithm of how many times the odds of the trait are higher among the examples.
  package var specificity: Double {
    let (p, q) = (commonality, Self.share(othersWith, others))
    return log(p / (1 - p)) - log(q / (1 - q))
  }

  package var weight: Double { commonality * specificity }

  /// How well the trait alone tells an example from another, ½ for not at all and 1 for always.
  var discrimination: Double {
    (1 + abs(Self.share(examplesWith, examples) - Self.share(othersWith, others))) / 2
  }

  private static func share(_ part: Int, _ whole: Int) -> Double {
    (Double(part) + 0.5) / (Double(whole) + 1)
  }
}
