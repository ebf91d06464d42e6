import Basis
import Engine
import Storage
import Support
import Testing

@Suite("Tables that something else removed") struct MissingTableTests {
  private static let tables = (try? CatalogueShape.expected().tables) ?? []

  @Test("every table of the catalogue is known")
  func known() {
    #expect(
      Self.tables.contains("ledger_section") && Self.tables.contains("activation_identifiers"))
    #expect(Self.tables.count > 25)
  }

  @Test("a table that is gone is named by both checks, with what to do", arguments: tables)
  func dropped(table: String) throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<10))
    do {
      let connection = try Connection(path: workspace.path + "/parterre.db", access: .readWrite)
      try connection.execute("PRAGMA foreign_keys = OFF; DROP TABLE \(table)")
    }
    let desk = QuestionDesk(path: workspace.path)
    let sentence =
      "the table “\(table)” is missing: the file “parterre.db” was changed by something else than "
      + "Parterre; restore a backup with `parterre restore`"
    let problems = try desk.check().problems
    #expect(problems.first == "The catalogue: \(sentence).")
    #expect(try desk.verifyLedger().findings.first == sentence)
  }

  @Test("a question that meets a missing table names it without its SQL")
  func asked() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<10))
    try workspace.change("PRAGMA foreign_keys = OFF; DROP TABLE batch")
    let fault = #expect(throws: Fault.self) {
      try QuestionDesk(path: workspace.path).count(
        "did order", each: false, terms: TestWorkspace.terms)
    }
    #expect(fault?.code == .damaged)
    #expect(fault?.reason.contains("“batch” is missing") == true)
    #expect(fault?.reason.contains("SELECT") == false)
  }

  @Test(
    "a column that is gone, an index that is gone and a table, an index or a trigger that was added are told"
  )
  func changed() throws {
    for (sql, finding) in [
      ("ALTER TABLE segment_version DROP COLUMN note", "lacks its column “note”"),
      ("DROP INDEX batch_by_source", "the index “batch_by_source” is missing"),
      (
        "CREATE TRIGGER sly AFTER INSERT ON batch BEGIN UPDATE setting SET value = ''; END",
        "the trigger “sly” was added"
      ),
      ("CREATE TABLE zz (a)", "the table “zz” was added"),
      ("CREATE INDEX mine ON batch (name)", "the index “mine” was added"),
      ("ALTER TABLE batch ADD COLUMN spy TEXT", "the table “batch” was given the column “spy”"),
      (
        "ALTER TABLE batch ADD COLUMN sly INT GENERATED ALWAYS AS (id) VIRTUAL",
        "the table “batch” was given the column “sly”"
      ),
      (
        "DROP INDEX batch_by_source; CREATE INDEX batch_by_source ON batch (source DESC, id)",
        "the index “batch_by_source” was replaced by another"
      ),
      (
        "DROP INDEX batch_by_source; CREATE INDEX batch_by_source ON batch (source, id) WHERE id > 9",
        "the index “batch_by_source” was replaced by another"
      ),
      (
        "DROP INDEX batch_by_source; CREATE INDEX batch_by_source ON setting (value)",
        "the index “batch_by_source” was replaced by another"
      ),
      (
        "DROP INDEX batch_by_source; CREATE INDEX batch_by_source ON batch (name)",
        "the index “batch_by_source” was replaced by another"
      ),
    ] {
      let workspace = try TestWorkspace()
      try workspace.ingest(TestWorkspace.rows(0..<10))
      #expect(try workspace.desk.check().problems == [])
      try workspace.change(sql)
      let desk = QuestionDesk(path: workspace.path)
      #expect(try desk.check().problems.contains { $0.contains(finding) })
      #expect(try desk.verifyLedger().findings.contains { $0.contains(finding) })
    }
  }
}
