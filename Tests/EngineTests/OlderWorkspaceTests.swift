import Basis
import Engine
import Storage
import Testing

@Suite("Older workspaces") struct OlderWorkspaceTests {
  @Test("whoever opens a workspace of the first format migrates it, after a copy of it was kept")
  func migration() throws {
    let workspace = try TestWorkspace()
    let catalogue = workspace.path + "/parterre.db"
    for suffix in ["", "-wal", "-shm"] { try FileSystem.remove(catalogue + suffix) }
    do {
      let connection = try Connection(path: catalogue, access: .readWrite)
      try Migrations.migrate(connection, path: catalogue, upTo: 1)
    }
    #expect(try workspace.desk.statistics().events == 0)
    let copy = try Connection(path: workspace.path + "/parterre-format1.db", access: .readOnly)
    #expect(try Migrations.version(of: copy) == 1)
    try workspace.addSource("shop", kind: "web", mapping: TestWorkspace.csvMapping)
    try workspace.ingest(TestWorkspace.rows(0..<5))
    #expect(try workspace.desk.statistics().events == 5)
    #expect(try workspace.desk.check().problems == [])
  }
}
