import Basis
import Engine
import Support
import Testing

@Suite("SQL over the workspace") struct SQLTests {
  private let terms = TestWorkspace.terms

  private func filled() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<60))
    let more = (60..<90).map { TestWorkspace.row($0, event: "visit") }.joined()
    try workspace.ingest(TestWorkspace.header + more, as: "b.csv")
    return workspace
  }

  private func rows(_ desk: QuestionDesk, _ query: String) throws -> [[Value?]] {
    var found: [[Value?]] = []
    try desk.sql(
      query, terms: terms, names: { _ in },
      row: {
        found.append($0)
        return true
      })
    return found
  }

  @Test(
    "the SQL of a segment finds the same people as the segment",
    arguments: [
      "everyone", "country = DE", "not country = de", "did order at least 5 times",
      "did order where amount > 40 and amount <= 50", "sum(order.amount) > 300",
      "sequence(order then visit) within 2 hours", "has cookie and not from app",
      "last visit < 300 days ago", "top 20% by count(order)", "days(order) = 1",
    ])
  func segments(_ text: String) throws {
    let desk = try filled().desk
    let count = try desk.count(text, each: false, terms: terms).total.count
    let query = try desk.sql(text, terms: terms)
    #expect(try rows(desk, query).count == count)
  }

  @Test("what an event has from its visit is asked in SQL as in a segment")
  func visits() throws {
    let workspace = try TestWorkspace()
    let fields = ["path", "device"].map { "[[field]]\nname = \"\($0)\"\ncolumn = \"\($0)\"\n" }
    try workspace.addSource(
      "site", kind: "web", mapping: ([TestWorkspace.csvMapping] + fields).joined(separator: "\n"))
    try workspace.ingest(
      """
      event,time,user,cookie,country,amount,path,device
      view,2026-08-01T10:00:00Z,u1,c1,DE,1,/a,mobile
      view,2026-08-01T10:05:00Z,u1,c1,DE,1,/b,
      view,2026-08-01T12:00:00Z,u1,c1,DE,1,/b,desktop
      view,2026-08-01T12:00:00Z,u2,c2,DE,1,/b,desktop

      """, source: "site")
    let desk = workspace.desk
    for (text, expected) in [
      ("did view at least 2 times where landing_page = \"/a\"", 1),
      ("did view exactly 1 time where session_device = desktop", 2),
      ("did view where landing_page = \"/a\" and path = \"/b\" and session_device = mobile", 1),
      ("did view where session_device is not known", 0),
    ] {
      #expect(try desk.count(text, each: false, terms: terms).total.count == expected, "\(text)")
      #expect(try rows(desk, try desk.sql(text, terms: terms)).count == expected, "\(text)")
    }
  }

  @Test("wide tables join with long ones and with the catalogue")
  func joins() throws {
    let desk = try filled().desk
    #expect(
      try rows(desk, "SELECT type, count(*), sum(amount) FROM events GROUP BY type ORDER BY type")
        == [
          [.text("order"), .integer(60), .number(1770)],
          [.text("visit"), .integer(30), .number(2235)],
        ])
    #expect(
      try rows(
        desk,
        "SELECT p.country, count(DISTINCT e.id) FROM profiles p JOIN events e ON e.unit = p.unit GROUP BY 1"
      ) == [[.text("DE"), .integer(90)]])
    #expect(
      try rows(desk, "SELECT source, sum(accepted) FROM batches GROUP BY 1")
        == [[.text("shop"), .integer(90)]])
  }

  @Test("rows of a view are counted without a look at any column")
  func counting() throws {
    let desk = try filled().desk
    let listed = try rows(desk, "SELECT * FROM batches").count
    #expect(listed > 0)
    #expect(try rows(desk, "SELECT count(*) FROM batches") == [[.integer(Int64(listed))]])
  }

  @Test(
    "a query can read what is shown and change nothing",
    arguments: [
      "DELETE FROM batches", "UPDATE setting SET value = ''", "SELECT * FROM reject",
      "SELECT raw FROM main.reject", "SELECT * FROM sqlite_schema", "PRAGMA writable_schema = 1",
      "ATTACH ':memory:' AS other", "CREATE TEMP TABLE t(x)", "SELECT load_extension('x')",
      "DROP VIEW batches", "SELECT 1; SELECT 2", "", "SELECT nothing FROM events",
    ])
  func reading(_ query: String) throws {
    let desk = try filled().desk
    #expect(throws: Fault.self) { try rows(desk, query) }
  }

  @Test("a query ends as soon as its reader wants no more rows")
  func ending() throws {
    var count = 0
    try filled().desk.sql(
      "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT x FROM t",
      terms: terms, names: { _ in },
      row: { _ in
        count += 1
        return count < 3
      })
    #expect(count == 3)
  }

  @Test("every table that is listed can be read with the columns it names")
  func listed() throws {
    let desk = try filled().desk
    for table in try desk.sqlTables(terms: terms) {
      var names: [String] = []
      try desk.sql(
        "SELECT * FROM \(table.name) LIMIT 3", terms: terms, names: { names = $0 },
        row: { _ in true })
      #expect(names == table.columns)
      #expect(!table.about.isEmpty)
    }
  }
}
