import Basis
import Glibc
import Support
import Testing

/// What a kill must not do to decisions about who is whom, and to an erasure.
@Suite("Crashes of decisions and erasures", .serialized) struct PersonCrashTests {
  private static let mapping =
    mappingHead(
      of: ["event", "consent"], by: ["email": "email", "cookie": "cookie"], constant: "order") + """
      [[attribute]]
      name = "nickname"
      column = "nickname"
      personal = true
      [[consent]]
      purpose = "email"
      column = "news"
      granted = ["yes"]
      """
  private static let person = "email:person7@example.org"

  private let folder: String
  private let program: String

  init() throws {
    folder = try temporaryFolder()
    program = try #require(Program.path)
    try FileSystem.write(Array(Self.mapping.utf8), to: folder + "/m.toml")
    var feed = "time,email,cookie,nickname,news\n"
    for number in 0..<3_000 {
      let person = number % 300
      feed +=
        "2026-08-01T10:\(padded(number / 60 % 60, 2)):\(padded(number % 60, 2))Z,"
        + "person\(person)@example.org,c\(number % 900),name\(person),"
        + "\(number % 2 == 0 ? "yes" : "no")\n"
    }
    try FileSystem.write(Array(feed.utf8), to: folder + "/feed.csv")
    #expect(try run(["init"]).status == 0)
    #expect(
      try run(["source", "add", "crm", "--kind", "crm", "--mapping", folder + "/m.toml"]).status
        == 0)
    #expect(try run(["ingest", "--source", "crm", folder + "/feed.csv"]).status == 0)
  }

  private func run(_ words: [String], on workspace: String = "workspace") throws -> Program.Ended {
    try Program.run(["--workspace", folder + "/" + workspace] + words, in: folder)
  }

  private func copy(_ name: String) throws {
    let ended = try Program.start(
      ["/bin/cp", "-r", folder + "/workspace", folder + "/" + name], in: folder
    ).wait()
    #expect(ended.status == 0)
  }

  /// Runs a command and kills it at some moment; true where the kill came before its end.
  private func killed(
    _ words: [String], on workspace: String, within microseconds: Int, _ random: inout Seeded
  )
    throws -> Bool
  {
    let running = try Program.start(
      [program, "--workspace", folder + "/" + workspace] + words, in: folder)
    usleep(UInt32(random.below(max(1, microseconds))))
    running.kill()
    return try running.wait().status == nil
  }

  /// How long a command takes on a copy of the workspace, in microseconds.
  private func duration(_ words: [String]) throws -> Int {
    try copy("calm")
    let started = SystemClock.nanoseconds()
    #expect(try run(words, on: "calm").status == 0)
    return Int(SystemClock.nanoseconds() - started) / 1_000
  }

  @Test("killed in an identity decision, it stands whole or not at all")
  func decisions() throws {
    let split = ["identity", "split", Self.person]
    let before = try run(["count", "everyone", "--json"]).output
    let microseconds = try duration(split)
    let after = try run(["count", "everyone", "--json"], on: "calm").output
    func count(_ text: String) -> Substring {
      text.firstRange(of: "\"count\":").map { text[$0.upperBound...].prefix { $0.isNumber } } ?? ""
    }
    #expect(count(before) != count(after))
    var random = Seeded(3)
    var interrupted = 0
    for _ in 0..<8 {
      if try killed(split, on: "workspace", within: microseconds, &random) { interrupted += 1 }
      let check = try run(["verify"])
      #expect(check.status == 0, "\(check.output)")
      let decisions = try run(["identity", "decisions", "--json"]).output
      let stands = decisions.contains("\"kind\":\"split\"")
      let now = try run(["count", "everyone", "--json"]).output
      #expect(count(now) == (stands ? count(after) : count(before)))
      guard stands, let place = decisions.firstRange(of: "\"number\":") else { continue }
      let number = decisions[place.upperBound...].prefix { $0.isNumber }
      #expect(try run(["identity", "undo", String(number)]).status == 0)
    }
    #expect(interrupted > 0)
  }

  @Test("killed in an erasure, it is ended by the next, and everything else stays as it was")
  func erasure() throws {
    let erase = ["privacy", "erase", Self.person, "--yes", "--out", folder + "/removals"]
    let microseconds = try duration(erase)
    let wanted = try run(["stats", "--json"], on: "calm").output
    func figures(_ text: String) -> [Substring] {
      ["\"events\":", "\"facts\":", "\"batches\":"].map { name in
        text.firstRange(of: name).map { text[$0.upperBound...].prefix { $0.isNumber } } ?? ""
      }
    }
    var random = Seeded(5)
    var interrupted = 0
    for round in 0..<8 {
      let name = "copy\(round)"
      try copy(name)
      if try killed(erase, on: name, within: microseconds, &random) { interrupted += 1 }
      let check = try run(["verify"], on: name)
      #expect(check.status == 0, "\(check.output)")
      let again = try run(erase, on: name)
      // Where it had come to its end, nobody is there any more to be erased.
      #expect(again.status == 0 || again.messages.contains("nobody"), "\(again.messages)")
      #expect(try run(["identity", "show", Self.person], on: name).status == 1)
      #expect(try run(["consent", "verify"], on: name).status == 0)
      #expect(try run(["verify"], on: name).status == 0)
      #expect(figures(try run(["stats", "--json"], on: name).output) == figures(wanted))
      removeFolder(folder + "/" + name)
    }
    #expect(interrupted > 0)
  }

  @Test("killed in a compaction, those past retention are gone before and after, refusals never")
  func retention() throws {
    try FileSystem.write(
      Array("[[retention]]\nkeep = \"1d\"\n".utf8), to: folder + "/workspace/privacy.toml")
    try FileSystem.write(
      Array("expiry = \"1d\"\n".utf8), to: folder + "/workspace/consent.toml")
    func people(_ workspace: String) throws -> Bool {
      // Every second person has refused e-mails.
      try run(["count", "everyone", "--json"], on: workspace).output.contains("\"count\":150,")
    }
    #expect(try people("workspace"))
    let microseconds = try duration(["compact"])
    var random = Seeded(7)
    var interrupted = 0
    for round in 0..<8 {
      let name = "copy\(round)"
      try copy(name)
      if try killed(["compact"], on: name, within: microseconds, &random) { interrupted += 1 }
      for _ in 0..<2 {
        #expect(try run(["verify"], on: name).status == 0)
        #expect(try people(name))
        #expect(try run(["compact"], on: name).status == 0)
      }
      #expect(
        try run(["compact", "--json"], on: name).output.contains("\"expired_identifiers\":0"))
      #expect(try run(["consent", "verify"], on: name).status == 0)
      removeFolder(folder + "/" + name)
    }
    #expect(interrupted > 0)
  }
}
