/// A pair of records with how strongly it is held to be one person.
package struct ScoredPair: Sendable, Equatable {
  package let a: UInt32
  package let b: UInt32
  package let weight: Double

  package var probability: Double { LinkageModel.probability(ofWeight: weight) }
}

/// One bar of a pair's waterfall.
package struct WeightBar: Sendable, Equatable {
  package let comparison: String
  package let level: String
  package let weight: Double
  /// What the rarity of the value adds.
  package let frequencyWeight: Double
}

/// The scored pairs of a linkage, strongest first, ties by records.
package struct LinkageResult: Sendable, Equatable {
  package let pairs: [ScoredPair]
  package let recordCount: Int
}

extension Linkage {
  /// Scores every pair that the blocking rules make and keeps those above the least weight.
  package func scored(by model: LinkageModel) -> LinkageResult {
    let weigher = Weigher(self, model)
    let least = settings.leastWeight
    var pairs: [ScoredPair] = []
    for index in blocks.indices {
      let parts = forEachPair(
        of: blocks[index], notIn: blocks[..<index], settings.comparisons, start: [ScoredPair]()
      ) { found, scorer, a, b in
        let weight = weigher.weight(&scorer, a, b)
        guard weight >= least else { return }
        found.append(ScoredPair(a: UInt32(min(a, b)), b: UInt32(max(a, b)), weight: weight))
      }
      for part in parts { pairs += part }
    }
    pairs.sort { ($1.weight, $0.a, $0.b) < ($0.weight, $1.a, $1.b) }
    return LinkageResult(pairs: pairs, recordCount: table.rowCount)
  }

  /// The prior and each comparison's weight for one pair, to be read from top to bottom.
  package func waterfall(_ a: Int, _ b: Int, _ model: LinkageModel) -> [WeightBar] {
    let weigher = Weigher(self, model)
    var scorer = PairScorer(compared, settings.comparisons)
    var bars = [
      WeightBar(
        comparison: "prior", level: "", weight: model.priorWeight, frequencyWeight: 0)
    ]
    for (place, comparison) in settings.comparisons.enumerated() {
      let level = scorer.level(place, a, b)
      bars.append(
        WeightBar(
          comparison: comparison.name,
          level: level < 0 ? "unknown" : comparison.label(ofLevel: level),
          weight: level < 0 ? 0 : model.weight(place, level),
          frequencyWeight: weigher.frequencyWeight(place, level, a, b)))
    }
    return bars
  }
}

extension Linkage {
  /// The clusters that the settings' threshold makes, with one record of each source where they say so.
  package func clusters(of result: LinkageResult) -> Clusters {
    result.clusters(
      from: settings.threshold, oneOfEach: settings.isOneToOne ? table.sources : [])
  }
}

/// Adds up the weights of a pair.
private struct Weigher: Sendable {
  private let prior: Double
  private let weights: [[Double]]
  private let frequencies: [Frequency?]

  private struct Frequency: Sendable {
    let column: RecordColumn
    let exactU: Double
    let rarest: Double
    /// By level, anything else last.
    let weights: [Double]
  }

  init(_ linkage: borrowing Linkage, _ model: LinkageModel) {
    prior = model.priorWeight
    var weights: [[Double]] = []
    var frequencies: [Frequency?] = []
    for (place, comparison) in linkage.settings.comparisons.enumerated() {
      weights.append((0..<comparison.levelCount).map { model.weight(place, $0) })
      let shares = comparison.levels.map(\.frequencyWeight) + [0]
      guard let exact = comparison.frequencyColumn, shares.contains(where: { $0 > 0 }) else {
        frequencies.append(nil)
        continue
      }
      let column = linkage.compared.columns[linkage.compared.place(of: exact.part)].column
      frequencies.append(
        Frequency(
          column: column, exactU: model.u[place][exact.level], rarest: comparison.rarest,
          weights: shares))
    }
    (self.weights, self.frequencies) = (weights, frequencies)
  }

  func weight(_ scorer: inout PairScorer, _ a: Int, _ b: Int) -> Double {
    var sum = prior
    for place in weights.indices {
      let level = scorer.level(place, a, b)
      guard level >= 0 else { continue }
      sum += weights[place][level] + frequencyWeight(place, level, a, b)
    }
    return sum
  }

  func frequencyWeight(_ place: Int, _ level: Int, _ a: Int, _ b: Int) -> Double {
    guard level >= 0, let frequency = frequencies[place], frequency.weights[level] > 0 else {
      return 0
    }
    let column = frequency.column
    return LinkageModel.frequencyWeight(
      frequency.weights[level], exactU: frequency.exactU, column.shares[Int(column.codes[a])],
      column.shares[Int(column.codes[b])], rarest: frequency.rarest)
  }
}

extension LinkageResult {
  /// The clusters that pairs from a probability on make.
  ///
  /// With `sources`, a cluster has at most one record of each source: stronger pairs go first, and
  /// one that would bring a second is left out.
  package func clusters(from threshold: Double, oneOfEach sources: [UInt16] = []) -> Clusters {
    var groups = UnionFind(count: recordCount)
    var members: [UInt32: Set<UInt16>] = [:]
    for pair in pairs {
      guard pair.probability >= threshold else { break }
      let (first, second) = (groups.root(of: pair.a), groups.root(of: pair.b))
      guard first != second else { continue }
      if !sources.isEmpty {
        let mine = members[first] ?? [sources[Int(first)]]
        let others = members[second] ?? [sources[Int(second)]]
        guard mine.isDisjoint(with: others) else { continue }
        members[min(first, second)] = mine.union(others)
      }
      groups.join(first, second)
    }
    groups.flatten()
    return Clusters(representatives: groups.parents)
  }

  /// How many clusters each threshold leaves, all in one pass over the pairs.
  package func clusterCounts(at thresholds: [Double]) -> [(threshold: Double, clusters: Int)] {
    var groups = UnionFind(count: recordCount)
    var count = recordCount
    var next = 0
    var counts: [Double: Int] = [:]
    for threshold in thresholds.sorted(by: >) {
      while next < pairs.count, pairs[next].probability >= threshold {
        if groups.join(pairs[next].a, pairs[next].b) != nil { count -= 1 }
        next += 1
      }
      counts[threshold] = count
    }
    return thresholds.map { ($0, counts[$0] ?? recordCount) }
  }

  /// The pairs from a probability on as links between the records' nodes.
  package func links(
    from threshold: Double, nodes: [UInt32], time: UInt32, batch: UInt32 = 0
  ) -> LinkColumns {
    var links = LinkColumns()
    for pair in pairs {
      guard pair.probability >= threshold else { break }
      links.append(
        nodes[Int(pair.a)], nodes[Int(pair.b)], time: time, evidence: .probable, batch: batch)
    }
    return links
  }
}
