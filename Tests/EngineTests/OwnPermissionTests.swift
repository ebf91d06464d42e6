import Basis
import Engine
import Requests
import Sealing
import Support
import Testing

/// Under the scope `own` a person is addressed by the identifiers that have the permission, and by no
/// other.
@Suite("Permission of each identifier alone") struct OwnPermissionTests {
  private static let now = Timestamp(1_790_000_000)

  /// A's e-mail has refused and its number granted, B's the other way round; C's number has run out;
  /// of D nothing but the number was ever asked; E has said nothing.
  private func workspace() throws -> ExportWorkspace {
    let workspace = try ExportWorkspace(clock: { Self.now })
    try FileSystem.write(Array("scope = \"own\"\n".utf8), to: workspace.path + "/consent.toml")
    func row(_ id: String, _ email: String, _ time: String, _ ads: String) -> String {
      "\(id),\(time)T10:00:00Z,\(email),,,,,,,\(ads),\(ads)\n"
    }
    var text = ExportWorkspace.header
    for name in ["a", "b", "c", "d", "e"] {
      text += row(name, "\(name)@mail.example", "2026-05-01", "")
    }
    text += row("a", "", "2026-06-01", "y") + row("", "a@mail.example", "2026-06-02", "n")
    text += row("b", "", "2026-06-01", "n") + row("", "b@mail.example", "2026-06-02", "y")
    text += row("c", "", "2025-01-01", "y") + row("", "c@mail.example", "2026-06-02", "y")
    text += row("d", "", "2026-06-01", "y")
    try workspace.ingest(text)
    return workspace
  }

  private var terms: QuestionDesk.Terms { QuestionDesk.Terms(asOf: Self.now) }

  private func order(_ workspace: ExportWorkspace, _ namespaces: [String], _ file: String)
    -> DeliveryOrder
  {
    workspace.order(file: file) { $0.namespaces = namespaces }
  }

