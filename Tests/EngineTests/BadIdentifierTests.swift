import Basis
import Engine
import Requests
import Support
import Testing

@Suite("A workspace's list of bad identifiers") struct BadIdentifierTests {
  private static let lists = [
    "[[bad]]\nnamespace = \"cookie\"\nvalue = [\"c1\", \"C4\"]\n",
    "[[bad]]\nvalue = \"c?\"\n",
    "[[bad]]\nnamespace = \"user_id\"\nvalue = \"u*\"\n",
    "[[bad]]\nvalue = [\"u2\", \"c3\"]\n",
  ]
  private static let rules =
    "[namespace.user_id]\nlimit = 2\n[namespace.cookie]\nshared_above = 2\n"

  private func list(_ text: String?, in workspace: TestWorkspace) throws {
    let file = workspace.path + "/bad_identifiers.toml"
    guard let text else { return try FileSystem.remove(file) }
    try FileSystem.write(Array(text.utf8), to: file)
  }

  private func made(_ batches: [String], list text: String? = nil) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try FileSystem.write(Array(Self.rules.utf8), to: workspace.path + "/identity.toml")
    if let text { try list(text, in: workspace) }
    for (index, batch) in batches.enumerated() {
      try workspace.ingest(batch, as: "batch\(index).csv")
    }
    return workspace
  }

  /// Who is who, what a few questions answer, and the households.
  private func state(_ workspace: TestWorkspace) throws -> [String] {
    let groups = try groups(workspace.desk, workspace.folder)
    return groups.map { $0.sorted().joined(separator: " ") }.sorted() + (try workspace.answers())
  }

  @Test(
    "one written after the feeds answers as one that was there before", arguments: UInt64(0)..<12)
  func after(seed: UInt64) throws {
    let rows = RandomRows(seed: seed).batches
    let text = Self.lists[Int(seed) % Self.lists.count]
    let before = try made(rows, list: text)
    let after = try made(rows)
    let never = try state(after)
    try list(text, in: after)
    let expected = try state(before)
    // The desk that answered without the list has to notice it.
    #expect(try state(after) == expected)
    #expect(expected != never)
    _ = try after.desk.compact(now: TestWorkspace.now)
    #expect(try state(after) == expected)
    try list(nil, in: before)
    #expect(try state(before) == never)
  }

  @Test("a desk that sees batches come under it answers as one that opens them all")
  func incremental() throws {
    for seed in UInt64(30)..<36 {
      let workspace = try made([], list: Self.lists[Int(seed) % Self.lists.count])
      for (index, batch) in RandomRows(seed: seed).batches.enumerated() {
        try workspace.ingest(batch, as: "batch\(index).csv")
        let seen = try groups(workspace.desk, workspace.folder, "seen")
        let fresh = try groups(QuestionDesk(path: workspace.path), workspace.folder, "fresh")
        #expect(seen == fresh)
      }
    }
  }

  @Test("whom it names counts for nobody, and is told as named")
  func nobody() throws {
    let workspace = try made([
      TestWorkspace.header + "order,2026-08-01T10:00:00Z,kiosk,c1,DE,1\n"
        + "order,2026-08-01T11:00:00Z,kiosk,c2,DE,2\norder,2026-08-01T12:00:00Z,u1,c2,DE,3\n"
    ])
    #expect(
      try groups(workspace.desk, workspace.folder)
        == [["user_id:kiosk", "user_id:u1", "cookie:c1", "cookie:c2"]])
    try list("[[bad]]\nvalue = \"Kiosk\"\n", in: workspace)
    let (desk, terms) = (workspace.desk, TestWorkspace.terms)
    #expect(
      try groups(desk, workspace.folder) == [["user_id:u1", "cookie:c2"], ["cookie:c1"]])
    #expect(try desk.count("did order", each: false, terms: terms).total.count == 1)
    #expect(try desk.identityFigures(terms: terms).badIdentifiers == 1)
    let fault = #expect(throws: Fault.self) {
      try desk.profile(of: IdentifierReference("user_id:kiosk"), terms: terms)
    }
    #expect(fault?.reason.contains("bad_identifiers.toml") == true)
    let kiosk = PersonReference.identifier(namespace: "user_id", value: "kiosk")
    let why = #expect(throws: Fault.self) { try desk.why("did order", kiosk, terms: terms) }
    #expect(why?.reason == fault?.reason)
    let shown = #expect(throws: Fault.self) { try desk.person(kiosk, reveal: false, terms: terms) }
    #expect(shown?.reason == fault?.reason)
    // What a decision says of it counts again when the list does not name it any more.
    #expect(throws: Fault.self) {
      try desk.split(IdentifierReference("user_id:kiosk"), isTrial: false, now: TestWorkspace.now)
    }
  }

  @Test("a value that it names in one namespace is found in another")
  func elsewhere() throws {
    let workspace = try made(
      [
        TestWorkspace.header + "order,2026-08-01T10:00:00Z,x1,c1,DE,1\n"
          + "order,2026-08-01T11:00:00Z,u1,x1,DE,2\n"
      ],
      list: "[[bad]]\nnamespace = \"user_id\"\nvalue = \"x1\"\n")
    let terms = TestWorkspace.terms
    let found = try workspace.desk.profile(of: IdentifierReference("x1"), terms: terms)
    #expect(
      try found == workspace.desk.profile(of: IdentifierReference("cookie:x1"), terms: terms))
    #expect(
      try workspace.desk.why(
        "did order", .identifier(namespace: "", value: "x1"), terms: terms
      ).isMember)
  }

  @Test("who was tied by one that it names is told so, and by one that was split off, that")
  func explained() throws {
    let workspace = try made([
      TestWorkspace.header + "order,2026-08-01T10:00:00Z,u1,c1,DE,1\n"
        + "order,2026-08-02T10:00:00Z,u2,c1,DE,2\n"
    ])
    let (u1, u2) = (IdentifierReference("user_id:u1"), IdentifierReference("user_id:u2"))
    func reason() throws -> String {
      try workspace.desk.explain(u1, u2, reveal: true, terms: TestWorkspace.terms).reason
    }
    try list("[[bad]]\nvalue = \"c1\"\n", in: workspace)
    #expect(try reason() == "bad_identifiers.toml says that cookie:c1 stands for nobody")
    try list(nil, in: workspace)
    _ = try workspace.desk.split(
      IdentifierReference("cookie:c1"), isTrial: false, now: TestWorkspace.now)
    #expect(try reason() == "cookie:c1 was split off by a decision")
  }

  @Test("an address and its digest are bad together, whichever came first")
  func digests() throws {
    let address = "desk@shop.example"
    let digest = "1e20411e90fa5824fe27c5a68ec15f66ce23c6f53a01528b9e4386054bdf5da4"
    let plain = "user,email\nu1,\(address)\n"
    let hashed = "user,digest\nu2,\(digest)\n"
    for text in [
      "[[bad]]\nnamespace = \"email\"\nvalue = \"\(address)\"\n",
      "[[bad]]\nnamespace = \"email\"\nvalue = \"desk@*\"\n",
      "[[bad]]\nnamespace = \"email_sha256\"\nvalue = \"\(digest)\"\n",
    ] {
      for order in [[("mail", plain), ("hash", hashed)], [("hash", hashed), ("mail", plain)]] {
        let workspace = try TestWorkspace()
        try workspace.addSource(
          "mail", kind: "crm",
          mapping: mappingHead(
            of: ["profile"], by: ["user_id": "user", "email": "email"], time: nil))
        try workspace.addSource(
          "hash", kind: "crm",
          mapping: mappingHead(
            of: ["profile"], by: ["user_id": "user", "email_sha256": "digest"], time: nil))
        for (source, feed) in order {
          try workspace.ingest(feed, as: source + ".csv", source: source)
          _ = try groups(workspace.desk, workspace.folder)
        }
        let joined = try groups(workspace.desk, workspace.folder)
        #expect(joined.count == 1)
        try list(text, in: workspace)
        #expect(
          try groups(workspace.desk, workspace.folder) == [["user_id:u1"], ["user_id:u2"]])
      }
    }
  }

  @Test(
    "a pattern for addresses is compared without regard to case, with domains as feeds write them",
    arguments: [
      ("*@Example.ORG", ["u1"]), ("*@BÜCHER.example", ["u2"]),
      ("*@xn--bcher-kva.example", ["u3"]), ("*@*.example", ["u2", "u3"]),
    ])
  func addresses(pattern: String, named: [String]) throws {
    let workspace = try TestWorkspace()
    try workspace.addSource(
      "mail", kind: "crm",
      mapping: mappingHead(of: ["profile"], by: ["user_id": "user", "email": "email"], time: nil))
    try workspace.ingest(
      "user,email\nu1,A@example.org\nu2,B@Bücher.Example\nu3,C@XN--bcher-kva.example\n",
      as: "mail.csv", source: "mail")
    try list("[[bad]]\nnamespace = \"email\"\nvalue = \"\(pattern)\"\n", in: workspace)
    // Whose address stands for nobody is alone.
    let alone = try groups(workspace.desk, workspace.folder).filter { $0.count == 1 }
    #expect(alone == Set(named.map { ["user_id:\($0)"] }))
  }

  @Test("a namespace that no identifier has is noted with the nearest that there is")
  func namespaces() throws {
    let workspace = try made([TestWorkspace.rows(0..<5)])
    func notes() throws -> [String] {
      let notes = try workspace.desk.identityFigures(terms: TestWorkspace.terms).notes
      #expect(try workspace.desk.check().notes == notes)
      return notes
    }
    #expect(try notes() == [])
    try list(
      "[[bad]]\nnamespace = \"Cookie-ID\"\nvalue = \"c1\"\n[[bad]]\nvalue = \"x\"\n",
      in: workspace)
    #expect(try notes() == [])
    try list("[[bad]]\nnamespace = \"coookie\"\nvalue = \"c1\"\n", in: workspace)
    #expect(
      try notes() == [
        "bad_identifiers.toml names the namespace “coookie”, of which there are no identifiers. "
          + "Did you mean “cookie”?"
      ])
    try list("[[bad]]\nvalues = \"c1\"\n", in: workspace)
    #expect(try workspace.desk.check().problems.count == 1)
  }
}
