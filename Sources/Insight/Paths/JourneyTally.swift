/// Counts journeys by path, and how their steps follow each other.
package struct JourneyTally: Sendable {
  /// A path as it is counted: its steps, whether more are left out, and whether it arrived.
  package struct Path: Hashable, Sendable {
    package var steps: [UInt32]
    package var isCut: Bool
    package var hasArrived: Bool
  }

  package private(set) var numbers: [Path: Int] = [:]
  package private(set) var paths: [Path] = []
  /// Journey by journey: the number of its path, how long it took, how many events it had.
  package private(set) var ofJourney: [UInt32] = []
  package private(set) var seconds: [UInt32] = []
  package private(set) var touches: [UInt32] = []
  package private(set) var arrived = 0
  /// How often one step followed another; the start stands before all, the end and a stop behind.
  package private(set) var transitions: [Int]
  private let names: Int
  private let depth: Int

  /// Counts journeys over `names` steps; transitions only where they are wanted.
  package init(names: Int, depth: Int, countsTransitions: Bool) {
    (self.names, self.depth) = (names, depth)
    transitions = countsTransitions ? [Int](repeating: 0, count: (names + 1) * (names + 2)) : []
  }

  package var count: Int { ofJourney.count }

  /// How often `to` followed `from`: `names` is the start as `from` and the end as `to`; one more is
  /// a journey that stopped.
  package func transitions(from: Int, to: Int) -> Int { transitions[from * (names + 2) + to] }

  package mutating func add(_ journey: borrowing Journey) {
    if !transitions.isEmpty { follow(journey) }
    let isCut = journey.steps.count > depth
    let steps = journey.hasArrived ? journey.steps.suffix(depth) : journey.steps.prefix(depth)
    let path = Path(steps: Array(steps), isCut: isCut, hasArrived: journey.hasArrived)
    ofJourney.append(UInt32(number(path)))
    seconds.append(journey.seconds)
    touches.append(UInt32(clamping: journey.touches))
    if journey.hasArrived { arrived += 1 }
  }

  private mutating func follow(_ journey: borrowing Journey) {
    var from = names
    for step in journey.steps {
      transitions[from * (names + 2) + Int(step)] += 1
      from = Int(step)
    }
    transitions[from * (names + 2) + (journey.hasArrived ? names : names + 1)] += 1
  }

  private mutating func number(_ path: Path) -> Int {
    if let known = numbers[path] { return known }
    numbers[path] = paths.count
    paths.append(path)
    return paths.count - 1
  }

  package mutating func merge(_ other: JourneyTally) {
    let mapped = other.paths.map { UInt32(number($0)) }
    ofJourney += other.ofJourney.map { mapped[Int($0)] }
    seconds += other.seconds
    touches += other.touches
    arrived += other.arrived
    for index in transitions.indices { transitions[index] += other.transitions[index] }
  }

  /// The most frequent paths with their number of journeys; of equal ones the shorter, then by steps.
  package func top(_ count: Int) -> [(path: Int, journeys: Int)] {
    var journeys = [Int](repeating: 0, count: paths.count)
    for path in ofJourney { journeys[Int(path)] += 1 }
    let order = paths.indices.sorted { a, b in
      if journeys[a] != journeys[b] { return journeys[a] > journeys[b] }
      let (x, y) = (paths[a], paths[b])
      if x.hasArrived != y.hasArrived { return x.hasArrived }
      if x.isCut != y.isCut { return y.isCut }
      if x.steps.count != y.steps.count { return x.steps.count < y.steps.count }
      return x.steps.lexicographicallyPrecedes(y.steps)
    }
    return order.prefix(count).map { ($0, journeys[$0]) }
  }
}
