import Basis
import Engine
import Support
import Testing

@Suite("Reports of a workspace") struct ReportsTests {
  private static let header = "event,time,user,cookie,country,amount\n"
  private let workspace: TestWorkspace

  init() throws { workspace = try TestWorkspace() }

  @Test("events without an identifier count, but nobody is reached by them")
  func eventsOfNobody() throws {
    try workspace.ingest(
      Self.header + "ad_impression,2026-08-01T10:00:00Z,u1,,DE,1\n"
        + "ad_impression,2026-08-01T11:00:00Z,,,DE,2\n")
    let table = try report(
      workspace.desk, "campaigns", ["from": "2026-08-01", "to": "2026-08-02", "by": "day"])
    let total = try #require(table.rows.last)
    // A row without any identifier may be rejected by the intake; what is kept is counted.
    let kept = try workspace.desk.sources(asOf: TestWorkspace.now)
      .first { $0.name == "shop" }?.tally.accepted
    #expect(total.cells[1] == .integer(kept ?? 0))
    #expect(total.cells[2] == .integer(1))
  }

  @Test(
    "an empty workspace has empty reports, not faults",
    arguments: [
      "campaigns", "segments", "frequency", "quality", "consent", "audience-growth", "sources",
    ])
  func emptyWorkspace(name: String) throws {
    let table = try report(workspace.desk, name)
    #expect(table.rows.allSatisfy { $0.cells.count == table.columns.count })
  }

  @Test("every problem of reports.toml is told with its place")
  func badConfiguration() throws {
    let text = """
      [rates]
      USD = -1
      [[budget]]
      campaign = "spring"
      amount = 10
      from = "soon"
      to = "2026-01-01"
      currency = "EUR"
      """
    try FileSystem.write(Array(text.utf8), to: workspace.path + "/reports.toml")
    #expect(throws: Fault.self) { try report(workspace.desk, "campaigns") }
  }

  @Test("unknown names are faults that name the nearest one")
  func unknownNames() throws {
    try workspace.ingest(TestWorkspace.rows(0..<20))
    for (name, settings, nearest) in [
      ("campains", [:], "campaigns"), ("campaigns", ["by": "contry"], "country"),
      ("campaigns", ["form": "2026-01-01"], "from"),
      ("frequency", ["impression": "ordr"], "order"),
    ] as [(String, [String: String], String)] {
      let fault = #expect(throws: Fault.self) { try report(workspace.desk, name, settings) }
      #expect(fault?.remedy.contains(nearest) == true, "\(name) \(settings)")
    }
  }

  @Test("a setting that names nothing is a fault in every report about journeys")
  func unknownSettings() throws {
    let scene = Scene(seed: 1)
    let (desk, folder) = try scene.desk(shuffle: 1)
    defer { removeFolder(folder) }
    let wrong: [(String, [String: String])] = [
      ("attribution", ["conversion": "purchas"]), ("attribution", ["model": "lst"]),
      ("attribution", ["by": "chanel"]), ("attribution", ["position-shares": "80,40"]),
      ("attribution", ["value": "device"]), ("funnel", ["steps": "page_view > purchas"]),
      ("funnel", ["steps": "page_view >"]), ("funnel", ["by": "devic"]),
      ("sessions", ["by": "devic"]), ("journeys", ["to": "purchas"]), ("journeys", ["by": "x"]),
      ("retention", ["first": "page_view where device"]),
    ]
    for (name, settings) in wrong {
      #expect(throws: Fault.self, "\(name) \(settings)") {
        try report(desk, name, settings)
      }
    }
  }
}
