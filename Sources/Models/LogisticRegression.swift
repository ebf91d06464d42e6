package import Columns
internal import Glibc

/// Logistic regression with an L2 penalty on all coefficients but the first.
///
/// It minimises the log loss plus half the penalty times the squares of the coefficients by L-BFGS.
/// Sums are taken block by block in order, so that the same people give the same coefficients.
package struct LogisticRegression: Sendable {
  private let blocks: [LogisticBlock]
  /// About how strongly each coefficient bends the log loss, to begin with.
  private let bends: [Double]
  private let start: Double

  package init(traits: [DenseSet], people: DenseSet, examples: DenseSet) {
    blocks = LogisticBlock.blocks(traits, people: people, examples: examples)
    let (all, hits) = (Double(people.count), Double(people.intersectionCount(examples)))
    let rate = (hits + 0.5) / (all + 1)
    start = log(rate / (1 - rate))
    bends = ([people] + traits).map { Double($0.intersectionCount(people)) * rate * (1 - rate) }
  }

  /// The coefficients: the first is everybody's, then comes one a trait; nil where it was stopped.
  ///
  /// `known` are those of another penalty, which are not far.
  package func coefficients(
    penalty: Double = 1, from known: [Double]? = nil, isStopped: () -> Bool = { false }
  ) -> [Double]? {
    let curvature = [max(1e-9, bends[0])] + bends[1...].map { $0 + penalty }
    var at = known ?? [start] + [Double](repeating: 0, count: bends.count - 1)
    var sums = products(at)
    var (loss, slope) = (objective(sums, at, penalty), gradient(sums, at, penalty))
    var steps: [Step] = []
    for _ in 0..<Self.mostRounds {
      guard !isStopped() else { return nil }
      // Until no coefficient wants to move by a thousandth, which is one point of a scorecard.
      if zip(slope, curvature).allSatisfy({ abs($0) <= Self.tolerance * $1 }) { break }
      let direction = downhill(slope, steps, curvature)
      let along = products(direction)
      let descent = Vector.dot(slope, direction)
      var length = 1.0
      while true {
        let next = Vector.moved(at, direction, length)
        let nextSums = LogisticBlock.inOrder(sums.count) { [sums, length] index in
          Vector.moved(sums[index], along[index], length)
        }
        let nextLoss = objective(nextSums, next, penalty)
        if nextLoss <= loss + 1e-4 * length * descent {
          let nextSlope = gradient(nextSums, next, penalty)
          if let step = Step(Vector.moved(next, at, -1), Vector.moved(nextSlope, slope, -1)) {
            steps = steps.suffix(Self.memory - 1) + [step]
          }
          (at, sums, loss, slope) = (next, nextSums, nextLoss, nextSlope)
          break
        }
        length /= 2
        // Nothing lies lower in this direction, as far as numbers can tell.
        guard length > 1e-10 else { return at }
      }
    }
    return at
  }

  private static let mostRounds = 300
  private static let memory = 12
  private static let tolerance = 1e-3

  /// How far one round went, and how the slope changed by it.
  private struct Step {
    let way: [Double]
    let change: [Double]
    let factor: Double

    init?(_ way: [Double], _ change: [Double]) {
      let product = Vector.dot(way, change)
      guard product > 0 else { return nil }
      (self.way, self.change, factor) = (way, change, 1 / product)
    }
  }

  /// The way down as the last steps tell the curvature (the two loops of L-BFGS).
  private func downhill(
    _ slope: [Double], _ steps: [Step], _ curvature: [Double]
  ) -> [Double] {
    var direction = slope
    var shares: [Double] = []
    for step in steps.reversed() {
      let share = step.factor * Vector.dot(step.way, direction)
      shares.append(share)
      direction = Vector.moved(direction, step.change, -share)
    }
    for index in direction.indices { direction[index] /= curvature[index] }
    for (step, share) in zip(steps, shares.reversed()) {
      let other = step.factor * Vector.dot(step.change, direction)
      direction = Vector.moved(direction, step.way, share - other)
    }
    return direction.map { -$0 }
  }

  private func products(_ coefficients: [Double]) -> [[Double]] {
    LogisticBlock.inOrder(blocks.count) { blocks[$0].product(coefficients) }
  }

  private func objective(_ sums: [[Double]], _ at: [Double], _ penalty: Double) -> Double {
    let losses = LogisticBlock.inOrder(blocks.count) { blocks[$0].loss(sums[$0]) }
    return losses.reduce(0, +) + penalty / 2 * Vector.dot(at[1...], at[1...])
  }

  private func gradient(_ sums: [[Double]], _ at: [Double], _ penalty: Double) -> [Double] {
    let parts = LogisticBlock.inOrder(blocks.count) { blocks[$0].gradient(sums[$0]) }
    var slope = at.map { $0 * penalty }
    slope[0] = 0
    for part in parts { slope = Vector.moved(slope, part, 1) }
    return slope
  }

}

/// Sums of vectors, in the order of their elements.
private enum Vector {
  static func dot(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  static func moved(_ a: [Double], _ b: [Double], _ length: Double) -> [Double] {
    zip(a, b).map { $0 + length * $1 }
  }
}

/// A correction of chances: the logarithms of the odds are stretched and moved (Platt's scaling).
struct ChanceCorrection {
  let stretch: Double
  let shift: Double

  /// Finds what makes the answers least surprising, by Newton's method from no correction.
  init(_ outcomes: Outcomes) {
    var (stretch, shift) = (1.0, 0.0)
    for _ in 0..<50 {
      var (g0, g1, h00, h01, h11) = (0.0, 0.0, 1e-9, 0.0, 1e-9)
      for level in outcomes.levels {
        let x = Double(level.total) / 1_000
        let p = 1 / (1 + exp(-(stretch * x + shift)))
        let people = Double(level.examples + level.others)
        let (error, weight) = (people * p - Double(level.examples), people * p * (1 - p))
        g0 += error
        g1 += error * x
        h00 += weight
        h01 += weight * x
        h11 += weight * x * x
      }
      let determinant = h00 * h11 - h01 * h01
      guard determinant > 1e-12 else { break }
      let (moveShift, moveStretch) = (
        (h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant
      )
      shift -= max(-1, min(1, moveShift))
      stretch -= max(-1, min(1, moveStretch))
      if abs(moveShift) < 1e-9, abs(moveStretch) < 1e-9 { break }
    }
    // A stretch below 0 would turn the order round: such a model tells nothing, and its test says so.
    (self.stretch, self.shift) = stretch > 0 && stretch.isFinite ? (stretch, shift) : (1, 0)
  }
}
