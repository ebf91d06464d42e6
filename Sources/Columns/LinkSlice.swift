package import Basis

/// Pairs of nodes that a batch saw together, each once, with the earliest time and what it saw.
package struct LinkSlice: Sendable {
  /// What kind of row put two identifiers together.
  package enum Evidence: UInt32, Sendable {
    case event = 0
    case profile = 1
    case alias = 2
    case consent = 3
  }

  private var index = HashIndex()
  private var pairs: [UInt64] = []
  private var times: [UInt32] = []
  private var evidence: [UInt32] = []
  private var counts: [UInt32] = []
  /// The days on which a pair was seen, as bits by the day's number modulo 64: never more than were.
  private var days: [UInt64] = []

  package init() {}

  package var count: Int { pairs.count }

  package mutating func add(_ a: UInt32, _ b: UInt32, time: UInt32, evidence: Evidence) {
    guard a != b else { return }
    let pair = UInt64(min(a, b)) << 32 | UInt64(max(a, b))
    // Numbers are dense, so they are mixed before they choose a place.
    let day: UInt64 = 1 << UInt64(time / 86_400 & 63)
    let (row, isNew) = self.index.insert(Hash64.mixed(pair), UInt32(pairs.count))
    guard !isNew else {
      pairs.append(pair)
      times.append(time)
      self.evidence.append(evidence.rawValue)
      counts.append(1)
      days.append(day)
      return
    }
    let place = Int(row)
    counts[place] &+= 1
    days[place] |= day
    times[place] = min(times[place], time)
    self.evidence[place] = max(self.evidence[place], evidence.rawValue)
  }

  /// The run, by pair.
  package func run() -> RunWriter {
    var order = pairs
    var rows = (0..<UInt32(pairs.count)).map { $0 }
    RadixSort.sort(&order, carrying: &rows)
    var run = RunWriter()
    run.add("a", order.map { UInt32(truncatingIfNeeded: $0 >> 32) }, ascending: true)
    run.add("b", order.map { UInt32(truncatingIfNeeded: $0) })
    run.add("times", rows.map { times[Int($0)] })
    run.add("evidence", rows.map { evidence[Int($0)] })
    run.add("counts", rows.map { counts[Int($0)] })
    run.add("days", rows.map { UInt32(days[Int($0)].nonzeroBitCount) })
    return run
  }
}

/// The links of one run.
package struct LinkTable: Sendable {
  package let a: [UInt32]
  package let b: [UInt32]
  package let times: [UInt32]
  package let evidence: [UInt32]
  package let counts: [UInt32]
  /// The number of each link's origin in a merged run; nil in a run as a batch wrote it.
  package let origins: [UInt32]?
  /// On how many days each pair was seen, at least; one where an older run does not tell.
  package let days: [UInt32]

  package init(_ run: RunFile) throws(Fault) {
    a = try run.numbers("a")
    b = try run.numbers("b")
    times = try run.numbers("times")
    evidence = try run.numbers("evidence")
    counts = try run.numbers("counts")
    origins = try RunOrigin.rows(LinkMerge.origins, a.count, in: run)
    days = run.has("days") ? try run.numbers("days") : a.map { _ in 1 }
    try run.requireEqual(
      a.count, b.count, times.count, evidence.count, counts.count, days.count, in: "links")
  }
}
