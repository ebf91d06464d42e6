import Basis
import Engine
import Requests
import Synchronization
import Testing

@Suite("Understanding segments") struct SegmentInsightTests {
  let workspace: TestWorkspace
  let terms = QuestionDesk.Terms(asOf: Timestamp(1_785_600_000 + 3_600))

  /// Seven users; user n orders in the minutes n, n + 7, … of 2026-08-01.
  init() throws {
    workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<200))
  }

  private var desk: QuestionDesk { workspace.desk }

  @Test("why names the event that decides, and the conditions that matter")
  func why() throws {
    let user = PersonReference.identifier(namespace: "user_id", value: "u3")
    let answer = try desk.why(
      "country = DE and (did order at least 2 times or did order before 2020-01-01)", user,
      terms: terms)
    #expect(answer.isMember)
    #expect(answer.nodes.map(\.depth) == [0, 1, 1, 2, 2])
    #expect(answer.nodes.map(\.holds) == [true, true, true, true, false])
    #expect(answer.nodes.map(\.decides) == [false, true, false, true, false])
    #expect(answer.nodes[1].because == "country is DE")
    // The second order is the one that made it two.
    #expect(answer.nodes[3].because.contains("order 2026-08-01 00:10 UTC"))
    let anywhere = PersonReference.identifier(namespace: "", value: "u3")
    #expect(try desk.why("did order", anywhere, terms: terms).isMember)
  }

  @Test("why not tells what is missing, and nobody is a fault")
  func whyNot() throws {
    let user = PersonReference.identifier(namespace: "user_id", value: "u3")
    let answer = try desk.why("did order in last 1 minute and has user_id", user, terms: terms)
    #expect(!answer.isMember)
    #expect(answer.nodes.filter(\.decides).map(\.text) == ["did order in last 1 minute"])
    #expect(answer.nodes[1].because.hasPrefix("none counts; the latest order was 2026-08-01"))
    let nobody = PersonReference.identifier(namespace: "user_id", value: "nobody")
    #expect(throws: Fault.self) { try desk.why("did order", nobody, terms: terms) }
    #expect(throws: Fault.self) {
      try desk.why("did order", .profile(ProfileID(4_000_000)), terms: terms)
    }
  }

  @Test("each day of a trend is what the count says as of then, by name or by text")
  func trend() throws {
    let text = "did order at least 3 times"
    _ = try desk.save(
      SaveRequest(
        name: "Thrice", text: text, note: "", basedOn: nil, folder: nil, tags: nil, owner: nil),
      terms: terms)
    let points = try desk.trend(text, days: 3, terms: terms)
    let counts = try (0..<3).reversed().map { back in
      try desk.count(
        text, each: false,
        terms: QuestionDesk.Terms(asOf: terms.asOf.advanced(by: -Int64(back) * 86_400))
      ).total.count
    }
    #expect(points.map(\.count) == counts)
    #expect(try desk.trend("Thrice", days: 3, terms: terms).map(\.count) == counts)
    #expect(throws: Fault.self) { try desk.trend("Twice", days: 3, terms: terms) }
  }

  @Test("days of a trend and times of reasons are those of the workspace's zone")
  func zone() throws {
    let workspace = try TestWorkspace(zone: "America/Los_Angeles")
    try workspace.ingest(TestWorkspace.rows(0..<20))
    let evening = QuestionDesk.Terms(asOf: Timestamp(1_793_682_000))  // 2026-11-02T21:00 there
    let points = try workspace.desk.trend("did order", days: 3, terms: evening)
    #expect(points.map(\.day.iso8601) == ["2026-10-31", "2026-11-01", "2026-11-02"])
    // The day on which the clock goes back has 25 hours: 24 hours before its end it is the same day.
    let late = QuestionDesk.Terms(asOf: Timestamp(1_793_604_600))  // 2026-11-01T23:30 there
    #expect(
      try workspace.desk.trend("did order", days: 3, terms: late).map(\.day.iso8601)
        == ["2026-10-30", "2026-10-31", "2026-11-01"])
    let user = PersonReference.identifier(namespace: "user_id", value: "u3")
    let answer = try workspace.desk.why("did order", user, terms: evening)
    #expect(answer.nodes[0].because.contains("order 2026-07-31 17:00 -07:00"))
  }

  @Test("who entered and who left is what two lists of members have not in common")
  func changes() throws {
    let text = "did order exactly 2 times"
    let (from, to) = (Timestamp(1_785_542_400 + 600), Timestamp(1_785_542_400 + 1_000))
    func members(_ instant: Timestamp) throws -> Set<UInt32> {
      let terms = QuestionDesk.Terms(asOf: instant)
      return Set(
        try desk.members(of: text, .init(limit: .max), terms: terms).members.map(\.profile))
    }
    let (before, after) = (try members(from), try members(to))
    let answer = try desk.changes(
      text, from: from, to: to, list: .init(limit: .max), of: .left, terms: terms)
    #expect(answer.change.entered == after.subtracting(before).count)
    #expect(answer.change.left == before.subtracting(after).count)
    #expect(answer.change.stayed == before.intersection(after).count)
    #expect(Set(answer.members.map(\.profile)) == before.subtracting(after))
    #expect(answer.change.entered > 0 && answer.change.left > 0)
    #expect(throws: Fault.self) {
      try desk.changes(text, from: to, to: from, list: nil, terms: terms)
    }
  }

  @Test("versions are compared by their conditions and by their members")
  func difference() throws {
    for text in ["country = DE and did order", "did order at least 29 times and country = DE"] {
      _ = try desk.save(
        SaveRequest(name: "a", text: text, note: "", basedOn: nil), terms: terms)
    }
    let answer = try desk.difference(of: "a", from: .version(1), to: .newest, terms: terms)
    #expect(answer.added == ["did order at least 29 times"])
    #expect(answer.removed == ["did order"])
    #expect(!answer.meansTheSame)
    guard case .counted(let members) = answer.effect else {
      Issue.record("\(answer.effect)")
      return
    }
    #expect(members.before == 7)
    #expect(members.entered == 0)
    #expect(members.left == 7 - members.after)
    let reworded = try desk.difference(
      of: "a", from: .version(1), to: .text("did order and country = DE"), terms: terms)
    #expect(reworded.meansTheSame)
    let first = try desk.savedSegment("a", version: 1)
    #expect(first.text == "country = DE and did order" && first.version == 1)
    #expect(try desk.savedSegment("a", version: 2) == desk.savedSegment("a"))
    #expect(throws: Fault.self) {
      try desk.difference(of: "a", from: .version(3), to: .newest, terms: terms)
    }
    #expect(throws: Fault.self) { try desk.savedSegment("a", version: 3) }
  }

  @Test(
    "a definition that cannot be counted is compared all the same, and it is said why",
    arguments: [
      ("gone = 1", "the given text cannot be counted: there is no attribute gone"),
      (
        "did order between 2026-02-01 and 2026-01-01",
        "the given text cannot be counted: 2026-02-01 is later than 2026-01-01"
      ),
    ])
  func uncountable(text: String, reason: String) throws {
    _ = try desk.save(
      SaveRequest(name: "a", text: "did order", note: "", basedOn: nil), terms: terms)
    let answer = try desk.difference(of: "a", from: .newest, to: .text(text), terms: terms)
    #expect(answer.removed == ["did order"])
    guard case .uncountable(let told) = answer.effect else {
      Issue.record("\(answer.effect)")
      return
    }
    #expect(told.hasPrefix(reason), "\(told)")
  }

  @Test("as many of the largest intersections are told as are asked for")
  func intersections() throws {
    let workspace = try TestWorkspace()
    // Every user has ordered another number of times, so that each is alone in what they are in.
    let rows = (0..<30).flatMap { user in
      (0...user).map { "order,2026-08-01T10:\(padded($0, 2)):00Z,v\(user),,DE,1\n" }
    }
    try workspace.ingest(TestWorkspace.header + rows.joined())
    // As binary digits, so that each number is another intersection.
    let texts = (0..<5).map { digit in
      (0..<30).filter { ($0 + 1) >> digit & 1 == 1 }
        .map { "did order exactly \($0 + 1) times" }.joined(separator: " or ")
    }
    for (top, expected) in [(3, 3), (20, 20), (25, 25), (100, 30)] {
      let overlap = try workspace.desk.overlap(texts, top: top, terms: terms)
      #expect(overlap.intersections.count == expected)
    }
  }

  @Test("redundant segments are found, those without an answer among them")
  func redundancy() throws {
    for (name, text) in [
      ("all", "did order"), ("same", "has user_id"), ("none", "country = XX"),
      ("few", "did order at least 29 times"), ("onNone", "@none and did order"),
    ] {
      _ = try desk.save(SaveRequest(name: name, text: text, note: "", basedOn: nil), terms: terms)
    }
    let found = try desk.redundancy(terms: terms)
    #expect(found.empty == ["none", "onNone"])
    #expect(found.equal == [["all", "same"]])
    #expect(found.contained == [.init(inner: "few", outer: "all")])
    #expect(found.unreadable.isEmpty)
  }

  @Test("facets without a name are ranked, and a share is never above one")
  func facets() throws {
    let facets = try desk.facets(
      FacetRequest(segment: .text("did order at least 29 times"), top: 100), terms: terms)
    #expect(facets.map(\.attribute).contains("events"))
    #expect(facets.map(\.attribute).contains("country"))
    #expect(facets.flatMap(\.values).allSatisfy { $0.share <= 1 && $0.shareOfEveryone <= 1 })
    for value in facets.flatMap(\.values) {
      let both = "(\(value.condition)) and did order at least 29 times"
      #expect(try desk.count(both, each: false, terms: terms).total.count == value.count)
    }
  }

  @Test("a question that was taken back ends as interrupted")
  func stopped() throws {
    var terms = terms
    terms.stop = Stop()
    terms.stop.stop()
    for text in ["did order", "country = DE", "sum(order.amount) > 3"] {
      let fault = #expect(throws: Fault.self) { try desk.count(text, each: true, terms: terms) }
      #expect(fault?.code == .interrupted)
    }
    // What a stopped question left behind does not stop the next one.
    #expect(try desk.count("did order", each: false, terms: self.terms).total.count == 7)
  }

  @Test("where a frame is enough, no estimate is given first")
  func noEstimate() throws {
    let given = Mutex(0)
    var terms = terms
    terms.estimate = { _ in given.withLock { $0 += 1 } }
    _ = try desk.count("did order", each: true, terms: terms)
    #expect(given.withLock { $0 } == 0)
  }

  @Test("a memory budget reads as a number with a unit")
  func budget() {
    #expect(MemoryBudget("2G")?.bytes == 2 << 30)
    #expect(MemoryBudget("800m")?.bytes == 800 << 20)
    #expect(MemoryBudget("4096")?.bytes == 4_096)
    for text in ["", "G", "-1G", "2X", "99999999999T"] { #expect(MemoryBudget(text) == nil) }
  }
}
