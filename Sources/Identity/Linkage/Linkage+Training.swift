package import Basis
internal import Dispatch
internal import Synchronization

/// What training learnt, with how it went.
package struct Training: Sendable, Equatable {
  /// One run of expectation–maximisation under one rule.
  package struct Run: Sendable, Equatable {
    package let rule: BlockingRule
    package let pairs: Int
    package let iterations: Int
    /// The comparisons that it trained, by place.
    package let comparisons: [Int]
  }

  package let model: LinkageModel
  package let runs: [Run]
}

extension Linkage {
  /// Learns the model: the prior from certain rules, `u` from random pairs, `m` by runs under each
  /// training rule, averaged.
  package func trained() throws(Fault) -> Training {
    var model = LinkageModel(lambda: 1e-4, m: [], u: try randomLevels())
    model.m = settings.comparisons.map(startingM)
    if let lambda = settings.lambda {
      model.lambda = lambda
    } else if let lambda = try certainLambda() {
      model.lambda = lambda
    }
    let rules = settings.training.isEmpty ? settings.blocking : settings.training
    var runs: [Training.Run] = []
    var learnt: [[[Double]]] = settings.comparisons.map { _ in [] }
    for rule in rules {
      let blocked = Set(rule.parts.map(\.column))
      let places = settings.comparisons.indices.filter { place in
        blocked.isDisjoint(with: settings.comparisons[place].columns)
      }
      guard !places.isEmpty else { continue }
      let patterns = try patterns(under: rule, places)
      guard !patterns.isEmpty else { continue }
      let result = em(places).run(from: start(model, rule, places), patterns)
      let pairs = Int(patterns.reduce(0) { $0 + $1.count })
      runs.append(
        Training.Run(
          rule: rule, pairs: pairs, iterations: result.iterations, comparisons: places))
      for (index, place) in places.enumerated() { learnt[place].append(result.model.m[index]) }
    }
    for place in settings.comparisons.indices where !learnt[place].isEmpty {
      model.m[place] = averaged(learnt[place])
    }
    if settings.lambda == nil, settings.certain.isEmpty { model.lambda = learntLambda(model) }
    model.u = withoutMatches(model)
    return Training(model: model, runs: runs)
  }

  /// Matches that certain rules find, by what share of all they find, by all pairs.
  private func certainLambda() throws(Fault) -> Double? {
    guard !settings.certain.isEmpty, allPairs > 0 else { return nil }
    var settings = settings
    settings.blocking = settings.certain
    let certain = try Linkage(settings, table)
    let found = certain.pairCounts().reduce(0) { $0 + ($1.added ?? $1.pairs) }
    let recall = min(max(settings.certainRecall, 0.01), 1)
    return min(0.5, max(1, Double(found)) / recall / allPairs)
  }

  /// How often each level comes up among pairs drawn at random.
  ///
  /// Where the first level is plain equality its share is not drawn but counted from the values'
  /// shares, because few random pairs agree on a rare value.
  private func randomLevels() throws(Fault) -> [[Double]] {
    var counts = drawnLevels()
    for place in counts.indices {
      let comparison = settings.comparisons[place]
      let total = max(1, counts[place].reduce(0, +))
      // A level that was never drawn is rarer than the draw could show, but not impossible.
      var shares = counts[place].map { max($0, 0.5) / total }
      if case .exact(let part) = comparison.levels[0].test, settings.scope == .everything {
        let exact = max(compared.columns[compared.place(of: part)].column.agreement, 1e-9)
        let rest = shares.dropFirst().reduce(0, +)
        shares = [exact] + shares.dropFirst().map { $0 / rest * (1 - exact) }
      }
      let sum = shares.reduce(0, +)
      counts[place] = shares.map { $0 / sum }
      for (level, known) in comparison.levels.enumerated() {
        if let u = known.u { counts[place][level] = u }
      }
    }
    return counts
  }

  /// How likely the levels are among pairs that are no matches.
  ///
  /// Random pairs hold a few matches, and in small sets with many duplicates these make up most of
  /// the pairs that agree on something rare. What they add is taken off, but for an eighth: below
  /// that, the rest of two numbers that are nearly equal would be noise.
  private func withoutMatches(_ model: LinkageModel) -> [[Double]] {
    settings.comparisons.indices.map { place in
      // Where somebody says what a level's share is, it is that.
      guard settings.comparisons[place].levels.allSatisfy({ $0.u == nil }) else {
        return model.u[place]
      }
      let shares = zip(model.u[place], model.m[place]).map { all, match in
        max(all - model.lambda * match, all / 8)
      }
      let sum = shares.reduce(0, +)
      return shares.map { $0 / sum }
    }
  }

  /// The levels of random pairs, counted in pieces that each have a seed of their own.
  private func drawnLevels() -> [[Double]] {
    let empty = settings.comparisons.map { [Double](repeating: 0, count: $0.levelCount) }
    let rows = table.rowCount
    guard rows > 1 else { return empty }
    let pieces = 4
    let results = Mutex<[[[Double]]]>([[[Double]]](repeating: empty, count: pieces))
    DispatchQueue.concurrentPerform(iterations: pieces) { piece in
      var counts = empty
      var random = Seeded(settings.seed &+ UInt64(piece))
      var scorer = PairScorer(compared, settings.comparisons)
      for _ in 0..<max(1, settings.randomPairs / pieces) {
        let a = random.below(rows)
        let b = (a + 1 + random.below(rows - 1)) % rows
        guard isAllowed(a, b) else { continue }
        for place in settings.comparisons.indices {
          let level = scorer.level(place, a, b)
          if level >= 0 { counts[place][level] += 1 }
        }
      }
      let done = counts
      results.withLock { $0[piece] = done }
    }
    // Whole numbers add up to the same in any order.
    return results.withLock { pieces in
      pieces.dropFirst().reduce(pieces[0]) { sums, piece in
        zip(sums, piece).map { zip($0, $1).map { $0 + $1 } }
      }
    }
  }

