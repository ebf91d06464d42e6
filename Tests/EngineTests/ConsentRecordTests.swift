import Basis
import Engine
import Formats
import Requests
import Support
import Testing

@Suite("What a feed says of its consents") struct ConsentRecordTests {
  private static let mapping = """
    [feed]
    format = "csv"
    [row]
    kind = "consent"
    time = { column = "time" }
    [[identifier]]
    namespace = "user_id"
    column = "user"
    [[consent]]
    purpose = "email"
    column = "email"
    granted = ["yes"]
    denied = ["no"]
    jurisdiction = "law"
    basis = { column = "ground", map = { einwilligung = "consent", vertrag = "contract" } }
    form = { constant = "newsletter-3" }
    [[consent]]
    column = "tc"
    signal = "tcf"
    [[consent]]
    column = "gpp"
    signal = "gpp"
    [[consent]]
    column = "gpc"
    signal = "gpc"
    jurisdiction = { constant = "US-CA" }
    [consent_map]
    ads = ["tcf:1 vendor:755", "us:not sale", "gpc"]
    sharing = "tcf:1 vendor:755"
    """
  private static let now = TestWorkspace.now

  private func workspace(_ rows: String...) throws -> TestWorkspace {
    let test = try TestWorkspace()
    try test.desk.addSource(
      "crm", party: "first", kind: "crm", mapping: Self.mapping, expectedInterval: nil,
      monthlyCost: nil, now: Self.now)
    try ingest(rows, into: test, as: "crm.csv")
    return test
  }

  private func ingest(_ rows: [String], into test: TestWorkspace, as name: String) throws {
    let text = "time,user,email,law,ground,tc,gpp,gpc\n" + rows.map { $0 + "\n" }.joined()
    #expect(try test.ingest(text, as: name, source: "crm").fault == nil)
  }

  private func history(_ test: TestWorkspace, _ user: String, asOf: Timestamp = now) throws
    -> ConsentHistory
  {
    try test.desk.consentHistory(
      of: .identifier(namespace: "user_id", value: user),
      terms: QuestionDesk.Terms(asOf: asOf))
  }

  private func state(_ test: TestWorkspace, _ purpose: String, asOf: Timestamp = now) throws
    -> ConsentHistory.Standing?
  {
    try history(test, "u", asOf: asOf).standings.first { $0.purpose == purpose }
  }

  @Test("law, legal basis and the form's version stand in the ledger as the feed says them")
  func records() throws {
    let test = try workspace(
      "2026-08-01T10:00:00Z,a,yes,DE,vertrag,,,", "2026-08-01T10:00:00Z,b,no,,,,,",
      "2026-08-01T10:00:00Z,c,,,,,,1",
      "2026-08-01T10:00:00Z,d,,,,,DBABLA~BVVqAAEABCA.YA,",
      "2026-08-01T10:00:00Z,e,yes,DE,gentleman,,,")
    defer { removeFolder(test.folder) }
    let a = try #require(try history(test, "a").records.first)
    let form = "form=newsletter-3"
    #expect([a.jurisdiction, a.basis, a.proof] == ["DE", "contract", "\(form) email=yes"])
    let b = try #require(try history(test, "b").records.first)
    #expect([b.jurisdiction, b.basis, b.proof] == ["", "consent", "\(form) email=no"])
    let c = try #require(try history(test, "c").records.first)
    #expect([c.jurisdiction, c.basis] == ["US-CA", "opt_out"])
    let d = try #require(try history(test, "d").records.first)
    #expect([d.jurisdiction, d.basis] == ["US", "opt_out"])
    let rejects = try test.desk.openRejects(of: "crm", limit: 9).lines
    #expect(rejects.map(\.field) == ["ground"] && rejects.map(\.reason) == ["bad_consent"])
    #expect(try test.desk.verifyLedger().findings == [])
    #expect(try test.desk.check().problems == [])
  }

