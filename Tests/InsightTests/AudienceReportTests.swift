import Basis
import Columns
import Insight
import Requests
import Segments
import Testing

@Suite("Reports on people") struct AudienceReportTests {
  @Test(
    "frequency counts people by their impressions and who converted after",
    arguments: UInt64(0)..<30)
  func frequency(seed: UInt64) throws {
    let world = RowWorld.advertising(seed: seed)
    let table = try world.run(FrequencyReport(), ["from": "2026-09-01", "most": "4"])
    var seen: [Int: [Int64]] = [:]
    for row in world.rows where row.type == "ad_impression" && row.time <= RowWorld.asOf.seconds {
      seen[row.unit, default: []].append(row.time)
    }
    for (times, row) in zip(1...4, table.rows) {
      let people = seen.filter { times == 4 ? $0.value.count >= 4 : $0.value.count == times }
      let responses = people.mapValues { impressions in
        (impressions.min()!, impressions.count)
      }.map { unit, first in
        world.rows.count {
          $0.type == "purchase" && $0.unit == unit && $0.time > first.0
            && $0.time <= RowWorld.asOf.seconds
        }
      }
      #expect(row.integer(1) == people.count)
      #expect(row.integer(3) == seen.count { $0.value.count >= times })
      #expect(row.integer(4) == people.values.reduce(0) { $0 + $1.count })
      #expect(row.integer(5) == responses.count { $0 > 0 })
      #expect(row.integer(8) == responses.reduce(0, +))
      let text = try #require(row.segment)
      #expect(try world.planner().count(try Segment(parsing: text)) == people.count, "\(text)")
    }
  }

  @Test("growth tells new, returning and lost people as their events do", arguments: UInt64(0)..<20)
  func growth(seed: UInt64) throws {
    let world = RowWorld.advertising(seed: seed)
    let table = try world.run(GrowthReport(), ["last": "21d", "unit": "day", "lost-after": "3d"])
    let past = world.rows.filter { $0.time <= RowWorld.asOf.seconds }
    var days: [Int: [Int]] = [:]
    for row in past { days[row.unit, default: []].append(Int(row.time / 86_400)) }
    let last = Dictionary(grouping: past) { $0.unit }.mapValues { $0.map(\.time).max()! }
    for row in table.rows {
      guard case .date(let date) = row.cells[0] else { continue }
      let day = date.daysSinceEpoch
      let active = days.filter { $0.value.contains(day) }
      let fresh = active.count { $0.value.min() == day }
      let lost = last.values.count {
        Int(($0 + 3 * 86_400) / 86_400) == day && $0 + 3 * 86_400 <= RowWorld.asOf.seconds
      }
      #expect(row.integer(1) == active.count)
      #expect(row.integer(2) == fresh)
      #expect(row.integer(3) == active.count - fresh)
      #expect(row.integer(4) == lost)
      #expect(row.integer(6) == days.count { $0.value.min()! <= day })
      if let text = row.segment {
        #expect(try world.planner().count(try Segment(parsing: text)) == active.count)
      }
    }
  }

