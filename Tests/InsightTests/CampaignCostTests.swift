import Basis
import Insight
import Requests
import Testing

@Suite("What campaigns cost") struct CampaignCostTests {
  @Test("spreading costs loses no cent", arguments: UInt64(0)..<30)
  func costsAddUp(seed: UInt64) throws {
    let world = RowWorld.advertising(seed: seed)
    let today = Int(RowWorld.asOf.seconds / 86_400)
    let whole = world.lines.filter { $0.day <= today }.reduce(0) { $0 + $1.cost.minorUnits }
    for breakdown in ["campaign", "channel,day", "placement", "country", "week,placement"] {
      let table = try world.run(CampaignReport(), ["by": breakdown, "from": "2026-09-01"])
      let column = try #require(table.columns.firstIndex { $0.title == "Cost" })
      let total = try #require(table.rows.last)
      #expect(total.integer(column) == Int(whole), "\(breakdown)")
    }
  }

  @Test("ratios of cost leave out campaigns without one, whatever they are broken down by")
  func costRatiosAreOfOneSetOfCampaigns() throws {
    func event(_ type: String, _ campaign: String?, _ day: Int, _ revenue: Int64? = nil) -> EventRow
    {
      var row = EventRow(
        unit: day % 2, type: type, time: Int64(RowWorld.firstDay + day) * 86_400, revenue: revenue)
      row.texts["campaign"] = campaign
      row.texts["channel"] = "display"
      return row
    }
    var world = RowWorld(
      units: 2,
      rows: [
        event("ad_impression", "spring", 0), event("ad_impression", "summer", 0),
        event("ad_click", "spring", 0), event("ad_click", "spring", 1),
        event("ad_click", "summer", 1), event("ad_click", nil, 1),
        event("purchase", "spring", 1, 3_000), event("purchase", "summer", 1, 9_000),
        event("purchase", nil, 0, 500),
      ])
    world.lines = [
      CostLine(
        day: RowWorld.firstDay, campaign: "spring", channel: "display", impressions: 0, clicks: 0,
        cost: Money(minorUnits: 1_000, currency: RowWorld.euro))
    ]
    for breakdown in ["campaign", "channel", "week", "country", "campaign,day", "channel,day"] {
      if breakdown == "country" { world.attributes["country"] = ["DE", "AT"] }
      if breakdown == "country" { world.vocabulary.attributes["country"] = .text }
      let table = try world.run(CampaignReport(), ["by": breakdown, "from": "2026-09-01"])
      let total = try #require(table.rows.last)
      func figure(_ title: String) throws -> ReportTable.Cell {
        total.cells[try #require(table.columns.firstIndex { $0.title == title })]
      }
      // 10.00 € for spring's two clicks, one impression and one order; summer's cost nobody knows.
      #expect(try figure("CPC") == .number(500), "\(breakdown)")
      #expect(try figure("CPM") == .number(1_000_000), "\(breakdown)")
      #expect(try figure("CPA") == .number(1_000), "\(breakdown)")
      #expect(try figure("ROAS") == .number(3), "\(breakdown)")
      #expect(try figure("Clicks") == .integer(4), "\(breakdown)")
      let note = table.notes.first { $0.hasPrefix("CPC, CPM") } ?? ""
      #expect(note.contains("1 impressions, 2 clicks"), "\(breakdown): \(note)")
    }
  }

  @Test("events that tell their own cost have a part in its ratios")
  func ownCostsCount() throws {
    func click(_ campaign: String?, _ cost: Int64?) -> EventRow {
      var row = EventRow(
        unit: 0, type: "ad_click", time: Int64(RowWorld.firstDay) * 86_400, revenue: cost)
      row.texts["campaign"] = campaign
      return row
    }
    let world = RowWorld(
      units: 1, rows: [click(nil, 40), click("spring", 60), click("summer", nil)])
    for breakdown in ["campaign", "day"] {
      let table = try world.run(
        CampaignReport(), ["by": breakdown, "from": "2026-09-01", "cost-field": "revenue"])
      let place = try #require(table.columns.firstIndex { $0.title == "CPC" })
      #expect(table.rows.last?.cells[place] == .number(50), "\(breakdown)")
    }
  }

  @Test("a campaign's cost falls on groups by their impressions")
  func costsAreSpreadByImpressions() throws {
    func seen(_ unit: Int, _ placement: String) -> EventRow {
      EventRow(
        unit: unit, type: "ad_impression", time: Int64(RowWorld.firstDay) * 86_400,
        texts: ["campaign": "spring", "placement": placement])
    }
    var world = RowWorld(
      units: 3, rows: [seen(0, "a"), seen(1, "a"), seen(2, "a"), seen(2, "b")],
      attributes: ["country": ["DE", "DE", "AT"]])
    world.lines = [
      CostLine(
        day: RowWorld.firstDay, campaign: "spring", channel: "x", impressions: 9, clicks: 1,
        cost: Money(minorUnits: 1_000, currency: RowWorld.euro))
    ]
    let table = try world.run(CampaignReport(), ["by": "placement", "from": "2026-09-01"])
    let cost = try #require(table.columns.firstIndex { $0.title == "Cost" })
    #expect(table.rows.map { $0.integer(cost) } == [750, 250, 1_000])
    let german = try world.run(
      CampaignReport(), ["by": "campaign", "from": "2026-09-01", "segment": "country = DE"])
    #expect(german.rows[0].integer(cost) == 500)
  }

  @Test("pacing compares what is spent with what should be by now")
  func pacing() throws {
    var world = RowWorld.advertising(seed: 3)
    world.lines = [
      CostLine(
        day: RowWorld.firstDay + 1, campaign: "spring", channel: "x", impressions: 0, clicks: 0,
        cost: Money(minorUnits: 4_000, currency: RowWorld.euro))
    ]
    var configuration = ReportConfiguration()
    // Sixty days of which thirty are gone at the instant of the tests.
    configuration.budgets = [
      .init(
        campaign: "spring", amount: Money(minorUnits: 10_000, currency: RowWorld.euro),
        days: RowWorld.firstDay...(RowWorld.firstDay + 59))
    ]
    let table = try world.run(CampaignReport(), ["from": "2026-09-01"], configuration)
    let row = try #require(table.rows.first { $0.key(1) == ["spring"] })
    #expect(row.cells.suffix(4) == [.integer(10_000), .number(0.4), .number(0.5), .number(0.8)])
  }
}
