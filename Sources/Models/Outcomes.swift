internal import Columns
internal import Glibc
package import Segments

/// What people with known answers scored: at each total, how many examples and how many others.
package struct Outcomes: Sendable, Equatable {
  package struct Level: Sendable, Equatable {
    package let total: Int
    package var examples: Int
    package var others: Int
    package init(_ total: Int, examples: Int, others: Int) {
      (self.total, self.examples, self.others) = (total, examples, others)
    }
  }

  /// Ascending by total.
  package let levels: [Level]
  package let examples: Int
  package let others: Int

  package init(_ levels: [Level]) {
    self.levels = levels
    examples = levels.reduce(0) { $0 + $1.examples }
    others = levels.reduce(0) { $0 + $1.others }
  }

  init(_ totals: [Int32], of people: DenseSet, examples: DenseSet) {
    var byTotal: [Int32: Level] = [:]
    people.forEachMember { unit in
      let isExample = examples.contains(unit)
      byTotal[totals[unit], default: Level(Int(totals[unit]), examples: 0, others: 0)]
        .add(isExample)
      return true
    }
    self.init(byTotal.values.sorted { $0.total < $1.total })
  }

  package var people: Int { examples + others }
  package var baseRate: Double { people == 0 ? 0 : Double(examples) / Double(people) }
}

extension Outcomes.Level {
  fileprivate mutating func add(_ isExample: Bool) {
    if isExample { examples += 1 } else { others += 1 }
  }
}

/// The chance that an example scores higher than another, with how sure one can be of it.
package struct Discrimination: Sendable, Equatable {
  /// The area under the ROC curve; a tie counts one half.
  package let area: Double
  /// Its standard error (DeLong's).
  package let error: Double

  package init(area: Double, error: Double) { (self.area, self.error) = (area, error) }

  /// The 95 % interval.
  package var low: Double { max(0, area - 1.959_963_984_540_054 * error) }
  package var high: Double { min(1, area + 1.959_963_984_540_054 * error) }

  /// Whether chance would make such an area once in a thousand times at most.
  package var isBetterThanChance: Bool { area - 3 * error > 0.5 }

  /// Without examples or without others nothing is told apart.
  package init(_ outcomes: Outcomes) {
    let (m, n) = (Double(outcomes.examples), Double(outcomes.others))
    guard outcomes.examples > 1, outcomes.others > 1 else {
      self.init(area: 0.5, error: 0.5)
      return
    }
    // For each example the share of others below it, for each other the share of examples above it.
    var (below, above) = (0.0, m)
    var (sum, square, otherSum, otherSquare) = (0.0, 0.0, 0.0, 0.0)
    for level in outcomes.levels {
      let (own, others) = (Double(level.examples), Double(level.others))
      let beaten = (below + others / 2) / n
      let beating = (above - own / 2) / m
      sum += own * beaten
      square += own * beaten * beaten
      otherSum += others * beating
      otherSquare += others * beating * beating
      below += others
      above -= own
    }
    let area = sum / m
    let variance = max(0, square - m * area * area) / (m - 1) / m
    let otherVariance = max(0, otherSquare - otherSum * otherSum / n) / (n - 1) / n
    self.init(area: area, error: (variance + otherVariance).squareRoot())
  }
}

extension Outcomes {
  /// How surprising the answers are to the scores, on average, in natural units; lower is better.
  package func logLoss(_ scale: Scorecard.Scale) -> Double {
    let loss = levels.reduce(0.0) { loss, level in
      let chance = min(1 - 1e-12, max(1e-12, scale.score(level.total)))
      return loss - Double(level.examples) * log(chance) - Double(level.others) * log(1 - chance)
    }
    return people == 0 ? 0 : loss / Double(people)
  }

  /// The same where everyone is given the base rate.
  package var baseLogLoss: Double {
    let rate = baseRate
    guard rate > 0, rate < 1 else { return 0 }
    return -rate * log(rate) - (1 - rate) * log(1 - rate)
  }

  /// The shares of the best at which people are cut into bands.
  package static let bandEnds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

  /// The people from the highest scores down, cut at shares of them; who ties stays together.
  package func bands(_ scale: Scorecard.Scale) -> [ScoreBand] {
    var bands: [ScoreBand] = []
    var band: ScoreBand?
    var seen = 0
    var ends = Self.bandEnds[...]
    for level in levels.reversed() {
      var open = band ?? ScoreBand(lowestTotal: level.total, people: 0, examples: 0, expected: 0)
      open.lowestTotal = level.total
      open.people += level.examples + level.others
      open.examples += level.examples
      open.expected += Double(level.examples + level.others) * scale.score(level.total)
      seen += level.examples + level.others
      band = open
      guard let end = ends.first, Double(seen) >= end * Double(people) else { continue }
      bands.append(open)
      band = nil
      // A large tie may reach past several ends.
      while let next = ends.first, Double(seen) >= next * Double(people) { ends.removeFirst() }
    }
    return bands
  }
}

/// People of neighbouring scores, held out from the training.
package struct ScoreBand: Sendable, Equatable {
  package var lowestTotal: Int
  package var people: Int
  package var examples: Int
  /// The sum of their scores: for chances, how many examples the model expects.
  package var expected: Double

  package init(lowestTotal: Int, people: Int, examples: Int, expected: Double) {
    (self.lowestTotal, self.people) = (lowestTotal, people)
    (self.examples, self.expected) = (examples, expected)
  }
}
