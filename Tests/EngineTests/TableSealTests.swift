import Basis
import Engine
import Requests
import Storage
import Testing

@Suite("Seals of the catalogue's tables") struct TableSealTests {
  /// A workspace with a row in each table that the tests change.
  static func scene() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<20))
    for text in ["country = DE", "did order"] {
      _ = try workspace.desk.save(
        SaveRequest(
          name: "Buyers", text: text, note: "", basedOn: nil, folder: nil, tags: ["spring"],
          owner: nil), terms: TestWorkspace.terms)
    }
    let day = try #require(CivilDate(year: 2026, month: 9, day: 1))
    let euro = try #require(Currency("EUR"))
    try workspace.desk.setBudget(
      of: "Spring", to: Money(minorUnits: 100, currency: euro), from: day, until: day,
      now: TestWorkspace.now)
    return workspace
  }

  @Test(
    "a row changed, added or removed by hand is found, in whichever table",
    arguments: [
      ("setting", "UPDATE setting SET value = 'Asia/Tokyo' WHERE key = 'time_zone'"),
      ("segment_version", "UPDATE segment_version SET text = 'everyone' WHERE version = 2"),
      ("segment_version", "DELETE FROM segment_version WHERE version = 1"),
      ("segment_tag", "UPDATE segment_tag SET tag = 'autumn'"),
      ("budget", "UPDATE budget SET minor_units = minor_units + 1"),
      ("field", "UPDATE field SET personal = 1 - personal"),
      ("cost", "INSERT INTO cost VALUES (1, 20000, 'Spring', 'search', 1, 1, 100, 'EUR')"),
      ("table_seal", "DELETE FROM table_seal WHERE name = 'cost'"),
    ])
  func tampering(table: String, sql: String) throws {
    let workspace = try Self.scene()
    #expect(try workspace.desk.check().problems == [])
    do {
      let connection = try Connection(path: workspace.path + "/parterre.db", access: .readWrite)
      try connection.execute(sql)
    }
    let named = table == "table_seal" ? "cost" : table
    let finding =
      "The catalogue: rows of the table “\(named)” were changed by something else than Parterre."
    #expect(try workspace.desk.check().problems == [finding])
    // What Parterre changes afterwards does not cover it up.
    try workspace.ingest(TestWorkspace.rows(20..<30), as: "later.csv")
    #expect(try workspace.desk.check().problems == [finding])
  }

  @Test("a workspace from before the chains' tables had seals gets them, and no others anew")
  func olderFormat() throws {
    let workspace = try Self.scene()
    let desk = workspace.desk
    _ = try desk.erase(
      "user_id:u1", lens: .device, removals: workspace.folder + "/r", now: TestWorkspace.now)
    try workspace.change(
      """
      DELETE FROM table_seal WHERE name IN ('chain_end', 'chain_root', 'erasure', 'tombstone');
      UPDATE budget SET minor_units = minor_units + 1;
      PRAGMA user_version = 11;
      """)
    let finding =
      "The catalogue: rows of the table “budget” were changed by something else than Parterre."
    #expect(try QuestionDesk(path: workspace.path).check().problems == [finding])
    try workspace.change("DELETE FROM erasure")
    #expect(
      try QuestionDesk(path: workspace.path).check().problems.contains(
        "The consent ledger: rows of the table “erasure” were changed by something else than Parterre."
      ))
  }
}
