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
}
