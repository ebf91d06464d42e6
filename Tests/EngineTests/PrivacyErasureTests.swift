import Basis
import Engine
import Requests
import Sealing
import Support
import Testing

@Suite("Erasure") struct PrivacyErasureTests {
  @Test("after an erasure no byte of the identifiers is left in any file, also after compaction")
  func erasing() throws {
    let workspace = try ErasureScene.workspace()
    let desk = workspace.desk
    let terms = TestWorkspace.terms
    let before = try desk.count("everyone", each: false, terms: terms).total.count
    // Wherever else the person may stand: a delivery inside the folder, a draft, a saved segment.
    let delivered = workspace.path + "/exports/list.csv"
    try FileSystem.makeFolder(workspace.path + "/exports")
    _ = try desk.export(
      DeliveryOrder("everyone", to: "csv", ids: ["email", "phone"], file: delivered), terms: terms)
    try FileSystem.write(
      Array(
        "[\"who\",\"surname = \\\"Quandt\\\" or mail = \(ErasureScene.email)\"]\n[\"x\",\"y\"]\n"
          .utf8),
      to: workspace.path + "/drafts.jsonl")
    try FileSystem.write(
      Array("fault at \(ErasureScene.canonical)\n".utf8), to: workspace.path + "/crash-report.txt")
    #expect(try ErasureScene.mentions(workspace.path).count >= 3)

    let preview = try desk.erasurePreview("email:\(ErasureScene.email)", lens: .person)
    #expect(preview.identifiers.map(\.namespace).sorted() == ["crm_id", "email", "phone"])
    #expect(!preview.identifiers.contains { $0.shown.contains("vera.quandt") })
    #expect(preview.notices.map(\.destination) == ["csv"])
    let removals = workspace.folder + "/removals"
    let outcome = try desk.erase(
      "email:\(ErasureScene.email)", lens: .person, removals: removals, now: TestWorkspace.now)
    #expect(outcome.leftovers == [])
    #expect(try ErasureScene.mentions(workspace.path) == [])
    #expect(try desk.count("everyone", each: false, terms: terms).total.count == before - 1)
    #expect(try desk.check().problems == [])
    let removal = try FileSystem.readText(try #require(outcome.removalFiles.first))
    #expect(removal.contains(ErasureScene.canonical))
    // The others' lines and drafts stay.
    #expect(try FileSystem.readText(delivered).contains("person7@mail.example"))
    #expect(try FileSystem.readText(workspace.path + "/drafts.jsonl") == "[\"x\",\"y\"]\n")
    #expect(try desk.openRejects(of: "crm", limit: 9).count == 1)
    _ = try desk.compact(now: TestWorkspace.now)
    #expect(try ErasureScene.mentions(workspace.path) == [])
    #expect(try desk.check().problems == [])
  }

  @Test("what a migration, a killed ingest and a note have left holds no byte of them either")
  func leftovers() throws {
    let workspace = try ErasureScene.workspace()
    let desk = workspace.desk
    // A copy from before a migration, which held all in clear, and a reject on its way, killed.
    for name in ["parterre-format1.db", "columns/000009-rejects.spool"] {
      try FileSystem.write(Array("… \(ErasureScene.email) …".utf8), to: workspace.path + "/" + name)
    }
    _ = try desk.save(
      SaveRequest(
        name: "Hers", text: "surname = Quandt", note: "as \(ErasureScene.email) asked",
        basedOn: nil,
        folder: nil, tags: nil, owner: nil), terms: TestWorkspace.terms)
    let preview = try desk.erasurePreview("email:\(ErasureScene.email)", lens: .person)
    #expect(preview.olderCopies == 1)
    let outcome = try desk.erase(
      "email:\(ErasureScene.email)", lens: .person, removals: workspace.folder + "/removals",
      now: TestWorkspace.now)
    #expect(outcome.leftovers == [])
    // A condition of a segment is the analyst's own text; the address in its note is not.
    #expect(try desk.savedSegment("Hers").note == "as (erased) asked")
    #expect(
      try ErasureScene.files(in: workspace.path).filter {
        let bytes = try FileSystem.read($0)
        return bytes.firstRange(of: Array(ErasureScene.canonical.utf8)) != nil
          || bytes.firstRange(of: Array(ErasureScene.email.utf8)) != nil
      } == [])
    #expect(try desk.check().problems == [])
  }

