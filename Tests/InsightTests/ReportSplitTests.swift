import Basis
import Insight
import Requests
import Segments
import Testing

@Suite("Reports split by people") struct ReportSplitTests {
  /// What reports need to be told to say anything.
  private static let needed = ["funnel": ["steps": "ad_impression > ad_click"]]

  private static let splittable = Reports.all.filter { report in
    report.parameters.contains { $0.name == "split" }
  }

  private func world(_ seed: UInt64) -> RowWorld {
    var world = RowWorld.advertising(seed: seed)
    world.vocabulary.purposes = ["email"]
    world.vocabulary.sources = ["web", "shop"]
    world.allSources = ["web", "shop"].map { SourceFacts(name: $0, party: "first", kind: "web") }
    world.segments = [
      SavedSegmentFacts(name: "buyers", text: "did purchase"),
      SavedSegmentFacts(name: "germans", text: "country = DE"),
    ]
    return world
  }

  private func run(
    _ world: RowWorld, _ report: any Report, _ settings: [String: String]
  ) throws -> ReportTable {
    let all = settings.merging(Self.needed[report.name] ?? [:]) { own, _ in own }
    return try world.run(report, all)
  }

  @Test("every report but those of feeds and campaigns can be split")
  func offered() {
    let others = Reports.all.map(\.name).filter { name in
      !Self.splittable.contains { $0.name == name }
    }
    // Campaigns are broken down by people with --by, and feeds are not of people.
    #expect(others == ["campaigns", "quality"])
  }

  @Test(
    "each group's rows are the report for these people alone", arguments: splittable.map(\.name),
    [1, 5] as [UInt64])
  func groupsAreFilters(name: String, seed: UInt64) throws {
    let world = world(seed)
    let report = try Reports.named(name)
    for (dimension, groups) in [
      ("country", ["DE": "country = DE", "AT": "country = AT", "–": "country is not known"]),
      ("segment", ["buyers": "@buyers", "germans": "@germans"]),
    ] {
      for compare in ["", "previous"] {
        let split = try run(world, report, ["split": dimension, "compare": compare])
        for (label, text) in groups {
          let people = try Segment(parsing: text)
          guard try world.planner().count(people) > 0 else { continue }
          let alone = try run(world, report, ["segment": text, "compare": compare])
          let own = split.rows.filter { row in
            if case .text(let word) = row.cells[0] { word == label } else { label == "–" }
          }
          #expect(own.map { Array($0.cells.dropFirst()) } == alone.rows.map(\.cells), "\(label)")
          #expect(own.map(\.segment) == alone.rows.map(\.segment), "\(label)")
          #expect(split.columns.dropFirst().map(\.title) == alone.columns.map(\.title))
        }
      }
    }
  }

  @Test("a split goes with a segment, and only the largest groups are shown")
  func withSegment() throws {
    let rows = (0..<40).map { unit in
      EventRow(unit: unit, type: "visit", time: Int64(RowWorld.firstDay) * 86_400)
    }
    let cities = (0..<40).map { unit -> String? in "c\(unit < 20 ? 0 : unit)" }
    let world = RowWorld(
      units: 40, rows: rows,
      attributes: ["city": cities, "country": (0..<40).map { $0 % 2 == 0 ? "DE" : "AT" }])
    let table = try run(
      world, GrowthReport(),
      ["split": "city", "segment": "country = DE", "unit": "month", "from": "2026-09-01"])
    #expect(table.rows.count == 11)
    #expect(table.rows[0].cells.prefix(3) == [.text("c0"), table.rows[0].cells[1], .integer(10)])
    let all = try run(
      world, GrowthReport(), ["split": "city", "unit": "month", "from": "2026-09-01"])
    #expect(all.notes.contains { $0.hasPrefix("Of 21 groups") })
  }

  @Test("what is no attribute of people is refused with the nearest that is")
  func unknown() throws {
    do {
      _ = try run(world(1), GrowthReport(), ["split": "contry"])
      Issue.record("it ran")
    } catch let fault as Fault {
      #expect(fault.remedy == "Did you mean country?")
    }
  }

  @Test("steps that the period cuts are told, whole ones need no word")
  func cuts() throws {
    let world = world(1)
    // The first of September 2026 is a Tuesday, the seventh a Monday.
    for (from, to, unit, words) in [
      ("2026-09-01", "2026-09-13", "week", "The first week reaches"),
      ("2026-09-07", "2026-09-16", "week", "The last week reaches"),
      ("2026-09-02", "2026-09-16", "week", "The first and the last week reach"),
      ("2026-09-07", "2026-09-20", "week", ""), ("2026-09-02", "2026-09-16", "day", ""),
    ] {
      let table = try run(world, GrowthReport(), ["from": from, "to": to, "unit": unit])
      let note = table.notes.first { $0.contains("beyond the period") } ?? ""
      #expect(words.isEmpty ? note.isEmpty : note.hasPrefix(words), "\(from) \(to) \(unit)")
    }
  }

  @Test("what lies in a cut week outside of the period counts in no report over time")
  func cutWeeksCountThePeriod() throws {
    func visit(_ day: Int) -> EventRow {
      EventRow(
        unit: day, type: "ad_impression", time: Int64(RowWorld.firstDay + day) * 86_400,
        texts: ["campaign": "spring", "channel": "display"])
    }
    // From the Tuesday on; the period is Wednesday to Thursday.
    let world = RowWorld(units: 6, rows: (0..<6).map(visit))
    let period = ["from": "2026-09-02", "to": "2026-09-03"]
    for (report, settings, column) in [
      (GrowthReport() as any Report, ["unit": "week"], "Active"),
      (CampaignReport(), ["by": "week"], "Impressions"),
      (SessionsReport(), ["by": "week", "events": "ad_impression"], "Sessions"),
    ] {
      let table = try run(world, report, period.merging(settings) { own, _ in own })
      let place = try #require(table.columns.firstIndex { $0.title == column })
      #expect(table.rows.first?.cells[place] == .integer(2), "\(report.name)")
    }
  }
}
