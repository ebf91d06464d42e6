import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Attribution of a workspace") struct AttributionReportTests {
  /// The touches before each purchase, found by looking at everything.
  private func touchPaths(_ scene: Scene) -> [(path: [Scene.Event], purchase: Scene.Event)] {
    scene.users.flatMap { user -> [(path: [Scene.Event], purchase: Scene.Event)] in
      var touches: [Scene.Event] = []
      var visit: (channel: String, latest: Int64)?
      for event in scene.of(user, ["page_view", "product_view", "ad_click", "add_to_cart"])
      where !event.channel.isEmpty {
        if let own = visit, event.time - own.latest <= 1_800,
          event.channel == own.channel || event.channel == "Direct"
        {
          visit?.latest = event.time
        } else {
          touches.append(event)
          visit = (event.channel, event.time)
        }
      }
      let views = scene.of(user, ["ad_impression"]).filter { !$0.channel.isEmpty }
      return scene.of(user, ["purchase"]).map { purchase in
        func within(_ events: [Scene.Event], _ days: Int64) -> [Scene.Event] {
          events.filter {
            $0.time <= purchase.time && purchase.time - $0.time <= days * 86_400
          }
        }
        let clicks = within(touches, 7)
        return (clicks.isEmpty ? within(views, 2) : clicks, purchase)
      }
    }
  }

  @Test("the rules credit what they credit by definition", arguments: UInt64(1)...4)
  func rules(seed: UInt64) throws {
    let scene = Scene(seed: seed)
    let (desk, folder) = try scene.desk(shuffle: seed)
    defer { removeFolder(folder) }
    var settings = Scene.period
    settings["model"] = "last,first,linear,last-non-direct"
    settings["decimals"] = "6"
    (settings["lookback"], settings["view-window"]) = ("7d", "2d")
    let table = try report(desk, "attribution", settings)
    var expected: [String: [Double]] = [:]
    let all = touchPaths(scene)
    for (path, _) in all {
      func give(_ model: Int, _ name: String, _ credit: Double) {
        expected[name, default: [0, 0, 0, 0]][model] += credit
      }
      guard let first = path.first, let last = path.last else {
        for model in 0..<4 { give(model, "(no known touch)", 1) }
        continue
      }
      give(0, last.channel, 1)
      give(1, first.channel, 1)
      for touch in path { give(2, touch.channel, 1 / Double(path.count)) }
      give(3, (path.last { $0.channel != "Direct" } ?? last).channel, 1)
    }
    let rows = table.rows.filter { !$0.isTotal }
    #expect(Set(rows.map { text($0.cells[0]) }) == Set(expected.keys))
    for row in rows {
      let figures = row.cells.dropFirst().map { number($0) ?? -1 }
      let wanted = expected[text(row.cells[0])] ?? []
      #expect(zip(figures, wanted).allSatisfy { abs($0 - $1) < 2e-6 })
    }
    let total = table.rows.last { $0.isTotal }?.cells.dropFirst().map { number($0) ?? -1 }
    #expect(total == [Double](repeating: Double(all.count), count: 4))
  }

  @Test("what is shown adds up to the conversions and to their revenue, whatever the model")
  func totals() throws {
    let scene = Scene(seed: 9)
    let (desk, folder) = try scene.desk(shuffle: 9)
    defer { removeFolder(folder) }
    let purchases = scene.events.filter { $0.type == "purchase" }
    let revenue = purchases.reduce(0) { $0 + $1.revenue }
    for model in [
      "last", "last-non-direct", "first", "linear", "decay", "position", "markov", "shapley",
      "shapley-rate",
    ] {
      for decimals in ["0", "1", "3"] {
        var settings = Scene.period
        (settings["model"], settings["decimals"]) = (model, decimals)
        let table = try report(desk, "attribution", settings)
        let rows = table.rows.filter { !$0.isTotal }
        let scale = [1.0, 10, 0, 1_000][Int(decimals) ?? 0]
        let units = rows.reduce(0) { $0 + Int(((number($1.cells[1]) ?? 0) * scale).rounded()) }
        #expect(units == purchases.count * Int(scale), "\(model) \(decimals)")
        let worth = rows.reduce(0) { $0 + Int(number($1.cells[3]) ?? 0) }
        #expect(worth == revenue, "\(model)")
      }
    }
  }

  @Test("a file of paths gives the published Markov figures")
  func pathFile() throws {
    let test = try TestWorkspace()
    defer { removeFolder(test.folder) }
    let file = test.folder + "/paths.csv"
    let rows =
      "path,total_conversions,total_conversion_value,total_null\n"
      + "A > B,1,10,1\nA,0,0,1\n\"B\",1,5.5,0\n"
    try FileSystem.write(Array(rows.utf8), to: file)
    let table = try report(
      test.desk, "attribution",
      ["paths": file, "model": "markov,shapley,last", "decimals": "3"])
    #expect(
      table.rows.map { $0.cells.map { number($0) ?? 0 } } == [
        [0, 1.2, 1.5, 2], [0, 0.8, 0.5, 0], [0, 2, 2, 2],
      ])
    #expect(throws: Fault.self) {
      try report(test.desk, "attribution", ["paths": file, "model": "decay"])
    }
    for bad in ["name,conversions\nA,1\n", "path,conversions\nA,1.5\n", "path\n\"A\n", ""] {
      try FileSystem.write(Array(bad.utf8), to: file)
      #expect(throws: Fault.self) { try report(test.desk, "attribution", ["paths": file]) }
    }
  }

  @Test("no text of a file of paths does harm", arguments: UInt64(0)..<4)
  func pathFuzz(seed: UInt64) throws {
    let test = try TestWorkspace()
    defer { removeFolder(test.folder) }
    var random = Seeded(seed)
    let file = test.folder + "/paths.csv"
    for _ in 0..<40 {
      let head = random.chance(0.8) ? "path,conversions,value,nulls\n" : ""
      let text = head + random.text(of: "AB> ,\"1.9-\né", upTo: 60)
      try FileSystem.write(Array(text.utf8), to: file)
      do {
        let table = try report(
          test.desk, "attribution", ["paths": file, "model": "linear,markov", "decimals": "0"])
        for column in 1..<3 {
          let figures = table.rows.map { Int(number($0.cells[column]) ?? 0) }
          #expect(figures.dropLast().reduce(0, +) == figures.last, "\(text)")
        }
      } catch let fault as Fault {
        #expect(!fault.reason.isEmpty)
      }
    }
  }

  @Test(
    "the paths before conversions are the touches in their order, and add up to all conversions")
  func conversionPaths() throws {
    let scene = Scene(seed: 4)
    let (desk, folder) = try scene.desk(shuffle: 4)
    defer { removeFolder(folder) }
    let paths = try report(
      desk, "attribution", Scene.period.merging(["show": "paths", "top": "100000"]) { $1 })
    let models = try report(
      desk, "attribution", Scene.period.merging(["model": "last,first"]) { $1 })
    let single = paths.rows.filter { !$0.isTotal }
    let total = try #require(paths.rows.last)
    #expect(total.cells[1] == .integer(Int(number(models.rows.last?.cells[1] ?? .unknown) ?? 0)))
    #expect(single.reduce(0) { $0 + (number($1.cells[1]) ?? 0) } == number(total.cells[1]))
    // What the last and the first touches of the paths are is what these models credit.
    func credited(_ pick: ([Substring]) -> Substring?) -> [String: Double] {
      single.reduce(into: [:]) { sums, row in
        guard case .text(let text) = row.cells[0], text != "(no known touch)" else { return }
        let touch = pick(text.split(separator: " > ").flatMap { [$0] }) ?? ""
        let name = touch.split(separator: " ×").first.map(String.init) ?? ""
        sums[name, default: 0] += number(row.cells[1]) ?? 0
      }
    }
    for (model, sums) in [(1, credited(\.last)), (2, credited(\.first))] {
      for row in models.rows where !row.isTotal {
        guard case .text(let name) = row.cells[0], name != "(no known touch)" else { continue }
        #expect(sums[name] ?? 0 == number(row.cells[model]))
      }
    }
    let few = try report(
      desk, "attribution", Scene.period.merging(["show": "paths", "top": "1"]) { $1 })
    #expect(few.rows.contains { $0.cells[0] == .text("(other paths)") })
    #expect(few.rows.last?.cells[1] == total.cells[1])
  }
}