  @Test("a mapping's mistakes in it are told with their lines")
  func mistakes() throws {
    let test = try TestWorkspace()
    defer { removeFolder(test.folder) }
    let fault = #expect(throws: Fault.self) {
      try test.desk.addSource(
        "bad", party: "first", kind: "crm",
        mapping: """
          [[consent]]
          column = "a"
          signal = "bounces"
          basis = { constant = "consnet" }
          [consent_map]
          ads = ["tcf:1", "tfc:2"]
          """, expectedInterval: nil, monthlyCost: nil, now: Self.now)
    }
    #expect(fault?.place?.line == 3 && fault?.remedy.contains("Did you mean bounce?") == true)
    #expect(fault?.remedy.contains("line 4: “consnet” is not a legal basis") == true)
    #expect(fault?.remedy.contains("line 6: in the rule “tfc:2” at character 1") == true)
  }

  /// A string that was last changed on a day, as TCF 2.2 writes it.
  private static func string(_ day: String, grants: Bool = true) throws -> String {
    var string = TCString(created: try time(day))
    string.vendorConsents = VendorSet([755])
    string.disclosedVendors = VendorSet([755])
    if grants { string.purposeConsents = [1] }
    return string.encoded
  }

  private static func time(_ text: String) throws -> Timestamp {
    let time = TimeFormat.iso8601.parse(Array(text.utf8).span, zone: .utc)
    return try #require(time)
  }

  @Test("why a string that was refused since and came again grants nothing is said")
  func again() throws {
    let text = try Self.string("2026-08-01")
    let test = try workspace(
      "2026-08-01T09:00:00Z,u,,,,\(text),,", "2026-08-01T10:00:00Z,u,,,,,,1",
      "2026-08-01T11:00:00Z,u,,,,\(text),,")
    defer { removeFolder(test.folder) }
    let said = "; the string that came again since counts from when it first came"
    let reason = try #require(try state(test, "ads")?.reason)
    #expect(reason.hasPrefix("refused by ") && reason.hasSuffix(" through crm (gpc)" + said))
    #expect(try state(test, "sharing")?.state == .granted)
    let before = try Self.time("2026-08-01T10:30:00Z")
    #expect(try state(test, "ads", asOf: before).map { $0.reason + said } == reason)
  }

  @Test("a TC string runs out thirteen months after its last change, however often it is sent")
  func expiry() throws {
    let text = try Self.string("2025-09-01")
    let test = try workspace(
      "2025-09-01T15:00:00Z,u,,,,\(text),,", "2026-08-30T15:00:00Z,u,,,,\(text),,")
    defer { removeFolder(test.folder) }
    let standing = try #require(try state(test, "sharing"))
    #expect(standing.state == .granted)
    // The row of the day itself tells when it was.
    #expect(try standing.expires == Self.time("2026-10-01T15:00:00Z"))
    #expect(try state(test, "sharing", asOf: Self.time("2026-10-01T15:00:00Z"))?.state == .expired)
    #expect(try test.desk.verifyLedger().findings == [])
  }

  @Test("a TC string that is sent again overrules no later withdrawal, on the same day neither")
  func sentAgain() throws {
    let text = try Self.string("2026-06-01")
    let test = try workspace(
      "2026-06-01T09:00:00Z,u,,,,\(text),,", "2026-06-01T10:00:00Z,u,,,,,,1",
      "2026-06-01T12:00:00Z,u,,,,\(text),,", "2026-07-01T12:00:00Z,u,,,,\(text),,")
    defer { removeFolder(test.folder) }
    #expect(try state(test, "ads")?.state == .refused)
    #expect(try state(test, "sharing")?.state == .granted)
    let anew = try Self.string("2026-06-02")
    try ingest(["2026-06-02T08:00:00Z,u,,,,\(anew),,"], into: test, as: "later.csv")
    #expect(try state(test, "ads")?.state == .granted)
  }

  @Test(
    "who refuses and then accepts on one day may be addressed, in whatever order the rows arrive")
  func sameDay() throws {
    let (no, yes) = (try Self.string("2026-06-01", grants: false), try Self.string("2026-06-01"))
    let rows = [
      "2026-06-01T09:00:00Z,u,,,,\(no),,", "2026-06-01T09:05:00Z,u,,,,\(no),,",
      "2026-06-01T10:00:00Z,u,,,,\(yes),,", "2026-06-01T11:00:00Z,u,,,,\(yes),,",
      "2026-06-09T11:00:00Z,u,,,,\(yes),,",
    ]
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [3, 0, 4, 2, 1]] {
      let test = try workspace()
      defer { removeFolder(test.folder) }
      for place in order { try ingest([rows[place]], into: test, as: "\(place).csv") }
      let standing = try #require(try state(test, "sharing"))
      #expect(standing.state == .granted)
      #expect(try standing.since == Self.time("2026-06-01T10:00:00Z"))
      let before = try state(test, "sharing", asOf: Self.time("2026-06-01T09:30:00Z"))
      #expect(before?.state == .refused)
      #expect(try test.desk.verifyLedger().findings == [])
      _ = try test.desk.compact(now: Self.now)
      #expect(try state(test, "sharing")?.state == .granted)
      #expect(try test.desk.check().problems == [])
    }
  }

  @Test("what was withdrawn between two times of one string stays withdrawn, whichever came first")
  func betweenTimes() throws {
    let (no, yes) = (try Self.string("2026-06-01", grants: false), try Self.string("2026-06-01"))
    let rows = [
      "2026-06-01T09:00:00Z,u,,,,\(yes),,", "2026-06-01T10:00:00Z,u,,,,\(no),,",
      "2026-06-01T12:00:00Z,u,,,,\(yes),,",
    ]
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
      let test = try workspace()
      defer { removeFolder(test.folder) }
      for place in order { try ingest([rows[place]], into: test, as: "\(place).csv") }
      #expect(try state(test, "sharing")?.state == .refused)
      _ = try test.desk.compact(now: Self.now)
      #expect(try state(test, "sharing")?.state == .refused)
    }
  }

  @Test("a refusing string that is still sent before the next answer does not undo that answer")
  func nextAnswer() throws {
    let (no, yes) = (try Self.string("2026-06-01", grants: false), try Self.string("2026-06-03"))
    let test = try workspace(
      "2026-06-01T09:00:00Z,u,,,,\(no),,", "2026-06-03T08:00:00Z,u,,,,\(no),,",
      "2026-06-03T10:00:00Z,u,,,,\(yes),,")
    defer { removeFolder(test.folder) }
    #expect(try state(test, "ads", asOf: Self.time("2026-06-02T10:00:00Z"))?.state == .refused)
    #expect(try state(test, "ads")?.state == .granted)
  }
}
