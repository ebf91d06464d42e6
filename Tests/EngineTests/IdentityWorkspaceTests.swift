import Basis
import Engine
import Requests
import Support
import Testing

/// Random rows over a few users and cookies, cut into batches.
struct RandomRows {
  let batches: [String]

  init(seed: UInt64, batches count: Int = 4) {
    var random = Seeded(seed)
    batches = (0..<count).map { batch in
      TestWorkspace.header
        + (0..<random.within(1...8)).map { row -> String in
          let user = random.chance(0.7) ? "u\(random.below(6))" : ""
          let cookie = random.chance(0.8) || user.isEmpty ? "c\(random.below(8))" : ""
          let day = 1 + random.below(20)
          return "order,2026-08-\(padded(day, 2))T10:00:00Z,\(user),\(cookie),DE,\(batch)\(row)\n"
        }.joined()
    }
  }
}

/// The groups of a workspace's identifiers by their values, which every source may use for a study.
func groups(_ desk: QuestionDesk, _ folder: String, _ name: String = "groups") throws -> Set<
  Set<String>
> {
  try TestWorkspace.permitStudy(desk)
  let file = folder + "/\(name).csv"
  _ = try desk.exportIdentity(
    to: file, reveal: true, purposes: [TestWorkspace.study], terms: TestWorkspace.terms)
  var groups: [String: Set<String>] = [:]
  for line in try FileSystem.readText(file).split(separator: "\n").dropFirst() {
    let fields = line.split(separator: ",").map(String.init)
    groups[fields[2], default: []].insert(fields[0] + ":" + fields[1])
  }
  return Set(groups.values)
}

@Suite("Identity of a workspace") struct IdentityWorkspaceTests {
  static let terms = TestWorkspace.terms

