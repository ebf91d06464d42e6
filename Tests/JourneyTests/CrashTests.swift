import Basis
import Glibc
import Support
import Testing

/// What a kill, a full disk or a second writer must not do to a workspace.
@Suite("Crashes", .serialized) struct CrashTests {
  static let mapping =
    mappingHead(by: ["user_id": "user", "cookie": "cookie"]) + """
      [[attribute]]
      name = "country"
      column = "country"
      """

  /// A folder with a workspace, its source and two feeds, the second one large.
  struct Scene {
    let folder: String
    let program: String
    var workspace: String { folder + "/workspace" }

    init(rows: Int) throws {
      folder = try temporaryFolder()
      program = try #require(Program.path)
      try FileSystem.write(Array(CrashTests.mapping.utf8), to: folder + "/m.toml")
      try FileSystem.write(CrashTests.feed(0..<1_000), to: folder + "/small.csv")
      try FileSystem.write(CrashTests.feed(500..<rows), to: folder + "/large.csv")
      try make(workspace)
    }

    func make(_ workspace: String) throws {
      #expect(try run(["init"], on: workspace).status == 0)
      let source = ["source", "add", "shop", "--kind", "web", "--mapping", folder + "/m.toml"]
      #expect(try run(source, on: workspace).status == 0)
      #expect(try ingest("small.csv", on: workspace).status == 0)
    }

    func run(_ words: [String], on workspace: String? = nil) throws -> Program.Ended {
      try Program.run(["--workspace", workspace ?? self.workspace] + words, in: folder)
    }

    func ingest(_ file: String, on workspace: String? = nil) throws -> Program.Ended {
      try run(["ingest", "--source", "shop", folder + "/" + file], on: workspace)
    }

    func start(_ file: String) throws -> Program.Running {
      try Program.start(
        [program, "--workspace", workspace, "ingest", "--source", "shop", folder + "/" + file],
        in: folder)
    }

    /// What the workspace answers, without the instants at which something was done.
    func answers(on workspace: String? = nil) throws -> [String] {
      var answers: [String] = []
      for question in ["did order at least 3 times", "country = DE"] {
        answers.append(try run(["count", question], on: workspace).output)
      }
      let statistics = try run(["stats", "--json"], on: workspace).output
      for figure in ["\"events\":", "\"facts\":", "\"batches\":"] {
        answers.append(Self.figure(figure, in: statistics))
      }
      let list = try run(["source", "list", "--json"], on: workspace).output
      for figure in ["\"rows\":", "\"accepted\":", "\"duplicates\":", "\"rejected\":"] {
        answers.append(Self.figure(figure, in: list))
      }
      return answers
    }

    /// The number of the newest batch.
    func lastBatch() throws -> String {
      let detail = try run(["source", "show", "shop", "--json"]).output
      let number = detail.ranges(of: "\"id\":").first.map { detail[$0.upperBound...] }
      return String((number ?? "").prefix { $0.isNumber })
    }

    private static func figure(_ name: String, in text: String) -> String {
      guard let range = text.firstRange(of: name) else { return "no \(name)" }
      return name + text[range.upperBound...].prefix { $0.isNumber }
    }
  }

  static func feed(_ numbers: Range<Int>) -> [UInt8] {
    var bytes = Array("event,time,user,cookie,country\n".utf8)
    for number in numbers {
      let time =
        "2026-08-\(padded(number / 86_400 % 28 + 1, 2))T"
        + "\(padded(number / 3_600 % 24, 2)):\(padded(number / 60 % 60, 2)):"
        + "\(padded(number % 60, 2))Z"
      bytes += "order,\(time),u\(number % 3_001),c\(number % 5_003),DE\n".utf8
    }
    return bytes
  }

  @Test("killed at any moment, nothing done is lost, nothing half done counts")
  func killing() throws {
    let scene = try Scene(rows: 40_000)
    let calm = scene.folder + "/calm"
    try scene.make(calm)
    let started = SystemClock.nanoseconds()
    #expect(try scene.ingest("large.csv", on: calm).status == 0)
    let duration = SystemClock.nanoseconds() - started
    let before = try scene.answers()
    let after = try scene.answers(on: calm)
    #expect(before != after)
    var random = Seeded(2026)
    var interrupted = 0
    for _ in 0..<12 {
      let running = try scene.start("large.csv")
      usleep(UInt32(random.below(Int(duration / 1_100))))
      running.kill()
      if try running.wait().status == nil { interrupted += 1 }
      let check = try scene.run(["verify"])
      #expect(check.status == 0, "\(check.output)")
      let answers = try scene.answers()
      #expect(answers == before || answers == after)
      // Where it got through, its batch is taken out, so that the next kill meets the same work.
      if answers == after {
        #expect(try scene.run(["source", "undo", try scene.lastBatch()]).status == 0)
        #expect(try scene.answers() == before)
      }
    }
    #expect(interrupted > 0)
    let last = try scene.ingest("large.csv")
    #expect(last.status == 0, "\(last.messages)")
    #expect(try scene.answers() == after)
    let check = try scene.run(["verify"])
    #expect(check.status == 0, "\(check.output)")
    #expect(!check.output.contains("note:"))
  }

