import Basis
import Engine
import Formats
import Sealing
import Support
import Testing

/// What an erasure cannot change by itself, and says.
@Suite("What an erasure leaves to others") struct ErasureRemainsTests {
  private static let email = ErasureScene.email

  private func erase(_ workspace: TestWorkspace) throws -> ErasureOutcome {
    try workspace.desk.erase(
      "email:\(Self.email)", lens: .person, removals: workspace.folder + "/removals",
      now: TestWorkspace.now)
  }

  @Test(
    "a destination whose description is gone or has mistakes is told by a plain file",
    arguments: [nil, "name = "])
  func undescribed(left: String?) throws {
    let workspace = try ErasureScene.workspace()
    defer { removeFolder(workspace.folder) }
    let file = workspace.path + "/destinations/mychan.toml"
    try FileSystem.makeFolder(workspace.path + "/destinations")
    let description = """
      name = "mychan"
      purposes = ["sharing"]
      [[column]]
      name = "hashed_email"
      identifier = "email"
      hash = "sha256_hex"
      [[column]]
      name = "phone"
      identifier = "phone"
      """
    try FileSystem.write(Array(description.utf8), to: file)
    _ = try workspace.desk.export(
      DeliveryOrder("everyone", to: "mychan", file: workspace.folder + "/out.csv"),
      terms: TestWorkspace.terms)
    try FileSystem.remove(file)
    if let left { try FileSystem.write(Array(left.utf8), to: file) }
    let preview = try workspace.desk.erasurePreview("email:\(Self.email)", lens: .person)
    #expect(preview.notices.map(\.destination) == ["mychan"])
    #expect(preview.notices.map(\.isDescribed) == [false])
    let outcome = try erase(workspace)
    #expect(outcome.leftovers == [])
    let removal = try FileSystem.readText(try #require(outcome.removalFiles.first))
    // What it was given, and no more: neither the address in clear nor the customer number.
    let digest = SHA256.hex(of: ErasureScene.canonical)
    #expect(
      Set(removal.split(separator: "\n")) == [
        "namespace,value", "email_sha256,\(digest)", "phone,+491712345671",
      ])
  }

  @Test("a destination is told to forget the identifiers that it was given, and learns no others")
  func given() throws {
    let workspace = try ErasureScene.workspace()
    defer { removeFolder(workspace.folder) }
    let order = DeliveryOrder(
      "everyone", to: "csv", ids: ["email"], file: workspace.folder + "/out.csv")
    _ = try workspace.desk.export(order, terms: TestWorkspace.terms)
    let outcome = try erase(workspace)
    let removal = try FileSystem.readText(try #require(outcome.removalFiles.first))
    #expect(removal.split(whereSeparator: \.isNewline) == ["email", "\(ErasureScene.canonical)"])
  }

  @Test("who was delivered by attributes alone is removed by these, and by nothing else of them")
  func attributes() throws {
    let workspace = try ErasureScene.workspace()
    defer { removeFolder(workspace.folder) }
    try FileSystem.makeFolder(workspace.path + "/destinations")
    let description = """
      name = "letters"
      purposes = ["sharing"]
      needs = ["email", "name + town"]
      [[column]]
      name = "email"
      identifier = "email"
      hash = "sha256_hex"
      [[column]]
      name = "name"
      attribute = "surname"
      [[column]]
      name = "town"
      attribute = "city"
      [[column]]
      name = "place"
      attribute = "city"
      """
    try FileSystem.write(
      Array(description.utf8), to: workspace.path + "/destinations/letters.toml")
    // Somebody without an address, who later moves, and only then has one.
    try workspace.ingest(
      ErasureScene.header + "C-700,,,Ulm,Ohnemail,2026-08-02,yes\n", as: "a.csv", source: "crm")
    _ = try QuestionDesk(path: workspace.path, clock: { TestWorkspace.now }).export(
      DeliveryOrder("city = Ulm", to: "letters", file: workspace.folder + "/out.csv"),
      terms: TestWorkspace.terms)
    let later = Timestamp(TestWorkspace.now.seconds + 86_400)
    try workspace.ingest(
      ErasureScene.header
        + "C-700,new@mail.example,,Bonn,Ohnemail,\(later.iso8601),yes\n", as: "b.csv",
      source: "crm")
    let outcome = try workspace.desk.erase(
      "crm_id:C-700", lens: .person, removals: workspace.folder + "/removals", now: later)
    let removal = try FileSystem.readText(try #require(outcome.removalFiles.first))
    #expect(
      removal.split(whereSeparator: \.isNewline) == ["email,name,town,place", ",Ohnemail,Ulm,"])
  }

  @Test("a file of rules that names the person can still be read, and keeps what else it says")
  func rules() throws {
    let workspace = try ErasureScene.workspace()
    defer { removeFolder(workspace.folder) }
    let file = workspace.path + "/bad_identifiers.toml"
    try FileSystem.write(
      Array(
        "[[bad]]\nnamespace = \"email\"\nvalue = [\"\(Self.email)\", \"person7@*\"]\n".utf8),
      to: file)
    let terms = TestWorkspace.terms
    #expect(try workspace.desk.identityFigures(terms: terms).badIdentifiers == 2)
    #expect(try erase(workspace).leftovers == [])
    #expect(
      try FileSystem.readText(file)
        == "[[bad]]\nnamespace = \"email\"\nvalue = [\"(erased)\", \"person7@*\"]\n")
    #expect(try workspace.desk.identityFigures(terms: terms).badIdentifiers == 1)
  }

