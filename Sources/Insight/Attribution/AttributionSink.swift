/// Takes paths for the rules at once, and keeps them where a model looks at all of them together.
struct AttributionSink: PathSink {
  var tally: CreditTally
  /// All paths; nil where no model needs them.
  var paths: PathList?

  mutating func converted(_ path: Span<UInt32>, ages: Span<UInt32>, value: Double) {
    tally.add(path, ages: ages, conversions: 1, value: value)
    keep(path, conversions: 1, value: value, nulls: 0)
  }

  mutating func ledNowhere(_ path: Span<UInt32>) {
    keep(path, conversions: 0, value: 0, nulls: 1)
  }

  private mutating func keep(_ path: Span<UInt32>, conversions: Int, value: Double, nulls: Int) {
    guard paths != nil, path.count > 0 else { return }
    for index in 0..<path.count { paths?.append(step: path[index]) }
    paths?.endPath(conversions: conversions, value: value, nulls: nulls)
  }

  mutating func merge(_ other: AttributionSink) {
    tally.merge(other.tally)
    if let others = other.paths { paths?.append(others) }
  }
}

/// What every model credits to every name, and how it came to that.
package struct AttributionResult: Sendable {
  /// How one model shared the conversions with touches, and their value.
  package struct Credit: Sendable {
    package let model: AttributionModel
    package let conversions: [Double]
    package let values: [Double]
    /// False where it was drawn at random.
    package let isExact: Bool
  }

  package let names: [String]
  package private(set) var credits: [Credit] = []
  /// Conversions, those before which nothing was known among them.
  package let total: Int
  package let totalValue: Double
  package let untouched: Int
  package let untouchedValue: Double
  /// The share of all paths that converted, and what each channel's removal takes from it; of Markov.
  package private(set) var removal: RemovalEffects?

  /// Shares the conversions of a walk or of a file by several models.
  ///
  /// `paths` holds all paths, under the same names, where a model needs them.
  package init(
    _ models: [AttributionModel], names: [String], tally: CreditTally, paths: PathList?, order: Int
  ) {
    self.names = names
    (total, totalValue) = (tally.total, tally.totalValue)
    (untouched, untouchedValue) = (tally.untouched, tally.untouchedValue)
    let touched = Double(total - untouched)
    let touchedValue = totalValue - untouchedValue
    let used = paths.map { UsedNames($0) }
    for model in models {
      switch model {
      case .markov:
        guard let used else { continue }
        let effects = RemovalEffects(MarkovChain(used.paths, order: order))
        removal = effects
        credits.append(
          Credit(
            model: model, conversions: used.spread(effects.credits(of: touched), names.count),
            values: used.spread(effects.credits(ofValue: touchedValue), names.count),
            isExact: true))
      case .shapleyRate:
        guard let used else { continue }
        let values = ShapleyRates(used.paths)
        credits.append(
          Credit(
            model: model, conversions: used.spread(values.credits(of: touched), names.count),
            values: used.spread(values.credits(of: touchedValue), names.count),
            isExact: values.isExact))
      case .last, .lastNonDirect, .first, .linear, .decay, .position, .shapley:
        guard let figures = tally.credits(model) else { continue }
        credits.append(
          Credit(
            model: model, conversions: figures.conversions, values: figures.values, isExact: true))
      }
    }
  }
}

/// Paths whose names all occur, so that no model looks at channels that nobody touched.
private struct UsedNames {
  let paths: PathList
  /// The number among all names of each name that is used.
  private let originals: [Int]

  init(_ all: PathList) {
    var isUsed = [Bool](repeating: false, count: all.names.count)
    for step in all.steps { isUsed[Int(step)] = true }
    originals = isUsed.indices.filter { isUsed[$0] }
    var numbers = [UInt32](repeating: 0, count: isUsed.count)
    for (number, original) in originals.enumerated() { numbers[original] = UInt32(number) }
    paths = all.renumbered(names: originals.map { all.names[$0] }) { numbers[Int($0)] }
  }

  /// Figures of the used names among those of all names.
  func spread(_ figures: [Double], _ count: Int) -> [Double] {
    var all = [Double](repeating: 0, count: count)
    for (figure, original) in zip(figures, originals) { all[original] = figure }
    return all
  }
}
