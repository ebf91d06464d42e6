internal import Glibc

/// Intervals and tests for shares of people.
package enum Statistics {
  /// How many standard errors hold 95 % of a normal distribution.
  package static let z95 = 1.959_963_984_540_054

  /// Wilson's interval for a share of which `hits` of `trials` were seen; nil without trials.
  package static func wilson(
    _ hits: Int, of trials: Int, z: Double = z95
  ) -> (low: Double, high: Double)? {
    guard trials > 0, hits >= 0, hits <= trials else { return nil }
    let n = Double(trials)
    let p = Double(hits) / n
    let square = z * z
    let middle = (p + square / (2 * n)) / (1 + square / n)
    let half = z / (1 + square / n) * (p * (1 - p) / n + square / (4 * n * n)).squareRoot()
    return (max(0, hits == 0 ? 0 : middle - half), min(1, hits == trials ? 1 : middle + half))
  }

  /// How two shares differ.
  package struct Comparison: Sendable, Equatable {
    /// The first share less the second, with its 95 % interval (Newcombe's, from Wilson's).
    package let difference: Double
    package let low: Double
    package let high: Double
    /// The difference over the second share; nil where that is 0.
    package let lift: Double?
    /// The two-sided p-value of the two-proportion z-test with pooled variance.
    package let p: Double
    package var isSignificant: Bool { p < 0.05 }
  }

  /// Compares `hits` of `trials` with `otherHits` of `otherTrials`; nil where one has no trials.
  package static func compared(
    _ hits: Int, of trials: Int, with otherHits: Int, of otherTrials: Int
  ) -> Comparison? {
    guard let own = wilson(hits, of: trials), let other = wilson(otherHits, of: otherTrials) else {
      return nil
    }
    let (n, m) = (Double(trials), Double(otherTrials))
    let (p, q) = (Double(hits) / n, Double(otherHits) / m)
    let difference = p - q
    let below = (square(p - own.low) + square(other.high - q)).squareRoot()
    let above = (square(own.high - p) + square(q - other.low)).squareRoot()
    let pooled = Double(hits + otherHits) / (n + m)
    let error = (pooled * (1 - pooled) * (1 / n + 1 / m)).squareRoot()
    return Comparison(
      difference: difference, low: difference - below, high: difference + above,
      lift: q == 0 ? nil : difference / q,
      p: error == 0 ? 1 : twoSided(difference / error))
  }

  /// The chance that a normal variable lies at least as far out as `z`, on either side.
  package static func twoSided(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }

  private static func square(_ value: Double) -> Double { value * value }
}
