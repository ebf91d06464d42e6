import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Ingest and care") struct CareTests {
  @Test("what is ingested is counted, twice the same row once")
  func counting() throws {
    let workspace = try TestWorkspace()
    let first = try #require(try workspace.ingest(TestWorkspace.rows(0..<50)).outcome)
    #expect([first.rows, first.accepted, first.duplicates] == [50, 50, 0])
    let second = try #require(
      try workspace.ingest(TestWorkspace.rows(40..<70) + TestWorkspace.row(69), as: "b.csv").outcome
    )
    #expect([second.rows, second.accepted, second.duplicates] == [31, 20, 11])
    let again = try #require(
      try workspace.ingest(TestWorkspace.rows(0..<50), as: "c.csv").outcome)
    #expect(again.knownAs == first.batch)
    #expect(try workspace.desk.statistics().events == 70)
    #expect(try workspace.desk.check().problems == [])
  }

  @Test("JSON lines and gzip come in by the same path")
  func forms() throws {
    let workspace = try TestWorkspace()
    let lines = (0..<20).map {
      #"{"event":"open","time":"2026-08-01T00:00:\#(padded($0, 2))Z","user":"u\#($0)"}"#
    }
    let outcome = try #require(
      try workspace.ingest(lines.joined(separator: "\n"), as: "a.jsonl", source: "app").outcome)
    #expect(outcome.accepted == 20)
    // The gzip form of "{"event":"open","time":"2026-08-02T00:00:00Z","user":"u1"}\n", stored.
    let text = Array(#"{"event":"open","time":"2026-08-02T00:00:00Z","user":"u1"}"#.utf8) + [10]
    let zipped = try #require(
      try workspace.ingest(Gzip.stored(text), as: "a.jsonl.gz", source: "app").outcome)
    #expect(zipped.accepted == 1)
  }

  @Test("a file with a bad row gives a reject with its line; strict keeps nothing")
  func rejecting() throws {
    let workspace = try TestWorkspace()
    let text = TestWorkspace.rows(0..<3) + "order,soon,u1,c1,DE,1\n" + TestWorkspace.row(4)
    let strict = try workspace.ingest(text, isStrict: true)
    #expect(strict.fault?.place?.line == 5)
    #expect(try workspace.desk.statistics().batches == 0)
    #expect(try workspace.desk.check().notes == [])
    let outcome = try #require(try workspace.ingest(text).outcome)
    #expect(outcome.rejected == ["bad_time": 1])
    let (lines, count) = try workspace.desk.openRejects(of: "shop", limit: 10)
    #expect(count == 1)
    #expect(lines.map(\.line) == [5])
    #expect(lines.map(\.text) == ["o••,s••,••,••,••,••"])
    let revealed = try workspace.desk.openRejects(of: "shop", limit: 10, reveal: true).lines
    #expect(revealed.map(\.text) == ["order,soon,u1,c1,DE,1"])
  }

  @Test("undo brings the former answers back, and the file can come in again")
  func undoing() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<40))
    let before = try workspace.answers()
    let second = try #require(
      try workspace.ingest(TestWorkspace.rows(30..<90), as: "b.csv").outcome)
    let after = try workspace.answers()
    #expect(before != after)
    let batch = try #require(second.batch)
    let undone = try workspace.desk.undo(batch: batch, now: TestWorkspace.now)
    #expect(undone.rows == 50)
    #expect(try workspace.answers() == before)
    #expect(try workspace.desk.check().problems == [])
    #expect(throws: Fault.self) { try workspace.desk.undo(batch: batch, now: TestWorkspace.now) }
    try workspace.ingest(TestWorkspace.rows(30..<90), as: "b.csv")
    #expect(try workspace.answers() == after)
    #expect(try workspace.desk.check().problems == [])
  }

  @Test("an undo tells how much of the merged files it has gone through, and stops there when told")
  func undoProgress() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<40))
    let second = try #require(
      try workspace.ingest(TestWorkspace.rows(30..<90), as: "b.csv").outcome)
    _ = try workspace.desk.compact(now: TestWorkspace.now)
    let after = try workspace.answers()
    let batch = try #require(second.batch)
    #expect(throws: Fault.self) {
      try workspace.desk.undo(batch: batch, now: TestWorkspace.now, progress: { _, _ in false })
    }
    #expect(try workspace.answers() == after)
    #expect(try workspace.desk.check().problems == [])
    var told: [[Int?]] = []
    var phases: [String] = []
    _ = try workspace.desk.undo(
      batch: batch, now: TestWorkspace.now,
      progress: { done, total in
        told.append([done, total])
        return true
      }, phase: { phases.append($0) })
    #expect(told.count > 1)
    #expect(told.last?.first == told.last?.last)
    #expect(told.map { $0[0] ?? 0 } == told.map { $0[0] ?? 0 }.sorted())
    #expect(
      phases == [
        "looking for identifiers that nothing refers to any more",
        "making it part of the workspace",
      ])
  }

  @Test("a retry tells how many of all rejects it has read, and stops when told")
  func retryProgress() throws {
    let workspace = try TestWorkspace()
    let bad = { (number: Int) in "order,never,u\(number),c9,DE,1\n" }
    try workspace.ingest(TestWorkspace.rows(0..<3) + (0..<300).map(bad).joined())
    try workspace.ingest(TestWorkspace.rows(3..<5) + (300..<400).map(bad).joined(), as: "b.csv")
    var told: [[Int?]] = []
    let retried = try workspace.desk.retryRejects(
      of: nil, mapping: nil, now: TestWorkspace.now,
      progress: { done, total in
        told.append([done, total])
        return true
      })
    #expect(retried.stillRejected == 400)
    #expect(told == [[256, 400], [300, 400], [400, 400]])
    #expect(throws: Fault.self) {
      try workspace.desk.retryRejects(
        of: nil, mapping: nil, now: TestWorkspace.now, progress: { _, _ in false })
    }
    #expect(try workspace.desk.statistics().openRejects == 400)
  }

  @Test("a removed source leaves nothing that counts, and its name can be used again")
  func removing() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<40))
    #expect(try workspace.desk.removeSource("shop", now: TestWorkspace.now).count == 1)
    #expect(try workspace.desk.statistics().events == 0)
    #expect(try workspace.desk.check().problems == [])
    try workspace.addSource("shop", kind: "web", mapping: TestWorkspace.csvMapping)
    try workspace.ingest(TestWorkspace.rows(0..<40))
    #expect(try workspace.desk.check().problems == [])
    #expect(try workspace.desk.statistics().events == 40)
  }

  @Test("a source without a mapping keeps its rejects, and the others are tried")
  func retryingOthers() throws {
    let workspace = try TestWorkspace()
    try workspace.addSource("guest", party: "second", kind: "partner", mapping: nil)
    let bad = TestWorkspace.header + "order,never,u9,c9,DE,1\n"
    let path = workspace.folder + "/guest.csv"
    try FileSystem.write(Array(bad.utf8), to: path)
    _ = try workspace.desk.ingest(
      [path], source: "guest", mapping: TestWorkspace.csvMapping, isStrict: false,
      now: TestWorkspace.now
    ) { _, _, _ in true }
    try workspace.ingest(TestWorkspace.rows(0..<3) + "order,never,u8,c8,DE,1\n")
    let retried = try workspace.desk.retryRejects(of: nil, mapping: nil, now: TestWorkspace.now)
    #expect(retried.withoutMapping == ["guest"])
    #expect(retried.stillRejected == 1)
    #expect(throws: Fault.self) {
      try workspace.desk.retryRejects(of: "guest", mapping: nil, now: TestWorkspace.now)
    }
  }

  @Test("a retry with a better mapping brings rejects in; its undo opens them again")
  func retrying() throws {
    let workspace = try TestWorkspace()
    let bad = "order,03.08.2026 10:00,u8,c8,\"D\nE\",1\norder,never,u9,c9,DE,1\n"
    try workspace.ingest(TestWorkspace.rows(0..<3) + bad)
    let before = try workspace.answers()
    let same = try workspace.desk.retryRejects(of: nil, mapping: nil, now: TestWorkspace.now)
    #expect([same.cameIn, same.stillRejected] == [0, 2])
    let better = TestWorkspace.csvMapping.replacing(
      #"{ column = "time" }"#, with: #"{ column = "time", format = "dd.MM.yyyy HH:mm" }"#)
    let retried = try workspace.desk.retryRejects(
      of: "shop", mapping: better, now: TestWorkspace.now)
    #expect([retried.cameIn, retried.stillRejected] == [1, 1])
    #expect(try workspace.desk.statistics().events == 4)
    #expect(try workspace.desk.statistics().openRejects == 1)
    #expect(try workspace.desk.check().problems == [])
    _ = try workspace.desk.undo(batch: try #require(retried.batches.first), now: TestWorkspace.now)
    #expect(try workspace.desk.statistics().openRejects == 2)
    #expect(try workspace.answers() == before)
    #expect(try workspace.desk.check().problems == [])
  }

  @Test("rejects beyond what may wait in memory come in whole, in their order, and can be retried")
  func manyRejects() throws {
    let workspace = try TestWorkspace()
    let padding = String(repeating: "x", count: 900)
    let bad = (0..<12_000).map { "order,never,u\($0),\(padding),DE,\($0)\n" }
    let text = TestWorkspace.rows(0..<3) + bad.joined() + TestWorkspace.row(3)
    let outcome = try #require(try workspace.ingest(text).outcome)
    #expect(outcome.rejected == ["bad_time": 12_000])
    #expect(outcome.accepted == 4)
    let (lines, count) = try workspace.desk.openRejects(of: "shop", limit: 3)
    #expect(count == 12_000)
    #expect(lines.map(\.line) == [5, 6, 7])
    #expect(lines[0].field == "time")
    let names = try FileSystem.names(in: workspace.path + "/columns")
    #expect(names.allSatisfy { $0.hasSuffix(".run") })
    let file = workspace.folder + "/bad.csv"
    #expect(try workspace.desk.exportRejects(of: "shop", to: file) == 12_000)
    #expect(try FileSystem.readText(file) == TestWorkspace.header + bad.joined())
    let better = TestWorkspace.csvMapping.replacing(
      #"{ column = "time" }"#, with: #"{ column = "time", default = "2026-08-01T00:00:00Z" }"#)
    let same = try workspace.desk.retryRejects(of: "shop", mapping: better, now: TestWorkspace.now)
    #expect([same.cameIn, same.stillRejected] == [0, 12_000])
    let mapped = TestWorkspace.csvMapping.replacing(
      #"{ column = "time" }"#,
      with: #"{ column = "time", map = { never = "2026-08-01T00:00:00Z" } }"#)
    let retried = try workspace.desk.retryRejects(
      of: "shop", mapping: mapped, now: TestWorkspace.now)
    #expect([retried.cameIn, retried.stillRejected] == [12_000, 0])
    #expect(try workspace.desk.check().problems == [])
    #expect(try workspace.desk.statistics().events == 12_004)
  }

  @Test("exported rejects are the raw rows under their header")
  func exporting() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<3) + "order,soon,u1,c1,DE,1\n")
    let file = workspace.folder + "/bad.csv"
    #expect(try workspace.desk.exportRejects(of: nil, to: file) == 1)
    #expect(
      try FileSystem.readText(file) == TestWorkspace.header + "order,soon,u1,c1,DE,1\n")
    #expect(throws: Fault.self) { try workspace.desk.exportRejects(of: nil, to: file) }
  }

  @Test("verify names a changed, a missing and a foreign file")
  func damage() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<40))
    let columns = workspace.path + "/columns"
    try FileSystem.write([1], to: columns + "/stray.run")
    #expect(try workspace.desk.check().notes.count == 1)
    let names = try FileSystem.names(in: columns)
    let events = columns + "/" + (try #require(names.first { $0.hasSuffix("events.run") }))
    var bytes = try FileSystem.read(events)
    bytes[40] ^= 1
    try FileSystem.write(bytes, to: events)
    #expect(try workspace.desk.check().problems.count == 1)
    try FileSystem.remove(events)
    #expect(try workspace.desk.check().problems.contains { $0.contains("missing") })
  }

  @Test("a backup comes back with the same answers, and any damage to it is noticed")
  func backup() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<90))
    let answers = try workspace.answers()
    let archive = workspace.folder + "/safe.parterre"
    let summary = try workspace.desk.backUp(to: archive, withKey: false)
    #expect(summary.files > 3)
    #expect(FileSystem.permissions(of: archive).map { $0 & 0o777 } == 0o600)
    for name in try FileSystem.names(in: workspace.path) {
      let file = workspace.path + "/" + name
      guard FileSystem.kind(of: file) == .file else { continue }
      #expect(FileSystem.permissions(of: file).map { $0 & 0o777 } == 0o600, "\(name)")
    }
    let target = workspace.folder + "/restored"
    #expect(throws: Fault.self) { try Restore.run(archive, to: target, key: nil) }
    #expect(FileSystem.kind(of: target) == nil)
    _ = try Restore.run(archive, to: target, key: workspace.path + "/key")
    var restored = workspace
    restored.desk = QuestionDesk(path: target)
    #expect(try restored.answers() == answers)
    #expect(throws: Fault.self) { try Restore.run(archive, to: target, key: nil) }

    let whole = try FileSystem.read(archive)
    var random = Seeded(7)
    for _ in 0..<12 {
      var damaged = whole
      if random.below(2) == 0 {
        damaged.removeLast(random.below(2) == 0 ? 1 : 1 + random.below(whole.count - 1))
      } else {
        // The first six bytes say how much memory unpacking takes; most values of them do as well.
        damaged[6 + random.below(whole.count - 6)] ^= UInt8(1 + random.below(255))
      }
      let path = workspace.folder + "/damaged.parterre"
      try FileSystem.write(damaged, to: path)
      let other = workspace.folder + "/other"
      #expect(throws: Fault.self) {
        try Restore.run(path, to: other, key: workspace.path + "/key")
      }
      #expect(FileSystem.kind(of: other) == nil)
    }
  }

  @Test("a second writer is refused while a reader goes on")
  func locking() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<10))
    let writer = try Workspace(path: workspace.path, for: .write)
    let fault = #expect(throws: Fault.self) {
      try workspace.desk.undo(batch: 1, now: TestWorkspace.now)
    }
    #expect(fault?.code == .locked)
    #expect(try workspace.desk.statistics().events == 10)
    withExtendedLifetime(writer) {}
  }

  @Test("every row counts where the mapping says so, across chunks and files")
  func everyRow() throws {
    let workspace = try TestWorkspace()
    try workspace.addSource(
      "till", kind: "pos",
      mapping: TestWorkspace.csvMapping.replacing("[row]", with: "[row]\nkey = [\"#line\"]"))
    let text = TestWorkspace.header + String(repeating: TestWorkspace.row(1), count: 5)
    try workspace.ingest(text, as: "a.csv", source: "till")
    let more = text + TestWorkspace.row(2)
    try workspace.ingest(more, as: "b.csv", source: "till")
    #expect(try workspace.desk.statistics().events == 11)
  }
}

/// Gzip without compression, so that a test needs no compressor.
enum Gzip {
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let length = UInt16(bytes.count)
    let low = [UInt8(truncatingIfNeeded: length), UInt8(truncatingIfNeeded: length >> 8)]
    var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1]
    file += low + low.map { ~$0 } + bytes
    var checksum = UInt32.max
    for byte in bytes {
      checksum ^= UInt32(byte)
      for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    for word in [~checksum, UInt32(bytes.count)] {
      for shift in [0, 8, 16, 24] as [UInt32] {
        file.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return file
  }
}
