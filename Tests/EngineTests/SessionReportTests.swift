import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Sessions of a workspace") struct SessionReportTests {
  @Test("sessions are what pauses cut, in whatever order events arrive", arguments: UInt64(1)...3)
  func sessions(seed: UInt64) throws {
    let scene = Scene(seed: seed)
    let kinds: Set<String> = ["page_view", "product_view", "add_to_cart", "purchase"]
    var (count, singles, events) = (0, 0, 0)
    for user in scene.users {
      var length = 0
      var last: Int64?
      for event in scene.of(user, kinds) {
        if let last, event.time - last <= 1_800 {
          length += 1
        } else {
          if length == 1 { singles += 1 }
          count += 1
          length = 1
        }
        last = event.time
        events += 1
      }
      if length == 1 { singles += 1 }
    }
    var answers: [[ReportTable.Row]] = []
    for shuffle in [seed, seed + 100] {
      let (desk, folder) = try scene.desk(shuffle: shuffle)
      defer { removeFolder(folder) }
      for by in ["channel", "device", "day"] {
        answers.append(
          try report(
            desk, "sessions", Scene.period.merging(["by": by, "gap": "30m"]) { $1 }
          ).rows)
      }
      let ua = try report(
        desk, "sessions", Scene.period.merging(["by": "none", "rule": "ua"]) { $1 })
      answers.append(ua.rows)
      #expect((number(ua.rows[0].cells[1]) ?? 0) >= Double(count))
    }
    #expect(Array(answers.prefix(4)) == Array(answers.suffix(4)))
    for rows in answers.prefix(3) {
      let total = try #require(rows.last)
      #expect(number(total.cells[1]) == Double(count))
      #expect(number(total.cells[6]) == Double(events) / Double(count))
      let sum = rows.dropLast().reduce(0) { $0 + (number($1.cells[1]) ?? 0) }
      #expect(sum == Double(count))
    }
  }

  @Test("midnight and another campaign end a session by the older rule only")
  func sessionRules() throws {
    let test = try TestWorkspace()
    defer { removeFolder(test.folder) }
    let mapping =
      mappingHead(by: ["user_id": "user"], constant: "page_view") + """
        [[field]]
        name = "utm_source"
        column = "source"
        [[field]]
        name = "utm_medium"
        column = "medium"
        """
    try test.addSource("visits", kind: "web", mapping: mapping)
    try test.ingest(
      """
      time,user,source,medium
      2026-09-01T23:50:00Z,a,google,cpc
      2026-09-02T00:10:00Z,a,,
      2026-09-03T10:00:00Z,b,google,cpc
      2026-09-03T10:10:00Z,b,newsletter,email
      2026-09-04T10:00:00Z,c,google,cpc
      2026-09-04T10:30:00Z,c,,
      2026-09-05T10:00:00Z,d,google,cpc
      2026-09-05T10:30:01Z,d,,

      """, as: "visits.csv", source: "visits")
    for (rule, wanted) in [("ga4", 5.0), ("ua", 7.0)] {
      let table = try report(
        test.desk, "sessions", Scene.period.merging(["by": "none", "rule": rule]) { $1 })
      #expect(number(table.rows[0].cells[1]) == wanted)
    }
  }

  @Test("sessions of each channel day by day, and those of each length, are all the sessions")
  func sessionParts() throws {
    let scene = Scene(seed: 4)
    let (desk, folder) = try scene.desk(shuffle: 4)
    defer { removeFolder(folder) }
    func rows(_ by: String) throws -> [ReportTable.Row] {
      try report(desk, "sessions", Scene.period.merging(["by": by]) { $1 }).rows.filter {
        !$0.isTotal
      }
    }
    func sums(_ rows: [ReportTable.Row], by column: Int, of figure: Int) -> [ReportTable.Cell:
      Double]
    {
      rows.reduce(into: [:]) {
        $0[$1.cells[column], default: 0] += number($1.cells[figure]) ?? 0
      }
    }
    let both = try rows("day,channel")
    let channels = try rows("channel")
    #expect(channels.count > 1)
    #expect(sums(both, by: 1, of: 2) == sums(channels, by: 0, of: 1))
    let days = try rows("day").compactMap { number($0.cells[1]) }.filter { $0 > 0 }
    #expect(sums(both, by: 0, of: 2).values.sorted() == days.sorted())
    let whole = channels.reduce(0) { $0 + (number($1.cells[1]) ?? 0) }
    let lengths = try rows("length")
    #expect(lengths.map { $0.cells[0] }.first == .text("under 10 s"))
    #expect(lengths.reduce(0) { $0 + (number($1.cells[1]) ?? 0) } == whole)
    // The mean length of each group lies within its bounds.
    let bounds = [0.0, 10, 30, 60, 180, 600, 1_800, .infinity]
    #expect(lengths.count == bounds.count - 1)
    for (index, row) in lengths.enumerated() {
      guard let mean = number(row.cells[8]) else { continue }
      #expect(bounds[index] <= mean && mean < bounds[index + 1])
    }
    for by in ["channel,device", "day,none", "day,week", "day,channel,device"] {
      #expect(throws: Fault.self) { try rows(by) }
    }
  }
}
