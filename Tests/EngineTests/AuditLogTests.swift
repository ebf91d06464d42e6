import Basis
import Engine
import Storage
import Testing

@Suite("Audit log") struct AuditLogTests {
  @Test("every change leaves a line that is chained to the one before")
  func lines() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<5))
    _ = try workspace.desk.undo(batch: 1, now: TestWorkspace.now)
    let (lines, total) = try workspace.desk.auditLog(action: nil, since: nil, newest: 10)
    #expect(lines.map(\.action) == ["source add", "source add", "ingest", "undo"])
    #expect(lines.map(\.number) == [1, 2, 3, 4] && total == 4)
    #expect(lines.allSatisfy { $0.actor == SystemAccount.name })
    #expect(try workspace.desk.auditLog(action: "undo", since: nil, newest: 1).total == 1)
    #expect(try workspace.desk.check().problems == [])
  }

  @Test("an address in the name that somebody gave to a thing is masked in the log")
  func masked() throws {
    let workspace = try TestWorkspace()
    try workspace.addSource("list of jane@corp.de", kind: "crm", mapping: nil)
    let line = try workspace.desk.auditLog(action: nil, since: nil, newest: 1).lines.last
    #expect(line?.subject == "list of j•••@c•••.••")
    #expect(try workspace.desk.check().problems == [])
  }

  @Test(
    "whatever is done to a stored line by hand is found",
    arguments: [
      ("UPDATE audit SET detail = 'x' WHERE sequence = 2", "record 2 was changed"),
      ("UPDATE audit SET at = at + 1 WHERE sequence = 1", "record 1 was changed"),
      ("UPDATE audit SET hash = zeroblob(32) WHERE sequence = 2", "record 2 was changed"),
      ("DELETE FROM audit WHERE sequence = 2", "record 2 was removed"),
      ("DELETE FROM audit WHERE sequence = 4", "record 4 was removed"),
      (
        "INSERT INTO audit SELECT 5, at, action, subject, detail, actor, previous, hash FROM audit "
          + "WHERE sequence = 4", "record 5 was inserted"
      ),
      (
        "UPDATE chain_end SET seal = zeroblob(32) WHERE chain = 'audit'",
        "the end of the chain was not sealed by this workspace"
      ),
      (
        "DELETE FROM chain_end WHERE chain = 'audit'",
        "the sealed end of the chain was removed, so that its 4 records may have been added to or cut off"
      ),
    ])
  func tampering(sql: String, finding: String) throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<5))
    try workspace.ingest(TestWorkspace.rows(5..<9))
    do {
      let connection = try Connection(path: workspace.path + "/parterre.db", access: .readWrite)
      try connection.execute(sql)
    }
    #expect(try workspace.desk.check().problems.contains("The audit log: \(finding)."))
  }
}
