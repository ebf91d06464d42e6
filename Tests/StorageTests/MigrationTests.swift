import Basis
import Storage
import Support
import Testing

@Suite("Migrations") struct MigrationTests {
  @Test("a catalogue of an older format is brought up to date and keeps its rows")
  func olderFormat() throws {
    let path = try temporaryFolder() + "/parterre.db"
    try makeFirstFormat(at: path)
    let catalogue = try Catalogue(path: path, access: .readWrite)
    let source = try #require(try catalogue.source(named: "crm"))
    var batch = BatchRecord(
      source: source.id, name: "b.csv", contentHash: [1], bytes: 1, format: "csv",
      started: Timestamp(5))
    batch.id = try catalogue.nextBatchID()
    batch.head = FeedHead(columns: ["a", "b;c"], delimiter: 59, quote: 34)
    try catalogue.add(batch, fields: [])
    #expect(try catalogue.batch(batch.id) == batch)
    #expect(batch.head?.line == Array("a;\"b;c\"".utf8))
    #expect(try catalogue.integrityProblems().isEmpty)
  }

  @Test("reading an older format says to open it for writing once")
  func readingOlderFormat() throws {
    let path = try temporaryFolder() + "/parterre.db"
    try makeFirstFormat(at: path)
    #expect(throws: Fault.self) { try Catalogue(path: path, access: .readOnly) }
  }

  @Test("a catalogue of a newer format is refused")
  func newerFormat() throws {
    let path = try temporaryFolder() + "/parterre.db"
    do {
      let connection = try Connection(path: path, access: .readWrite)
      try connection.execute("PRAGMA user_version = 999")
    }
    let fault = #expect(throws: Fault.self) { try Catalogue(path: path, access: .readWrite) }
    #expect(fault?.code == .newerWorkspace)
  }

  private func makeFirstFormat(at path: String) throws {
    let connection = try Connection(path: path, access: .readWrite)
    try Migrations.migrate(connection, path: path, upTo: 1)
    try connection.execute(
      "INSERT INTO source (name, party, kind, created) VALUES ('crm', 'first', 'crm', 0)")
    #expect(try Migrations.version(of: connection) == 1)
  }
}

@Suite("Taking out") struct TakingOutTests {
  @Test("a removed source's batch numbers are not given again")
  func numbersStayTaken() throws {
    let catalogue = try Catalogue(
      path: try temporaryFolder() + "/parterre.db", access: .readWrite)
    let source = try catalogue.add(
      SourceRecord(name: "a", party: "first", kind: "crm", created: Timestamp(0)))
    var batch = BatchRecord(
      source: source.id, name: "x", contentHash: [], bytes: 0, format: "csv",
      started: Timestamp(0))
    batch.id = try catalogue.nextBatchID()
    try catalogue.add(batch, fields: [])
    for kind in [RunKind.identifiers, .events] {
      try catalogue.add(
        RunRecord(
          kind: kind, name: kind.rawValue, source: source.id, batch: batch.id, rows: 0, bytes: 0))
    }
    #expect(try catalogue.takeOut(batch.id) == ["events"])
    #expect(try catalogue.batch(batch.id)?.state == .undone)
    try catalogue.removeUndone(source.id)
    #expect(try catalogue.sources().isEmpty)
    #expect(try catalogue.runs().map(\.batch) == [nil])
    #expect(try catalogue.nextBatchID() == BatchID(batch.id.number + 1))
    #expect(try catalogue.integrityProblems().isEmpty)
  }
}
