internal import Columns

/// What each channel's removal takes from the probability to convert, and from the expected value.
///
/// A removed channel is a dead end: every transition into it leads to nothing. The probabilities are
/// solved for, not simulated: by elimination where there are few states, else by Gauss–Seidel.
package struct RemovalEffects: Sendable, Equatable {
  /// The probability to convert from the start, with all channels.
  package let conversion: Double
  /// The value expected of a path, with all channels.
  package let value: Double
  /// The share of either that is lost without the channel, by channel.
  package let onConversion: [Double]
  package let onValue: [Double]

  package init(_ chain: MarkovChain) {
    let solver = ChainSolver(chain)
    let whole = solver.solve(without: nil)
    let parts = Stretches.merged(
      over: chain.channelCount, bounds: Array(0...chain.channelCount),
      from: [(conversion: Double, value: Double)]()
    ) { range, figures in
      for channel in range { figures.append(solver.solve(without: channel)) }
    } merge: {
      $0 += $1
    }
    conversion = whole.conversion
    value = whole.value
    onConversion = parts.map { whole.conversion > 0 ? 1 - $0.conversion / whole.conversion : 0 }
    onValue = parts.map { whole.value != 0 ? 1 - $0.value / whole.value : 0 }
  }

  /// `total` conversions in proportion to the effects on them.
  package func credits(of total: Double) -> [Double] { Self.shared(total, onConversion) }

  /// `total` value in proportion to the effects on it.
  package func credits(ofValue total: Double) -> [Double] { Self.shared(total, onValue) }

  private static func shared(_ total: Double, _ effects: [Double]) -> [Double] {
    // Rounding leaves channels that nobody needs some billionths below or above nothing.
    let effects = effects.map { abs($0) < 1e-12 ? 0 : $0 }
    let sum = effects.reduce(0, +)
    return effects.map { sum == 0 ? 0 : total * $0 / sum }
  }
}

/// Solves for what is expected from the start of a chain.
struct ChainSolver: Sendable {
  /// Up to so many states are solved by elimination, whose work grows with their third power.
  static let mostForElimination = 160
  /// Gauss–Seidel ends when no state changes by more than this share of the largest.
  private static let precision = 1e-15
  /// No chain of real paths needs so many rounds; one that does has states that are hardly ever left.
  private static let mostRounds = 200_000

  private let chain: MarkovChain
  init(_ chain: MarkovChain) { self.chain = chain }

  func solve(without channel: Int?) -> (conversion: Double, value: Double) {
    chain.stateCount <= Self.mostForElimination
      ? eliminated(without: channel) : iterated(without: channel)
  }

  private func isKept(_ state: Int, _ removed: Int?) -> Bool {
    removed == nil || chain.channels[state] != removed
  }

  /// Solves (I − Q) v = r for both right sides by Gaussian elimination with partial pivoting.
  func eliminated(without channel: Int?) -> (conversion: Double, value: Double) {
    let states = (0..<chain.stateCount).filter { isKept($0, channel) }
    var place = [Int](repeating: -1, count: chain.stateCount)
    for (index, state) in states.enumerated() { place[state] = index }
    let count = states.count
    let width = count + 2
    var rows = [Double](repeating: 0, count: count * width)
    for (row, state) in states.enumerated() {
      rows[row * width + row] = 1
      for edge in chain.begins[state]..<chain.begins[state + 1] {
        let column = place[chain.targets[edge]]
        if column >= 0 { rows[row * width + column] -= chain.probabilities[edge] }
      }
      rows[row * width + count] = chain.converting[state]
      rows[row * width + count + 1] = chain.earning[state]
    }
    for column in 0..<count { Self.eliminate(column, &rows, count, width) }
    // The start is the first state, and the elimination leaves the unit matrix.
    return (rows[count], rows[count + 1])
  }

  private static func eliminate(_ column: Int, _ rows: inout [Double], _ count: Int, _ width: Int) {
    var pivot = column
    for row in column..<count
    where abs(rows[row * width + column]) > abs(rows[pivot * width + column]) { pivot = row }
    let leading = rows[pivot * width + column]
    // A state that only leads to itself is never left; nothing is expected of it.
    guard abs(leading) > 1e-300 else { return }
    if pivot != column {
      for index in 0..<width { rows.swapAt(pivot * width + index, column * width + index) }
    }
    for index in column..<width { rows[column * width + index] /= leading }
    for row in 0..<count where row != column {
      let factor = rows[row * width + column]
      guard factor != 0 else { continue }
      for index in column..<width {
        rows[row * width + index] -= factor * rows[column * width + index]
      }
    }
  }

  /// Iterates v = r + Q v in place, later states first, since paths mostly run towards them.
  func iterated(without channel: Int?) -> (conversion: Double, value: Double) {
    var conversion = [Double](repeating: 0, count: chain.stateCount)
    var value = conversion
    for _ in 0..<Self.mostRounds {
      var (change, largest) = (0.0, 0.0)
      for state in stride(from: chain.stateCount - 1, through: 0, by: -1)
      where isKept(state, channel) {
        var (converts, earns) = (chain.converting[state], chain.earning[state])
        var stays = 0.0
        for edge in chain.begins[state]..<chain.begins[state + 1] {
          let (target, share) = (chain.targets[edge], chain.probabilities[edge])
          if target == state {
            stays += share
          } else {
            converts += share * conversion[target]
            earns += share * value[target]
          }
        }
        if stays > 0, stays < 1 {
          converts /= 1 - stays
          earns /= 1 - stays
        }
        change = max(change, abs(converts - conversion[state]))
        largest = max(largest, converts)
        (conversion[state], value[state]) = (converts, earns)
      }
      if change <= largest * Self.precision { break }
    }
    return (conversion[MarkovChain.start], value[MarkovChain.start])
  }
}
