import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Lists of people and permission") struct ListPermissionTests {
  private static let mapping =
    mappingHead(
      of: ["profile", "consent"], by: ["email": "email", "user_id": "user", "idfa": "device"]) + """
      [[attribute]]
      name = "nickname"
      column = "nickname"
      personal = true
      [[consent]]
      purpose = "storage"
      column = "storage"
      granted = ["yes"]
      [[consent]]
      purpose = "email"
      column = "news"
      granted = ["yes"]
      """
  private static let terms = TestWorkspace.terms

  /// One who permits storage, one who permits e-mail alone, one who has said nothing.
  private func workspace() throws -> TestWorkspace {
    let test = try TestWorkspace()
    try test.addSource("crm", kind: "crm", mapping: Self.mapping)
    try test.ingest(
      """
      time,email,user,device,nickname,storage,news
      2026-09-01T10:00:00Z,one@example.org,k1,6D92078A-8246-4BA4-AE5B-76104861E7D1,Whiskers,yes,no
      2026-09-01T10:00:00Z,two@example.org,k2,6D92078A-8246-4BA4-AE5B-76104861E7D2,Snowball,no,yes
      2026-09-01T10:00:00Z,three@example.org,k3,6D92078A-8246-4BA4-AE5B-76104861E7D3,Patches,,

      """, as: "crm.csv", source: "crm")
    return test
  }

  private func clear(_ test: TestWorkspace, reveal: Bool, purposes: [String] = []) throws -> (
    texts: Set<String>, withheld: Int
  ) {
    let list = QuestionDesk.MemberList(
      limit: 10, namespaces: ["email", "user_id", "idfa"], attributes: ["nickname"],
      reveal: reveal, purposes: purposes)
    let answer = try test.desk.members(of: "everyone", list, terms: Self.terms)
    #expect(answer.members.count == 3)
    var texts: Set<String> = []
    for member in answer.members {
      for (_, values) in member.identifiers { texts.formUnion(values) }
      for case .text(let text)? in member.attributes.map({ $0.value }) { texts.insert(text) }
    }
    return (texts.filter { !$0.contains("•") }, answer.members.count(where: \.isWithheld))
  }

  @Test("identifiers of any kind are listed in clear under a purpose that the person permits alone")
  func members() throws {
    let test = try workspace()
    defer { removeFolder(test.folder) }
    #expect(try clear(test, reveal: false).texts.isEmpty)
    let one: Set<String> = [
      "k1", "one@example.org", "6d92078a-8246-4ba4-ae5b-76104861e7d1", "Whiskers",
    ]
    let two: Set<String> = [
      "k2", "two@example.org", "6d92078a-8246-4ba4-ae5b-76104861e7d2", "Snowball",
    ]
    func lowered(_ texts: Set<String>) -> Set<String> { Set(texts.map { $0.lowercased() }) }
    let storage = try clear(test, reveal: true)
    #expect(lowered(storage.texts) == lowered(one) && storage.withheld == 2)
    let email = try clear(test, reveal: true, purposes: ["email"])
    #expect(lowered(email.texts) == lowered(two))
    let both = try clear(test, reveal: true, purposes: ["email", "storage"])
    #expect(both.texts.isEmpty && both.withheld == 3)
    #expect(throws: Fault.self) { try clear(test, reveal: true, purposes: ["emial"]) }
    try FileSystem.write(Array("lists = \"email\"\n".utf8), to: test.path + "/consent.toml")
    #expect(try lowered(clear(test, reveal: true).texts) == lowered(two))
  }

  @Test(
    "a written graph tells those apart who have not permitted it, and names them not",
    arguments: [false, true])
  func graph(reveal: Bool) throws {
    let test = try workspace()
    defer { removeFolder(test.folder) }
    let file = test.folder + "/graph.csv"
    let export = try test.desk.exportIdentity(to: file, reveal: reveal, terms: Self.terms)
    #expect((export.identifiers, export.profiles, export.withheld) == (9, 3, 6))
    let text = try FileSystem.readText(file).lowercased()
    #expect(text.contains("one@example.org") == reveal)
    for hidden in ["two@", "three@", "76104861e7d2", "76104861e7d3"] {
      #expect(!text.contains(hidden))
    }
    #expect(text.contains("76104861e7d1") && text.contains("user_id,k1,"))
    #expect(!text.contains(",k2,") && !text.contains(",k3,"))
    #expect(Set(text.split(separator: "\n")).count == 10)
  }

  @Test("a person's refusal holds for each of their devices, and for the household they live in")
  func lenses() throws {
    let test = try TestWorkspace()
    defer { removeFolder(test.folder) }
    try test.desk.addSource(
      "crm", party: "first", kind: "crm",
      mapping: Self.mapping + """

        [[attribute]]
        name = "address"
        column = "address"
        """, expectedInterval: nil, monthlyCost: nil, now: TestWorkspace.now)
    // The e-mail refuses; the second phone, on which the account was seen, grants.
    try test.ingest(
      """
      time,email,user,device,nickname,storage,news,address
      2026-09-01T10:00:00Z,one@example.org,k1,6D92078A-8246-4BA4-AE5B-76104861E7D1,Tom,no,,Lane 1
      2026-09-02T10:00:00Z,,k1,6D92078A-8246-4BA4-AE5B-76104861E7D2,,,,
      2026-09-03T10:00:00Z,,,6D92078A-8246-4BA4-AE5B-76104861E7D2,,yes,,

      """, as: "crm.csv", source: "crm")
    for (lens, units) in [(Lens.device, 2), (.household, 1), (.person, 1)] {
      let terms = QuestionDesk.Terms(asOf: TestWorkspace.now, lens: lens)
      let list = QuestionDesk.MemberList(
        limit: 10, namespaces: ["email", "user_id", "idfa"], attributes: ["nickname"], reveal: true,
        purposes: ["storage"])
      let answer = try test.desk.members(of: "everyone", list, terms: terms)
      #expect(answer.total == units)
      for member in answer.members {
        #expect(member.isWithheld)
        #expect(member.identifiers.allSatisfy { $0.values.allSatisfy { $0.contains("•") } })
      }
      let file = test.folder + "/\(lens.rawValue).csv"
      let export = try test.desk.exportIdentity(
        to: file, reveal: true, purposes: ["storage"], terms: terms)
      #expect(export.withheld == 4 && export.identifiers == 4)
      #expect(try !FileSystem.readText(file).lowercased().contains("76104861e7d2"))
      #expect(
        try test.desk.count("consent(storage)", each: false, terms: terms).total.count == 0)
      let coverage = try test.desk.coverage(
        CoverageRequest(dimensions: ["source"], days: 30), terms: terms)
      let storage = try #require(coverage.purposes.first { $0.name == "storage" })
      #expect(storage.total == CoverageFigures(refused: units))
      #expect(storage.days.last?.figures == storage.total)
      #expect(storage.byGroup == [storage.total])
      #expect(storage.daysByGroup.map { $0.last?.figures } == [storage.total])
    }
  }

  @Test("nobody counts people by what is personal: its values would be a list of them")
  func groups() throws {
    let test = try workspace()
    defer { removeFolder(test.folder) }
    try test.addSource(
      "forms", kind: "web",
      mapping: mappingHead(by: ["user_id": "user"]) + """
        [[field]]
        name = "message"
        column = "message"
        personal = true
        [[field]]
        name = "topic"
        column = "topic"
        """)
    try test.ingest(
      """
      event,time,user,message,topic
      asked,2026-09-02T10:00:00Z,k1,I am Whiskers,delivery
      asked,2026-09-02T11:00:00Z,k2,I am Snowball,returns

      """, as: "forms.csv", source: "forms")
    for name in ["nickname", "message", "asked.message"] {
      let request = FacetRequest(segment: .text("everyone"), attributes: [name])
      let fault = #expect(throws: Fault.self, "\(name)") {
        try test.desk.facets(request, terms: Self.terms)
      }
      #expect(fault?.code == .refused)
    }
    let all = try test.desk.facets(
      FacetRequest(segment: .text("everyone"), top: 9), terms: Self.terms)
    #expect(all.map(\.attribute).contains("topic"))
    #expect(!all.map(\.attribute).contains { ["message", "nickname"].contains($0) })
    for (report, setting, name) in [
      ("journeys", "by", "message"), ("sessions", "by", "message"), ("campaigns", "by", "nickname"),
      ("sessions", "split", "nickname"),
    ] {
      let request = ReportRequest(name: report, settings: [.init(setting, name)])
      let fault = #expect(throws: Fault.self, "\(report)") {
        try test.desk.report(request, terms: Self.terms)
      }
      #expect(fault?.code == .refused)
    }
    var columns: [String] = []
    try test.desk.sql(
      "SELECT * FROM events LIMIT 1", terms: Self.terms, names: { columns = $0 }, row: { _ in true }
    )
    #expect(columns.contains("topic") && !columns.contains("message"))
    var texts: [String] = []
    try test.desk.sql(
      "SELECT name || ' ' || text FROM event_fields", terms: Self.terms, names: { _ in },
      row: {
        texts += $0.compactMap { $0?.shown }
        return true
      })
    #expect(texts.contains("topic returns") && !texts.contains { $0.contains("Snowball") })
  }
}
