import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Session rules of a workspace") struct SessionRuleTests {
  private static let mapping =
    mappingHead(by: ["user_id": "user"], constant: "page_view", key: "number") + """
      [[field]]
      name = "utm_source"
      column = "source"
      [[field]]
      name = "utm_medium"
      column = "medium"
      [[field]]
      name = "path"
      column = "path"
      """

  struct Visit {
    let time: Int64
    let user: String
    let campaign: Int
    let path: String

    static let campaigns = [",", "google,cpc", "newsletter,email"]

    func row(_ number: Int) -> String {
      "\(Timestamp(time).iso8601),\(user),\(Self.campaigns[campaign]),\(path),\(number)\n"
    }
  }

  private static let start: Int64 = 1_788_300_000

  /// Visits of a few users around a midnight; with `hasTies` several of one second.
  private func visits(_ random: inout Seeded, hasTies: Bool) -> [Visit] {
    var visits: [Visit] = []
    for user in 0..<4 {
      var taken: Set<Int64> = []
      for _ in 0..<random.within(2...14) {
        let time = Self.start + Int64(random.below(hasTies ? 40 : 400)) * (hasTies ? 1_500 : 150)
        guard taken.insert(time).inserted || hasTies else { continue }
        visits.append(
          Visit(
            time: time, user: "u\(user)", campaign: random.below(3), path: "/\(random.below(3))"))
      }
    }
    return visits
  }

  private func workspace(_ rows: [String], _ rule: String, files: Int) throws -> TestWorkspace {
    let test = try TestWorkspace()
    if !rule.isEmpty {
      try FileSystem.write(
        Array("[session]\n\(rule)\n".utf8), to: test.path + "/identity.toml")
    }
    try test.addSource("visits", kind: "web", mapping: Self.mapping)
    for file in 0..<files {
      let own = rows.indices.filter { $0 % files == file }.map { rows[$0] }
      try test.ingest(
        "time,user,source,medium,path,number\n" + own.joined(), as: "visits\(file).csv",
        source: "visits")
    }
    return test
  }

  /// Everything that counts sessions or shows them.
  private func answers(_ test: TestWorkspace, _ users: [String]) throws -> [String] {
    let terms = TestWorkspace.terms
    let period = ["from": "2026-08-30", "to": "2026-09-10"]
    var answers: [String] = []
    for (name, settings) in [
      ("sessions", ["by": "channel"]), ("sessions", ["by": "none"]),
      ("funnel", ["steps": "page_view > page_view", "scope": "session"]),
      ("journeys", ["within-session": "yes", "by": "path"]),
    ] {
      let table = try report(test.desk, name, period.merging(settings) { $1 })
      answers.append("\(name) \(table.rows.map(\.cells))")
    }
    for path in ["/0", "/1", "/2"] {
      let text = "did page_view where landing_page = \"\(path)\" and path != \"\(path)\""
      answers.append("\(try test.desk.count(text, each: false, terms: terms).total.count)")
    }
    for user in users {
      let person = try test.desk.person(
        .identifier(namespace: "user_id", value: user), reveal: false, terms: terms)
      answers.append("\(user) \(person.timeline.map { "\($0.time) \($0.startsSession)" })")
    }
    return answers
  }

  /// How many sessions there are, by looking at each user's visits in order of time.
  private func plainCount(_ visits: [Visit], _ rule: Rule) -> Int {
    var count = 0
    for own in Dictionary(grouping: visits, by: \.user).values {
      var (first, last, campaign): (Int64, Int64?, Int) = (0, nil, 0)
      for visit in own.sorted(by: { $0.time < $1.time }) {
        let isSame =
          last.map { last in
            visit.time - last <= rule.gap && visit.time - first <= rule.longest
              && (!rule.midnight || visit.time / 86_400 == last / 86_400)
              && (!rule.campaigns || visit.campaign == 0 || visit.campaign == campaign)
          } ?? false
        if !isSame { (count, first, campaign) = (count + 1, visit.time, 0) }
        if visit.campaign != 0 { campaign = visit.campaign }
        last = visit.time
      }
    }
    return count
  }

  struct Rule: Sendable {
    let text: String
    var gap: Int64 = 1_800
    var longest = Int64.max
    var midnight = false
    var campaigns = false
  }

  static let rules = [
    Rule(text: ""), Rule(text: "rule = \"ua\"", midnight: true, campaigns: true),
    Rule(text: "gap = \"10m\"", gap: 600),
    Rule(text: "rule = \"midnight\"\nlongest = \"1h\"", longest: 3_600, midnight: true),
    Rule(text: "rule = \"campaign\"\ngap = \"90m\"", gap: 5_400, campaigns: true),
  ]

  @Test("each rule counts sessions as a plain model does", arguments: rules)
  func plainModel(rule: Rule) throws {
    for seed in UInt64(0)..<2 {
      var random = Seeded(seed)
      let visits = visits(&random, hasTies: false)
      let test = try workspace(
        visits.enumerated().map { $1.row($0) }, rule.text, files: 1)
      defer { removeFolder(test.folder) }
      let table = try report(
        test.desk, "sessions", ["by": "none", "from": "2026-08-30", "to": "2026-09-10"])
      #expect(number(table.rows[0].cells[1]) == Double(plainCount(visits, rule)))
      // The timelines of all people begin as many sessions.
      let starts = try answers(test, ["u0", "u1", "u2", "u3"]).reduce(0) { sum, line in
        sum + (line.hasPrefix("u") ? line.split(separator: " ").count { $0.contains("true") } : 0)
      }
      #expect(starts == plainCount(visits, rule))
    }
  }

  @Test("the order in which events arrive changes no session", arguments: rules)
  func arrival(rule: Rule) throws {
    for seed in UInt64(10)..<12 {
      var random = Seeded(seed)
      let rows = visits(&random, hasTies: true).enumerated().map { $1.row($0) }
      let users = ["u0", "u1", "u2", "u3"]
      let one = try workspace(rows, rule.text, files: 1)
      let other = try workspace(rows.shuffled(using: &random), rule.text, files: 3)
      defer {
        removeFolder(one.folder)
        removeFolder(other.folder)
      }
      #expect(try answers(one, users) == answers(other, users))
    }
  }

  @Test("mistakes in the rule are told with their line")
  func mistakes() throws {
    let test = try workspace([], "rule = \"uaa\"\ngap = \"30 minutes\"", files: 0)
    defer { removeFolder(test.folder) }
    let fault = #expect(throws: Fault.self) {
      try test.desk.count("everyone", each: false, terms: .init(asOf: TestWorkspace.now))
    }
    #expect(fault?.reason == "“uaa” is no rule of sessions" && fault?.place?.line == 2)
    #expect(fault?.remedy.contains("line 3: “30 minutes” is not a length of time") == true)
  }
}
