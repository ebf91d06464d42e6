import Basis
import Insight
import Testing

/// An event of a test: when it was, and which steps it is.
private struct Happening {
  let time: UInt32
  let mask: UInt32
  var entry: UInt64 { UInt64(time) << 32 | UInt64(mask) }
}

private func best(_ events: [Happening], _ rule: FunnelRule, steps: Int) -> FunnelWay {
  let entries = events.map(\.entry).sorted()
  var search = FunnelSearch(rule, stepCount: steps)
  var way = FunnelWay()
  search.best(entries.span, 0..<entries.count, into: &way)
  return way
}

/// The deepest way by trying every choice of events for every step.
private func deepest(_ events: [Happening], _ rule: FunnelRule, steps: Int) -> Int {
  let sorted = events.sorted { $0.entry < $1.entry }
  func isFree(_ low: UInt32, _ high: UInt32) -> Bool {
    !sorted.contains {
      $0.mask & FunnelSearch.excluded != 0 && $0.time > low && $0.time < high
    }
  }
  func extended(_ chosen: [Int]) -> Int {
    var most = chosen.count
    guard chosen.count < steps else { return most }
    for place in sorted.indices {
      let event = sorted[place]
      guard event.mask >> UInt32(chosen.count) & 1 == 1 else { continue }
      if let last = chosen.last, let first = chosen.first {
        guard event.time > sorted[last].time else { continue }
        if let within = rule.within, event.time - sorted[first].time > within { continue }
        guard isFree(sorted[first].time, event.time) else { continue }
        if rule.mode == .strict {
          guard place == last + 1, event.mask & FunnelSearch.excluded == 0 else { continue }
        }
      }
      most = max(most, extended(chosen + [place]))
    }
    return most
  }
  guard rule.mode == .any else { return extended([]) }
  var most = 0
  for first in sorted.indices {
    for last in first..<sorted.count {
      let window = sorted[first...last]
      if window.contains(where: { $0.mask & FunnelSearch.excluded != 0 }) { continue }
      if let within = rule.within, sorted[last].time - sorted[first].time > within { continue }
      most = max(most, (window.reduce(0) { $0 | $1.mask } & 0xFFF).nonzeroBitCount)
    }
  }
  return most
}

@Suite("Funnel") struct FunnelTests {
  @Test(
    "the best way is the deepest of all ways", arguments: FunnelRule.Mode.allCases,
    UInt64(0)..<120)
  func deepestWay(mode: FunnelRule.Mode, seed: UInt64) {
    var random = Seeded(seed)
    let steps = random.within(1...4)
    let events = (0..<random.below(10)).map { _ in
      let mask: UInt32 =
        random.chance(0.15)
        ? FunnelSearch.excluded
        : random.chance(0.2)
          ? 0
          : UInt32(1 << random.below(steps))
            | (random.chance(0.2) ? UInt32(1 << random.below(steps)) : 0)
      return Happening(time: UInt32(random.below(12)), mask: mask)
    }
    let rule = FunnelRule(
      mode: mode, within: random.chance(0.5) ? UInt32(random.below(10)) : nil)
    let way = best(events, rule, steps: steps)
    #expect(way.depth == deepest(events, rule, steps: steps))
    #expect(way.times.count == way.depth)
    #expect(way.times == way.times.sorted())
    if let within = rule.within, let first = way.times.first, let last = way.times.last {
      #expect(last - first <= within)
    }
  }

  @Test("of equally deep ways the earliest counts")
  func earliest() {
    let events = [
      Happening(time: 1, mask: 1), Happening(time: 5, mask: 2), Happening(time: 7, mask: 1),
      Happening(time: 8, mask: 2),
    ]
    #expect(best(events, FunnelRule(), steps: 2).times == [1, 5])
    // Within two seconds only the second one is left.
    #expect(best(events, FunnelRule(within: 2), steps: 2).times == [7, 8])
  }

  @Test("steps of one second do not follow each other")
  func sameSecond() {
    let events = [Happening(time: 1, mask: 1), Happening(time: 1, mask: 2)]
    #expect(best(events, FunnelRule(), steps: 2).depth == 1)
    #expect(best(events, FunnelRule(mode: .any), steps: 2).depth == 2)
  }
}
