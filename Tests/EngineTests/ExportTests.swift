import Basis
import Engine
import Requests
import Sealing
import Support
import Testing

@Suite("Export") struct ExportTests {
  @Test("everybody who consents and can be found is delivered, in the same order each time")
  func delivering() throws {
    let workspace = try ExportWorkspace(people: 0..<300)
    defer { try? workspace.remove() }
    let answer = try workspace.export(workspace.order())
    let expected = (0..<300).filter(ExportWorkspace.isDeliverable)
    #expect(answer.rows == expected.count)
    #expect(answer.delivered == expected.count)
    let addresses = expected.filter { $0 % 5 != 4 }.map { "person.\($0)@example.com" }
    #expect(
      try workspace.rows().compactMap { $0.hasPrefix("person") ? $0.prefix { $0 != "," } : nil }
        .map(String.init) == addresses)
    let again = try workspace.export(workspace.order(file: "again.csv"))
    #expect(again.files[0].sha256 == answer.files[0].sha256)
    #expect(FileSystem.permissions(of: workspace.folder + "/out.csv") == 0o600)
    let bytes = try FileSystem.read(workspace.folder + "/out.csv")
    #expect(SHA256.of(bytes.span).hex == answer.files[0].sha256)
    #expect(try workspace.desk.check().problems == [])
    var left = try #require(answer.waterfall.steps.first).remaining
    for step in answer.waterfall.steps.dropFirst() {
      #expect(step.remaining + step.lost == left)
      left = step.remaining
    }
  }

  @Test("a channel tells what stands in each column of its file")
  func columns() throws {
    let workspace = try ExportWorkspace(people: 0..<1)
    defer { try? workspace.remove() }
    let channels = try workspace.desk.destinationSummaries().list
    let channel = try #require(channels.first { $0.name == "ad_manager_ppid" })
    #expect(
      channel.columnsTold.map { [$0.name, $0.holds, $0.form] } == [
        ["ppid", "user_id", "SHA-256"], ["list_id", "what list_id is told", ""],
        ["delete", "“false”", ""], ["process_consent", "“true”", ""],
      ])
  }

  @Test("a withdrawal counts whatever instant the segment is asked as of")
  func withdrawing() throws {
    let workspace = try ExportWorkspace(people: 0..<12)
    defer { try? workspace.remove() }
    try workspace.ingest(
      ExportWorkspace.header + ExportWorkspace.row(0, ads: "n", time: "2026-06-01T00:00:00Z"))
    let past = QuestionDesk.Terms(asOf: Timestamp(1_778_000_000))
    let answer = try workspace.desk.export(workspace.order(), terms: past)
    #expect(try !workspace.addresses().contains("person.0@example.com"))
    #expect(answer.rows == (1..<12).filter(ExportWorkspace.isDeliverable).count)
    var household = workspace.terms
    household.lens = .device
    #expect(throws: Fault.self) { try workspace.desk.export(workspace.order(), terms: household) }
  }

  @Test("an existing file stays unless it may be replaced, and then until the new one is whole")
  func existing() throws {
    let workspace = try ExportWorkspace(people: 0..<20)
    defer { try? workspace.remove() }
    try FileSystem.write(Array("mine".utf8), to: workspace.folder + "/out.csv")
    #expect(throws: Fault.self) { try workspace.export(workspace.order()) }
    var stopped = workspace.terms
    stopped.progress = { _, _ in false }
    let forced = workspace.order { $0.replacesFile = true }
    #expect(throws: Fault.self) { try workspace.desk.export(forced, terms: stopped) }
    #expect(try FileSystem.readText(workspace.folder + "/out.csv") == "mine")
    #expect(try workspace.desk.deliveries().isEmpty)
    #expect(
      try FileSystem.names(in: workspace.folder).filter { $0.contains("partial") } == [])
    try workspace.export(forced)
    #expect(try workspace.rows().count == (0..<20).filter(ExportWorkspace.isDeliverable).count)
  }

  @Test("a preview names the settings that a delivery will need")
  func missingSettings() throws {
    let workspace = try ExportWorkspace(people: 0..<20)
    defer { try? workspace.remove() }
    func obstacles(_ destination: String) throws -> [String] {
      let order = workspace.order(to: destination)
      return try workspace.desk.preflight(order, terms: workspace.terms).obstacles.map(\.command)
    }
    #expect(try obstacles("ad_manager_ppid").contains { $0.contains("--set list_id=") })
    #expect(try obstacles("webhook").contains { $0.contains("--set url=") })
    #expect(try obstacles("csv") == [])
  }

  @Test("JSON lines have a number as a number")
  func typedLines() throws {
    let workspace = try ExportWorkspace(people: 0..<2)
    defer { try? workspace.remove() }
    try workspace.export(
      workspace.order(to: "jsonl", file: "out.jsonl") { $0.attributes = ["income", "country"] })
    let line = try FileSystem.readText(workspace.folder + "/out.jsonl").split(separator: "\n").last
    #expect(
      line == #"{"email":"person.1@example.com","income":100,"country":"US"}"#)
  }

  @Test("under the minimum it refuses and says by how much")
  func minimum() throws {
    let workspace = try ExportWorkspace(people: 0..<90)
    defer { try? workspace.remove() }
    let count = (0..<90).filter(ExportWorkspace.isDeliverable).count
    let order = workspace.order(to: "google_customer_match")
    let flight = try workspace.desk.preflight(order, terms: workspace.terms)
    #expect(flight.rows == count)
    #expect(flight.obstacles.count == 1)
    do throws(Fault) {
      _ = try workspace.desk.export(order, terms: workspace.terms)
      Issue.record("it was delivered")
    } catch {
      #expect(error.reason.contains("\(100 - count) fewer than the 100"))
    }
    #expect(FileSystem.kind(of: workspace.folder + "/out.csv") == nil)
    #expect(flight.sample.allSatisfy { row in row.allSatisfy { !$0.contains("person") } })
  }

  @Test("a delta has who came, a second file who left, and the delivery all of them")
  func delta() throws {
    let workspace = try ExportWorkspace(people: 0..<30)
    defer { try? workspace.remove() }
    try workspace.export(workspace.order())
    let before = try workspace.addresses()
    try workspace.ingest(
      ExportWorkspace.header + (30..<45).map { ExportWorkspace.row($0) }.joined()
        + ExportWorkspace.row(0, ads: "n", time: "2026-06-01T00:00:00Z"))
    let answer = try workspace.export(workspace.order(file: "new.csv") { $0.isDelta = true })
    #expect(answer.added == (30..<45).filter(ExportWorkspace.isDeliverable).count)
    #expect(answer.removed == 1)
    let added = try workspace.addresses("new.csv")
    #expect(added.isDisjoint(with: before))
    #expect(try workspace.addresses("new-removed.csv") == ["person.0@example.com"])
    try workspace.export(workspace.order(file: "whole.csv"))
    #expect(
      try workspace.addresses("whole.csv")
        == before.union(added).subtracting(["person.0@example.com"]))
    let nothing = try workspace.export(workspace.order(file: "same.csv") { $0.isDelta = true })
    #expect([nothing.rows, nothing.added, nothing.removed] == [0, 0, 0])
    #expect(try workspace.desk.check().problems == [])
  }

  @Test(
    "a delta tells whom it cannot name any more, until everyone is delivered",
    arguments: [false, true])
  func unnamed(compacted: Bool) throws {
    let workspace = try ExportWorkspace(people: 0..<30)
    defer { try? workspace.remove() }
    try workspace.ingest(30..<31)
    try workspace.export(workspace.order())
    _ = try workspace.desk.undo(batch: 2, now: SystemClock.now())
    if compacted { _ = try workspace.desk.compact(now: SystemClock.now()) }
    let flight = try workspace.desk.preflight(
      workspace.order { $0.isDelta = true }, terms: workspace.terms)
    #expect([flight.unnamed, flight.removed] == [2, 1])
    let delta = try workspace.export(workspace.order(file: "new.csv") { $0.isDelta = true })
    #expect([delta.unnamed, delta.removed] == [2, 1])
    #expect(try workspace.addresses("new-removed.csv").isEmpty)
    let again = try workspace.export(workspace.order(file: "again.csv") { $0.isDelta = true })
    #expect([again.unnamed, again.removed] == [2, 0])
    #expect(try workspace.export(workspace.order(file: "whole.csv")).unnamed == 0)
    let after = try workspace.export(workspace.order(file: "after.csv") { $0.isDelta = true })
    #expect([after.unnamed, after.removed] == [0, 0])
    #expect(try workspace.desk.check().problems == [])
  }

  @Test("a delta tells of identifiers that its file has no column for, which the channel keeps")
  func narrower() throws {
    let workspace = try ExportWorkspace(people: 0..<30)
    defer { try? workspace.remove() }
    let whole = try workspace.export(
      workspace.order { $0.namespaces = ["email", "crm_id"] })
    let delta = try workspace.export(
      workspace.order(file: "new.csv") { ($0.namespaces, $0.isDelta) = (["email"], true) })
    let unreachable = (0..<30).count { $0 % 3 != 2 && $0 % 5 == 4 }
    #expect([delta.unnamed, delta.removed] == [whole.rows, unreachable])
    let again = try workspace.export(
      workspace.order(file: "again.csv") { ($0.namespaces, $0.isDelta) = (["email"], true) })
    #expect(again.unnamed == whole.rows)
  }

  @Test("a removal names one identifier, where a delivery needs two")
  func needsTwo() throws {
    let workspace = try ExportWorkspace(people: 0..<30)
    defer { try? workspace.remove() }
    try FileSystem.makeFolder(workspace.path + "/destinations")
    try FileSystem.write(
      Array(
        """
        name = "pair"
        purposes = ["sharing"]
        needs = ["email + region"]
        [[column]]
        name = "email"
        identifier = "email"
        [[column]]
        name = "region"
        attribute = "country"
        """.utf8), to: workspace.path + "/destinations/pair.toml")
    let first = try workspace.export(workspace.order(to: "pair"))
    #expect(first.rows > 1)
    try workspace.ingest(
      ExportWorkspace.header + ExportWorkspace.row(0, ads: "n", time: "2026-06-01T00:00:00Z"))
    let delta = try workspace.export(
      workspace.order(to: "pair", file: "new.csv") { $0.isDelta = true })
    #expect(delta.removed == 1)
    #expect(try workspace.rows("new-removed.csv").count == 1)
  }

  @Test("people past their retention are gone before a compaction, and named")
  func retained() throws {
    let now = SystemClock.now()
    let workspace = try ExportWorkspace(people: 0..<30, clock: { now })
    defer { try? workspace.remove() }
    func day(_ days: Int64) -> String { Timestamp(now.seconds - days * 86_400).iso8601 }
    try workspace.ingest(
      ExportWorkspace.header + ExportWorkspace.row(30, time: day(5))
        + ExportWorkspace.row(36, time: day(100)))
    let first = try workspace.export(workspace.order())
    try FileSystem.write(
      Array("[[retention]]\nkeep = \"30d\"\n".utf8), to: workspace.path + "/privacy.toml")
    // Whose permission holds is kept whatever the age of the rest.
    try FileSystem.write(
      Array("expiry = \"40d\"\n".utf8), to: workspace.path + "/consent.toml")
    let delta = try workspace.export(workspace.order(file: "new.csv") { $0.isDelta = true })
    #expect(delta.unnamed == 0)
    let gone = try workspace.addresses("new-removed.csv")
    #expect(gone.contains("person.36@example.com") && !gone.contains("person.30@example.com"))
    #expect([delta.removed, delta.unchanged] == [first.rows - 1, 1])
  }

  @Test("segments, standing lists and lists of addresses are left out")
  func suppressing() throws {
    let workspace = try ExportWorkspace(people: 0..<60)
    defer { try? workspace.remove() }
    let all = Set((0..<60).filter(ExportWorkspace.isDeliverable))
    let first = try workspace.export(workspace.order { $0.suppressed = ["income >= 3000"] })
    #expect(first.rows == all.filter { $0 < 30 }.count)
    _ = try workspace.desk.suppress(
      "rich", expression: "income >= 4000", destination: nil, terms: workspace.terms)
    let digest = SHA256.hex(of: "person.3@example.com")
    try FileSystem.write(
      Array("person.0@example.com\n\(digest)\nnonsense\n".utf8), to: workspace.folder + "/list")
    let list = try workspace.desk.suppress(
      "objections", file: workspace.folder + "/list", namespace: "email", destination: "csv")
    #expect(list.unusable == 1)
    let second = try workspace.export(workspace.order(file: "b.csv"))
    #expect(second.rows == all.filter { $0 < 40 && $0 != 0 && $0 != 3 }.count)
    let other = try workspace.export(workspace.order(to: "jsonl", file: "c.jsonl"))
    #expect(other.rows == all.filter { $0 < 40 }.count)
    try workspace.desk.removeSuppression("rich")
    try workspace.desk.removeSuppression("objections")
    #expect(try workspace.export(workspace.order(file: "d.csv")).rows == all.count)
  }

  @Test("a list of segments gives each person to the first alone")
  func priority() throws {
    let workspace = try ExportWorkspace(people: 0..<60)
    defer { try? workspace.remove() }
    let list = ["income < 2000", "income < 4000", "everyone"]
    var seen: Set<String> = []
    var rows = 0
    for (number, expression) in list.enumerated() {
      let answer = try workspace.export(
        workspace.order(expression, file: "\(number).csv") { $0.priority = list })
      let written = Set(try workspace.rows("\(number).csv"))
      #expect(seen.isDisjoint(with: written))
      seen.formUnion(written)
      rows += answer.rows
    }
    #expect(rows == (0..<60).filter(ExportWorkspace.isDeliverable).count)
    #expect(throws: Fault.self) {
      try workspace.export(workspace.order("country = DE", file: "x.csv") { $0.priority = list })
    }
  }

  @Test("who is held out stays so, nested by share, and other campaigns keep back others")
  func holdout() throws {
    let workspace = try ExportWorkspace(people: 0..<600)
    defer { try? workspace.remove() }
    func delivered(_ percent: Int?, _ campaign: String? = nil) throws -> Set<String> {
      let name = "h\(UInt64.random(in: 0...UInt64.max)).csv"
      try workspace.export(
        workspace.order(file: name) { ($0.heldOut, $0.campaign) = (percent, campaign) })
      return Set(try workspace.rows(name))
    }
    let all = try delivered(nil)
    let ten = try delivered(10)
    #expect(try delivered(10) == ten)
    #expect(try delivered(30).isSubset(of: ten))
    let held = all.count - ten.count
    #expect((all.count / 20...all.count / 5).contains(held))
    let spring = try delivered(10, "spring")
    #expect(spring != ten)
    #expect(try delivered(10, "spring") == spring)
    try workspace.ingest(600..<700)
    #expect(try delivered(10).isSuperset(of: ten))
    #expect(throws: Fault.self) { try delivered(100) }
  }

  @Test("files are split where a destination takes only so many rows")
  func splitting() throws {
    let workspace = try ExportWorkspace(people: 0..<100)
    defer { try? workspace.remove() }
    try FileSystem.makeFolder(workspace.path + "/destinations")
    let text = """
      name = "small"
      purposes = ["sharing"]
      [file]
      rows = 20
      line_ending = "lf"
      delimiter = ";"
      [[column]]
      name = "Address"
      identifier = "email"
      """
    try FileSystem.write(Array(text.utf8), to: workspace.path + "/destinations/small.toml")
    let answer = try workspace.export(workspace.order(to: "small"))
    let expected = (0..<100).filter { $0 % 3 != 2 && $0 % 5 != 4 }
    #expect(answer.rows == expected.count)
    #expect(answer.files.count == (expected.count + 19) / 20)
    var rows: [String] = []
    for number in 1...answer.files.count {
      let file = try workspace.rows("out-\(number).csv")
      #expect(file.count <= 20)
      rows += file
    }
    #expect(rows == expected.map { "person.\($0)@example.com" })
    #expect(FileSystem.kind(of: workspace.folder + "/out.csv") == nil)
    #expect(try workspace.desk.check().problems == [])
    let broken = Array((text + "\nstep = 1").utf8)
    try FileSystem.write(broken, to: workspace.path + "/destinations/small.toml")
    #expect(try workspace.desk.destinationSummaries().problems.count == 1)
    #expect(throws: Fault.self) { try workspace.export(workspace.order(to: "small", file: "y")) }
  }

  @Test("an attribute for certain purposes alone stays empty without them")
  func restricted() throws {
    let workspace = try ExportWorkspace(people: 0..<12)
    defer { try? workspace.remove() }
    try workspace.ingest(
      "id,time,email,phone,first,last,country,zip,income,ads,sharing\n"
        + "c1,2026-06-01T00:00:00Z,person.1@example.com,,First1,Last1,US,10001,100,n,y\n")
    try workspace.desk.restrict("income", to: ["ads"])
    try workspace.export(
      workspace.order { ($0.namespaces, $0.attributes) = (["email"], ["income"]) })
    let rows = try workspace.rows()
    #expect(rows.contains("person.1@example.com,"))
    #expect(rows.contains("person.3@example.com,300"))
    try workspace.desk.restrict("income", to: [])
    try workspace.export(
      workspace.order(file: "b.csv") { ($0.namespaces, $0.attributes) = (["email"], ["income"]) })
    #expect(try workspace.rows("b.csv").contains("person.1@example.com,100"))
    let taxonomy = "[[attribute]]\nname = \"income\"\npurposes = [\"email\"]\n"
    _ = try workspace.desk.setTaxonomy(taxonomy, file: "t.toml", now: SystemClock.now())
    try workspace.export(
      workspace.order(file: "c.csv") { ($0.namespaces, $0.attributes) = (["email"], ["income"]) })
    let without = try workspace.rows("c.csv")
    #expect(without.contains("person.3@example.com,"))
    #expect(!without.contains("300"))
  }

  @Test("a changed file, a changed manifest and a missing file are told apart")
  func verifying() throws {
    let workspace = try ExportWorkspace(people: 0..<20)
    defer { try? workspace.remove() }
    let order = workspace.order { $0.replacesFile = true }
    try workspace.export(order)
    try workspace.export(order)
    #expect(try workspace.desk.check().problems == [])
    let file = workspace.folder + "/out.csv"
    let whole = try FileSystem.read(file)
    try FileSystem.write(whole.dropLast(4) + Array("x\r\n".utf8), to: file)
    #expect(try workspace.desk.check().problems.count == 1)
    try FileSystem.write(whole, to: file)
    try FileSystem.write(Array("{}".utf8), to: file + ".manifest.json")
    #expect(try workspace.desk.check().problems.count == 1)
    try FileSystem.remove(file)
    #expect(try workspace.desk.check().notes.contains { $0.contains("not there any more") })
  }
}
