import Basis
import Insight
import Requests
import Segments
import Testing

@Suite("The campaign report") struct CampaignReportTests {
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
        let table = try world.run(
          CampaignReport(), ["by": breakdown, "from": "2026-09-01", "segment": filter], euros)
        let rows = table.rows.filter { !$0.isTotal }
        let width = dimensions.count
        #expect(Set(rows.map { $0.key(width) }) == Set(wanted.keys), "\(breakdown) \(filter)")
        for row in rows {
          let figures = try #require(wanted[row.key(width)])
          #expect(row.integer(width) == figures.impressions)
          #expect(row.integer(width + 1) == figures.people.count)
          #expect(row.integer(width + 3) == figures.clicks)
          #expect(row.integer(width + 6) == figures.conversions)
          #expect(row.integer(width + 13) == Int(figures.revenue))
          if let text = row.segment {
            let count = try world.planner().count(try Segment(parsing: text))
            #expect(count == figures.people.count, "\(text)")
          } else {
            #expect(figures.people.isEmpty)
          }
        }
        let total = try #require(table.rows.last)
        #expect(
          total.integer(width + 1)
            == wanted.values.reduce(into: Set()) { $0.formUnion($1.people) }.count)
        #expect(total.integer(width + 6) == wanted.values.reduce(0) { $0 + $1.conversions })
      }
    }
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
    let table = try world.run(CampaignReport(), ["from": "2026-09-01"])
    #expect(table.rows.map { $0.integer(7) } == [1, 1, 2])
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
    let table = try world.run(CampaignReport(), ["by": "campaign,placement", "from": "2026-09-01"])
    let wanted = Dictionary(grouping: rows) { [$0.texts["campaign"]!, $0.texts["placement"]!] }
    #expect(table.rows.count == wanted.count + 1)
    for row in table.rows where !row.isTotal {
      let own = try #require(wanted[row.key(2).compactMap { $0 }])
      #expect(row.integer(2) == own.count)
      #expect(row.integer(3) == Set(own.map(\.unit)).count)
    }
  }
}