  func made(_ batches: [String], rules: String? = nil) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    if let rules { try FileSystem.write(Array(rules.utf8), to: workspace.path + "/identity.toml") }
    for (index, batch) in batches.enumerated() {
      try workspace.ingest(batch, as: "batch\(index).csv")
    }
    return workspace
  }

  @Test("the overview of people has the figures of identity resolution", arguments: UInt64(0)..<4)
  func overview(seed: UInt64) throws {
    let workspace = try made(RandomRows(seed: seed).batches)
    for lens in [Lens.device, .person] {
      let terms = QuestionDesk.Terms(asOf: TestWorkspace.now, lens: lens)
      let figures = try workspace.desk.identityFigures(terms: terms)
      let overview = try workspace.desk.peopleOverview(terms: terms)
      #expect(overview.people == figures.profiles)
      #expect(overview.identifiers == figures.identifiers)
      #expect(overview.namespaces.map(\.name) == figures.namespaces.map(\.name))
      #expect(overview.namespaces.map(\.people) == figures.namespaces.map(\.profiles))
      #expect(overview.sizes.map(\.people) == figures.sizes.map(\.profiles))
      #expect(overview.sizes.reduce(0) { $0 + $1.people } == overview.people)
    }
  }

  @Test("the order in which batches arrive changes nobody", arguments: UInt64(0)..<6)
  func order(seed: UInt64) throws {
    let rows = RandomRows(seed: seed)
    let rules = "[namespace.user_id]\nlimit = 2\n[namespace.cookie]\nshared_above = 2\n"
    let one = try made(rows.batches, rules: rules)
    let other = try made(rows.batches.reversed(), rules: rules)
    #expect(try groups(one.desk, one.folder) == groups(other.desk, other.folder))
  }

  @Test("a desk that saw the batches come answers as one that opens them all")
  func incremental() throws {
    for seed in UInt64(20)..<24 {
      let workspace = try TestWorkspace()
      for (index, batch) in RandomRows(seed: seed).batches.enumerated() {
        try workspace.ingest(batch, as: "batch\(index).csv")
        let seen = try groups(workspace.desk, workspace.folder, "seen")
        let fresh = try groups(
          QuestionDesk(path: workspace.path), workspace.folder, "fresh")
        #expect(seen == fresh)
      }
    }
  }

  @Test("taking a batch out takes its merges back", arguments: UInt64(40)..<44)
  func undoneBatch(seed: UInt64) throws {
    let rows = RandomRows(seed: seed)
    let workspace = try made(rows.batches)
    _ = try groups(workspace.desk, workspace.folder, "before")
    _ = try workspace.desk.undo(batch: 2, now: TestWorkspace.now)
    let without = try made([rows.batches[0], rows.batches[2], rows.batches[3]])
    #expect(
      try groups(workspace.desk, workspace.folder) == groups(without.desk, without.folder))
  }

  @Test("a limit that is switched off equals one that never was, a source left out one never fed")
  func off() throws {
    let rows = RandomRows(seed: 60)
    let plain = try made(rows.batches)
    let expected = try groups(plain.desk, plain.folder)
    let limited = try made(rows.batches, rules: "[namespace.user_id]\nlimit = 1\n")
    #expect(try groups(limited.desk, limited.folder, "limited") != expected)
    try FileSystem.write(
      Array("[namespace.user_id]\nlimit = 1\noff = true\n".utf8),
      to: limited.path + "/identity.toml")
    // The same desk has to notice that the file changed.
    #expect(try groups(limited.desk, limited.folder, "off") == expected)
    try FileSystem.write(
      Array("ignored_sources = [\"shop\"]".utf8), to: limited.path + "/identity.toml")
    let alone = try groups(limited.desk, limited.folder, "alone")
    #expect(alone.allSatisfy { $0.count == 1 })
    #expect(alone.count == expected.reduce(0) { $0 + $1.count })
  }

  @Test("counts follow the rules' file")
  func counts() throws {
    let workspace = try made(
      [
        TestWorkspace.header + "order,2026-08-01T10:00:00Z,u1,c1,DE,1\n"
          + "order,2026-08-02T10:00:00Z,u2,c1,DE,2\n"
      ])
    func people() throws -> Int {
      try workspace.desk.count("did order", each: false, terms: Self.terms).total.count
    }
    #expect(try people() == 1)
    try FileSystem.write(
      Array("[namespace.user_id]\nlimit = 1\n".utf8), to: workspace.path + "/identity.toml")
    #expect(try people() == 2)
    try FileSystem.remove(workspace.path + "/identity.toml")
    #expect(try people() == 1)
  }

  @Test("a split, a merge and a pair kept apart are undone without a trace")
  func decisions() throws {
    let workspace = try made(
      [
        TestWorkspace.header + "order,2026-08-01T10:00:00Z,u1,c1,DE,1\n"
          + "order,2026-08-02T10:00:00Z,u1,c2,DE,2\norder,2026-08-02T10:00:00Z,u2,c3,DE,3\n"
      ])
    let desk = workspace.desk
    let before = try groups(desk, workspace.folder, "before")
    #expect(before == [["user_id:u1", "cookie:c1", "cookie:c2"], ["user_id:u2", "cookie:c3"]])
    let (u1, u2) = (IdentifierReference("user_id:u1"), IdentifierReference("user_id:u2"))
    let trial = try desk.split(u1, isTrial: true, now: TestWorkspace.now)
    #expect((trial.number, trial.profilesBefore, trial.profilesAfter) == (nil, 2, 4))
    #expect(try groups(desk, workspace.folder, "trial") == before)
    let merged = try desk.decide(.merge, u1, u2, isTrial: false, now: TestWorkspace.now)
    #expect(merged.profilesAfter == 1)
    #expect(try groups(desk, workspace.folder, "merged").count == 1)
    let split = try desk.split(u1, isTrial: false, now: TestWorkspace.now)
    #expect(
      try groups(desk, workspace.folder, "split")
        == [["user_id:u1"], ["cookie:c1"], ["cookie:c2"], ["user_id:u2", "cookie:c3"]])
    #expect(throws: Fault.self) { try desk.split(u1, isTrial: false, now: TestWorkspace.now) }
    #expect(try desk.identityDecisions().map(\.kind) == ["merge", "split"])
    _ = try desk.undoDecision(try #require(split.number), now: TestWorkspace.now)
    #expect(try groups(desk, workspace.folder, "again").count == 1)
    _ = try desk.undoDecision(try #require(merged.number), now: TestWorkspace.now)
    #expect(try groups(desk, workspace.folder, "after") == before)
    #expect(throws: Fault.self) { try desk.undoDecision(99, now: TestWorkspace.now) }
  }

  @Test("a chain is explained with its batches, and what is in the way with its reason")
  func explained() throws {
    let workspace = try made(
      [
        TestWorkspace.header + "order,2026-08-01T10:00:00Z,u1,c1,DE,1\n",
        TestWorkspace.header + "order,2026-08-02T10:00:00Z,u2,c1,DE,2\n",
      ])
    let desk = workspace.desk
    let (u1, u2) = (IdentifierReference("user_id:u1"), IdentifierReference("u2"))
    let answer = try desk.explain(u1, u2, reveal: false, terms: Self.terms)
    #expect(answer.isOne)
    #expect(answer.chain.map(\.batch) == [1, 2])
    #expect(answer.chain.map(\.source) == ["shop", "shop"])
    #expect(answer.chain.first?.time?.iso8601 == "2026-08-01T10:00:00Z")
    #expect(answer.chain.first?.evidence == "event")
    _ = try desk.decide(.apart, u1, u2, isTrial: false, now: TestWorkspace.now)
    let apart = try desk.explain(u1, u2, reveal: false, terms: Self.terms)
    #expect(!apart.isOne)
    #expect(apart.reason.hasPrefix("a decision keeps"))
    let devices = try desk.explain(
      IdentifierReference("cookie:c1"), u1, reveal: false,
      terms: QuestionDesk.Terms(asOf: TestWorkspace.now, lens: .device))
    #expect(devices.isOne)
    let fault = #expect(throws: Fault.self) {
      try desk.explain(IdentifierReference("user_id:secret"), u1, reveal: false, terms: Self.terms)
    }
    #expect(fault?.description.contains("secret") == false)
  }

  @Test("a group that grew too large is held apart at its bridge until somebody decides")
  func proposals() throws {
    let rows =
      (0..<4).map { "order,2026-08-01T10:00:00Z,u1,c\($0),DE,\($0)\n" }.joined()
      + (4..<8).map { "order,2026-08-01T10:00:00Z,u2,c\($0),DE,\($0)\n" }.joined()
      + "order,2026-08-03T10:00:00Z,u2,c0,DE,9\n"
    let workspace = try made([TestWorkspace.header + rows], rules: "suspicious_size = 8\n")
    let desk = workspace.desk
    let proposal = try #require(try desk.proposals().first)
    #expect((proposal.size, proposal.smallerSide) == (10, 5))
    #expect(proposal.parts == [5, 5])
    #expect(try groups(desk, workspace.folder).map(\.count).sorted() == [5, 5])
    let (u1, u2) = (IdentifierReference("user_id:u1"), IdentifierReference("user_id:u2"))
    let held = try desk.explain(u1, u2, reveal: false, terms: Self.terms)
    #expect(!held.isOne && held.reason.contains("held apart as proposal \(proposal.number)"))
    let trial = try desk.keepProposal(proposal.number, isTrial: true, now: TestWorkspace.now)
    #expect((trial.number, trial.joined, trial.profilesAfter) == (nil, 1, 1))
    let kept = try desk.keepProposal(proposal.number, isTrial: false, now: TestWorkspace.now)
    #expect(try desk.proposals().isEmpty)
    #expect(try groups(desk, workspace.folder).map(\.count) == [10])
    _ = try desk.undoDecision(try #require(kept.number), now: TestWorkspace.now)
    let cut = try desk.acceptProposal(proposal.number, isTrial: false, now: TestWorkspace.now)
    #expect((cut.profilesBefore, cut.profilesAfter, cut.divided) == (2, 2, 0))
    #expect(try groups(desk, workspace.folder).map(\.count).sorted() == [5, 5])
    #expect(try desk.proposals().isEmpty)
    #expect(throws: Fault.self) {
      try desk.acceptProposal(proposal.number, isTrial: false, now: TestWorkspace.now)
    }
  }

  @Test("a written graph is its owner's alone and hides what is personal")
  func written() throws {
    let workspace = try TestWorkspace()
    try workspace.addSource("crm", kind: "crm", mapping: LinkageWorkspaceTests.mapping)
    try workspace.ingest(
      "id,email,name,city\nk1,a@example.org,Ann,Ulm\n", as: "crm.csv", source: "crm")
    let file = workspace.folder + "/graph.csv"
    let export = try workspace.desk.exportIdentity(to: file, reveal: false, terms: Self.terms)
    #expect(export.hashed == ["crm_id", "email"])
    let text = try FileSystem.readText(file)
    #expect(!text.contains("a@example.org"))
    #expect(FileSystem.permissions(of: file) == 0o600)
    #expect(text.hasPrefix("namespace,value,profile\n"))
  }
}