  @Test(
    "who is called as something of the workspace takes nothing of it along",
    arguments: ["7", "sharing", "city", "crm_id", "yes"])
  func ownWords(name: String) throws {
    let workspace = try ErasureScene.workspace()
    defer { removeFolder(workspace.folder) }
    let terms = TestWorkspace.terms
    try workspace.ingest(
      ErasureScene.header + "\(name),,,Bonn,Name,2026-07-03,yes\n", as: "one.csv", source: "crm")
    let rules = "[namespace.crm_id]\nlimit = 7\n"
    try FileSystem.write(Array(rules.utf8), to: workspace.path + "/identity.toml")
    let before = try workspace.desk.count("city = Bonn", each: false, terms: terms).total.count
    let outcome = try workspace.desk.erase(
      "crm_id:\(name)", lens: .person, removals: workspace.folder + "/removals",
      now: TestWorkspace.now)
    #expect(outcome.leftovers == [])
    #expect(try FileSystem.readText(workspace.path + "/identity.toml") == rules)
    #expect(
      try workspace.desk.count("city = Bonn", each: false, terms: terms).total.count == before - 1)
    // The mapping reads the next feed as before.
    let result = try workspace.ingest(
      ErasureScene.header + "C-77001,,,Bonn,Name,2026-07-03,yes\n", as: "two.csv", source: "crm")
    #expect(result.outcome?.accepted == 1)
    #expect(try workspace.desk.check().problems == [])
  }

  @Test("a phone number is struck out of a file of rules however it is punctuated")
  func punctuatedRules() throws {
    let workspace = try ErasureScene.workspace()
    defer { removeFolder(workspace.folder) }
    let file = workspace.path + "/bad_identifiers.toml"
    let phone = "+49 (171) 234-5671"
    try FileSystem.write(
      Array(
        "[[bad]]\nnamespace = \"phone\"\nvalue = [\"\(phone)\", \"+49 171 88800 01\"]\n".utf8),
      to: file)
    let terms = TestWorkspace.terms
    #expect(try workspace.desk.identityFigures(terms: terms).badIdentifiers == 2)
    // What the list names is nobody's, and erased by its own name.
    let outcome = try workspace.desk.erase(
      "phone:+491712345671", lens: .person, removals: workspace.folder + "/removals",
      now: TestWorkspace.now)
    #expect(outcome.leftovers == [])
    #expect(
      try FileSystem.readText(file)
        == "[[bad]]\nnamespace = \"phone\"\nvalue = [\"(erased)\", \"+49 171 88800 01\"]\n")
    #expect(try workspace.desk.identityFigures(terms: terms).badIdentifiers == 1)
  }

  @Test("a delivery outside is told though a file of its name lies in the workspace's folder")
  func elsewhere() throws {
    let workspace = try ErasureScene.workspace()
    defer { removeFolder(workspace.folder) }
    try FileSystem.makeFolder(workspace.path + "/exports")
    for folder in [workspace.path + "/exports", workspace.folder] {
      _ = try workspace.desk.export(
        DeliveryOrder("everyone", to: "csv", ids: ["email"], file: folder + "/list.csv"),
        terms: TestWorkspace.terms)
    }
    let preview = try workspace.desk.erasurePreview("email:\(Self.email)", lens: .person)
    #expect(preview.files.contains(workspace.path + "/exports/list.csv"))
    #expect(preview.elsewhere == [workspace.folder + "/list.csv"])
  }

  @Test("packed files and text in UTF-16 in the folder are looked into and named")
  func packed() throws {
    let workspace = try ErasureScene.workspace()
    defer { removeFolder(workspace.folder) }
    let folder = workspace.path + "/feeds"
    try FileSystem.makeFolder(folder)
    let line = "C-9041,\(Self.email),Wuppertal\n"
    func pack(_ text: String, as name: String) throws {
      var sink = try FileSink.create(folder + "/" + name, gzip: true)
      try sink.write(text)
      try sink.finish()
    }
    // The mention lies far behind the first piece.
    let filler = String(repeating: "C-1,nobody@mail.example,Bonn\n", count: 150_000)
    try pack("number,email,city\n" + filler + line, as: "crm.csv.gz")
    try pack(String(filler.prefix(29_000)), as: "others.csv.gz")
    let wide = ("number,email\r\n" + line).utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    try FileSystem.write([0xFF, 0xFE] + wide, to: folder + "/wide.csv")
    var cut = try FileSystem.read(folder + "/others.csv.gz")
    cut.removeLast(20)
    try FileSystem.write(cut, to: folder + "/cut.csv.gz")
    let named = [folder + "/crm.csv.gz", folder + "/wide.csv"]
    let preview = try workspace.desk.erasurePreview("email:\(Self.email)", lens: .person)
    #expect(preview.filesWithin == named && preview.files == [])
    #expect(preview.filesUnreadable == [folder + "/cut.csv.gz"])
    let outcome = try erase(workspace)
    #expect(Set(outcome.leftovers) == Set(named + [folder + "/cut.csv.gz"]))
  }

  private static let forms = """
    [feed]
    format = "csv"
    [row]
    kinds = ["event", "profile"]
    event = { column = "event" }
    time = { column = "time" }
    [[identifier]]
    namespace = "user_id"
    column = "user"
    [[field]]
    name = "message"
    column = "message"
    [[attribute]]
    name = "contact"
    column = "contact"
    """

  private func mentioning() throws -> (workspace: TestWorkspace, batch: Int64) {
    let workspace = try ErasureScene.workspace()
    try workspace.desk.addSource(
      "forms", party: "first", kind: "web", mapping: Self.forms, expectedInterval: nil,
      monthlyCost: nil, now: TestWorkspace.now)
    let outcome = try #require(
      try workspace.ingest(
        """
        event,time,user,message,contact
        asked,2026-08-01T10:00:00Z,k1,please write to \(Self.email),\(Self.email)
        asked,2026-08-01T11:00:00Z,k2,nothing,

        """, as: "forms.csv", source: "forms"
      ).outcome)
    return (workspace, try #require(outcome.batch))
  }

  @Test("values of other people that mention the person are named, and undoing their batch helps")
  func mentions() throws {
    let (workspace, batch) = try mentioning()
    defer { removeFolder(workspace.folder) }
    let preview = try workspace.desk.erasurePreview("email:\(Self.email)", lens: .person)
    #expect(preview.mentions.map(\.field) == ["asked.message", "contact"])
    #expect(preview.mentions.allSatisfy { $0.source == "forms" && $0.batches == [batch] })
    #expect(preview.mentions.map(\.rows) == [1, 1])
    let outcome = try erase(workspace)
    #expect(outcome.mentions == preview.mentions && outcome.leftovers.count == 1)
    _ = try workspace.desk.undo(batch: batch, now: TestWorkspace.now)
    _ = try workspace.desk.compact(now: TestWorkspace.now)
    #expect(try ErasureScene.mentions(workspace.path) == [])
    // With the columns as personal ones the file may come again.
    var mapping = Self.forms
    for column in ["message", "contact"] {
      mapping.replace("column = \"\(column)\"", with: "column = \"\(column)\"\npersonal = true")
    }
    var changes = QuestionDesk.SourceChanges()
    changes.mapping = mapping
    try workspace.desk.setSource("forms", changes, now: TestWorkspace.now)
    _ = try workspace.desk.ingest(
      [workspace.folder + "/forms.csv"], source: "forms", mapping: nil, isStrict: false,
      now: TestWorkspace.now
    ) { _, _, _ in true }
    #expect(try ErasureScene.mentions(workspace.path) == [])
  }
}
