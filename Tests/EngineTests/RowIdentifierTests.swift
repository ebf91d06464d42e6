import Basis
import Engine
import Requests
import Storage
import Support
import Testing

/// A workspace whose rows name a shared device before the person on it.
private struct SharedDevice {
  let workspace: TestWorkspace
  var desk: QuestionDesk { workspace.desk }
  var terms: QuestionDesk.Terms { TestWorkspace.terms }

  static let mapping =
    mappingHead(
      of: ["event", "consent"], by: ["cookie": "cookie", "email": "email", "user_id": "user"])
      + """
      [[consent]]
      purpose = "email"
      column = "mail"
      granted = ["yes"]
      denied = ["no"]
      """

  init() throws {
    workspace = try TestWorkspace()
    try workspace.addSource("till", kind: "web", mapping: Self.mapping)
  }

  func ingest(_ rows: [String], as name: String) throws {
    let header = "event,time,cookie,email,user,mail\n"
    let result = try workspace.ingest(
      header + rows.map { $0 + "\n" }.joined(), as: name, source: "till")
    #expect(result.fault == nil && result.outcome?.rejectedCount == 0)
  }

  /// Shows the cookie `kiosk` to be a device of many.
  func shareTheKiosk() throws {
    try ingest(
      (1...6).map { "login,2026-07-0\($0)T10:00:00Z,kiosk,,v\($0)," }, as: "logins.csv")
  }

  func consent(of identifier: String) throws -> ConsentHistory.Standing.State? {
    let person = try desk.profile(of: IdentifierReference(identifier), terms: terms)
    return try desk.consentHistory(of: person, terms: terms)
      .standings.first { $0.purpose == "email" }?.state
  }

  func isOne(_ first: String, _ second: String) throws -> Bool {
    try desk.profile(of: IdentifierReference(first), terms: terms)
      == desk.profile(of: IdentifierReference(second), terms: terms)
  }

  func records(of identifier: String) throws -> Int {
    let person = try desk.profile(of: IdentifierReference(identifier), terms: terms)
    return try desk.consentHistory(of: person, terms: terms).records.count
  }
}

@Suite("Rows with several identifiers") struct RowIdentifierTests {
  @Test("what a row ties together stays together where its first identifier joins nobody")
  func linked() throws {
    let scene = try SharedDevice()
    try scene.shareTheKiosk()
    try scene.ingest(["order,2026-07-20T10:00:00Z,kiosk,a@mail.example,u1,"], as: "order.csv")
    #expect(try scene.isOne("user_id:u1", "email:a@mail.example"))
    #expect(try !scene.isOne("user_id:u1", "cookie:kiosk"))
  }

  @Test("a refusal holds for every identifier of its row, whichever of them is whose")
  func refusedOnASharedDevice() throws {
    let scene = try SharedDevice()
    try scene.ingest(["order,2026-07-01T09:00:00Z,own,a@mail.example,u1,yes"], as: "yes.csv")
    #expect(try scene.consent(of: "user_id:u1") == .granted)
    try scene.shareTheKiosk()
    try scene.ingest(["order,2026-07-20T10:00:00Z,kiosk,a@mail.example,,no"], as: "no.csv")
    #expect(try scene.consent(of: "user_id:u1") == .refused)
    #expect(try scene.consent(of: "email:a@mail.example") == .refused)
    #expect(try scene.desk.verifyLedger().findings.isEmpty)
  }

  @Test("a later word about any identifier of a row takes the row's place")
  func grantedLater() throws {
    let scene = try SharedDevice()
    try scene.ingest(["order,2026-07-01T09:00:00Z,own,a@mail.example,u1,no"], as: "no.csv")
    #expect(try scene.consent(of: "user_id:u1") == .refused)
    #expect(try scene.records(of: "user_id:u1") == 1)
    try scene.ingest(["order,2026-07-05T09:00:00Z,own,,,yes"], as: "yes.csv")
    #expect(try scene.consent(of: "user_id:u1") == .granted)
  }