  @Test(
    "after an erasure the files and the manifest of a split delivery are verified as they are now")
  func splitDeliveries() throws {
    let workspace = try ErasureScene.workspace()
    let desk = workspace.desk
    let terms = TestWorkspace.terms
    try FileSystem.makeFolder(workspace.path + "/destinations")
    try FileSystem.makeFolder(workspace.path + "/exports")
    let destination = """
      name = "pieces"
      purposes = ["sharing"]
      [file]
      rows = 7
      [[column]]
      name = "email"
      identifier = "email"
      """
    try FileSystem.write(
      Array(destination.utf8), to: workspace.path + "/destinations/pieces.toml")
    let out = workspace.path + "/exports/list.csv"
    var order = DeliveryOrder("everyone", to: "pieces", file: out)
    let inside = try desk.export(order, terms: terms)
    order.file = workspace.folder + "/elsewhere.csv"
    let outside = try desk.export(order, terms: terms)
    let pieces = inside.files
    #expect(pieces.count > 3)
    let holding = try pieces.filter {
      try FileSystem.readText($0.path).contains(ErasureScene.canonical)
    }
    let theirs = try #require(holding.first)

    let preview = try desk.erasurePreview("email:\(ErasureScene.email)", lens: .person)
    // What lies elsewhere is named piece by piece, since nobody can change it from here.
    #expect(Set(outside.files.map(\.path)).isSubset(of: preview.elsewhere))
    _ = try desk.erase(
      "email:\(ErasureScene.email)", lens: .person, removals: workspace.folder + "/removals",
      now: TestWorkspace.now)
    let check = try desk.check()
    #expect(check.problems == [])
    #expect(try ErasureScene.mentions(workspace.path) == [])
    let manifest = try FileSystem.readText(out + ".manifest.json")
    for piece in pieces {
      let bytes = try FileSystem.read(piece.path)
      let digest = SHA256.of(bytes.span).hex
      let entry =
        "\"rows\":\(piece.rows - (piece.path == theirs.path ? 1 : 0)),\"bytes\":\(bytes.count),"
        + "\"sha256\":\"\(digest)\""
      #expect(manifest.contains(entry), "\(manifest)")
    }
    let firstBytes = try FileSystem.read(pieces[0].path)
    let first = SHA256.of(firstBytes.span).hex
    #expect(manifest.hasSuffix("\"sha256\":\"\(first)\"}\n"))
    #expect(try desk.deliveries()[0].sha256 == first)
    // A change by somebody else is still told.
    try FileSystem.write(Array("email\n".utf8), to: pieces[1].path)
    #expect(try desk.check().problems.count == 1)
  }

