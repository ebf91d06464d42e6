/// How often each pattern of levels came up among pairs; a level of -1 is unknown.
package struct PatternCount: Sendable, Equatable {
  package let levels: [Int]
  package let count: Double

  package init(_ levels: [Int], _ count: Double) { (self.levels, self.count) = (levels, count) }
}

/// Learns a linkage model from pairs of which nobody said whether they match.
package struct ExpectationMaximisation: Sendable {
  package var maximumIterations = 25
  /// It stops when no parameter changes by as much.
  package var tolerance = 1e-4
  package var learnsLambda = true
  package var learnsU = false
  /// Levels whose `m` stays, by comparison and level.
  package var fixedM: Set<[Int]> = []

  package init() {}

  /// One pass: how likely each pattern is a match, and the parameters that follow.
  package func step(
    _ model: LinkageModel, _ patterns: [PatternCount]
  ) -> (model: LinkageModel, probabilities: [Double]) {
    var matches = model.m.map { [Double](repeating: 0, count: $0.count) }
    var others = matches
    var (matching, total) = (0.0, 0.0)
    let probabilities = patterns.map { pattern -> Double in
      var (match, other) = (model.lambda, 1 - model.lambda)
      for (comparison, level) in pattern.levels.enumerated() where level >= 0 {
        match *= model.m[comparison][level]
        other *= model.u[comparison][level]
      }
      let probability = match + other > 0 ? match / (match + other) : 0
      for (comparison, level) in pattern.levels.enumerated() where level >= 0 {
        matches[comparison][level] += pattern.count * probability
        others[comparison][level] += pattern.count * (1 - probability)
      }
      matching += pattern.count * probability
      total += pattern.count
      return probability
    }
    var next = model
    if learnsLambda, total > 0 { next.lambda = matching / total }
    for comparison in model.m.indices {
      learn(&next.m[comparison], from: matches[comparison], comparison)
      if learnsU { normalise(&next.u[comparison], from: others[comparison]) }
    }
    return (next, probabilities)
  }

  /// Repeats until nothing changes; the second result is the number of passes.
  package func run(
    from start: LinkageModel, _ patterns: [PatternCount]
  ) -> (model: LinkageModel, iterations: Int) {
    var model = start
    for iteration in 1...max(1, maximumIterations) {
      let next = step(model, patterns).model
      let change = largestChange(model, next)
      model = next
      if change < tolerance { return (model, iteration) }
    }
    return (model, maximumIterations)
  }

  /// Takes the shares of what was seen; levels whose `m` is fixed keep theirs, the rest share what is left.
  private func learn(_ parameters: inout [Double], from seen: [Double], _ comparison: Int) {
    let free = parameters.indices.filter { !fixedM.contains([comparison, $0]) }
    let total = free.reduce(0) { $0 + seen[$1] }
    guard total > 0 else { return }
    let left = 1 - parameters.indices.reduce(0) { free.contains($1) ? $0 : $0 + parameters[$1] }
    for level in free { parameters[level] = max(0, left) * seen[level] / total }
  }

  private func normalise(_ parameters: inout [Double], from seen: [Double]) {
    let total = seen.reduce(0, +)
    guard total > 0 else { return }
    for level in parameters.indices { parameters[level] = seen[level] / total }
  }

  private func largestChange(_ a: LinkageModel, _ b: LinkageModel) -> Double {
    var change = abs(a.lambda - b.lambda)
    for (old, new) in zip(a.m + a.u, b.m + b.u) {
      for (before, after) in zip(old, new) { change = max(change, abs(before - after)) }
    }
    return change
  }
}
