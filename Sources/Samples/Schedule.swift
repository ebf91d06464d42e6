internal import Basis

/// How much happens on which day: quotas that follow the season, corrected by what was written.
struct Schedule {
  private let plan: Plan
  private let firstDay: Int
  private let weightSum: Int
  private var weightDone = 0
  private var activities = [Int](repeating: 0, count: Production.Stream.allCases.count)
  private var rows = [Int](repeating: 0, count: Production.Stream.allCases.count)

  /// Something that will happen on the day being planned.
  struct Entry {
    let second: Int
    let stream: Production.Stream
    let number: Int
  }

  init(_ plan: Plan, firstDay: Int) {
    (self.plan, self.firstDay) = (plan, firstDay)
    weightSum = (0..<plan.days).reduce(0) { $0 + Calendar.weight(firstDay + $1) }
  }

  /// All that happens on a day, in order of time.
  mutating func entries(day: Int, in world: World) -> [Entry] {
    weightDone += Calendar.weight(firstDay + day)
    var entries: [Entry] = []
    let midnight = (firstDay + day) * 86_400
    for stream in Production.Stream.allCases {
      let index = stream.rawValue
      let events = plan.events / 1_000 * stream.share + plan.events % 1_000 * stream.share / 1_000
      let wanted = Int((Int64(events) * Int64(weightDone)) / Int64(weightSum))
      let seen = activities[index] > 50
      let missing = max(0, wanted - rows[index])
      let count =
        seen ? missing * activities[index] / max(1, rows[index]) : missing * 100 / stream.usualRows
      var random = world.random(.visit, day, index)
      for number in 0..<count {
        let second =
          stream == .store ? Calendar.openingSecond(&random) : Calendar.second(&random)
        entries.append(Entry(second: midnight + second, stream: stream, number: number))
      }
    }
    return entries.sorted { a, b in
      (a.second, a.stream.rawValue, a.number) < (b.second, b.stream.rawValue, b.number)
    }
  }

  /// Takes note of the rows that an activity made.
  mutating func record(_ stream: Production.Stream, rows count: Int) {
    activities[stream.rawValue] += 1
    rows[stream.rawValue] += count
  }
}