  @Test("coverage, a count, its SQL and a delivery's waterfall count the same people")
  func agreement() throws {
    let workspace = try workspace()
    defer { try? workspace.remove() }
    let covered = try #require(
      try workspace.desk.coverage(CoverageRequest(), terms: terms).purposes
        .first { $0.name == "ads" })
    #expect(covered.total == CoverageFigures(granted: 4, noSignal: 1))
    let count = try workspace.desk.count("consent(ads)", each: false, terms: terms).total.count
    #expect(count == covered.total.allowed)
    var units = 0
    try workspace.desk.sql(
      try workspace.desk.sql("consent(ads)", terms: terms), terms: terms, names: { _ in },
      row: { _ in
        units += 1
        return true
      })
    #expect(units == count)
    let answer = try workspace.desk.export(order(workspace, ["email"], "o.csv"), terms: terms)
    #expect(
      answer.waterfall.steps.map(\.remaining) == [5, 4, 2, 2]
        && answer.waterfall.steps[2].note == "no email that itself has the permission")
  }

  @Test("a file has the identifiers that were granted and none of the same people's others")
  func delivering() throws {
    let workspace = try workspace()
    defer { try? workspace.remove() }
    _ = try workspace.desk.export(order(workspace, ["email"], "mails.csv"), terms: terms)
    #expect(try workspace.addresses("mails.csv") == ["b@mail.example", "c@mail.example"])
    _ = try workspace.desk.export(order(workspace, ["email", "crm_id"], "both.csv"), terms: terms)
    #expect(
      Set(try workspace.rows("both.csv")) == [",a", "b@mail.example,", "c@mail.example,", ",d"])
  }

  @Test("whoever leaves is taken out by the identifier that was delivered")
  func leaving() throws {
    let workspace = try workspace()
    defer { try? workspace.remove() }
    _ = try workspace.desk.export(
      order(workspace, ["email", "crm_id"], "first.csv"), terms: terms)
    // Said before the delivery, and told after it.
    try workspace.ingest(
      ExportWorkspace.header + ",2026-09-01T00:00:00Z,b@mail.example,,,,,,,n,n\n"
        + "d,2026-09-01T00:00:00Z,,,,,,,,n,n\n")
    var delta = order(workspace, ["email", "crm_id"], "second.csv")
    delta.isDelta = true
    _ = try workspace.desk.export(delta, terms: terms)
    #expect(try workspace.rows("second.csv").isEmpty)
    #expect(Set(try workspace.rows("second-removed.csv")) == ["b@mail.example,", ",d"])
  }

  /// How each destination writes the address and the number of one person.
  private static let spellings: [(destination: String, address: String, number: String)] = [
    ("csv", "two@mail.example", "49301000002"),
    (
      "google_customer_match", SHA256.hex(of: "two@mail.example"), SHA256.hex(of: "+49301000002")
    ),
    ("meta_custom_audience", SHA256.hex(of: "two@mail.example"), SHA256.hex(of: "49301000002")),
    (
      "uid2", "ZpGbXMhiv8HXUIXaVX4UySQ33qPCh6nooOrqyttewmI=",
      "dywPPHVSR1k1hG9FhEU4JrQ7m5iKqIGU/NpKFzBsflw="
    ),
  ]

  @Test(
    "whoever withdraws one identifier of several is taken out by that one and stays by the others",
    arguments: 0..<spellings.count)
  func withdrawing(index: Int) throws {
    let (destination, address, number) = Self.spellings[index]
    let workspace = try ExportWorkspace(people: 100..<300, clock: { Self.now })
    defer { try? workspace.remove() }
    try FileSystem.write(Array("scope = \"own\"\n".utf8), to: workspace.path + "/consent.toml")
    func order(_ file: String, isDelta: Bool) -> DeliveryOrder {
      var order = workspace.order("everyone", to: destination, file: file)
      if destination == "csv" { order.namespaces = ["email", "phone", "crm_id"] }
      order.isDelta = isDelta
      return order
    }
    func say(_ id: String, _ email: String, _ phone: String, _ day: String, _ answer: String)
      throws
    {
      try workspace.ingest(
        ExportWorkspace.header
          + "\(id),2026-\(day)T10:00:00Z,\(email),\(phone),,,,,,\(answer),\(answer)\n")
    }
    for (id, email, phone) in [
      ("p1", "one@mail.example", "+49301000001"), ("p2", "two@mail.example", "+49301000002"),
    ] {
      try say(id, email, phone, "05-01", "")
      try say("", email, "", "06-01", "y")
      try say("", "", phone, "06-01", "y")
    }
    let first = try workspace.desk.export(order("first", isDelta: false), terms: terms)
    let all = try workspace.rows("first").joined(separator: "\n")
    #expect(all.contains(address) && all.contains(number))
    try say("", "two@mail.example", "", "07-01", "n")
    let answer = try workspace.desk.export(order("second", isDelta: true), terms: terms)
    #expect([answer.rows, answer.added, answer.removed] == [0, 0, 0])
    let gone = try workspace.rows("second-removed")
    #expect(gone.count == 1 && gone[0].contains(address))
    #expect(!gone[0].contains(number) && !gone[0].contains("p2"))
    _ = try workspace.desk.export(order("third", isDelta: true), terms: terms)
    #expect(try workspace.rows("third-removed").isEmpty)
    try say("", "two@mail.example", "", "08-01", "y")
    let again = try workspace.desk.export(order("fourth", isDelta: true), terms: terms)
    #expect([again.rows, again.added, again.removed] == [1, 0, 0])
    #expect(again.waterfall.delivered == first.waterfall.delivered)
    #expect(try workspace.rows("fourth-removed").isEmpty)
    #expect(try workspace.desk.check().problems == [])
  }

  @Test("an identifier that was split off, or that nobody has any more, is taken out, too")
  func splitting() throws {
    let workspace = try ExportWorkspace(clock: { Self.now })
    defer { try? workspace.remove() }
    try workspace.ingest(
      ExportWorkspace.header + "a,2026-05-01T10:00:00Z,a@mail.example,,,,,,,y,y\n"
        + "b,2026-05-01T10:00:00Z,b@mail.example,,,,,,,y,y\n"
        + "c,2026-05-01T10:00:00Z,c@mail.example,,,,,,,y,y\n")
    _ = try workspace.desk.export(order(workspace, ["email", "crm_id"], "first.csv"), terms: terms)
    _ = try workspace.desk.split(
      IdentifierReference("email:a@mail.example"), isTrial: false, now: Self.now)
    try workspace.ingest(
      ExportWorkspace.header + ",2026-06-01T00:00:00Z,a@mail.example,,,,,,,n,n\n")
    try FileSystem.write(
      Array("[[bad]]\nnamespace = \"email\"\nvalue = \"c@*\"\n".utf8),
      to: workspace.path + "/bad_identifiers.toml")
    var delta = order(workspace, ["email", "crm_id"], "second.csv")
    delta.isDelta = true
    _ = try workspace.desk.export(delta, terms: terms)
    #expect(try workspace.rows("second.csv").isEmpty)
    #expect(
      Set(try workspace.rows("second-removed.csv")) == ["a@mail.example,", "c@mail.example,"])
  }

  @Test("a list in clear and the identity graph show no identifier that was not granted")
  func listing() throws {
    let workspace = try workspace()
    defer { try? workspace.remove() }
    let list = QuestionDesk.MemberList(
      limit: 10, namespaces: ["email"], reveal: true, purposes: ["ads"])
    let members = try workspace.desk.members(of: "everyone", list, terms: terms).members
    var shown: Set<String> = []
    for (_, values) in members.flatMap(\.identifiers) { shown.formUnion(values) }
    #expect(Set(shown.filter { !$0.contains("•") }) == ["b@mail.example", "c@mail.example"])
    #expect(members.count(where: \.isWithheld) == 3)
    let graph = workspace.folder + "/graph.csv"
    let written = try workspace.desk.exportIdentity(
      to: graph, reveal: true, purposes: ["ads"], terms: terms)
    let mails = try FileSystem.readText(graph).split(separator: "\n")
      .filter { $0.hasPrefix("email,") && !$0.contains("withheld-") }
    #expect(mails.count == 2 && !mails.contains { $0.contains("a@mail.example") })
    #expect(written.withheld == 6, "three e-mails and the three ids that granted nothing")
  }
}
