import Basis
import Columns
import Segments
import Testing

@Suite("Answers about segments") struct AnswerTests {
  func planner(_ world: SampleWorld, _ references: References = References()) -> SetPlanner {
    SetPlanner(
      world, asOf: world.asOf, references: references, cache: ResultCache(budget: 1_000_000))
  }

  /// A generator whose trees refer to no other segment.
  func source(_ seed: UInt64) -> RandomSegments {
    var names = SampleNames.meaningful
    (names.references, names.models) = ([], [])
    return RandomSegments(seed, names: names)
  }

  @Test("sizes of nodes are what counting them one by one gives", arguments: UInt64(0)..<10)
  func counts(seed: UInt64) throws {
    let planner = planner(SampleWorld(seed: seed))
    var source = source(seed)
    for _ in 0..<20 {
      let segment = source.segment()
      let counts = try planner.counts(segment)
      #expect(counts.total == (try planner.count(segment)))
      #expect(counts.nodes.map(\.path) == segment.nodes.map(\.path))
      for node in counts.nodes {
        let part = try #require(segment[path: node.path])
        #expect(node.own == (try planner.count(part)))
        let rest = segment.removing(node.path)
        #expect(node.without == (try rest.map { try planner.count($0) }), "\(segment) \(node)")
        guard let last = node.path.last,
          let group = segment[path: Array(node.path.dropLast())]
        else { continue }
        let before = Array(group.children.prefix(last + 1))
        switch group {
        case .and: #expect(node.running == (try planner.count(.and(before))))
        case .or: #expect(node.running == (try planner.count(.or(before))))
        default: break
        }
      }
    }
  }

  @Test("a gain is what counting the edited segment gives", arguments: UInt64(20)..<25)
  func gains(seed: UInt64) throws {
    let planner = planner(SampleWorld(seed: seed))
    var source = source(seed)
    for _ in 0..<20 {
      let segment = source.segment()
      let gains = try planner.gains(segment)
      #expect(gains.map(\.gained) == gains.map(\.gained).sorted(by: >))
      for gain in gains {
        let edited =
          switch gain.edit {
          case .remove: segment.removing(gain.path)
          case .replace(let part): segment.replacing(gain.path, with: part)
          }
        #expect(gain.total == (try planner.count(try #require(edited))))
      }
    }
  }

  @Test(
    "every bound is moved a step to the side that lets more units in",
    arguments: [
      ("count(visit) > 5", "count(visit) > 4"),
      ("did visit more than 5 times", "did visit more than 4 times"),
      ("did visit at most 1 time", "did visit at most 2 times"),
      ("did visit fewer than 2 times", "did visit fewer than 3 times"),
      ("did visit exactly 2 times", "did visit at least 2 times"),
      ("did visit exactly 2 times", "did visit at most 2 times"),
      ("not did visit", "did visit at least 2 times"),
      ("not did visit at least 2 times", "did visit at least 3 times"),
      ("not did visit in last 20 days", "did visit in last 10 days"),
      ("sum(purchase.revenue) > 8", "sum(purchase.revenue) > 4"),
      ("avg(purchase.revenue) <= 2.5", "avg(purchase.revenue) <= 5"),
      ("count(visit) = 2", "count(visit) >= 2"),
      ("last visit < 4 days ago", "last visit < 8 days ago"),
      ("last visit > 8 days ago", "last visit > 4 days ago"),
      ("ltv > 2", "ltv > 1"), ("top 10 profiles by ltv", "top 20 profiles by ltv"),
      ("bottom 12.5 % by ltv", "bottom 25 % by ltv"),
      (
        "did visit 3 days to 5 days after first visit",
        "did visit 3 days to 10 days after first visit"
      ),
      ("did visit since 2025-12-01", "did visit"),
      ("did purchase where revenue > 4", "did purchase where revenue > 2"),
      ("did purchase where revenue > 4 and quantity > 1", "did purchase where revenue > 4"),
      ("did purchase where revenue > 4", "did purchase"),
      ("sum(purchase.revenue) where quantity > 4 > 2", "sum(purchase.revenue) > 2"),
      ("did visit since 2025-12-01", "did visit since 2025-11-01"),
      (
        "did visit between 2025-12-01 and 2025-12-07", "did visit between 2025-11-24 and 2025-12-07"
      ),
      (
        "did visit between 2025-12-01 and 2025-12-07", "did visit between 2025-12-01 and 2025-12-14"
      ),
      ("not last visit since 2025-12-01", "last visit since 2025-12-31"),
      ("ltv between 3 and 4", "ltv between 2 and 4"),
      ("ltv between 1 and 2", "ltv between 1 and 4"),
      (
        "sequence(visit then purchase) within 2 days", "sequence(visit then purchase) within 4 days"
      ),
      ("sequence(visit then not purchase)", "sequence(visit)"),
    ])
  func neighbours(text: String, wanted: String) throws {
    let planner = planner(SampleWorld(seed: 3, units: 300))
    let segment = try Segment(parsing: text)
    let gains = try planner.gains(segment)
    let edits = gains.compactMap { gain in
      if case .replace(let part) = gain.edit { part.description } else { nil }
    }
    #expect(edits.contains(wanted), "\(edits)")
  }

