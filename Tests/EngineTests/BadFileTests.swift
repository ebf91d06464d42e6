import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Files that cannot be read") struct BadFileTests {
  private func fault(_ workspace: TestWorkspace, _ path: String) throws -> Fault? {
    try workspace.desk.ingest(
      [path], source: "shop", mapping: nil, isStrict: false, now: TestWorkspace.now
    ) { _, _, _ in true }[0].fault
  }

  @Test("the screen is told what came in and what did not")
  func summary() throws {
    let workspace = try TestWorkspace()
    let (good, missing) = (workspace.folder + "/good.csv", workspace.folder + "/missing.csv")
    try FileSystem.write(Array(TestWorkspace.rows(0..<5).utf8), to: good)
    let terms = TestWorkspace.terms
    let request = IngestRequest(source: "shop", files: [missing, good])
    guard case .ingested(let summary) = try workspace.desk.answer(.ingest(request), terms: terms)
    else {
      Issue.record("an ingest is answered by what came in")
      return
    }
    #expect(summary.accepted == 5)
    #expect(summary.failures.count == 1)
    #expect(summary.failures[0].contains("no such file"))
    let hopeless = IngestRequest(source: "shop", files: [missing])
    #expect(throws: Fault.self) { try workspace.desk.answer(.ingest(hopeless), terms: terms) }
  }

  @Test("each says what is wrong and what to do, and the good file beside it still comes in")
  func besideGood() throws {
    let workspace = try TestWorkspace()
    let folder = workspace.folder
    try FileSystem.write(Array(TestWorkspace.rows(0..<5).utf8), to: folder + "/good.csv")
    try FileSystem.write([], to: folder + "/empty.csv")
    try FileSystem.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B], to: folder + "/cut.csv.gz")
    try FileSystem.write([0x28, 0xB5, 0x2F, 0xFD, 4, 0x58], to: folder + "/cut.csv.zst")
    try FileSystem.write([0x50, 0x4B, 3, 4, 0, 0], to: folder + "/book.xlsx")
    let bad = [
      "/empty.csv", "/cut.csv.gz", "/cut.csv.zst", "/book.xlsx", "/missing.csv", "",
    ].map { folder + $0 }
    let results = try workspace.desk.ingest(
      bad + [folder + "/good.csv"], source: "shop", mapping: nil, isStrict: false,
      now: TestWorkspace.now
    ) { _, _, _ in true }
    #expect(results.last?.outcome?.accepted == 5)
    for result in results.dropLast() {
      let fault = try #require(result.fault)
      #expect(fault.subject.hasPrefix(folder))
      #expect(!fault.remedy.isEmpty)
    }
    let reasons = results.compactMap { $0.fault?.reason }
    #expect(reasons[0] == "it is empty")
    #expect(reasons[1].contains("ends in the middle"))
    #expect(reasons[2].contains("ends in the middle"))
    #expect(reasons[3].contains("ZIP"))
    #expect(reasons[4].contains("no such file"))
    #expect(reasons[5].contains("folder"))
  }

  @Test("a feed of nothing but a header is a batch without rows")
  func headerOnly() throws {
    let workspace = try TestWorkspace()
    let result = try workspace.ingest(TestWorkspace.header)
    #expect(result.fault == nil)
    #expect(result.outcome?.rows == 0)
  }

  @Test("a line of 100 MB is rejected by its number, and the lines around it come in")
  func longLine() throws {
    let workspace = try TestWorkspace()
    var bytes = Array(TestWorkspace.rows(0..<3).utf8)
    bytes += Array("order,".utf8) + [UInt8](repeating: 120, count: 100 << 20) + [10]
    bytes += Array(TestWorkspace.row(3).utf8)
    let outcome = try #require(try workspace.ingest(bytes, as: "long.csv").outcome)
    #expect(outcome.accepted == 4)
    #expect(outcome.rejected == ["too_long": 1])
    let lines = try workspace.desk.openRejects(of: "shop", limit: 9).lines
    #expect(lines.map(\.line) == [5])
  }

  @Test("NUL bytes and stray bytes cost their own rows only")
  func strayBytes() throws {
    let workspace = try TestWorkspace()
    var bytes = Array(TestWorkspace.rows(0..<40).utf8)
    bytes += Array("order,2026-08-01T00:00:00Z,u\u{0}1,c,DE,1\n".utf8)
    bytes += Array(
      "order,2026-08-01T00:00:00Z,u1,Gr\u{FC}n,DE,1\n".unicodeScalars.map { UInt8($0.value) })
    bytes += Array("order,2026-08-01T00:00:01Z,u1,Grün Café Öl,DE,1\n".utf8)
    let outcome = try #require(try workspace.ingest(bytes, as: "stray.csv").outcome)
    #expect(outcome.rejected == ["bad_encoding": 2])
    #expect(outcome.accepted == 41)
  }

  @Test("a strict refusal says where the first unusable row is, and in which field")
  func strict() throws {
    let workspace = try TestWorkspace()
    let rows = TestWorkspace.rows(0..<3) + "order,soon,u1,c1,DE,1\n"
    let fault = try #require(try workspace.ingest(rows, isStrict: true).fault)
    #expect(fault.place?.line == 5)
    #expect(fault.reason.contains("the first (field time): it is no time"), "\(fault)")
  }

  @Test("lines may end as old Macs ended them, and the last one need not end")
  func returns() throws {
    let workspace = try TestWorkspace()
    let text = TestWorkspace.rows(0..<5)
    for (name, feed) in [
      ("mac.csv", text.replacing("\n", with: "\r")), ("open.csv", String(text.dropLast())),
      ("windows.csv", text.replacing("\n", with: "\r\n")),
    ] {
      let outcome = try #require(try workspace.ingest(feed, as: name).outcome)
      #expect(outcome.rows == 5 && outcome.rejectedCount == 0, "\(name)")
    }
    let header = String(TestWorkspace.header.dropLast())
    #expect(try workspace.ingest(header, as: "header.csv").outcome?.rows == 0)
  }

  @Test("text in UTF-32 and packed bytes are told from feeds")
  func noText() throws {
    let workspace = try TestWorkspace()
    let letters = TestWorkspace.rows(0..<5).utf8.flatMap { [$0, 0, 0, 0] as [UInt8] }
    let wide: [UInt8] = [0xFF, 0xFE, 0, 0] + letters
    var random = Seeded(7)
    let noise = (0..<20_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    for (name, bytes, reason) in [
      ("wide.csv", wide, "UTF-32"), ("noise.csv", noise, "it is no text"),
    ] as [(String, [UInt8], String)] {
      let fault = try #require(try workspace.ingest(bytes, as: name).fault)
      #expect(fault.reason.contains(reason), "\(fault)")
    }
  }

  @Test("a feed in Latin-1 is one even where only its last byte shows it")
  func lastByte() throws {
    let workspace = try TestWorkspace()
    let rows = "event,time,user,cookie,amount,country\norder,2026-08-01T00:00:00Z,u1,c1,1,Per"
    let outcome = try #require(
      try workspace.ingest(Array(rows.utf8) + [0xFA], as: "feed.csv").outcome)
    #expect(outcome.accepted == 1 && outcome.rejectedCount == 0)
  }

  @Test("an audit survives the same files with a fault or an answer")
  func audits() throws {
    let folder = try temporaryFolder()
    let feeds: [[UInt8]] = [
      [], [10, 10], Array("a,b\n".utf8), [0x1F, 0x8B, 8], Array("{".utf8), Array("[]".utf8),
      Array("{\"a\":1}\n{\"a\":}\n".utf8), Array("a;b\n1;\"x\n".utf8), [0xFF, 0xFE, 97, 0],
    ]
    for (number, bytes) in feeds.enumerated() {
      let path = folder + "/\(number)"
      try FileSystem.write(bytes, to: path)
      do throws(Fault) {
        let audit = try FeedAuditor.audit(path, now: TestWorkspace.now) { _, _ in true }
        #expect(!audit.mapping.isEmpty)
      } catch {
        #expect(!error.remedy.isEmpty)
      }
    }
  }
}