  @Test(
    "a later word about any other identifier of a row does so, too, and on every day of the coverage"
  )
  func grantedLaterByAnother() throws {
    let scene = try SharedDevice()
    try scene.shareTheKiosk()
    try scene.ingest(
      [
        "order,2026-07-10T09:00:00Z,own,a@mail.example,u1,no",
        "order,2026-07-11T09:00:00Z,kiosk,b@mail.example,u2,no",
        "order,2026-07-12T09:00:00Z,own3,c@mail.example,u3,no",
      ], as: "no.csv")
    try scene.ingest(
      [
        "order,2026-07-20T09:00:00Z,,a@mail.example,,yes",
        "order,2026-07-21T09:00:00Z,,b@mail.example,u2,yes",
      ], as: "yes.csv")
    for user in ["u1", "u2"] { #expect(try scene.consent(of: "user_id:\(user)") == .granted) }
    #expect(try scene.consent(of: "user_id:u3") == .refused)
    let coverage = try scene.desk.coverage(CoverageRequest(days: 90), terms: scene.terms)
    let email = try #require(coverage.purposes.first { $0.name == "email" })
    #expect(email.total.allowed == 2)
    #expect(email.days.last?.figures.allowed == 2)
    #expect(email.days.last?.figures.refused == email.total.refused)
  }

  @Test(
    "rows of one instant are told apart, also where they share an identifier, whichever came first",
    arguments: [false, true], [false, true])
  func sameInstant(isReversed: Bool, isCompacted: Bool) throws {
    let scene = try SharedDevice()
    let time = "2026-07-01T09:00:00Z"
    let refusals = ["order,\(time),,e1@mail.example,u1,no", "order,\(time),,e2@mail.example,u1,no"]
    try scene.ingest(isReversed ? refusals.reversed() : refusals, as: "no.csv")
    try scene.ingest(["order,2026-07-02T09:00:00Z,,e1@mail.example,,yes"], as: "yes.csv")
    if isCompacted { _ = try scene.desk.compact(now: TestWorkspace.now) }
    #expect(
      try scene.consent(of: "email:e2@mail.example") == .refused, "nothing was said of e2 since")
    // What one address alone has refused stands, whatever is said of the person's other identifiers.
    let own = ["order,\(time),,e3@mail.example,u3,no", "order,\(time),,e3@mail.example,,no"]
    try scene.ingest(isReversed ? own.reversed() : own, as: "own.csv")
    try scene.ingest(["order,2026-07-02T09:00:00Z,,,u3,yes"], as: "later.csv")
    #expect(try scene.consent(of: "user_id:u3") == .refused)
    #expect(try scene.desk.verifyLedger().findings.isEmpty)
  }

  @Test("who is split from a row's first identifier keeps what the row said")
  func split() throws {
    let scene = try SharedDevice()
    try scene.ingest(["order,2026-07-01T09:00:00Z,,a@mail.example,,yes"], as: "yes.csv")
    try scene.ingest(["order,2026-07-02T09:00:00Z,own,a@mail.example,,no"], as: "no.csv")
    _ = try scene.desk.split(
      IdentifierReference("cookie:own"), isTrial: false, now: TestWorkspace.now)
    #expect(try scene.consent(of: "email:a@mail.example") == .refused)
  }

  @Test("a row is listed and counted once where its first identifier is kept apart")
  func listedOnce() throws {
    let scene = try SharedDevice()
    try scene.shareTheKiosk()
    try scene.ingest(
      [
        "order,2026-09-10T10:00:00Z,kiosk,a@mail.example,u1,no",
        "order,2026-09-10T10:00:00Z,kiosk,b@mail.example,u2,no",
        "order,2026-09-11T10:00:00Z,kiosk,a@mail.example,u1,no",
        "order,2026-09-11T10:00:00Z,kiosk,a@mail.example,u1,yes",
      ], as: "answers.csv")
    #expect(try scene.records(of: "user_id:u1") == 3)
    #expect(try scene.records(of: "email:b@mail.example") == 1)
    let report = try scene.desk.accessReport("user_id:u1", terms: scene.terms)
    #expect(report.consent.count { $0.purpose == "email" } == 3)
    let coverage = try scene.desk.consentCoverage(
      ConsentRequest(breakdown: .source), terms: scene.terms)
    let email = try #require(coverage.purposes.first { $0.name == "email" })
    // The kiosk is somebody of its own.
    #expect(email.granted.reduce(0, +) == 2 && email.withdrawn.reduce(0, +) == 6)
  }

  @Test("merging column files keeps whose record a record repeats")
  func compacted() throws {
    let scene = try SharedDevice()
    try scene.ingest(["order,2026-07-01T09:00:00Z,own,a@mail.example,u1,no"], as: "no.csv")
    try scene.ingest(["order,2026-07-05T09:00:00Z,own,,,yes"], as: "yes.csv")
    _ = try scene.desk.compact(now: TestWorkspace.now)
    #expect(try scene.consent(of: "user_id:u1") == .granted)
    #expect(try scene.records(of: "user_id:u1") == 2)
    #expect(try scene.desk.verifyLedger().findings.isEmpty)
  }

  @Test("of accounts seen in one second the same are together whoever came first")
  func ties() throws {
    let rows = (1...6).map { "login,2026-07-01T00:00:00Z,,family@mail.example,acct\($0)," }
    var seen: Set<[Bool]> = []
    for order in [rows, rows.reversed(), Array(rows[3...] + rows[..<3])] {
      let scene = try SharedDevice()
      try scene.ingest(order, as: "logins.csv")
      seen.insert(
        try (1...6).map { try scene.isOne("user_id:acct\($0)", "email:family@mail.example") })
    }
    #expect(seen.count == 1)
    #expect(seen.first?.count { $0 } == 5)
  }
}
