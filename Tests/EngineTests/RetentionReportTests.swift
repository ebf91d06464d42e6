import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Retention of a workspace") struct RetentionReportTests {
  @Test("people of a week come back in the weeks after", arguments: UInt64(3)...5)
  func retention(seed: UInt64) throws {
    let scene = Scene(seed: seed)
    let (desk, folder) = try scene.desk(shuffle: seed)
    defer { removeFolder(folder) }
    func week(_ time: Int64) -> Int { Int((time / 86_400 + 3) / 7) }
    let table = try report(
      desk, "retention",
      [
        "first": "page_view", "return": "purchase", "measure": "revenue", "periods": "3",
        "from": "2026-08-31", "to": "2026-09-20",
      ])
    for cohort in 0..<3 {
      let first = week(Scene.start) + cohort
      let people = scene.users.filter {
        scene.of($0, ["page_view"]).first.map { week($0.time) } == first
      }
      #expect(number(table.rows[cohort].cells[1]) == Double(people.count))
      for step in 0..<3 where first + step <= week(TestWorkspace.now.seconds) {
        let revenue = people.flatMap { scene.of($0, ["purchase"]) }
          .filter { week($0.time) == first + step }.reduce(0) { $0 + $1.revenue }
        let shown = number(table.rows[cohort].cells[2 + step])
        #expect(
          people.isEmpty ? shown == nil : shown == Double(revenue) / Double(people.count))
      }
    }
  }
}
