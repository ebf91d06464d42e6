internal import Basis
internal import Identity

/// What a probabilistic linkage will compare, before it compares anything.
package struct LinkagePlan: Sendable, Equatable {
  /// A blocking rule with the pairs that it makes, and those that no earlier rule makes.
  package struct Rule: Sendable, Equatable {
    package let text: String
    package let pairs: Int
    package let added: Int?
  }

  package let records: Int
  package let allPairs: Double
  package let rules: [Rule]
}

/// What a probabilistic linkage learnt and found.
package struct LinkageReport: Sendable, Equatable {
  /// A level of a comparison with what was learnt of it.
  package struct Level: Sendable, Equatable {
    package let comparison: String
    package let label: String
    /// How likely the level is among matches, and among others.
    package let m: Double
    package let u: Double
    package let weight: Double
  }

  /// A run of expectation–maximisation.
  package struct Run: Sendable, Equatable {
    package let rule: String
    package let pairs: Int
    package let iterations: Int
    package let comparisons: [String]
  }

  /// One bar of a pair's waterfall.
  package struct Bar: Sendable, Equatable {
    package let comparison: String
    package let level: String
    package let weight: Double
    package let frequencyWeight: Double
  }

  /// A pair, with its weights from the prior downwards.
  package struct Waterfall: Sendable, Equatable {
    package let a: String
    package let b: String
    package let weight: Double
    package let probability: Double
    package let bars: [Bar]
  }

  /// How many clusters and pairs a threshold leaves.
  package struct Threshold: Sendable, Equatable {
    package let probability: Double
    package let clusters: Int
    package let pairs: Int
  }

  package let plan: LinkagePlan
  package let lambda: Double
  package let runs: [Run]
  package let levels: [Level]
  package let thresholds: [Threshold]
  package let threshold: Double
  package let isOneToOne: Bool
  package let pairs: Int
  package let clusters: Int
  /// Links between different persons that were kept; nil where records came from a file.
  package var links: Int?
  package var waterfalls: [Waterfall] = []
  package var score: IdentityScore?
  package var seconds = 0.0
}

extension LinkagePlan {
  init(_ linkage: Linkage) {
    records = linkage.table.rowCount
    allPairs = linkage.allPairs
    rules = zip(linkage.settings.blocking, linkage.pairCounts()).map { rule, count in
      Rule(text: rule.text, pairs: count.pairs, added: count.added)
    }
  }

  /// The pairs that all rules together make; an upper bound where a rule's own are not told.
  package var compared: Int { rules.reduce(0) { $0 + ($1.added ?? $1.pairs) } }
}

extension LinkageReport {
  static let thresholdSteps = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999]

  init(
    _ plan: LinkagePlan, _ linkage: Linkage, _ training: Training, _ result: LinkageResult,
    _ clusters: Clusters
  ) {
    let settings = linkage.settings
    self.plan = plan
    lambda = training.model.lambda
    runs = training.runs.map { run in
      Run(
        rule: run.rule.text, pairs: run.pairs, iterations: run.iterations,
        comparisons: run.comparisons.map { settings.comparisons[$0].name })
    }
    var levels: [Level] = []
    for (place, comparison) in settings.comparisons.enumerated() {
      for level in 0..<comparison.levelCount {
        levels.append(
          Level(
            comparison: comparison.name, label: comparison.label(ofLevel: level),
            m: training.model.m[place][level], u: training.model.u[place][level],
            weight: training.model.weight(place, level)))
      }
    }
    self.levels = levels
    let steps = Set(Self.thresholdSteps + [settings.threshold]).sorted()
    thresholds = result.clusterCounts(at: steps).map { step in
      Threshold(
        probability: step.threshold, clusters: step.clusters,
        pairs: result.pairCount(from: step.threshold))
    }
    threshold = settings.threshold
    isOneToOne = settings.isOneToOne
    pairs = result.pairCount(from: settings.threshold)
    self.clusters = clusters.unitCount
  }
}

extension LinkageResult {
  /// How many pairs are as probable as this; they are sorted, strongest first.
  func pairCount(from threshold: Double) -> Int {
    var (low, high) = (0, pairs.count)
    while low < high {
      let middle = (low + high) / 2
      if pairs[middle].probability >= threshold { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The `count` pairs nearest to a threshold, strongest first.
  func nearest(_ count: Int, to threshold: Double) -> ArraySlice<ScoredPair> {
    let middle = pairCount(from: threshold)
    let start = max(0, min(middle - (count + 1) / 2, pairs.count - count))
    return pairs[start..<min(start + count, pairs.count)]
  }
}
