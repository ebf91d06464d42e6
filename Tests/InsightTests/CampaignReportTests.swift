import Basis
import Columns
import Insight
import Requests
import Segments
import Testing

@Suite("The campaign report") struct CampaignReportTests {
  private func run(
    _ world: RowWorld, _ settings: [String: String],
    _ configuration: ReportConfiguration = ReportConfiguration()
  ) throws -> ReportTable {
    let runner = ReportRunner(
      planner: world.planner(), data: world, configuration: configuration)
    return try runner.run(
      CampaignReport(),
      ReportRequest(
        name: "campaigns",
        settings: settings.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }))
  }

  /// What walking the rows one by one comes to.
  private struct Expected {
    var impressions = 0
    var ofPeople = 0
    var people: Set<Int> = []
    var clicks = 0
    var conversions = 0
    var revenue: Int64 = 0
  }

  /// The groups of the rows by brute force; a `nil` part of a key is an unknown value.
  private func expected(
    _ world: RowWorld, by dimensions: [String], only people: Set<Int>?
  ) -> [[String?]: Expected] {
    let from = Int64(RowWorld.firstDay) * 86_400
    let claimed = Set(
      (world.rows + world.strays).filter {
        $0.type == "ad_conversion" && $0.texts["campaign"] != nil
      }
      .compactMap { $0.texts["order_id"] })
    var groups: [[String?]: Expected] = [:]
    let all =
      world.rows.map { ($0, true) } + (people == nil ? world.strays.map { ($0, false) } : [])
    for (row, isKnown) in all where row.time >= from && row.time <= RowWorld.asOf.seconds {
      if let people, !people.contains(row.unit) { continue }
      let isConversion = row.type == "ad_conversion" || row.type == "purchase"
      if isConversion {
        let told = ["campaign", "channel", "placement"].filter {
          $0 == "campaign" || dimensions.contains($0)
        }
        guard told.contains(where: { row.texts[$0] != nil }) else { continue }
        if row.type == "purchase", let order = row.texts["order_id"], claimed.contains(order) {
          continue
        }
      }
      let key = dimensions.map { dimension -> String? in
        switch dimension {
        case "day": CivilDate(daysSinceEpoch: Int(row.time / 86_400)).iso8601
        case "week":
          CivilDate(
            daysSinceEpoch: Int(row.time / 86_400)
              - (CivilDate(daysSinceEpoch: Int(row.time / 86_400)).weekday - 1)
          ).iso8601
        case "country": isKnown ? world.attributes["country"]?[row.unit] ?? nil : nil
        default: row.texts[dimension]
        }
      }
      var group = groups[key] ?? Expected()
      switch row.type {
      case "ad_impression":
        group.impressions += 1
        if isKnown {
          group.ofPeople += 1
          group.people.insert(row.unit)
        }
      case "ad_click": group.clicks += 1
      default:
        group.conversions += 1
        group.revenue += row.revenue ?? 0
      }
      groups[key] = group
    }
    return groups
  }

  private func key(_ row: ReportTable.Row, _ count: Int) -> [String?] {
    row.cells.prefix(count).map { cell in
      switch cell {
      case .text(let text): text
      case .date(let date): date.iso8601
      default: nil
      }
    }
  }

  private func integer(_ row: ReportTable.Row, _ column: Int) -> Int {
    if case .integer(let number) = row.cells[column] { number } else { 0 }
  }

  private static let breakdowns = [
    "campaign", "channel", "day", "campaign,week", "country", "placement,channel", "country,day",
  ]

  @Test("every figure is what walking the rows gives", arguments: UInt64(0)..<12)
  func figuresAreThoseOfTheRows(seed: UInt64) throws {
    var world = RowWorld.advertising(seed: seed)
    world.lines = []
    var euros = ReportConfiguration()
    euros.currency = RowWorld.euro
    euros.rates = [Currency("USD")!: 1]
    for breakdown in Self.breakdowns {
      for filter in ["", "country = DE"] {
        let people: Set<Int>? =
          filter.isEmpty
          ? nil
          : Set(world.attributes["country"]!.enumerated().filter { $1 == "DE" }.map(\.offset))
        let dimensions = breakdown.split(separator: ",").map(String.init)
        let wanted = expected(world, by: dimensions, only: people)
        let table = try run(
          world, ["by": breakdown, "from": "2026-09-01", "segment": filter], euros)
        let rows = table.rows.filter { !$0.isTotal }
        let width = dimensions.count
        #expect(Set(rows.map { key($0, width) }) == Set(wanted.keys), "\(breakdown) \(filter)")
        for row in rows {
          let figures = try #require(wanted[key(row, width)])
          #expect(integer(row, width) == figures.impressions)
          #expect(integer(row, width + 1) == figures.people.count)
          #expect(integer(row, width + 3) == figures.clicks)
          #expect(integer(row, width + 6) == figures.conversions)
          #expect(integer(row, width + 13) == Int(figures.revenue))
          if let text = row.segment {
            let count = try world.planner().count(try Segment(parsing: text))
            #expect(count == figures.people.count, "\(text)")
          } else {
            #expect(figures.people.isEmpty)
          }
        }
        let total = try #require(table.rows.last)
        #expect(
          integer(total, width + 1)
            == wanted.values.reduce(into: Set()) { $0.formUnion($1.people) }.count)
        #expect(integer(total, width + 6) == wanted.values.reduce(0) { $0 + $1.conversions })
      }
    }
  }

  @Test("spreading costs loses no cent", arguments: UInt64(0)..<30)
  func costsAddUp(seed: UInt64) throws {
    let world = RowWorld.advertising(seed: seed)
    let today = Int(RowWorld.asOf.seconds / 86_400)
    let whole = world.lines.filter { $0.day <= today }.reduce(0) { $0 + $1.cost.minorUnits }
    for breakdown in ["campaign", "channel,day", "placement", "country", "week,placement"] {
      let table = try run(world, ["by": breakdown, "from": "2026-09-01"])
      let column = try #require(table.columns.firstIndex { $0.title == "Cost" })
      #expect(integer(try #require(table.rows.last), column) == Int(whole), "\(breakdown)")
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
      let table = try run(world, ["by": breakdown, "from": "2026-09-01"])
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
      let table = try run(
        world, ["by": breakdown, "from": "2026-09-01", "cost-field": "revenue"])
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
    let table = try run(world, ["by": "placement", "from": "2026-09-01"])
    let cost = try #require(table.columns.firstIndex { $0.title == "Cost" })
    #expect(table.rows.map { integer($0, cost) } == [750, 250, 1_000])
    let german = try run(
      world, ["by": "campaign", "from": "2026-09-01", "segment": "country = DE"])
    #expect(integer(german.rows[0], cost) == 500)
  }

  @Test("what no rate is known for stands in a column of its own, never in a sum")
  func currenciesAreToldApart() throws {
    func order(_ currency: String?, _ amount: Int64) -> EventRow {
      var texts = ["campaign": "spring"]
      texts["currency"] = currency
      return EventRow(
        unit: 0, type: "purchase", time: Int64(RowWorld.firstDay) * 86_400, texts: texts,
        revenue: amount)
    }
    let world = RowWorld(units: 1, rows: [order(nil, 100), order("USD", 1_000), order("JPY", 500)])
    var configuration = ReportConfiguration()
    configuration.currency = RowWorld.euro
    let apart = try run(world, ["from": "2026-09-01"], configuration)
    let revenue = try #require(apart.columns.firstIndex { $0.title == "Revenue" })
    let dollars = try #require(apart.columns.firstIndex { $0.title == "Revenue USD" })
    let yen = try #require(apart.columns.firstIndex { $0.title == "Revenue JPY" })
    #expect(integer(apart.rows[0], revenue) == 100)
    #expect(integer(apart.rows[0], dollars) == 1_000)
    // Stored with two places, shown in a currency that has none: 5.00 yen.
    #expect(integer(apart.rows[0], yen) == 5)
    configuration.rates = [Currency("USD")!: 0.5, Currency("JPY")!: 0.01]
    let converted = try run(world, ["from": "2026-09-01"], configuration)
    // 1.00 € + 10.00 $ at 0.5 + 5 ¥ at 0.01.
    #expect(integer(converted.rows[0], revenue) == 605)
    #expect(!converted.columns.contains { $0.title == "Revenue USD" })
  }

  @Test("amounts without a currency have their source's")
  func currenciesOfSources() throws {
    func order(_ source: String) -> EventRow {
      EventRow(
        unit: 0, type: "purchase", time: Int64(RowWorld.firstDay) * 86_400,
        texts: ["campaign": "spring", "source": source], revenue: 100)
    }
    var world = RowWorld(units: 1, rows: [order("here"), order("there")])
    world.allSources = [
      SourceFacts(name: "here", party: "first", kind: "web"),
      SourceFacts(name: "there", party: "first", kind: "web", currency: Currency("USD")),
    ]
    var configuration = ReportConfiguration()
    configuration.currency = RowWorld.euro
    configuration.rates = [Currency("USD")!: 0.5]
    let table = try run(world, ["from": "2026-09-01"], configuration)
    let revenue = try #require(table.columns.firstIndex { $0.title == "Revenue" })
    #expect(integer(table.rows[0], revenue) == 150)
  }

  @Test("an order told by two types of conversions counts once, for the first")
  func ordersCountOnce() throws {
    func conversion(_ type: String, _ order: String) -> EventRow {
      EventRow(
        unit: 0, type: type, time: Int64(RowWorld.firstDay) * 86_400,
        texts: ["campaign": type == "purchase" ? "search" : "spring", "order_id": order])
    }
    let world = RowWorld(
      units: 1,
      rows: [
        conversion("ad_conversion", "1"), conversion("purchase", "1"), conversion("purchase", "2"),
      ])
    let table = try run(world, ["from": "2026-09-01"])
    #expect(table.rows.map { integer($0, 7) } == [1, 1, 2])
  }

  @Test("combinations beyond counting places are counted all the same")
  func manyCombinations() throws {
    var random = Seeded(7)
    let rows = (0..<3_000).map { index in
      EventRow(
        unit: index % 50, type: "ad_impression", time: Int64(RowWorld.firstDay) * 86_400,
        texts: ["campaign": "c\(random.below(700))", "placement": "p\(random.below(700))"])
    }
    let world = RowWorld(units: 50, rows: rows)
    let table = try run(world, ["by": "campaign,placement", "from": "2026-09-01"])
    let wanted = Dictionary(grouping: rows) { [$0.texts["campaign"]!, $0.texts["placement"]!] }
    #expect(table.rows.count == wanted.count + 1)
    for row in table.rows where !row.isTotal {
      let own = try #require(wanted[key(row, 2).compactMap { $0 }])
      #expect(integer(row, 2) == own.count)
      #expect(integer(row, 3) == Set(own.map(\.unit)).count)
    }
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
    let table = try run(world, ["from": "2026-09-01"], configuration)
    let row = try #require(table.rows.first { key($0, 1) == ["spring"] })
    #expect(row.cells.suffix(4) == [.integer(10_000), .number(0.4), .number(0.5), .number(0.8)])
  }
}
