import Basis
import Glibc
import Support
import Testing

/// What a kill must not do to the consent ledger.
@Suite("Consent crashes", .serialized) struct ConsentCrashTests {
  private static let mapping =
    mappingHead(of: ["consent"], by: ["user_id": "user"]) + """
      [[consent]]
      purpose = "email"
      column = "email"
      granted = ["yes"]
      """

  private static func feed(_ numbers: Range<Int>) -> [UInt8] {
    var bytes = Array("time,user,email\n".utf8)
    for number in numbers {
      let time = "2026-08-\(padded(number % 28 + 1, 2))T10:00:\(padded(number % 60, 2))Z"
      bytes += "\(time),u\(number),\(number % 3 == 0 ? "no" : "yes")\n".utf8
    }
    return bytes
  }

  @Test("killed while it takes in or takes out, ledger and data agree")
  func killing() throws {
    let folder = try temporaryFolder()
    let workspace = folder + "/workspace"
    let program = try #require(Program.path)
    try FileSystem.write(Array(Self.mapping.utf8), to: folder + "/m.toml")
    try FileSystem.write(Self.feed(0..<8_000), to: folder + "/feed.csv")
    func run(_ words: [String]) throws -> Program.Ended {
      try Program.run(["--workspace", workspace] + words, in: folder)
    }
    #expect(try run(["init"]).status == 0)
    #expect(
      try run(["source", "add", "web", "--kind", "web", "--mapping", folder + "/m.toml"]).status
        == 0)
    let ingest = ["ingest", "--source", "web", folder + "/feed.csv"]
    let started = SystemClock.nanoseconds()
    #expect(try run(ingest).status == 0)
    let duration = Int(SystemClock.nanoseconds() - started)
    var random = Seeded(7)
    var batch = 1
    var isIn = true
    var killed = 0
    for _ in 0..<10 {
      let words = isIn ? ["source", "undo", String(batch)] : ingest
      let running = try Program.start([program, "--workspace", workspace] + words, in: folder)
      usleep(UInt32(random.below(max(1, duration / 1_000))))
      running.kill()
      if try running.wait().status == nil { killed += 1 }
      let ledger = try run(["consent", "verify"])
      #expect(ledger.status == 0, "\(ledger.output)")
      let check = try run(["verify"])
      #expect(check.status == 0, "\(check.output)")
      // Either all of it happened or nothing did, and the next step starts from there.
      let coverage = try run(["consent", "coverage", "--json"]).output
      let isInNow = coverage.contains("\"granted\":5333")
      #expect(isInNow || !coverage.contains("\"purpose\":\"email\""))
      if isInNow, !isIn { batch += 1 }
      isIn = isInNow
    }
    #expect(killed > 0)
  }
}