  @Test("no later feed brings an erased person back, plain, hashed or in a reject")
  func returning() throws {
    let workspace = try ErasureScene.workspace()
    let desk = workspace.desk
    let terms = TestWorkspace.terms
    _ = try desk.erase(
      "email:\(ErasureScene.email)", lens: .person, removals: workspace.folder + "/removals",
      now: TestWorkspace.now)
    let before = try desk.count("everyone", each: false, terms: terms).total.count
    // The same person: as before, by phone alone, and in rows that cannot be read.
    let text =
      ErasureScene.header + ErasureScene.hers + "C-77,,+49 171 2345671,Köln,Q,2026-08-03,no\n"
      + "C-78,\(ErasureScene.email),,Köln,Q,never,no\n"
      + "\(ErasureScene.canonical),1,2,3,4,5,6,7,8,9\n"
      + ErasureScene.others(50..<53)
    let outcome = try #require(
      try workspace.ingest(text, as: "again.csv", source: "crm").outcome)
    #expect(outcome.erased == 4)
    #expect(outcome.accepted == 3)
    #expect(outcome.rejected == [:])
    let digest = SHA256.hex(of: ErasureScene.canonical)
    let hashed = try #require(
      try workspace.ingest(
        "hash,tier,since\n\(digest),gold,2026-08-01\n\(SHA256.hex(of: "z@mail.example")),x,2026-08-01\n",
        as: "partner.csv", source: "partner"
      ).outcome)
    #expect([hashed.erased, hashed.accepted] == [1, 1])
    #expect(try desk.count("everyone", each: false, terms: terms).total.count == before + 4)
    #expect(try ErasureScene.mentions(workspace.path) == [])
    #expect(try desk.check().problems == [])
  }

  @Test("a digest of an erased address is refused whatever a feed calls its kind")
  func unknownKind() throws {
    let workspace = try ErasureScene.workspace()
    var mapping = ErasureScene.partner
    mapping.replace("email_sha256", with: "match_key")
    try workspace.desk.addSource(
      "network", party: "third", kind: "crm",
      mapping: mapping, expectedInterval: nil,
      monthlyCost: nil, now: TestWorkspace.now)
    _ = try workspace.desk.erase(
      "email:\(ErasureScene.email)", lens: .person, removals: workspace.folder + "/r",
      now: TestWorkspace.now)
    let digest = SHA256.hex(of: ErasureScene.canonical)
    let other = SHA256.hex(of: "z@mail.example")
    let outcome = try #require(
      try workspace.ingest(
        """
        hash,tier,since
        \(digest),gold,2026-08-01
        \(digest.uppercased()),gold,2026-08-01
        \(other),x,2026-08-01

        """, as: "network.csv", source: "network"
      ).outcome)
    #expect([outcome.erased, outcome.accepted] == [2, 1])
    #expect(try ErasureScene.mentions(workspace.path) == [])
  }

  @Test("a person known by a digest alone stays erased when the plain address comes")
  func digestFirst() throws {
    let workspace = try ErasureScene.workspace()
    let digest = SHA256.hex(of: "later@mail.example")
    try workspace.ingest(
      "hash,tier,since\n\(digest),gold,2026-08-01\n", as: "p.csv", source: "partner")
    _ = try workspace.desk.erase(
      "email_sha256:\(digest)", lens: .person, removals: workspace.folder + "/r",
      now: TestWorkspace.now)
    let outcome = try #require(
      try workspace.ingest(
        ErasureScene.header + "C-500,later@mail.example,,Bonn,L,2026-08-01,no\n", as: "l.csv",
        source: "crm"
      ).outcome)
    #expect(outcome.erased == 1)
  }

  @Test(
    "a changed receipt, removed ones, a removed tombstone and one of nobody's are found",
    arguments: [
      "UPDATE erasure SET entry = zeroblob(length(entry)) WHERE sequence = 1",
      "DELETE FROM erasure WHERE sequence = 1", "DELETE FROM erasure WHERE sequence = 2",
      "DELETE FROM erasure", "DELETE FROM erasure; DELETE FROM tombstone",
      "DELETE FROM tombstone WHERE hash = (SELECT min(hash) FROM tombstone)",
      "INSERT INTO tombstone VALUES (5)",
    ])
  func receipts(sql: String) throws {
    let workspace = try ErasureScene.workspace()
    for name in ["email:\(ErasureScene.email)", "crm_id:C-101"] {
      _ = try workspace.desk.erase(
        name, lens: .person, removals: workspace.folder + "/r", now: TestWorkspace.now)
    }
    #expect(try workspace.desk.check().problems == [])
    try workspace.change(sql)
    #expect(try workspace.desk.check().problems != [])
    // The seal finds it too, where receipts and tombstones alone would fit together again.
    let changed = try workspace.desk.check().problems.filter { $0.contains("rows of the table") }
    #expect(changed.count == Set(sql.matches(of: /erasure|tombstone/).map { String($0.0) }).count)
  }

  @Test("erasing one person leaves everybody else's answers as they were", arguments: UInt64(0)..<3)
  func others(seed: UInt64) throws {
    let (workspace, _) = try CompactionTests.scene(seed)
    let desk = workspace.desk
    let terms = TestWorkspace.terms
    func facts(of user: String) throws -> String {
      let person = try desk.person(
        .identifier(namespace: "user_id", value: user), reveal: true, terms: terms)
      return "\(person.identifiers) \(person.attributes) \(person.timeline)"
    }
    if seed == 2 { _ = try desk.compact(now: TestWorkspace.now) }
    // Cookies are shared here, so the device is what can be erased without taking others along.
    let before = try desk.count("everyone", each: false, terms: terms).total.count
    let outcome = try desk.erase(
      "user_id:u8", lens: .device, removals: workspace.folder + "/r", now: TestWorkspace.now)
    #expect(outcome.preview.identifiers.count == 1)
    #expect(try desk.count("everyone", each: false, terms: terms).total.count == before - 1)
    #expect(throws: Fault.self) { try facts(of: "u8") }
    #expect(try desk.check().problems == [])
  }
}
