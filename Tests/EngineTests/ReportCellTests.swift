import Basis
import Engine
import Requests
import Support
import Testing

@Suite("The people behind a report's rows and cells") struct ReportCellTests {
  private func people(in segment: String, _ desk: QuestionDesk) throws -> Int {
    try desk.count(segment, each: false, terms: TestWorkspace.terms).total.count
  }

  /// What the cells of a column show, where they have a segment, and what their segments count.
  private func counts(
    _ title: String, of table: ReportTable, _ desk: QuestionDesk
  ) throws -> (shown: [Double?], counted: [Double?]) {
    let column = try #require(table.columns.firstIndex { $0.title == title })
    var (shown, counted): ([Double?], [Double?]) = ([], [])
    for row in table.rows {
      guard let text = row.cellSegments[column] else { continue }
      shown.append(number(row.cells[column]))
      counted.append(Double(try people(in: text, desk)))
    }
    return (shown, counted)
  }

  @Test(
    "a row's segment counts the row's people", arguments: UInt64(1)...2,
    [
      ("funnel", ["steps": "page_view > product_view > purchase where revenue > 20"]),
      ("funnel", ["steps": "page_view > add_to_cart > purchase", "within": "2d", "by": ""]),
      ("retention", ["shape": "list", "unit": "week", "periods": "3", "to": "2026-09-24"]),
      (
        "retention",
        [
          "shape": "list", "unit": "day", "periods": "4", "first": "purchase", "mode": "rolling",
          "to": "2026-09-14",
        ]
      ),
    ])
  func segments(seed: UInt64, asked: (name: String, settings: [String: String])) throws {
    let scene = Scene(seed: seed)
    let (desk, folder) = try scene.desk(shuffle: seed)
    defer { removeFolder(folder) }
    let period = asked.name == "funnel" ? Scene.period : [:]
    let table = try report(desk, asked.name, asked.settings.merging(period) { $1 })
    let column = try #require(table.columns.firstIndex { $0.title == "People" })
    let rows = table.rows.filter { $0.segment != nil }
    #expect(!rows.isEmpty)
    for row in rows {
      let count = try people(in: row.segment ?? "", desk)
      #expect(number(row.cells[column]) == Double(count), "\(row.segment ?? "")")
    }
  }

  @Test(
    "the segment of a cell counts the people whom the cell is about", arguments: UInt64(1)...2,
    [
      ("retention", ["unit": "week", "periods": "4", "to": "2026-09-24"]),
      (
        "retention",
        [
          "unit": "day", "periods": "5", "first": "purchase", "return": "page_view",
          "mode": "rolling", "to": "2026-09-14",
        ]
      ),
    ])
  func cells(seed: UInt64, asked: (name: String, settings: [String: String])) throws {
    let scene = Scene(seed: seed)
    let (desk, folder) = try scene.desk(shuffle: seed)
    defer { removeFolder(folder) }
    let table = try report(desk, asked.name, asked.settings)
    var cells = 0
    for row in table.rows {
      let cohort = number(row.cells[1]) ?? 0
      for (column, text) in row.cellSegments {
        let count = try people(in: text, desk)
        let share = try #require(number(row.cells[column]))
        // The cell has the share that this many are of the cohort, to the last bit.
        #expect(share == Double(count) / cohort, "\(text)")
        cells += 1
      }
      for column in row.cells.indices.dropFirst(2) where row.cellSegments[column] == nil {
        #expect(row.isTotal || number(row.cells[column]) == nil)
      }
    }
    #expect(cells > 3)
  }

  @Test("who dropped out of a funnel at a step is a segment of so many", arguments: UInt64(1)...3)
  func dropped(seed: UInt64) throws {
    let scene = Scene(seed: seed)
    let (desk, folder) = try scene.desk(shuffle: seed)
    defer { removeFolder(folder) }
    let steps = "page_view > product_view > purchase where revenue > 20"
    let table = try report(desk, "funnel", ["steps": steps].merging(Scene.period) { $1 })
    let found = try counts("Dropped", of: table, desk)
    #expect(found.shown.count == 2)
    #expect(found.shown == found.counted)
  }