  @Test("consent tells who granted at the end of each step, who came and who went")
  func consent() throws {
    var world = RowWorld(units: 12, rows: [])
    world.vocabulary.purposes = ["email"]
    let table = try world.run(ConsentReport(), ["from": "2026-09-01", "unit": "day"])
    // Even units from the tenth day on, of whom 0 and 6 withdraw on the twentieth.
    #expect(table.rows[9].integer(2) == 0)
    #expect(
      table.rows[10].cells.suffix(4) == [.integer(6), .number(0.5), .integer(6), .integer(0)])
    #expect(table.rows[20].integer(2) == 4)
    #expect(table.rows[20].integer(5) == 2)
    #expect(table.rows.last?.segment == "consent(email)")
  }

  @Test("a segment is measured against the others and against its hold-out")
  func segments() throws {
    // Units 0–99 are members; the held-out 80–99 buy at 10 %, those sent to, 0–79, at 50 %.
    var rows: [EventRow] = []
    let time = Int64(RowWorld.firstDay + 5) * 86_400
    for unit in 0..<40 {
      rows.append(EventRow(unit: unit, type: "purchase", time: time, revenue: 200))
    }
    for unit in [80, 81] {
      rows.append(EventRow(unit: unit, type: "purchase", time: time, revenue: 100))
    }
    rows.append(EventRow(unit: 150, type: "purchase", time: time, revenue: 100))
    var world = RowWorld(
      units: 200, rows: rows, attributes: ["group": (0..<200).map { $0 < 100 ? "in" : "out" }])
    world.segments = [SavedSegmentFacts(name: "In", text: "group = in")]
    let bare = try world.run(SegmentsReport(), ["from": "2026-09-01"])
    #expect(bare.notes.contains { $0.hasPrefix("Nobody was held out") })
    let delivery = DeliveryFacts(
      id: 3, segment: "In", destination: "csv", at: Timestamp(time - 86_400))
    world.segments[0].trials = [delivery]
    (world.sentUnits, world.heldOutUnits) = (Array(0..<80), Array(80..<100))
    let table = try world.run(SegmentsReport(), ["from": "2026-09-01"])
    let row = table.rows[0]
    func cell(_ title: String) throws -> ReportTable.Cell {
      row.cells[try #require(table.columns.firstIndex { $0.title == title })]
    }
    #expect(try cell("People") == .integer(100))
    #expect(try cell("Converted") == .integer(42))
    #expect(try cell("Revenue") == .integer(8_200))
    #expect(try cell("Revenue a head") == .number(82))
    #expect(try cell("Held out") == .integer(20))
    #expect(try cell("Held-out rate") == .number(0.1))
    let incremental = try #require(Statistics.compared(40, of: 80, with: 2, of: 20))
    #expect(try cell("Incremental") == .number(incremental.difference))
    #expect(try cell("Lift") == .number(incremental.difference / 0.1))
    #expect(try cell("p held out") == .number(incremental.p))
    #expect(try cell("Verdict") == .text("sending works"))
    let against = try #require(Statistics.compared(42, of: 100, with: 1, of: 100))
    #expect(try cell("p others") == .number(against.p))
    #expect(try cell("Sent rate") == .number(0.5))
    #expect(table.notes.contains { $0.contains("In by delivery 3 to csv") })
    #expect(table.notes.contains { $0.hasPrefix("The period begins before delivery 3") })
    #expect(throws: Fault.self) {
      try world.run(SegmentsReport(), ["from": "2026-09-01", "activation": "4"])
    }
    let control = try world.run(
      SegmentsReport(), ["from": "2026-09-01", "control": "group = in and did purchase"])
    #expect(
      control.rows[0].cells[try #require(control.columns.firstIndex { $0.title == "Held out" })]
        == .integer(42))
  }

  @Test("a segment that beats the others and was never sent is pointed out")
  func notActivated() throws {
    let time = Int64(RowWorld.firstDay + 5) * 86_400
    var world = RowWorld(
      units: 200, rows: (0..<60).map { EventRow(unit: $0, type: "purchase", time: time) },
      attributes: ["group": (0..<200).map { $0 < 100 ? "in" : "out" }])
    world.segments = [
      SavedSegmentFacts(name: "In", text: "group = in"),
      SavedSegmentFacts(name: "Out", text: "group = out"),
    ]
    let table = try world.run(SegmentsReport(), ["from": "2026-09-01"])
    let verdict = try #require(table.columns.firstIndex { $0.title == "Verdict" })
    #expect(table.rows[0].cells[verdict] == .text("beats the others, not activated"))
    #expect(table.rows[1].cells[verdict] == .text("below the others"))
  }

  @Test("a source's own people are those that no other source has", arguments: UInt64(0)..<10)
  func sources(seed: UInt64) throws {
    var world = RowWorld.advertising(seed: seed)
    world.vocabulary.sources = ["web", "shop"]
    world.allSources = [
      SourceFacts(name: "web", party: "first", kind: "web"),
      SourceFacts(
        name: "shop", party: "third", kind: "partner",
        monthlyCost: Money(minorUnits: 5_000, currency: RowWorld.euro)),
    ]
    let table = try world.run(SourcesReport(), ["from": "2026-09-01", "drop": "shop"])
    func people(_ source: String) -> Set<Int> {
      Set(world.rows.filter { $0.texts["source"] == source }.map(\.unit))
    }
    let lost = people("shop").subtracting(people("web")).count
    let row = try #require(table.rows.first { $0.cells[0] == .text("shop") })
    #expect(row.integer(2) == people("shop").count)
    #expect(row.integer(3) == lost)
    #expect(row.integer(5) == lost)
    #expect(row.integer(15) == 5_000)
    #expect(row.cells[16] == (lost == 0 ? .unknown : .number(5_000 / Double(lost))))
    let without = try #require(table.rows.first { $0.cells[0] == .text("without shop") })
    #expect(without.integer(5) == lost)
  }

  @Test("quality adds batches up before it divides")
  func quality() throws {
    var world = RowWorld(units: 1, rows: [])
    world.allSources = [SourceFacts(name: "web", party: "first", kind: "web")]
    world.allBatches = [(100, 90), (900, 450)].map { rows, accepted in
      var batch = BatchFacts(source: "web", finished: RowWorld.asOf)
      (batch.rows, batch.accepted) = (rows, accepted)
      (batch.rejectedCount, batch.rejected) = (rows - accepted, ["bad_time": rows - accepted])
      batch.filled = ["email": accepted / 2]
      return batch
    }
    let table = try world.run(QualityReport())
    #expect(table.rows[0].cells[2] == .integer(1_000))
    #expect(table.rows[0].cells[3] == .number(0.54))
    #expect(table.rows[0].cells[8] == .number(0.5))
    let reasons = try world.run(QualityReport(), ["by": "reason"])
    #expect(reasons.rows[0].cells.suffix(2) == [.integer(460), .number(0.46)])
    let days = try world.run(QualityReport(), ["by": "day,source"])
    #expect(days.columns.prefix(2).map(\.title) == ["Day", "Source"])
    #expect(days.rows.count == 2)
    #expect(days.rows[0].cells[1...3] == [.text("web"), .integer(2), .integer(1_000)])
    #expect(days.rows[1].isTotal)
  }

  @Test("a comparison puts the change beside each figure, and keeps what ended")
  func comparison() throws {
    func seen(_ day: Int, _ campaign: String) -> EventRow {
      EventRow(
        unit: 0, type: "ad_impression", time: Int64(RowWorld.firstDay + day) * 86_400,
        texts: ["campaign": campaign])
    }
    let world = RowWorld(
      units: 1,
      rows: [seen(1, "old"), seen(1, "both"), seen(8, "both"), seen(9, "both"), seen(8, "new")])
    let table = try world.run(
      CampaignReport(), ["from": "2026-09-08", "to": "2026-09-14", "compare": "previous"])
    let names = table.rows.map { $0.cells[0] }
    #expect(names == [.text("both"), .text("new"), .text("old"), .text("all")])
    #expect(table.columns[2].title == "Impressions ±")
    #expect(table.rows.map { $0.cells[2] } == [.number(1), .unknown, .number(-1), .number(0.5)])
    let days = try world.run(
      CampaignReport(),
      ["from": "2026-09-08", "to": "2026-09-14", "compare": "previous", "by": "day"])
    // 9 September against the 2nd: two impressions each.
    #expect(days.rows[0].cells[2] == .number(0))
    #expect(days.series.map(\.name) == ["impressions", "impressions before"])
  }

  @Test("cohorts are compared with as many from before them")
  func cohorts() throws {
    func visit(_ unit: Int, _ day: Int) -> EventRow {
      EventRow(unit: unit, type: "visit", time: Int64(RowWorld.firstDay + day - 1) * 86_400 + 60)
    }
    let world = RowWorld(
      units: 3, rows: [visit(0, 8), visit(0, 9), visit(1, 5), visit(2, 5), visit(2, 6)])
    let table = try world.run(
      RetentionReport(),
      [
        "unit": "day", "periods": "3", "to": "2026-09-10", "compare": "previous", "first": "visit",
        "return": "visit",
      ])
    #expect(table.columns.map(\.title) == ["Day", "People", "People ±", "0", "1", "2"])
    // 8 September has one, the 5th had two.
    #expect(Array(table.rows[0].cells[1...2]) == [.integer(1), .number(-0.5)])
    #expect(
      table.rows.last?.cells == [
        .text("before"), .integer(2), .unknown, .number(1), .number(0.5), .number(0),
      ])
    // What stands for the report as a whole is the total of now.
    #expect(table.rows.last { $0.isTotal }?.cells[1] == .integer(1))
    #expect(table.series.map(\.name) == ["all cohorts", "all cohorts before"])
    #expect(table.series[1].values == [1, 0.5, 0])
    #expect(table.notes.last == "Compared with 2026-09-05 to 2026-09-07.")
  }

  @Test("what is drawn of names is compared name by name")
  func namesInCharts() throws {
    func touch(_ unit: Int, _ day: Int, _ channel: String) -> [EventRow] {
      let time = Int64(RowWorld.firstDay + day - 1) * 86_400
      return [
        EventRow(unit: unit, type: "visit", time: time, texts: ["channel": channel]),
        EventRow(unit: unit, type: "purchase", time: time + 60),
      ]
    }
    let rows =
      [(0, 9, "b"), (1, 9, "b"), (2, 9, "a"), (3, 2, "a"), (4, 2, "a"), (5, 2, "c")]
      .flatMap { touch($0.0, $0.1, $0.2) }
    let table = try RowWorld(units: 6, rows: rows).run(
      AttributionReport(),
      ["from": "2026-09-08", "to": "2026-09-14", "compare": "previous", "model": "last"])
    #expect(table.axis == ["b", "a"])
    #expect(table.series.map(\.values) == [[2, 1], [nil, 2]])
  }
}
