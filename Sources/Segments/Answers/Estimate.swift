/// A size told from a sample, with the interval that holds the true size 95 times in 100.
package struct Estimate: Sendable, Equatable {
  package let count: Int
  package let low: Int
  package let high: Int

  /// Estimates how many of `population` units have what `hits` of `sampled` units have.
  ///
  /// The estimate is the sample's share of the population, which is unbiased. The interval is
  /// Wilson's, narrowed for the part of the population that the sample has seen: where that is all
  /// of it, nothing is left open.
  package init(hits: Int, sampled: Int, population: Int) {
    precondition(hits >= 0 && hits <= sampled && sampled <= population, "a sample of other units")
    guard sampled > 0 else {
      (count, low, high) = (0, 0, population)
      return
    }
    let size = Double(population)
    let share = Double(hits) / Double(sampled)
    count = Int((share * size).rounded())
    guard sampled < population else {
      (low, high) = (hits, hits)
      return
    }
    // Drawing without replacement is like drawing that many more with it.
    let seen = Double(population - sampled) / Double(max(1, population - 1))
    let trials = Double(sampled) / seen
    let z = 1.959_963_984_540_054
    let spread = z * z / trials
    let centre = (share + spread / 2) / (1 + spread)
    let half =
      z / (1 + spread) * (share * (1 - share) / trials + spread / (4 * trials)).squareRoot()
    // The hits themselves are certain, and so are the sampled units that are none.
    low = max(hits, Int(((centre - half) * size).rounded(.down)))
    high = min(population - (sampled - hits), Int(((centre + half) * size).rounded(.up)))
  }
}