  @Test("whom one source alone knows is a segment of so many")
  func onlyHere() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<20))
    let calls = ["u0", "u1", "u77", "u78"].map {
      "{\"event\":\"open\",\"time\":\"2026-08-02T00:00:00Z\",\"user\":\"\($0)\"}\n"
    }
    try workspace.ingest(calls.joined(), as: "app.jsonl", source: "app")
    let table = try report(workspace.desk, "sources", [:])
    let column = try #require(table.columns.firstIndex { $0.title == "Only here" })
    var figures: [Double?] = []
    for row in table.rows where !row.isTotal {
      let text = try #require(row.cellSegments[column])
      let count = try people(in: text, workspace.desk)
      #expect(number(row.cells[column]) == Double(count), "\(text)")
      figures.append(number(row.cells[column]))
    }
    #expect(figures.contains(2))
  }

  @Test(
    "who converted of a saved segment is a segment of so many",
    arguments: UInt64(1)...3, ["now", "start"])
  func converted(seed: UInt64, members: String) throws {
    let (desk, folder) = try Scene(seed: seed).desk(shuffle: seed)
    defer { removeFolder(folder) }
    for (name, text) in [("Clickers", "did ad_click"), ("The seen", "did ad_impression")] {
      _ = try desk.save(
        SaveRequest(name: name, text: text, note: "", basedOn: nil), terms: TestWorkspace.terms)
    }
    for types in ["purchase", "purchase,add_to_cart"] {
      let asked = [
        "conversion": types, "from": "2026-09-03", "to": "2026-09-10", "members": members,
        "segment": "not did page_view before 2026-09-02",
      ]
      let table = try report(desk, "segments", asked)
      let found = try counts("Converted", of: table, desk)
      // Whoever has none says why.
      #expect(table.rows.allSatisfy { ($0.segment == nil) == ($0.reasonForNoSegment != nil) })
      #expect(found.shown == found.counted)
      // Of members at an earlier time only everyone's row can say who they are.
      #expect(found.shown.count == (members == "now" ? 3 : 1))
      #expect(found.shown.contains { $0 ?? 0 > 0 })
    }
  }

  @Test("who responded to so many impressions is a segment of so many", arguments: UInt64(1)...3)
  func responders(seed: UInt64) throws {
    let (desk, folder) = try Scene(seed: seed).desk(shuffle: seed)
    defer { removeFolder(folder) }
    var largest = 0.0
    for (impressions, responses, rows) in [
      ("page_view", "purchase", 4), ("page_view", "purchase,page_view", 4),
      ("page_view,product_view", "add_to_cart,purchase", 1),
    ] {
      let asked = [
        "impression": impressions, "conversion": responses, "most": "3", "from": "2026-09-03",
        "to": "2026-09-14",
      ]
      let table = try report(desk, "frequency", asked)
      let found = try counts("Responders", of: table, desk)
      #expect(found.shown == found.counted)
      let soOften = try counts("Reach so often", of: table, desk)
      #expect(soOften.shown == soOften.counted)
      #expect(soOften.shown.count == rows - 1)
      #expect(table.rows.allSatisfy { ($0.segment == nil) == ($0.reasonForNoSegment != nil) })
      // How often several types were seen in all no segment can say: only the total has one.
      #expect(found.shown.count == rows)
      largest = max(largest, found.shown.compactMap { $0 }.max() ?? 0)
    }
    #expect(largest > 1)
  }

  @Test("whom a source makes addressable is a segment of so many")
  func addressable() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<20))
    let mapping =
      mappingHead(by: ["user_id": "user", "email": "email"]) + """
        [[consent]]
        purpose = "personalised_ads"
        column = "ads"
        granted = ["yes"]
        denied = ["no"]
        [[consent]]
        purpose = "email"
        column = "news"
        granted = ["yes"]
        denied = ["no"]
        """
    try workspace.addSource("crm", kind: "crm", mapping: mapping)
    let rows = (0..<12).map { number in
      let mail = number % 3 == 0 ? "" : "m\(number)@example.org"
      return "signup,2026-08-03T00:00:00Z,u\(number),\(mail),"
        + "\(number % 4 == 0 ? "no" : "yes"),\(number % 5 == 0 ? "no" : "yes")\n"
    }
    try workspace.ingest(
      "event,time,user,email,ads,news\n" + rows.joined(), as: "crm.csv", source: "crm")
    for settings in [
      [:], ["identifiers": "email"], ["purpose": "personalised_ads,email", "drop": "crm,shop"],
    ] {
      let table = try report(workspace.desk, "sources", settings)
      let found = try counts("Addressable", of: table, workspace.desk)
      #expect(found.shown == found.counted, "\(settings)")
      #expect(found.shown.contains { $0 ?? 0 > 1 })
      #expect(found.shown.count >= 3)
    }
  }
}
