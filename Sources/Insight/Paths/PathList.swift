/// Paths of touches with what came of them: the form that all attribution models can work on.
///
/// A row may stand for many equal paths: it counts the conversions, their value, and how often the
/// path led nowhere.
package struct PathList: Sendable, Equatable {
  /// The names of the touches' channels, campaigns or whatever is credited.
  package var names: [String]
  /// Path `p` has the steps `starts[p]..<starts[p + 1]`.
  package private(set) var starts: [Int] = [0]
  package private(set) var steps: [UInt32] = []
  package private(set) var conversions: [Int] = []
  package private(set) var values: [Double] = []
  package private(set) var nulls: [Int] = []

  package init(names: [String]) { self.names = names }

  package var count: Int { conversions.count }

  package func range(of path: Int) -> Range<Int> { starts[path]..<starts[path + 1] }

  package mutating func append(
    _ path: some Collection<UInt32>, conversions: Int, value: Double, nulls: Int
  ) {
    steps.append(contentsOf: path)
    endPath(conversions: conversions, value: value, nulls: nulls)
  }

  /// Adds a step to the path that is being written.
  package mutating func append(step: UInt32) { steps.append(step) }

  /// Ends the path that is being written.
  package mutating func endPath(conversions: Int, value: Double, nulls: Int) {
    starts.append(steps.count)
    self.conversions.append(conversions)
    values.append(value)
    self.nulls.append(nulls)
  }

  package mutating func append(_ other: PathList) {
    let shift = steps.count
    steps += other.steps
    starts += other.starts.dropFirst().map { $0 + shift }
    conversions += other.conversions
    values += other.values
    nulls += other.nulls
  }

  /// The same paths under other names, each step with its new number.
  package func renumbered(names: [String], _ number: (UInt32) -> UInt32) -> PathList {
    var list = self
    list.names = names
    list.steps = steps.map(number)
    return list
  }
}