  /// Matches mostly agree: 0.95 on the first level, the rest shared by the others.
  private func startingM(_ comparison: Comparison) -> [Double] {
    let rest = 0.05 / Double(comparison.levelCount - 1)
    var shares = [0.95] + [Double](repeating: rest, count: comparison.levelCount - 1)
    for (level, known) in comparison.levels.enumerated() {
      if let m = known.m { shares[level] = m }
    }
    return shares
  }

  private func em(_ places: [Int]) -> ExpectationMaximisation {
    var em = ExpectationMaximisation()
    for (index, place) in places.enumerated() {
      for (level, known) in settings.comparisons[place].levels.enumerated() where known.m != nil {
        em.fixedM.insert([index, level])
      }
    }
    return em
  }

  /// Where a run starts: among pairs that a rule made matches are likelier, by the weight of what
  /// they agree on.
  private func start(
    _ model: LinkageModel, _ rule: BlockingRule, _ places: [Int]
  ) -> LinkageModel {
    var odds = model.lambda / (1 - model.lambda)
    for place in settings.comparisons.indices where !places.contains(place) {
      guard let exact = settings.comparisons[place].frequencyColumn,
        rule.parts.contains(exact.part)
      else { continue }
      odds *= model.m[place][exact.level] / max(model.u[place][exact.level], 1e-12)
    }
    return LinkageModel(
      lambda: min(odds / (1 + odds), 0.9), m: places.map { model.m[$0] },
      u: places.map { model.u[$0] })
  }

  /// The prior under which blocked pairs hold as many matches as it says there are.
  ///
  /// Pairs that no rule lets meet count as non-matches, as they do in the result.
  private func learntLambda(_ model: LinkageModel) -> Double {
    var counts: [Int: Double] = [:]
    for index in blocks.indices {
      let found = patternCounts(
        of: blocks[index], notIn: blocks[..<index], settings.comparisons)
      counts.merge(found, uniquingKeysWith: +)
    }
    let patterns = unpacked(counts, settings.comparisons.count)
    guard !patterns.isEmpty, allPairs > 0 else { return model.lambda }
    let em = ExpectationMaximisation()
    var model = model
    for _ in 0..<50 {
      let probabilities = em.step(model, patterns).probabilities
      let matches = zip(patterns, probabilities).reduce(0) { $0 + $1.0.count * $1.1 }
      let next = min(0.5, max(1, matches) / allPairs)
      let isSettled = abs(next - model.lambda) < model.lambda * 1e-3
      model.lambda = next
      if isSettled { break }
    }
    return model.lambda
  }

  /// Counts the patterns of levels among the pairs of one rule.
  private func patterns(under rule: BlockingRule, _ places: [Int]) throws(Fault) -> [PatternCount] {
    let comparisons = places.map { settings.comparisons[$0] }
    let counts = patternCounts(of: try Blocks(rule, table), notIn: [], comparisons)
    return unpacked(counts, comparisons.count)
  }

  /// Counts patterns, packed four bits a comparison.
  ///
  /// Where there are too many pairs, every nth stands for the others; which ones, the pair decides.
  private func patternCounts(
    of blocks: Blocks, notIn earlier: ArraySlice<Blocks>, _ comparisons: [Comparison]
  ) -> [Int: Double] {
    let pairs = blocks.pairCount(table, settings.scope)
    let most = max(1, settings.trainingPairs)
    let step = UInt64(max(1, (pairs + most - 1) / most))
    let parts = forEachPair(of: blocks, notIn: earlier, comparisons, start: [Int: Double]()) {
      counts, scorer, a, b in
      if step > 1, Hash64.mixed(UInt64(a) << 32 | UInt64(b)) % step != 0 { return }
      var pattern = 0
      for place in comparisons.indices { pattern = pattern << 4 | (scorer.level(place, a, b) + 1) }
      counts[pattern, default: 0] += Double(step)
    }
    return parts.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
  }

  private func unpacked(_ counts: [Int: Double], _ comparisons: Int) -> [PatternCount] {
    counts.sorted { $0.key < $1.key }.map { pattern, count in
      let levels = (0..<comparisons).map { place in
        (pattern >> (4 * (comparisons - 1 - place)) & 15) - 1
      }
      return PatternCount(levels, count)
    }
  }

  private func averaged(_ runs: [[Double]]) -> [Double] {
    let sums = runs[0].indices.map { level in runs.reduce(0) { $0 + $1[level] } }
    let total = sums.reduce(0, +)
    // A level that no match showed keeps a small chance: the next one may.
    let floored = sums.map { max($0 / max(total, 1e-12), 1e-6) }
    let sum = floored.reduce(0, +)
    return floored.map { $0 / sum }
  }
}