  @Test("killed in a compaction, the workspace answers as before and can be compacted")
  func killingCompaction() throws {
    let scene = try Scene(rows: 20_000)
    for number in 0..<6 {
      let rows = 20_000 + number * 2_000
      try FileSystem.write(CrashTests.feed(rows..<rows + 2_000), to: scene.folder + "/more.csv")
      #expect(try scene.ingest("more.csv").status == 0)
    }
    #expect(try scene.run(["source", "undo", try scene.lastBatch()]).status == 0)
    let before = try scene.answers()
    let copy = scene.folder + "/copy"
    #expect(
      try Program.start(["/bin/cp", "-r", scene.workspace, copy], in: scene.folder).wait().status
        == 0)
    let started = SystemClock.nanoseconds()
    #expect(try scene.run(["compact"], on: copy).status == 0)
    let duration = SystemClock.nanoseconds() - started
    #expect(try scene.answers(on: copy) == before)
    var random = Seeded(11)
    for _ in 0..<10 {
      let running = try Program.start(
        [scene.program, "--workspace", scene.workspace, "compact"], in: scene.folder)
      usleep(UInt32(random.below(Int(duration / 1_100))))
      running.kill()
      _ = try running.wait()
      let check = try scene.run(["verify"])
      #expect(check.status == 0, "\(check.output)")
      #expect(try scene.answers() == before)
    }
    #expect(try scene.run(["compact"]).status == 0)
    #expect(try scene.answers() == before)
    #expect(try !scene.run(["verify"]).output.contains("note:"))
  }

  @Test("a file that cannot be written keeps nothing and says so", arguments: [8, 64, 160])
  func limitedFiles(kilobytes: Int) throws {
    let scene = try Scene(rows: 40_000)
    let before = try scene.answers()
    // Without the ignored signal the kernel would end the program instead of telling it.
    let script =
      "trap '' XFSZ; ulimit -f \(kilobytes); exec \"$0\" --workspace \"$1\" ingest --source shop \"$2\""
    let ended = try Program.start(
      ["/bin/bash", "-c", script, scene.program, scene.workspace, scene.folder + "/large.csv"],
      in: scene.folder
    ).wait()
    #expect(ended.status == 1, "\(ended.output)")
    #expect(ended.messages.contains("parterre: "))
    let check = try scene.run(["verify"])
    #expect(check.status == 0, "\(check.output)")
    #expect(try scene.answers() == before)
    #expect(try scene.ingest("large.csv").status == 0)
  }

  @Test("a second writer is refused while reading goes on")
  func twoWriters() throws {
    let scene = try Scene(rows: 40_000)
    let before = try scene.run(["count", "did order"]).output
    // Stopped in the middle, so that it holds the lock for as long as the test needs.
    let first = try scene.start("large.csv")
    var refused: Program.Ended?
    for _ in 0..<20 where refused == nil {
      usleep(2_000)
      kill(first.process, SIGSTOP)
      let second = try scene.ingest("small.csv")
      if second.status == 0 { kill(first.process, SIGCONT) } else { refused = second }
    }
    #expect(refused?.status == 1)
    #expect(refused?.messages.contains("another Parterre is writing") == true)
    // It may have been stopped in the very instant of a write to the catalogue, which others wait for.
    var (read, isBackedUp) = ("", false)
    for attempt in 0..<20 {
      read = try scene.run(["count", "did order"]).output
      isBackedUp = try scene.run(["backup", scene.folder + "/b\(attempt).parterre"]).status == 0
      if isBackedUp, read == before { break }
      kill(first.process, SIGCONT)
      usleep(2_000)
      kill(first.process, SIGSTOP)
    }
    #expect(read == before && isBackedUp)
    kill(first.process, SIGCONT)
    #expect(try first.wait().status == 0)
    #expect(try scene.run(["verify"]).status == 0)
  }
}
