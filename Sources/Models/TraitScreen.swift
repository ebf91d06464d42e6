package import Columns
package import Segments

/// Something that a person has or has not, as a condition and as the people who have it.
package struct Trait: Sendable {
  package let condition: Segment
  package let people: DenseSet
  package init(_ condition: Segment, _ people: DenseSet) {
    (self.condition, self.people) = (condition, people)
  }
}

/// Which traits a model may use, by what they are among the people that it learns from.
struct TraitScreen {
  /// A trait that fewer people have could point at one of them, and tells little.
  static let fewestPeople = 50
  /// A trait that alone tells nine in ten apart says the answer in other words.
  static let mostDiscrimination = 0.95

  /// The traits that are left, in their order.
  private(set) var kept: [(trait: Trait, weight: TraitWeight)] = []
  /// Conditions that alone would tell the answer.
  private(set) var telling: [Segment] = []

  /// Keeps at most `most` traits, those that tell most.
  init(_ traits: [Trait], examples: DenseSet, others: DenseSet, most: Int) {
    var seen: Set<[UInt64]> = []
    let people = examples.count + others.count
    for trait in traits {
      let weight = TraitWeight(trait.people, examples: examples, others: others)
      let having = weight.examplesWith + weight.othersWith
      guard having >= Self.fewestPeople, people - having >= Self.fewestPeople else { continue }
      if weight.discrimination > Self.mostDiscrimination {
        telling.append(trait.condition)
      } else if seen.insert(trait.people.words).inserted {
        kept.append((trait, weight))
      }
    }
    guard kept.count > most else { return }
    let order = kept.indices.sorted {
      (kept[$1].weight.discrimination, $0) < (kept[$0].weight.discrimination, $1)
    }
    let best = Set(order.prefix(most))
    kept = kept.indices.filter(best.contains).map { kept[$0] }
  }
}

extension DenseSet {
  /// The share of those in either set who are in both (Jaccard's index).
  func overlap(_ other: DenseSet) -> Double {
    let both = intersectionCount(other)
    let either = count + other.count - both
    return either == 0 ? 0 : Double(both) / Double(either)
  }
}
