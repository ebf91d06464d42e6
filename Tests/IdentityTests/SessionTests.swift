import Basis
import Identity
import Testing

@Suite("Sessions") struct SessionTests {
  func count(_ times: [UInt32], _ campaigns: [UInt32], _ rule: SessionRule) -> Int {
    let events = SessionEvents(
      starts: [0, UInt32(times.count)], times: times, ids: times.map { UInt64($0) },
      campaigns: campaigns)
    return Sessions(events, rule: rule).count
  }

  let universal = SessionRule.universalAnalytics { Int32($0 / 86_400) }
  static func at(_ hour: UInt32, _ minute: UInt32, _ second: UInt32 = 0) -> UInt32 {
    86_400 * 20_000 + hour * 3_600 + minute * 60 + second
  }

  @Test("midnight divides under the older rule only")
  func midnight() {
    let times = [Self.at(23, 50), Self.at(24, 10)]
    #expect(count(times, [], universal) == 2)
    #expect(count(times, [], .ga4) == 1)
  }

  @Test("a new campaign divides under the older rule only, a direct visit never")
  func campaign() {
    let times = [Self.at(10, 0), Self.at(10, 10)]
    #expect(count(times, [1, 2], universal) == 2)
    #expect(count(times, [1, 2], .ga4) == 1)
    #expect(count(times, [1, 0], universal) == 1)
    #expect(count(times + [Self.at(10, 20)], [1, 0, 1], universal) == 1)
  }

  @Test("a gap of exactly the timeout does not divide, a second more does")
  func boundary() {
    #expect(count([Self.at(10, 0), Self.at(10, 30)], [], .ga4) == 1)
    #expect(count([Self.at(10, 0), Self.at(10, 30, 1)], [], .ga4) == 2)
    #expect(count([Self.at(10, 0), Self.at(10, 2)], [], SessionRule(timeout: 60)) == 2)
  }

  @Test("a session may be bounded in length")
  func longest() {
    let times = (0..<10).map { Self.at(10, 0) + $0 * 600 }
    #expect(count(times, [], SessionRule(longest: 1_800)) == 3)
  }

  struct Table {
    var units: [[(time: UInt32, id: UInt64, campaign: UInt32)]]

    var events: SessionEvents {
      var starts: [UInt32] = [0]
      for unit in units { starts.append((starts.last ?? 0) + UInt32(unit.count)) }
      let rows = units.flatMap(\.self)
      return SessionEvents(
        starts: starts, times: rows.map(\.time), ids: rows.map(\.id),
        campaigns: rows.map(\.campaign))
    }

    init(_ random: inout Seeded) {
      units = (0..<5).map { _ in
        (0..<random.below(12)).map { _ in
          (UInt32(random.below(12)) * 700, random.next() % 50, UInt32(random.below(3)))
        }
      }
    }
  }

  func named(_ events: SessionEvents, _ sessions: Sessions) -> [[String]] {
    (0..<events.unitCount).map { unit in
      (Int(events.starts[unit])..<Int(events.starts[unit + 1])).map { row in
        "\(events.times[row]) \(events.ids[row]) \(sessions.ids[Int(sessions.ofEvent[row])])"
      }.sorted()
    }
  }

  @Test("the order of arrival changes nothing", arguments: UInt64(0)..<100)
  func orderIndependence(seed: UInt64) {
    var random = Seeded(seed)
    var table = Table(&random)
    for unit in table.units.indices {
      // Ids are unique, as events are once duplicates are gone.
      for row in table.units[unit].indices {
        table.units[unit][row].id = UInt64(unit * 100 + row)
      }
    }
    let sessions = Sessions(table.events, rule: universal)
    var other = table
    for unit in other.units.indices { other.units[unit].shuffle(using: &random) }
    let again = Sessions(other.events, rule: universal)
    #expect(named(table.events, sessions) == named(other.events, again))
    #expect(sessions.ids == again.ids)
    #expect(sessions.eventCounts.reduce(0, +) == UInt32(table.events.times.count))
  }

  @Test("late events cut only their own people anew", arguments: UInt64(0)..<100)
  func lateEvents(seed: UInt64) {
    var random = Seeded(seed)
    let table = Table(&random)
    let before = Sessions(table.events, rule: .ga4)
    var later = table
    let unit = random.below(5)
    later.units[unit].insert((UInt32(random.below(9_000)), random.next(), 0), at: 0)
    let updated = before.updated(
      later.events, changed: [UInt32(unit)], before: table.events, rule: .ga4)
    #expect(updated == Sessions(later.events, rule: .ga4))
  }
}
