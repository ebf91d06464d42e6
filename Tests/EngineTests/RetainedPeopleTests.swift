import Basis
import Engine
import Storage
import Support
import Testing

/// What retention leaves of people: identifiers, links, consent.
@Suite("Retention of people") struct RetainedPeopleTests {
  static let terms = TestWorkspace.terms

  /// A shop whose events are kept for thirty days and a list that says who permits e-mail.
  ///
  /// `u1` to `u20` ordered on the first to the twentieth of August; `u2` has refused and `u3` has
  /// permitted, both long ago; `u4` permitted two years ago, which has run out.
  static func scene() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.addSource(
      "list", kind: "crm",
      mapping: mappingHead(of: ["consent"], by: ["user_id": "user"]) + """
        [[consent]]
        purpose = "email"
        column = "news"
        granted = ["yes"]
        denied = ["no"]
        """)
    try workspace.ingest(PrivacyTests.feed(1...20))
    try workspace.ingest(
      """
      time,user,news
      2024-01-05T00:00:00Z,u2,no
      2026-05-05T00:00:00Z,u3,yes
      2024-01-05T00:00:00Z,u4,yes

      """, as: "list.csv", source: "list")
    try PrivacyTests.rules("[[retention]]\nkeep = \"30d\"\n", in: workspace)
    return workspace
  }

  @Test("a person of whom everything is past retention stops counting that day, before any sweep")
  func stopsCounting() throws {
    let workspace = try Self.scene()
    let early = try PrivacyTests.desk(workspace, on: "2026-08-25")
    #expect(try PrivacyTests.count("everyone", early) == 20)
    // At the beginning of September 10 the orders before August 11 are over: of u1 to u10 the
    // refusal of u2 and the grant of u3, which holds, are left.
    let later = try PrivacyTests.desk(workspace, on: "2026-09-10")
    #expect(try PrivacyTests.count("everyone", later) == 12)
    #expect(try PrivacyTests.count("has cookie", later) == 12)
    #expect(try PrivacyTests.count("everyone", early) == 20)
    #expect(throws: Fault.self) {
      try later.profile(of: .init(namespace: "user_id", value: "u5"), terms: Self.terms)
    }
  }

  @Test("a compaction takes them with their links and run-out grants, and changes no answer")
  func sweep() throws {
    let workspace = try Self.scene()
    let desk = try PrivacyTests.desk(workspace, on: "2026-09-10")
    let questions = ["everyone", "has cookie", "has user_id", "did order", "consent(email)"]
    let before = try questions.map { try PrivacyTests.count($0, desk) }
    let day = try #require(CivilDate(year: 2026, month: 9, day: 10)).daysSinceEpoch
    let instant = Timestamp(Int64(day) * 86_400 + 43_200)
    let preview = try desk.retention(asOf: instant, days: 30).identifiers
    #expect([preview.count, preview.expired] == [40, 16])
    #expect(preview.ahead.map { "\($0.month) \($0.count)" } == ["2026-09 20"])
    let report = try desk.compact(now: instant)
    #expect(
      [report.expiredIdentifiers, report.expiredLinks, report.expiredConsents] == [16, 8, 1])
    #expect(report.emptiedIdentifiers == 0)
    #expect(try questions.map { try PrivacyTests.count($0, desk) } == before)
    #expect(try desk.check().problems == [])
    // Nothing of them is left, and there is nothing to be done again.
    #expect(try desk.retention(asOf: instant, days: 0).identifiers.expired == 0)
    #expect(try desk.compact(now: instant).expiredIdentifiers == 0)
    // Twenty days on, only the refusal and the grant that still holds keep anybody.
    let last = try PrivacyTests.desk(workspace, on: "2026-10-30")
    #expect(try PrivacyTests.count("everyone", last) == 2)
  }

  @Test("a refusal stays with every identifier that it holds for, however old")
  func refusalStays() throws {
    let workspace = try Self.scene()
    let day = try #require(CivilDate(year: 2027, month: 9, day: 1)).daysSinceEpoch
    let late = try PrivacyTests.desk(workspace, on: "2027-09-01")
    _ = try late.compact(now: Timestamp(Int64(day) * 86_400))
    // The grant of u3 has run out meanwhile, the refusal of u2 never does.
    #expect(try PrivacyTests.count("everyone", late) == 1)
    // The cookie of u2 comes back with a grant of its own: the person's refusal still holds.
    try workspace.ingest(
      TestWorkspace.header + "order,2027-08-30T10:00:00Z,,c2,DE,5\n", as: "back.csv")
    var terms = QuestionDesk.Terms(asOf: Timestamp(Int64(day) * 86_400))
    terms.lens = .person
    let coverage = try late.count("not consent(email)", each: false, terms: terms).total.count
    #expect(coverage == 1)
    let both = IdentifierReference(namespace: "cookie", value: "c2")
    let user = IdentifierReference(namespace: "user_id", value: "u2")
    #expect(try late.profile(of: both, terms: terms) == late.profile(of: user, terms: terms))
    #expect(try late.check().problems == [])
  }

  @Test("what is past retention is told to the person, and erased, as long as it is there")
  func rights() throws {
    let workspace = try Self.scene()
    let desk = try PrivacyTests.desk(workspace, on: "2026-09-10")
    let report = try desk.accessReport("cookie:c5", terms: Self.terms)
    #expect(report.identifiers.map(\.value) == ["u5", "c5"])
    #expect(report.events.count == 1)
    let outcome = try desk.erase(
      "cookie:c5", lens: .person, removals: workspace.folder + "/out", now: TestWorkspace.now)
    #expect(outcome.leftovers == [])
    #expect(throws: Fault.self) { try desk.accessReport("user_id:u5", terms: Self.terms) }
  }

  @Test("whoever is spoken of again counts again, in a desk that knew them as gone")
  func comesBack() throws {
    let workspace = try Self.scene()
    let desk = try PrivacyTests.desk(workspace, on: "2026-09-10")
    #expect(try PrivacyTests.count("everyone", desk) == 12)
    try workspace.ingest(
      TestWorkspace.header + "order,2026-09-09T10:00:00Z,u5,,DE,5\n", as: "back.csv")
    #expect(try PrivacyTests.count("everyone", desk) == 13)
    // With the cookie that they were seen with before.
    #expect(try PrivacyTests.count("has cookie", desk) == 13)
  }

  @Test("a record that is missing without retention having taken it is found")
  func missingRecord() throws {
    let workspace = try Self.scene()
    let desk = try PrivacyTests.desk(workspace, on: "2026-09-10")
    let day = try #require(CivilDate(year: 2026, month: 9, day: 10)).daysSinceEpoch
    _ = try desk.compact(now: Timestamp(Int64(day) * 86_400))
    #expect(try desk.check().problems == [])
    let connection = try Connection(path: workspace.path + "/parterre.db", access: .readWrite)
    try connection.execute("UPDATE setting SET value = '0' WHERE key = 'forgotten_records'")
    #expect(try desk.check().problems.contains { $0.contains("is missing from the columns") })
  }
}