  @Test("leaving a negation out is named once")
  func negationLeftOut() throws {
    let planner = planner(SampleWorld(seed: 3))
    let gains = try planner.gains(try Segment(parsing: "ltv is known and not did visit"))
    #expect(gains.filter { $0.edit == .remove }.map(\.path) == [[1], [0]])
  }

  @Test("overlaps are what sets say", arguments: UInt64(0)..<5)
  func overlap(seed: UInt64) throws {
    let planner = planner(SampleWorld(seed: seed))
    var source = source(seed)
    let segments = (0..<5).map { _ in source.segment() }
    let sets = try segments.map { Set(try planner.units($0).members()) }
    let overlap = try planner.overlap(segments)
    #expect(overlap.sizes == sets.map(\.count))
    for pair in overlap.pairs {
      let (a, b) = (sets[pair.first], sets[pair.second])
      #expect(pair.both == a.intersection(b).count)
      let either = a.union(b).count
      #expect(pair.jaccard == (either == 0 ? nil : Double(pair.both) / Double(either)))
    }
    var exact: [[Int]: Int] = [:]
    for unit in 0..<UInt32(planner.unitCount) {
      let inside = sets.indices.filter { sets[$0].contains(unit) }
      if !inside.isEmpty { exact[inside, default: 0] += 1 }
    }
    #expect(overlap.intersections.count == min(20, exact.count))
    for row in overlap.intersections { #expect(exact[row.segments] == row.count) }
  }

  @Test(
    "each row of a facet counts what its condition counts",
    arguments: [
      Facet.Key.attribute("country"), .attribute("tags"), .attribute("ltv"), .attribute("age"),
      .attribute("height"), .attribute("birthday"), .attribute("subscribed"), .attribute("seen"),
      .events, .field(event: "purchase", field: "category"), .sources, .namespaces, .purposes,
    ])
  func facets(key: Facet.Key) throws {
    let planner = planner(SampleWorld(seed: 8, units: 300))
    let segment = try Segment(parsing: "did visit or ltv > 2")
    let facet = try planner.facet(segment, by: key, top: 100)
    #expect(!facet.rows.isEmpty)
    for row in facet.rows {
      #expect(row.everyone == (try planner.count(row.condition)), "\(row)")
      #expect(row.inside == (try planner.count(.and([segment, row.condition]))), "\(row)")
      #expect((0...1).contains(row.distinction))
    }
    #expect(facet.rows.map(\.distinction) == facet.rows.map(\.distinction).sorted(by: >))
  }

  @Test("who entered and who left since an instant is what both answers say")
  func change() throws {
    let world = SampleWorld(seed: 3)
    let planner = planner(world)
    let segment = try Segment(parsing: "did visit in last 7 days and consent(ads)")
    let earlier = planner.asOf(world.asOf.advanced(by: -29 * 86_400))
    let change = try planner.change(of: segment, since: earlier.asOf)
    let (old, new) = (try earlier.members(segment), try planner.members(segment))
    #expect(change.entered == new.subtracting(old))
    #expect(change.left == old.subtracting(new))
    #expect(change.stayed == old.intersectionCount(new))
  }

  @Test("segments that hold the same, nobody, or a part of another are found")
  func redundancy() throws {
    let references = References([
      "all": .everyone, "adults": try Segment(parsing: "age > 18"),
      "adults again": try Segment(parsing: "not age <= 18 and age is known"),
      "nobody": try Segment(parsing: "age > 3 and age < 2"),
    ])
    let found = try planner(SampleWorld(seed: 1), references).redundancy(
      among: references.segments.keys.sorted())
    #expect(found.empty == ["nobody"])
    #expect(found.equal == [["adults", "adults again"]])
    #expect(found.contained == [.init(inner: "adults", outer: "all")])
  }

  @Test("an explanation agrees with the members, and names the event that decided")
  func explanation() throws {
    let world = SampleWorld(seed: 12)
    let planner = planner(world)
    var source = source(12)
    for _ in 0..<30 {
      let segment = source.segment()
      let members = try planner.members(segment)
      for unit in UInt32(0)..<10 {
        let why = try planner.explain(segment, unit: ProfileID(unit))
        #expect(why.holds == members.contains(unit))
        #expect(!why.deciding.isEmpty)
      }
    }
    let segment = try Segment(parsing: "did visit at least 2 times")
    let unit = try #require(try planner.units(segment).members().first)
    let table = try #require(world.tables["visit"])
    let second = table.times[Int(table.starts[Int(unit)]) + 1]
    guard
      case .events(_, let deciding) = try planner.explain(segment, unit: ProfileID(unit)).evidence
    else {
      Issue.record("events expected")
      return
    }
    #expect(deciding?.time == Timestamp(Int64(second)))
  }

  @Test(
    "an explanation names the event with which there were enough, or the first too many",
    arguments: Times.Bound.allCases)
  func decidingEvent(bound: Times.Bound) throws {
    let world = SampleWorld(seed: 12)
    let planner = planner(world)
    let table = try #require(world.tables["visit"])
    var roles: Set<String> = []
    for count in 0...3 {
      let times = Times(bound, count)
      let segment = Segment.behaviour(Behaviour("visit", times: times))
      for unit in 0..<world.unitCount {
        let rows = Int(table.starts[unit])..<Int(table.starts[unit + 1])
        let seen = rows.map { Int64(table.times[$0]) }.filter { $0 <= world.asOf.seconds }
        let why = try planner.explain(segment, unit: ProfileID(UInt32(unit)))
        guard case .events(seen.count, let deciding) = why.evidence else {
          Issue.record("\(seen.count) events expected")
          continue
        }
        let range = times.range
        let index: Int?
        switch deciding?.role {
        case .enough: index = range.map { $0.lowerBound - 1 }
        case .tooMany: index = range?.upperBound
        case .tooFew: index = seen.count - 1
        case .outside, nil: index = nil
        }
        #expect(deciding.map(\.time.seconds) == index.map { seen[$0] })
        // What is said fits whether it holds.
        let isTooMany = range.map { seen.count > $0.upperBound } ?? false
        #expect((deciding?.role == .tooMany) == isTooMany)
        if deciding?.role == .enough { #expect(why.holds) }
        if deciding?.role == .tooFew { #expect(!why.holds) }
        if let role = deciding?.role { roles.insert("\(role)") }
      }
    }
    let expected: Set<String> =
      switch bound {
      case .exactly: ["enough", "tooMany", "tooFew"]
      case .atLeast, .moreThan: ["enough", "tooFew"]
      case .atMost, .fewerThan: ["tooMany"]
      }
    #expect(roles == expected)
  }

  @Test(
    "the steps that are named bear out why a sequence holds or does not", arguments: UInt64(0)..<4)
  func namedSteps(seed: UInt64) throws {
    let world = SampleWorld(seed: seed)
    let planner = planner(world)
    var told: Set<String> = []
    for text in [
      "sequence(visit then purchase) within 9 days", "sequence(visit then purchase then visit)",
      "sequence(visit then not purchase) within 10 days", "sequence(visit then not email_open)",
      "sequence(visit then purchase then not visit) within 20 days",
      "sequence(visit then purchase) within 3 days in last 20 days",
    ] {
      let segment = try Segment(parsing: text)
      guard case .sequence(let sequence) = segment else { continue }
      let within = sequence.within?.seconds ?? .max / 2
      for unit in 0..<UInt32(world.unitCount) {
        let why = try planner.explain(segment, unit: ProfileID(unit))
        guard case .steps(let steps) = why.evidence else {
          Issue.record("steps expected")
          continue
        }
        let times = steps.times.map(\.seconds)
        #expect(why.holds == (steps.obstacle == nil), "\(text) \(unit)")
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        let length = (times.last ?? 0) - (times.first ?? 0)
        switch steps.obstacle {
        case nil: #expect(times.count == sequence.steps.count && length <= within)
        case .missing: #expect(times.count < sequence.steps.count)
        case .tooLong: #expect(times.count == sequence.steps.count && length > within)
        case .followed(let time):
          let (first, last) = (try #require(times.first), try #require(times.last))
          #expect(time.seconds > last && time.seconds - first <= within)
        }
        told.insert("\(steps.obstacle.map { "\($0)".prefix(4) } ?? "none")")
      }
    }
    #expect(told == ["none", "miss", "tooL", "foll"])
  }

  @Test("a cancelled question throws instead of answering")
  func cancellation() throws {
    let world = SampleWorld(seed: 1)
    let cancellation = Cancellation()
    let planner = SetPlanner(
      world, asOf: world.asOf, cache: ResultCache(budget: 1_000), cancellation: cancellation)
    cancellation.cancel()
    let segment = try Segment(parsing: "did visit and age > 3")
    #expect(throws: Fault.self) { try planner.count(segment) }
  }

  @Test("the interval of an estimate holds the true size about 95 times in 100")
  func estimate() {
    var random = Seeded(95)
    let population = 20_000
    for share in [0.002, 0.05, 0.4, 0.97] {
      let truth = Int(Double(population) * share)
      var (held, sum) = (0, 0)
      let rounds = 1_000
      for _ in 0..<rounds {
        // Draws 800 units without replacement; the first `truth` of them are members.
        var (hits, left, members) = (0, population, truth)
        for _ in 0..<800 {
          if random.below(left) < members {
            hits += 1
            members -= 1
          }
          left -= 1
        }
        let estimate = Estimate(hits: hits, sampled: 800, population: population)
        if estimate.low <= truth, truth <= estimate.high { held += 1 }
        sum += estimate.count
      }
      #expect((930...1_000).contains(held), "\(share): \(held)")
      let mean = Double(sum) / Double(rounds)
      #expect(abs(mean - Double(truth)) < 4 + 0.02 * Double(truth), "\(share): \(mean)")
    }
    #expect(
      Estimate(hits: 3, sampled: 10, population: 10)
        == Estimate(hits: 3, sampled: 10, population: 10))
  }
}

extension Segment {
  /// The segment without the node at `path`; a `not` goes with what it negates.
  func removing(_ path: [Int]) -> Segment? {
    var path = path
    while let parent = self[path: Array(path.dropLast())], !path.isEmpty, case .not = parent {
      path.removeLast()
    }
    return replacing(path, with: nil)
  }
}
