import Basis
import Engine
import Formats
import Requests
import Support
import Testing

@Suite("Privacy") struct PrivacyTests {
  static let terms = TestWorkspace.terms

  /// A desk whose day of retention is a test's own.
  static func desk(_ workspace: TestWorkspace, on day: String) throws -> QuestionDesk {
    let bytes = Array((day + "T12:00:00Z").utf8)
    let found = TimeFormat.standard.parse(bytes.span, zone: .utc)
    let now = try #require(found)
    return QuestionDesk(path: workspace.path, clock: { now })
  }

  static func rules(_ text: String, in workspace: TestWorkspace) throws {
    try FileSystem.write(Array(text.utf8), to: workspace.path + "/privacy.toml")
  }

  static func feed(_ days: ClosedRange<Int>) -> String {
    TestWorkspace.header
      + days.map { "order,2026-08-\(padded($0, 2))T10:00:00Z,u\($0),c\($0),DE,\($0)\n" }.joined()
  }

  static func count(_ text: String, _ desk: QuestionDesk) throws -> Int {
    try desk.count(text, each: false, terms: terms).total.count
  }

  // MARK: Access

  @Test("a report has every identifier, every source's value, every event, and nothing of others")
  func access() throws {
    let workspace = try ErasureScene.workspace()
    let report = try workspace.desk.accessReport(
      "email:\(ErasureScene.email)", terms: Self.terms)
    #expect(
      report.identifiers.map { "\($0.namespace) \($0.value)" }.sorted() == [
        "crm_id C-9041", "email vera.quandt@post-haus.example", "phone +491712345671",
      ])
    #expect(report.identifiers.allSatisfy { $0.sources == ["crm"] })
    #expect(
      report.facts.map { "\($0.attribute) \($0.value)" } == [
        "city Wuppertal", "city Wuppertal", "surname Quandt", "surname Quandt",
      ], "each of the two files says both")
    #expect(report.consent.map(\.isGranted) == [true])
    #expect(report.rejects.count == 1)
    for form in SubjectForm.allCases {
      let text = report.text(form)
      #expect(text.contains("post-haus.example"))
      #expect(!text.contains("person7@mail.example"))
    }
  }

  @Test("events come with their fields, of all the person's identifiers, compacted or not")
  func accessEvents() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(Self.feed(1...9))
    try workspace.ingest(
      TestWorkspace.header + "view,2026-08-20T00:00:00Z,u3,c99,AT,7\n", as: "b.csv")
    let before = try workspace.desk.accessReport("cookie:c99", terms: Self.terms)
    #expect(before.events.map(\.type) == ["order", "view"])
    #expect(before.events.last?.fields.map { "\($0.name) \($0.value)" } == ["amount 7"])
    #expect(before.facts.map(\.value) == ["DE", "AT"])
    _ = try workspace.desk.compact(now: TestWorkspace.now)
    let after = try workspace.desk.accessReport("cookie:c99", terms: Self.terms)
    #expect(after.json.text == before.json.text)
  }

  @Test("a page escapes what a value has of its language")
  func escaping() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(
      TestWorkspace.header + "order,2026-08-01T00:00:00Z,u1,c1,<b>&|x,1\n")
    let report = try workspace.desk.accessReport("user_id:u1", terms: Self.terms)
    #expect(report.text(.html).contains("&lt;b&gt;&amp;|x"))
    #expect(!report.text(.html).contains("<b>"))
    #expect(report.text(.markdown).contains("\\<b\\>&\\|x"))
  }

  // MARK: Retention

  @Test("data past its retention stops counting on its day, and compaction removes it")
  func retention() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(Self.feed(1...20))
    try Self.rules("[[retention]]\nsource = \"shop\"\nkeep = \"30d\"\n", in: workspace)
    let early = try Self.desk(workspace, on: "2026-08-25")
    #expect(try Self.count("did order", early) == 20)
    // At the beginning of September 10 the orders before August 11 are over.
    let later = try Self.desk(workspace, on: "2026-09-10")
    #expect(try Self.count("did order", later) == 10)
    #expect(try Self.count("country = DE", later) == 10)
    #expect(try Self.count("sum(order.amount) > 0", later) == 10)
    // The earlier desk's day has not come, though it asks of the same data.
    #expect(try Self.count("did order", early) == 20)
    let now = Timestamp(try #require(CivilDate(year: 2026, month: 9, day: 10)).seconds + 43_200)
    let preview = try later.retention(asOf: now, days: 20)
    #expect(preview.lines.map(\.purpose) == [nil])
    #expect(preview.lines.map(\.rows) == [40])
    #expect(preview.lines.map(\.expired) == [20])
    #expect(preview.lines.first?.ahead.map { "\($0.month) \($0.rows)" } == ["2026-09 20"])
    let report = try later.compact(now: now)
    #expect([report.expiredEvents, report.expiredFacts] == [10, 10])
    #expect(try Self.count("did order", later) == 10)
    #expect(try Self.count("did order", early) == 10)
    #expect(try later.check().problems == [])
    // What was removed stays removed: its rows are known.
    let again = try #require(
      try workspace.ingest(Self.feed(1...20) + "\n", as: "again.csv").outcome)
    #expect([again.accepted, again.duplicates] == [0, 20])
  }

  @Test("a rule for one purpose counts where that purpose is served, and nowhere else")
  func purposes() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(Self.feed(1...20))
    try Self.rules("[[retention]]\npurpose = \"ads\"\nkeep = \"30d\"\n", in: workspace)
    let desk = try Self.desk(workspace, on: "2026-09-10")
    #expect(try Self.count("did order", desk) == 20)
    var terms = Self.terms
    terms.purposes = ["ads"]
    #expect(try desk.count("did order", each: false, terms: terms).total.count == 10)
    #expect(try desk.compact(now: TestWorkspace.now).expiredEvents == 0)
  }

  @Test(
    "rules that cannot be read say what is wrong",
    arguments: [
      ("[[retention]]\nsource = \"shob\"\nkeep = \"1y\"", "shob"),
      ("[[retention]]\npurpose = \"adds\"\nkeep = \"1y\"", "adds"),
      ("[[retention]]\nkeep = \"forever\"", "how long"),
      ("[[retention]]\nkeep = \"1y\"\nkept = 1", "kept"),
      ("[retention", ""),
    ])
  func badRules(text: String, word: String) throws {
    let workspace = try TestWorkspace()
    try Self.rules(text, in: workspace)
    let fault = #expect(throws: Fault.self) {
      try workspace.desk.retention(asOf: TestWorkspace.now, days: 1)
    }
    #expect(fault?.reason.contains(word) ?? false)
  }

  // MARK: At rest

  @Test("rejected rows and personal texts are sealed: no file shows them")
  func atRest() throws {
    let workspace = try ErasureScene.workspace()
    #expect(try ErasureScene.mentions(workspace.path) == [])
    let (lines, _) = try workspace.desk.openRejects(of: "crm", limit: 9, reveal: true)
    #expect(lines.contains { $0.text.contains(ErasureScene.email) })
    let masked = try workspace.desk.openRejects(of: "crm", limit: 9).lines
    #expect(!masked.contains { $0.text.contains("Quandt") })
  }

  @Test("a locked workspace opens with its passphrase alone, which can be changed and removed")
  func passphrase() throws {
    let folder = try temporaryFolder()
    let path = folder + "/locked"
    let passphrases = [Array("erste".utf8), Array("zweite".utf8)]
    try Workspace.create(at: path, passphrase: passphrases[0], now: TestWorkspace.now)
    KeyRing.setSource { $0.hasPrefix(path) ? passphrases[1] : nil }
    #expect(throws: Fault.self) { try QuestionDesk(path: path).statistics() }
    KeyRing.setSource { $0.hasPrefix(path) ? passphrases[0] : nil }
    #expect(try QuestionDesk(path: path).statistics().batches == 0)
    try Workspace.relock(path, passphrase: passphrases[1], now: TestWorkspace.now)
    #expect(throws: Fault.self) { try QuestionDesk(path: path).statistics() }
    KeyRing.setSource { $0.hasPrefix(path) ? passphrases[1] : nil }
    #expect(try QuestionDesk(path: path).statistics().batches == 0)
    try Workspace.relock(path, passphrase: nil, now: TestWorkspace.now)
    KeyRing.setSource { _ in nil }
    #expect(try QuestionDesk(path: path).statistics().batches == 0)
  }

  @Test("verify names a delivered file that was changed")
  func deliveries() throws {
    let workspace = try ErasureScene.workspace()
    let file = workspace.folder + "/list.csv"
    _ = try workspace.desk.export(
      DeliveryOrder("everyone", to: "csv", ids: ["email"], file: file), terms: Self.terms)
    #expect(try workspace.desk.check().problems == [])
    try FileSystem.write(Array("changed".utf8), to: file)
    #expect(try workspace.desk.check().problems.count == 1)
    try FileSystem.remove(file)
    let check = try workspace.desk.check()
    #expect([check.problems.count, check.notes.count] == [0, 1])
  }
}

extension CivilDate {
  /// The day's first instant, in seconds since 1970.
  fileprivate var seconds: Int64 { Int64(daysSinceEpoch) * 86_400 }
}
