import Basis
import Glibc
import Support
import Testing

/// What a kill, a full disk or a limit must not do to a delivered file.
@Suite("Export crashes", .serialized) struct ExportCrashTests {
  static let mapping =
    mappingHead(of: ["profile", "consent"], by: ["email": "email"]) + """
      [[consent]]
      purpose = "sharing"
      column = "sharing"
      granted = ["y"]
      """

  /// A workspace of some thousand people who may be delivered.
  struct Scene {
    let folder: String
    let program: String
    var workspace: String { folder + "/workspace" }
    var out: String { folder + "/out/file.csv" }

    init(people: Int) throws {
      folder = try temporaryFolder()
      program = try #require(Program.path)
      try FileSystem.makeFolder(folder + "/out")
      try FileSystem.write(Array(ExportCrashTests.mapping.utf8), to: folder + "/m.toml")
      var feed = "email,time,sharing\n"
      for number in 0..<people {
        feed += "somebody.\(number)@example.com,2026-05-01T00:00:00Z,y\n"
      }
      try FileSystem.write(Array(feed.utf8), to: folder + "/people.csv")
      for words in [
        ["init"], ["source", "add", "crm", "--kind", "crm", "--mapping", folder + "/m.toml"],
        ["ingest", "--source", "crm", folder + "/people.csv"],
      ] {
        let ended = try run(words)
        try #require(ended.status == 0, "\(ended.messages)")
      }
    }

    func run(_ words: [String]) throws -> Program.Ended {
      try Program.run(["--workspace", workspace] + words, in: folder)
    }

    var export: [String] {
      ["export", "everyone", "--to", "csv", "--ids", "email", "--out", out]
    }

    func remove() throws {
      for path in [out, out + ".manifest.json", out + ".partial"] { try FileSystem.remove(path) }
    }
  }

  @Test("killed at any moment, the name leads to the whole file or to what was there before")
  func killing() throws {
    let scene = try Scene(people: 20_000)
    let started = SystemClock.nanoseconds()
    #expect(try scene.run(scene.export).status == 0)
    let duration = SystemClock.nanoseconds() - started
    let whole = try FileSystem.read(scene.out)
    let old = Array("what was there before\n".utf8)
    var random = Seeded(6)
    var interrupted = 0
    for round in 0..<14 {
      try scene.remove()
      let isForced = round % 2 == 1
      if isForced { try FileSystem.write(old, to: scene.out) }
      let running = try Program.start(
        [scene.program, "--workspace", scene.workspace] + scene.export
          + (isForced ? ["--force"] : []), in: scene.folder)
      usleep(UInt32(random.below(Int(duration / 900))))
      running.kill()
      if try running.wait().status == nil { interrupted += 1 }
      if FileSystem.kind(of: scene.out) == .file {
        let found = try FileSystem.read(scene.out)
        #expect(found == whole || isForced && found == old, "round \(round)")
      }
      let before = try FileSystem.kind(of: scene.out).map { _ in try FileSystem.read(scene.out) }
      // Whoever writes next settles what was left open, and never takes a whole file away.
      let next = try scene.run(
        [
          "export", "everyone", "--to", "csv", "--ids", "email", "--out",
          scene.folder + "/next.csv",
          "--force",
        ])
      #expect(next.status == 0, "\(next.messages)")
      if let before { #expect(try FileSystem.read(scene.out) == before) }
      // Somebody else's file under the name of an earlier delivery is told, and rightly so.
      let isTheirs = before == old
      let check = try scene.run(["verify"])
      #expect(check.status == (isTheirs ? 1 : 0), "\(check.output)")
    }
    #expect(interrupted > 0)
  }

  @Test("a limit that the file does not fit in leaves nothing and says how much it takes")
  func limited() throws {
    let scene = try Scene(people: 20_000)
    let script = "trap '' XFSZ; ulimit -f 128; exec \"$@\""
    let ended = try Program.start(
      ["/bin/bash", "-c", script, "limited", scene.program, "--workspace", scene.workspace]
        + scene.export, in: scene.folder
    ).wait()
    #expect(ended.status == 1)
    #expect(ended.messages.contains("the whole file takes about"), "\(ended.messages)")
    #expect(try FileSystem.names(in: scene.folder + "/out") == [])
    #expect(try scene.run(["verify"]).status == 0)
    #expect(try scene.run(scene.export).status == 0)
  }

  @Test("killed at any moment, a delivery in several files leaves only whole ones, and all or none")
  func killingSplit() throws {
    let scene = try Scene(people: 20_000)
    try FileSystem.makeFolder(scene.workspace + "/destinations")
    let destination = """
      name = "pieces"
      purposes = ["sharing"]
      [file]
      rows = 3000
      [[column]]
      name = "email"
      identifier = "email"
      """
    try FileSystem.write(
      Array(destination.utf8), to: scene.workspace + "/destinations/pieces.toml")
    let export = ["export", "everyone", "--to", "pieces", "--out", scene.out]
    let started = SystemClock.nanoseconds()
    #expect(try scene.run(export).status == 0)
    let duration = SystemClock.nanoseconds() - started
    func delivered() throws -> [String: [UInt8]] {
      var files: [String: [UInt8]] = [:]
      for name in try FileSystem.names(in: scene.folder + "/out")
      where !name.contains(".partial") && !name.hasSuffix(".json") {
        files[name] = try FileSystem.read(scene.folder + "/out/" + name)
      }
      return files
    }
    let whole = try delivered()
    #expect(whole.count == 7)
    var random = Seeded(11)
    var interrupted = 0
    for round in 0..<12 {
      for name in try FileSystem.names(in: scene.folder + "/out") {
        try FileSystem.remove(scene.folder + "/out/" + name)
      }
      let running = try Program.start(
        [scene.program, "--workspace", scene.workspace] + export, in: scene.folder)
      usleep(UInt32(random.below(Int(duration / 900))))
      running.kill()
      if try running.wait().status == nil { interrupted += 1 }
      for (name, bytes) in try delivered() { #expect(bytes == whole[name], "round \(round)") }
      let next = try scene.run(
        [
          "export", "everyone", "--to", "csv", "--ids", "email", "--out",
          scene.folder + "/next.csv", "--force",
        ])
      #expect(next.status == 0, "\(next.messages)")
      let settled = try delivered()
      #expect(settled.isEmpty || settled == whole, "round \(round)")
      #expect(try scene.run(["verify"]).status == 0)
    }
    #expect(interrupted > 0)
  }
}