@Suite("Judging identity") struct IdentityScoreTests {
  @Test("clusters and pairs are judged as counting pairs by hand does", arguments: UInt64(0)..<6)
  func oracle(seed: UInt64) throws {
    var random = Seeded(seed)
    let workspace = try TestWorkspace()
    for (index, batch) in RandomRows(seed: seed).batches.enumerated() {
      try workspace.ingest(batch, as: "batch\(index).csv")
    }
    let found = try groups(workspace.desk, workspace.folder)
    let all = found.flatMap { $0 }.sorted()
    let truth = Dictionary(uniqueKeysWithValues: all.map { ($0, random.below(3)) })
    func isOne(_ a: String, _ b: String) -> Bool {
      found.contains { $0.contains(a) && $0.contains(b) }
    }
    var (right, wrong, missed) = (0, 0, 0)
    var pairs = "namespace_a,value_a,namespace_b,value_b,match\n"
    for (index, a) in all.enumerated() {
      for b in all[(index + 1)...] {
        let isMatch = truth[a] == truth[b]
        let (x, y) = (a.split(separator: ":"), b.split(separator: ":"))
        pairs += "\(x[0]),\(x[1]),\(y[0]),\(y[1]),\(isMatch ? "yes" : "no")\n"
        if isOne(a, b) { if isMatch { right += 1 } else { wrong += 1 } }
        if !isOne(a, b), isMatch { missed += 1 }
      }
    }
    var labels = "namespace,value,person\nuser_id,nobody,1\n"
    for (name, label) in truth.sorted(by: { $0.key < $1.key }) {
      let parts = name.split(separator: ":")
      labels += "\(parts[0]),\(parts[1]),p\(label)\n"
    }
    for (name, text, unknown) in [("labels.csv", labels, 1), ("pairs.csv", pairs, 0)] {
      let file = workspace.folder + "/" + name
      try FileSystem.write(Array(text.utf8), to: file)
      let score = try workspace.desk.evaluate(
        truth: file, terms: IdentityWorkspaceTests.terms)
      #expect(score.truePositives == right)
      #expect(score.falsePositives == wrong)
      #expect(score.falseNegatives == missed)
      #expect(score.unknown == unknown)
    }
  }

  @Test("a file without the columns is refused with the nearest that it has")
  func columns() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<3))
    let file = workspace.folder + "/truth.csv"
    try FileSystem.write(Array("namespace;valeu;person\nuser_id;u1;1\n".utf8), to: file)
    let fault = #expect(throws: Fault.self) {
      try workspace.desk.evaluate(truth: file, terms: IdentityWorkspaceTests.terms)
    }
    #expect(fault?.remedy.contains("valeu") == true)
  }
}
