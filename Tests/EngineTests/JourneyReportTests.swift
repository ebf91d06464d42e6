import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Journeys of a workspace") struct JourneyReportTests {
  @Test("journeys to a purchase begin after the one before", arguments: UInt64(1)...3)
  func journeys(seed: UInt64) throws {
    let scene = Scene(seed: seed)
    let (desk, folder) = try scene.desk(shuffle: seed)
    defer { removeFolder(folder) }
    var counts: [String: Int] = [:]
    for user in scene.users {
      var steps: [Scene.Event] = []
      for event in scene.of(
        user, ["page_view", "product_view", "ad_click", "add_to_cart", "purchase"])
      {
        guard event.type == "purchase" else {
          steps.append(event)
          continue
        }
        var names = steps.filter { event.time - $0.time <= 5 * 86_400 }.map(\.type)
        names = names.enumerated().filter { $0 == 0 || names[$0 - 1] != $1 }.map(\.element)
        let path = (names.count > 4 ? ["…"] : []) + names.suffix(4) + ["purchase"]
        counts[path.joined(separator: " > "), default: 0] += 1
        steps = []
      }
    }
    let table = try report(
      desk, "journeys",
      ["to": "purchase", "since": "2026-09-01", "lookback": "5d", "depth": "4", "top": "10000"])
    let rows = table.rows.filter { !$0.isTotal }
    var shown: [String: Int] = [:]
    for row in rows { shown[text(row.cells[0])] = Int(number(row.cells[1]) ?? 0) }
    #expect(shown == counts)
    let moves = try report(
      desk, "journeys", ["to": "purchase", "since": "2026-09-01", "show": "transitions"])
    #expect(number(moves.rows[0].cells[1]) == Double(counts.values.reduce(0, +)))
    for row in moves.rows {
      let shares = row.cells.dropFirst(2).reduce(0) { $0 + (number($1) ?? 0) }
      #expect(abs(shares - 1) < 1e-9)
    }
  }
}
