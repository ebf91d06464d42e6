import Basis
import Insight
import Requests
import Testing

/// Amounts of different currencies are converted or kept apart, never added up as they are.
@Suite("Currencies in reports") struct CurrencyTests {
  private static var dollar: Currency {
    guard let dollar = Currency("USD") else { preconditionFailure("USD is no currency") }
    return dollar
  }
  private static let time = Int64(RowWorld.firstDay + 5) * 86_400

  private func run(
    _ report: any Report, _ world: RowWorld, _ settings: [String: String],
    rate: Double? = nil
  ) throws -> ReportTable {
    var configuration = ReportConfiguration()
    configuration.currency = RowWorld.euro
    if let rate { configuration.rates[Self.dollar] = rate }
    return try world.run(report, settings, configuration)
  }

  /// One order of 10.00 in euros, and one that tells no currency but comes from a source in dollars.
  private func mixed() -> RowWorld {
    let orders: [[String: String]] = [["currency": "EUR", "source": "shop"], ["source": "us"]]
    var world = RowWorld(
      units: 2,
      rows: orders.enumerated().flatMap { unit, texts in
        [
          EventRow(unit: unit, type: "visit", time: Self.time - 60, texts: ["channel": "x"]),
          EventRow(unit: unit, type: "purchase", time: Self.time, texts: texts, revenue: 1_000),
        ]
      })
    world.allSources = [
      SourceFacts(name: "shop", party: "first", kind: "shop", currency: RowWorld.euro),
      SourceFacts(name: "us", party: "first", kind: "shop", currency: Self.dollar),
    ]
    return world
  }

  @Test("an order that tells no currency is in that of its source", arguments: [nil, 0.5, 2.0])
  func ofSource(rate: Double?) throws {
    let table = try run(
      AttributionReport(), mixed(), ["from": "2026-09-01", "model": "last"], rate: rate)
    let total = try #require(table.rows.last)
    let expected = 1_000 + Int(1_000 * (rate ?? 0))
    #expect(Array(total.cells[1...]) == [.number(2), .number(1), .integer(expected)])
    #expect(table.notes.contains { $0.contains("USD are left out") } == (rate == nil))
    let segments = try run(SegmentsReport(), mixed(), ["from": "2026-09-01"], rate: rate)
    let place = try #require(segments.columns.firstIndex { $0.title == "Revenue" })
    #expect(segments.rows.last?.cells[place] == .integer(expected))
    #expect(segments.notes.contains { $0.contains("USD are left out") } == (rate == nil))
    let retention = try run(
      RetentionReport(), mixed(),
      ["measure": "revenue", "unit": "month", "periods": "1", "first": "visit"], rate: rate)
    #expect(retention.rows[0].cells[2] == .number(Double(expected) / 2))
  }

  @Test("campaigns keep a currency without a rate in columns of its own")
  func apart() throws {
    var world = mixed()
    world = RowWorld(
      units: 2,
      rows: world.rows.map { row in
        var row = row
        row.texts["campaign"] = "spring"
        return row
      })
    world.allSources = mixed().allSources
    let table = try run(CampaignReport(), world, ["from": "2026-09-01"])
    func cell(_ title: String) throws -> ReportTable.Cell {
      table.rows[0].cells[try #require(table.columns.firstIndex { $0.title == title })]
    }
    #expect(try cell("Revenue") == .integer(1_000))
    #expect(try cell("Revenue USD") == .integer(1_000))
  }

  @Test("a source's cost without a rate is unknown, not nothing")
  func sources() throws {
    var world = mixed()
    world.vocabulary.sources = ["shop", "us"]
    world.allSources[1].monthlyCost = Money(minorUnits: 5_000, currency: Self.dollar)
    func cost(_ rate: Double?) throws -> [ReportTable.Cell] {
      let table = try run(SourcesReport(), world, ["from": "2026-09-01"], rate: rate)
      let place = try #require(table.columns.firstIndex { $0.title == "Cost a month" })
      return [table.rows[1].cells[place], try #require(table.rows.last).cells[place]]
    }
    #expect(try cost(nil) == [.unknown, .unknown])
    #expect(try cost(0.5) == [.integer(2_500), .integer(2_500)])
  }

  @Test("a budget and its costs in one currency without a rate are paced in it")
  func pacing() throws {
    var world = RowWorld.advertising(seed: 3)
    let costs = [(Self.dollar, 4_000), (RowWorld.euro, 1_000)].map { currency, amount in
      CostLine(
        day: RowWorld.firstDay + 1, campaign: "spring", channel: "x", impressions: 0, clicks: 0,
        cost: Money(minorUnits: Int64(amount), currency: currency))
    }
    func pace(_ lines: [CostLine]) throws -> [ReportTable.Cell] {
      world.lines = lines
      var configuration = ReportConfiguration()
      configuration.currency = RowWorld.euro
      configuration.budgets = [
        .init(
          campaign: "spring", amount: Money(minorUnits: 10_000, currency: Self.dollar),
          days: RowWorld.firstDay...(RowWorld.firstDay + 59))
      ]
      let table = try world.run(CampaignReport(), ["from": "2026-09-01"], configuration)
      let row = try #require(table.rows.first { $0.cells[0] == .text("spring") })
      return Array(row.cells.suffix(4))
    }
    #expect(try pace([costs[0]]) == [.unknown, .number(0.4), .number(0.5), .number(0.8)])
    // Dollars and euros together say nothing without a rate.
    #expect(try pace(costs) == [.unknown, .unknown, .unknown, .unknown])
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
    let apart = try world.run(CampaignReport(), ["from": "2026-09-01"], configuration)
    let revenue = try #require(apart.columns.firstIndex { $0.title == "Revenue" })
    let dollars = try #require(apart.columns.firstIndex { $0.title == "Revenue USD" })
    let yen = try #require(apart.columns.firstIndex { $0.title == "Revenue JPY" })
    #expect(apart.rows[0].integer(revenue) == 100)
    #expect(apart.rows[0].integer(dollars) == 1_000)
    // Stored with two places, shown in a currency that has none: 5.00 yen.
    #expect(apart.rows[0].integer(yen) == 5)
    configuration.rates = [Self.dollar: 0.5, Currency("JPY")!: 0.01]
    let converted = try world.run(CampaignReport(), ["from": "2026-09-01"], configuration)
    // 1.00 € + 10.00 $ at 0.5 + 5 ¥ at 0.01.
    #expect(converted.rows[0].integer(revenue) == 605)
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
      SourceFacts(name: "there", party: "first", kind: "web", currency: Self.dollar),
    ]
    var configuration = ReportConfiguration()
    configuration.currency = RowWorld.euro
    configuration.rates = [Self.dollar: 0.5]
    let table = try world.run(CampaignReport(), ["from": "2026-09-01"], configuration)
    let revenue = try #require(table.columns.firstIndex { $0.title == "Revenue" })
    #expect(table.rows[0].integer(revenue) == 150)
  }
}
