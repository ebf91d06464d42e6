import Basis
import Engine
import Support
import Testing

@Suite("Linkage of a workspace") struct LinkageWorkspaceTests {
  static let mapping =
    mappingHead(of: ["profile"], by: ["crm_id": "id", "email": "email"], time: nil) + """
      [[attribute]]
      name = "name"
      column = "name"
      [[attribute]]
      name = "city"
      column = "city"
      """

  static let linkage = """
    threshold = 0.8
    lambda = 0.02
    [[comparison]]
    kind = "jaro_winkler"
    columns = ["name"]
    [[comparison]]
    kind = "exact"
    columns = ["city"]
    [[blocking]]
    columns = ["name/2"]
    [[blocking]]
    columns = ["city"]
    """

  /// Forty people of whom each comes twice, under other numbers, in two batches.
  func made() throws -> (TestWorkspace, config: String) {
    let workspace = try TestWorkspace()
    try workspace.addSource("crm", kind: "crm", mapping: Self.mapping)
    var random = Seeded(4)
    let names = (0..<40).map { _ in random.text(of: "abcdefghijklmnoprstuv", upTo: 10) + "olt" }
    for batch in 0..<2 {
      let rows = names.enumerated().map { index, name in
        "k\(batch)-\(index),,\(name),city\(index)\n"
      }
      try workspace.ingest(
        "id,email,name,city\n" + rows.joined(), as: "crm\(batch).csv", source: "crm")
    }
    let config = workspace.folder + "/linkage.toml"
    try FileSystem.write(Array(Self.linkage.utf8), to: config)
    return (workspace, config)
  }

  func people(_ workspace: TestWorkspace) throws -> Int {
    try workspace.desk.count(
      "everyone", each: false, terms: TestWorkspace.terms
    ).total.count
  }

  @Test("probable links count only under the lenses that are switched on, and go with a batch")
  func switched() throws {
    let (workspace, config) = try made()
    #expect(try people(workspace) == 80)
    var plans: [LinkagePlan] = []
    let report = try #require(
      try workspace.desk.linkPeople(
        LinkageRequest(configuration: config), now: TestWorkspace.now
      ) { plan in
        plans.append(plan)
        return true
      })
    #expect(plans == [report.plan])
    #expect(report.plan.records == 80)
    #expect(report.links == 40)
    #expect(try people(workspace) == 80)
    try FileSystem.write(
      Array("probable_lenses = [\"person\"]\n".utf8), to: workspace.path + "/identity.toml")
    #expect(try people(workspace) == 40)
    let answer = try workspace.desk.explain(
      IdentifierReference("crm_id:k0-7"), IdentifierReference("crm_id:k1-7"), reveal: false,
      terms: TestWorkspace.terms)
    #expect(answer.isOne)
    #expect(answer.chain.map(\.evidence) == ["probable"])
    #expect((answer.chain.first?.confidence ?? 0) >= 0.8)
    // Running it again finds the same, although the links it made now count.
    let again = try #require(
      try workspace.desk.linkPeople(
        LinkageRequest(configuration: config), now: TestWorkspace.now, planned: { _ in true }))
    #expect(again.links == 40)
    #expect(try workspace.desk.forgetProbableLinks(now: TestWorkspace.now) == 40)
    _ = try workspace.desk.linkPeople(
      LinkageRequest(configuration: config), now: TestWorkspace.now, planned: { _ in true })
    _ = try workspace.desk.undo(batch: 2, now: TestWorkspace.now)
    #expect(
      try workspace.desk.identityFigures(terms: .init(asOf: TestWorkspace.now)).probableLinks == 0)
    #expect(try people(workspace) == 40)
    // Those that went with the batch are not counted as forgotten now.
    #expect(try workspace.desk.forgetProbableLinks(now: TestWorkspace.now) == 0)
  }

  @Test("a plan that is refused changes nothing")
  func refusedPlan() throws {
    let (workspace, config) = try made()
    let report = try workspace.desk.linkPeople(
      LinkageRequest(configuration: config), now: TestWorkspace.now, planned: { _ in false })
    #expect(report == nil)
    #expect(
      try workspace.desk.identityFigures(terms: .init(asOf: TestWorkspace.now)).probableLinks == 0)
  }

  @Test("records of a file are linked, judged and written")
  func records() throws {
    let folder = try temporaryFolder()
    var text = "rec,name,city,who\n"
    for index in 0..<60 {
      text += "a\(index),name\(index * 7919 % 1000),city\(index % 9),\(index)\n"
      text += "b\(index),name\(index * 7919 % 1000),city\(index % 9),\(index)\n"
    }
    try FileSystem.write(Array(text.utf8), to: folder + "/records.csv")
    try FileSystem.write(Array(Self.linkage.utf8), to: folder + "/linkage.toml")
    var request = LinkageRequest(configuration: folder + "/linkage.toml")
    (request.idColumn, request.truthColumn) = ("rec", "who")
    request.out = folder + "/pairs.csv"
    request.waterfalls = 2
    let report = try #require(
      try QuestionDesk.linkRecords(
        request, in: folder + "/records.csv", planned: { _ in true }))
    #expect(report.waterfalls.count == 2)
    for waterfall in report.waterfalls {
      let sum = waterfall.bars.reduce(0) { $0 + $1.weight + $1.frequencyWeight }
      #expect(abs(sum - waterfall.weight) < 1e-9)
    }
    #expect(report.score?.recall == 1)
    let lines = try FileSystem.readText(folder + "/pairs.csv").split(separator: "\n")
    #expect(lines.first == "a,b,weight,probability,same_cluster")
    #expect(lines.dropFirst().count { $0.hasSuffix(",1") } >= 60)
    request.idColumn = "recc"
    let fault = #expect(throws: Fault.self) {
      try QuestionDesk.linkRecords(request, in: folder + "/records.csv", planned: { _ in true })
    }
    #expect(fault?.remedy.contains("Did you mean rec?") == true)
  }

  @Test("people who share a network on enough days are a household, under that lens alone")
  func households() throws {
    let workspace = try TestWorkspace()
    try workspace.addSource(
      "web", kind: "web",
      mapping: mappingHead(by: ["user_id": "user", "ip": "ip"], constant: "visit"))
    var text = "time,user,ip\n"
    for day in 1...6 {
      let stamp = "2026-08-0\(day)T10:00:00Z"
      text += "\(stamp),ann,203.0.113.9\n\(stamp),bob,203.0.113.9\n"
      if day < 3 { text += "\(stamp),eve,203.0.113.9\n" }
    }
    try workspace.ingest(text, as: "web.csv", source: "web")
    func units(_ lens: Lens) throws -> Int {
      try workspace.desk.count(
        "did visit", each: false, terms: .init(asOf: TestWorkspace.now, lens: lens)
      ).total.count
    }
    #expect(try units(.person) == 3)
    // Eve was a guest on two days and stays a household of her own.
    #expect(try units(.household) == 2)
    let answer = try workspace.desk.explain(
      IdentifierReference("user_id:ann"), IdentifierReference("user_id:bob"), reveal: false,
      terms: .init(asOf: TestWorkspace.now, lens: .household))
    #expect(answer.isOne)
    #expect(
      answer.reason == "they are two persons of one household, by the network ip:203•••.9 that 2 "
        + "persons share on 12 days in all")
  }
}
