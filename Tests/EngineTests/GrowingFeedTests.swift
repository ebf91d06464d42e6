import Basis
import Engine
import Storage
import Support
import Synchronization
import Testing

@Suite("Growing files and drop folders") struct GrowingFeedTests {
  private func append(_ text: String, to path: String) throws {
    let old = (try? FileSystem.read(path)) ?? []
    // The same file grows: writing in place keeps its number.
    try FileSystem.write(old + Array(text.utf8), to: path)
  }

  /// Follows what is there now and tells the accepted rows of each batch.
  private func follow(_ workspace: TestWorkspace, _ path: String) throws -> [Int] {
    var accepted: [Int] = []
    try workspace.desk.follow(
      path, source: "shop", mapping: nil, terms: .init(seconds: 1, pause: 1, stopsAtEnd: true),
      shallStop: { false }, report: { accepted.append($0.accepted) })
    return accepted
  }

  private func total(_ workspace: TestWorkspace) throws -> Int {
    try workspace.desk.source("shop", asOf: TestWorkspace.now).summary.tally.accepted
  }

  @Test("rows are taken in as they come, and a later call goes on behind the last whole one")
  func resuming() throws {
    let workspace = try TestWorkspace()
    let path = workspace.folder + "/grow.csv"
    try append(TestWorkspace.rows(0..<10) + "order,2026-08", to: path)
    #expect(try follow(workspace, path) == [10])
    #expect(try follow(workspace, path) == [])
    try append("-01T00:10:00Z,u3,c10,DE,10\n" + TestWorkspace.row(11), to: path)
    #expect(try follow(workspace, path) == [2])
    #expect(try total(workspace) == 12)
    let batches = try workspace.desk.source("shop", asOf: TestWorkspace.now).batches
    #expect(batches.map(\.tally.rejected) == [0, 0])
  }

  @Test("a file that was emptied and written anew is read from its start")
  func emptied() throws {
    let workspace = try TestWorkspace()
    let path = workspace.folder + "/grow.csv"
    try append(TestWorkspace.rows(0..<10), to: path)
    #expect(try follow(workspace, path) == [10])
    try FileSystem.write(Array((TestWorkspace.header + TestWorkspace.row(20)).utf8), to: path)
    #expect(try follow(workspace, path) == [1])
    // Longer than what was read of it, but another text.
    let text =
      TestWorkspace.header + TestWorkspace.row(30, event: "visit") + TestWorkspace.rows(31..<60)
    try FileSystem.write(Array(text.utf8), to: path)
    #expect(try follow(workspace, path).count == 1)
  }

  @Test("a file that took the place of another is read from its start")
  func replaced() throws {
    let workspace = try TestWorkspace()
    let path = workspace.folder + "/grow.csv"
    try append(TestWorkspace.rows(0..<10), to: path)
    #expect(try follow(workspace, path) == [10])
    try FileSystem.rename(path, to: path + ".1")
    try append(TestWorkspace.rows(10..<25), to: path)
    #expect(try follow(workspace, path) == [15])
  }

  @Test("stopping commits all whole rows that had come")
  func stopping() throws {
    let workspace = try TestWorkspace()
    let path = workspace.folder + "/grow.csv"
    try append(TestWorkspace.rows(0..<10), to: path)
    var looks = 0
    var accepted: [Int] = []
    try workspace.desk.follow(
      path, source: "shop", mapping: nil, terms: .init(seconds: 3_600, pause: 1),
      shallStop: {
        looks += 1
        return looks > 3
      }, report: { accepted.append($0.accepted) })
    #expect(accepted == [10])
  }

  @Test("rows of today are taken in however many days a file has been followed")
  func days() throws {
    let workspace = try TestWorkspace()
    let path = workspace.folder + "/grow.csv"
    try append(TestWorkspace.rows(0..<10), to: path)
    let days = Mutex<Int64>(0)
    let desk = QuestionDesk(
      path: workspace.path,
      clock: { Timestamp(TestWorkspace.now.seconds + days.withLock { $0 } * 86_400) })
    var outcomes: [IngestOutcome] = []
    try desk.follow(
      path, source: "shop", mapping: nil, terms: .init(seconds: 0, pause: 1),
      shallStop: { outcomes.count == 2 },
      report: { outcome in
        outcomes.append(outcome)
        guard outcomes.count == 1 else { return }
        days.withLock { $0 = 9 }
        let today = Timestamp(TestWorkspace.now.seconds + 9 * 86_400).iso8601
        #expect(throws: Never.self) { try append("order,\(today),u1,c1,DE,5\n", to: path) }
      })
    #expect(outcomes.map(\.accepted) == [10, 1])
    #expect(outcomes.map(\.rejectedCount) == [0, 0])
  }

  @Test("what cannot be followed is refused with what to do instead")
  func refused() throws {
    let workspace = try TestWorkspace()
    for (name, bytes) in [
      ("a.gz", [0x1F, 0x8B, 8, 0, 10] as [UInt8]), ("wide.csv", [0xFF, 0xFE, 97, 0, 10, 0]),
    ] {
      let path = workspace.folder + "/" + name
      try FileSystem.write(bytes, to: path)
      #expect(throws: Fault.self) { try follow(workspace, path) }
    }
    #expect(throws: Fault.self) { try follow(workspace, workspace.folder) }
  }

  @Test("a drop folder's new files come in once, and those still being written are left alone")
  func dropFolder() throws {
    let workspace = try TestWorkspace()
    let folder = workspace.folder + "/drop"
    try FileSystem.makeFolder(folder)
    var changes = QuestionDesk.SourceChanges()
    changes.dropFolder = folder
    try workspace.desk.setSource("shop", changes, now: TestWorkspace.now)
    for (name, text) in [
      ("a.csv", TestWorkspace.rows(0..<5)), ("b.csv.part", "half"), (".hidden", "x"), ("c.csv", ""),
    ] {
      try FileSystem.write(Array(text.utf8), to: folder + "/" + name)
    }
    let modified = try #require(FileSystem.modified(folder + "/a.csv"))
    func take(at seconds: Int64) throws -> [String] {
      try workspace.desk.takeDropped(
        of: nil, settled: 5, now: Timestamp(modified.seconds + seconds),
        progress: { _, _, _ in true }
      ).map { "\(FileSystem.name(of: $0.result.file)) \($0.result.outcome?.accepted ?? -1)" }
    }
    #expect(try take(at: 2) == [])
    #expect(try take(at: 60) == ["a.csv 5", "c.csv -1"])
    #expect(try take(at: 120) == [])
    #expect(FileSystem.kind(of: folder + "/a.csv") == .file)
  }

  @Test("a source without a drop folder says how to give it one")
  func noDropFolder() throws {
    let workspace = try TestWorkspace()
    let fault = #expect(throws: Fault.self) {
      try workspace.desk.takeDropped(
        of: "shop", settled: 5, now: TestWorkspace.now, progress: { _, _, _ in true })
    }
    #expect(fault?.remedy.contains("--drop-folder") == true)
  }
}
