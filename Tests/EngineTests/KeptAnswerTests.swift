import Basis
import Engine
import Requests
import Storage
import Testing

@Suite("Answers that are kept") struct KeptAnswerTests {
  private let terms = TestWorkspace.terms

  private func count(_ text: String, _ desk: QuestionDesk) throws -> Int {
    try desk.count(text, each: false, terms: terms).total.count
  }

  @Test("a desk sees what others ingest, save and rule meanwhile")
  func changesOfOthers() throws {
    let workspace = try TestWorkspace()
    let reader = QuestionDesk(path: workspace.path)
    try workspace.ingest(TestWorkspace.header + TestWorkspace.row(0), as: "a.csv")
    #expect(try count("did order", reader) == 1)
    #expect(try count("did order", reader) == 1)
    try workspace.ingest(TestWorkspace.rows(1..<5), as: "b.csv")
    #expect(try count("did order", reader) == 5)
    _ = try workspace.desk.save(
      SaveRequest(
        name: "all", text: "did order", note: "", basedOn: nil, folder: nil, tags: nil,
        owner: nil), terms: terms)
    #expect(try count("@all", reader) == 5)
    let rule = "[[retention]]\nkeep = \"1d\"\n"
    try FileSystem.write(Array(rule.utf8), to: workspace.path + "/privacy.toml")
    #expect(try count("@all", QuestionDesk(path: workspace.path)) == count("@all", reader))
    #expect(try count("@all", reader) == 0)
    try FileSystem.remove(workspace.path + "/privacy.toml")
    #expect(try count("@all", reader) == 5)
  }

  @Test("a workspace that takes the place of another is seen")
  func replacement() throws {
    let first = try TestWorkspace()
    try first.ingest(TestWorkspace.rows(0..<3))
    let second = try TestWorkspace()
    try second.ingest(TestWorkspace.rows(0..<5))
    #expect(try count("did order", first.desk) == 3)
    try FileSystem.rename(first.path, to: first.path + ".old")
    #expect(throws: Fault.self) { try count("did order", first.desk) }
    try FileSystem.rename(second.path, to: first.path)
    #expect(try count("did order", first.desk) == 5)
  }

  @Test("the units that an earlier process left serve only the data that they are of")
  func unitMap() throws {
    let workspace = try TestWorkspace()
    let file = workspace.path + "/cache/units-person.run"
    func rows(_ numbers: Range<Int>) -> String {
      TestWorkspace.header
        + numbers.map { "order,2026-08-01T10:00:00Z,u\($0),c\($0),DE,1\n" }.joined()
    }
    func fresh() throws -> Int {
      try count("did order and has cookie", QuestionDesk(path: workspace.path))
    }
    try workspace.ingest(rows(0..<6_000), as: "a.csv")
    #expect(try fresh() == 6_000)
    let left = try FileSystem.read(file)
    #expect(try fresh() == 6_000)
    #expect(FileSystem.permissions(of: file) == 0o600)
    let batch = try #require(
      try workspace.ingest(rows(5_000..<7_000), as: "b.csv").outcome?.batch)
    #expect(try fresh() == 7_000)
    #expect(try FileSystem.read(file) != left)
    _ = try workspace.desk.undo(batch: batch, now: TestWorkspace.now)
    #expect(try fresh() == 6_000)
    var damaged = try FileSystem.read(file)
    for place in 100..<2_000 { damaged[place] ^= 0x55 }
    try FileSystem.write(damaged, to: file)
    #expect(try fresh() == 6_000)
    // What is left of other data counts as absent, whole as it may be.
    try FileSystem.write(left, to: file)
    #expect(try fresh() == 6_000)
    #expect(try workspace.desk.check().problems == [])
  }
}
