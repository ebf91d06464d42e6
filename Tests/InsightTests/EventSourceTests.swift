import Basis
import Columns
import Insight
import Testing

/// Events of a type for some units at random: few instants, so that many happen at once.
private func randomTable(_ random: inout Seeded, units: Int) -> EventTable {
  var starts: [UInt32] = [0]
  var times: [UInt32] = []
  for _ in 0..<units {
    let own = (0..<random.below(random.below(8) == 0 ? 60 : 5)).map { _ in
      UInt32(1_000 + random.below(400))
    }
    times += own.sorted()
    starts.append(UInt32(times.count))
  }
  return EventTable(starts: starts, times: times, fields: [:])
}

/// The entries of each unit that a source gives for some seconds.
private func entries(
  _ source: EventSource, units: Int, _ seconds: Range<UInt32>, _ people: DenseSet? = nil
) -> [[UInt64]] {
  var batch = EventBatch()
  source.fill(&batch, units: 0..<units, seconds: seconds, EventBatch.Choice(people: people))
  return (0..<units).map { Array(batch.entries[batch.range(of: $0)]) }
}

@Suite("Events in order of time") struct EventSourceTests {
  @Test("a timeline gives what gathering from the tables gives", arguments: UInt64(0)..<24)
  func keptIsGathered(seed: UInt64) {
    var random = Seeded(seed)
    // Enough units for several stretches and batches in some rounds.
    let units = seed % 4 == 0 ? 5_000 : 40
    let types = (0..<3).map { type in
      let table = randomTable(&random, units: units)
      let keys = (0..<table.rowCount).map { _ in
        random.below(7) == 0 ? KeyedEvents.none : UInt32(random.below(4))
      }
      return KeyedEvents(table: table, keys: .rows(keys), marks: type == 2 ? 1 << 30 : 0)
    }
    let rule = VisitRule(gap: 30, mark: 1 << 30, directs: [true, false, false, false])
    let people = DenseSet(
      UnitSet((0..<units).filter { _ in random.below(3) > 0 }.map { UInt32($0) }), bound: units)
    for visits in [nil, rule] {
      let gathered = EventSource.gathered(types, visits: visits)
      let kept = EventSource.kept(gathered.ordered(units))
      for seconds in [0..<UInt32.max, 1_100..<1_300, 1_200..<1_201] as [Range<UInt32>] {
        #expect(
          entries(kept, units: units, seconds) == entries(gathered, units: units, seconds))
        #expect(
          entries(kept, units: units, seconds, people)
            == entries(gathered, units: units, seconds, people))
      }
    }
  }

  @Test("of a visit only its first event is left, whatever period is looked at")
  func visits() {
    // Two visits from B, the second after a pause; A comes directly and begins none of its own.
    let times: [UInt32] = [100, 110, 115, 200, 205, 300]
    let keys: [UInt32] = [1, 0, 1, 1, 2, 0]
    let table = EventTable(starts: [0, 6], times: times, fields: [:])
    let source = EventSource.gathered(
      [KeyedEvents(table: table, keys: .rows(keys))],
      visits: VisitRule(gap: 20, mark: 1 << 30, directs: [true, false, false]))
    func firsts(_ seconds: Range<UInt32>) -> [UInt32] {
      entries(source, units: 1, seconds)[0].map { EventBatch.time($0) }
    }
    #expect(firsts(0..<1_000) == [100, 200, 205, 300])
    // The visit that began before the period does not begin again within it.
    #expect(firsts(105..<1_000) == [200, 205, 300])
  }

  @Test("weights of ages are powers of two", arguments: [3_600.0, 86_400, 604_800, 31_536_000])
  func halfLives(halfLife: Double) {
    var weights = HalfLifeWeights(halfLife: halfLife)
    weights.reach(UInt32(halfLife * 3))
    #expect(weights.weight(of: 0) == 1)
    for (age, power) in [(1.0, 0.5), (2, 0.25), (3, 0.125)] {
      #expect(abs(weights.weight(of: UInt32(age * halfLife)) - power) < 1e-15)
    }
  }
}
