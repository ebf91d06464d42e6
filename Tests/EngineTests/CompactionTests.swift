import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Compaction") struct CompactionTests {
  /// A workspace of many small batches of two sources, some of them undone.
  static func scene(_ seed: UInt64) throws -> (workspace: TestWorkspace, kept: [Int64]) {
    let workspace = try TestWorkspace()
    var random = Seeded(seed)
    var kept: [Int64] = []
    for number in 0..<8 {
      let start = random.below(200)
      let text =
        TestWorkspace.header
        + (start..<start + 40).map { row in
          TestWorkspace.row(row, event: random.pick(["order", "view", "click"]))
        }.joined()
      let feed = try workspace.ingest(text, as: "feed\(number).csv")
      let lines = (0..<20).map { _ in
        let user = random.below(9)
        return
          #"{"event":"open","time":"2026-08-01T00:\#(padded(random.below(60), 2)):00Z","user":"u\#(user)"}"#
      }
      let app = try workspace.ingest(
        lines.joined(separator: "\n"), as: "app\(number).jsonl", source: "app")
      for batch in [feed.outcome?.batch, app.outcome?.batch] {
        if let batch { kept.append(batch) }
      }
    }
    try TestWorkspace.permitStudy(workspace.desk)
    return (workspace, kept)
  }

  /// Answers of every kind: counts, members, facets, who is whom.
  static func answers(_ desk: QuestionDesk) throws -> [String] {
    let terms = TestWorkspace.terms
    var answers: [String] = []
    for question in [
      "everyone", "country = DE", "did order at least 2 times", "from app", "has cookie",
      "sum(order.amount) > 50", "sequence(view then order)", "last click < 80 days ago",
      "did open where source = app",
    ] {
      let (count, members) = try desk.members(
        of: question,
        .init(
          limit: 50, namespaces: ["user_id", "cookie"], attributes: ["country"], reveal: true,
          purposes: [TestWorkspace.study]),
        terms: terms)
      answers.append("\(question): \(count) \(members)")
    }
    let facets = try desk.facets(
      FacetRequest(segment: .text("did order"), attributes: ["country"]), terms: terms)
    answers.append("\(facets)")
    for name in ["u1", "u5"] {
      let person = try desk.person(
        .identifier(namespace: "user_id", value: name), reveal: true, terms: terms)
      answers.append("\(person)")
    }
    for source in try desk.sources(asOf: TestWorkspace.now) {
      answers.append("\(source.name): \(source.tally)")
    }
    answers.append("\(try desk.identityFigures(terms: terms))")
    return answers
  }

  @Test("compaction changes no answer, leaves few files and undo exact", arguments: UInt64(0)..<4)
  func compacting(seed: UInt64) throws {
    var (workspace, kept) = try Self.scene(seed)
    var random = Seeded(seed &+ 100)
    let first = kept.remove(at: random.below(kept.count))
    _ = try workspace.desk.undo(batch: first, now: TestWorkspace.now)
    let before = try Self.answers(workspace.desk)
    let report = try workspace.desk.compact(now: TestWorkspace.now)
    #expect(report.filesAfter < report.filesBefore / 3)
    #expect(report.bytesAfter < report.bytesBefore)
    #expect(try Self.answers(workspace.desk) == before)
    #expect(try Self.answers(QuestionDesk(path: workspace.path)) == before)
    let check = try workspace.desk.check()
    #expect(check.problems == [])
    #expect(check.notes == [])
    // A batch whose rows lie in merged files is taken out as exactly as before.
    let victim = random.pick(kept)
    let twin = try Self.scene(seed)
    for batch in [first, victim] {
      _ = try twin.workspace.desk.undo(batch: batch, now: TestWorkspace.now)
    }
    _ = try workspace.desk.undo(batch: victim, now: TestWorkspace.now)
    #expect(try Self.answers(workspace.desk) == Self.answers(twin.workspace.desk))
    #expect(try workspace.desk.check().problems == [])
    // A second compaction of what is compact already writes no file.
    let again = try workspace.desk.compact(now: TestWorkspace.now)
    #expect(again.filesAfter <= again.filesBefore)
    try workspace.ingest(TestWorkspace.rows(300..<330), as: "later.csv")
    #expect(try workspace.desk.check().problems == [])
  }

  @Test("what a compacted workspace knows stays known: the same rows are duplicates")
  func duplicates() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<50))
    try workspace.ingest(TestWorkspace.rows(50..<90), as: "b.csv")
    _ = try workspace.desk.compact(now: TestWorkspace.now)
    let again = try #require(
      try workspace.ingest(TestWorkspace.rows(20..<100), as: "c.csv").outcome)
    #expect([again.accepted, again.duplicates] == [10, 70])
  }

  @Test("a batch that was undone and had brought no identifier stands in no way")
  func withoutIdentifiers() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<20))
    let text = TestWorkspace.header + "order,2026-09-01T00:00:00Z,u1,,DE,5\n"
    let batch = try #require(try workspace.ingest(text, as: "b.csv").outcome?.batch)
    try workspace.ingest(TestWorkspace.rows(20..<40), as: "c.csv")
    _ = try workspace.desk.undo(batch: batch, now: TestWorkspace.now)
    let before = try workspace.answers()
    for round in 0..<2 {
      _ = try workspace.desk.compact(now: TestWorkspace.now)
      #expect(try workspace.answers() == before, "\(round)")
      #expect(try workspace.desk.check().problems == [])
    }
  }

  @Test("values that only an undone batch brought are gone from the files")
  func leftovers() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<20))
    let text = TestWorkspace.header + "order,2026-08-01T00:00:00Z,u77,c99,ATLANTIS,5\n"
    let batch = try #require(try workspace.ingest(text, as: "b.csv").outcome?.batch)
    _ = try workspace.desk.undo(batch: batch, now: TestWorkspace.now)
    let report = try workspace.desk.compact(now: TestWorkspace.now)
    #expect(report.emptiedTexts == 1)
    for name in try FileSystem.names(in: workspace.path + "/columns") {
      let bytes = try FileSystem.read(workspace.path + "/columns/" + name)
      #expect(!String(decoding: bytes, as: UTF8.self).contains("ATLANTIS"))
    }
    #expect(try workspace.desk.check().problems == [])
    // The identifier can come again, under a number of its own.
    try workspace.ingest(text, as: "b.csv")
    let terms = TestWorkspace.terms
    #expect(
      try workspace.desk.count("country = ATLANTIS", each: false, terms: terms).total.count == 1)
    #expect(try workspace.desk.check().problems == [])
  }

  @Test("an older desk goes on answering while the files under it are merged")
  func readers() throws {
    let (workspace, _) = try Self.scene(9)
    let other = QuestionDesk(path: workspace.path)
    let before = try Self.answers(other)
    _ = try workspace.desk.compact(now: TestWorkspace.now)
    #expect(try Self.answers(other) == before)
  }
}
