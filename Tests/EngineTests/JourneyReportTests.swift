import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Journeys, attribution, funnels, retention and sessions of a workspace")
struct JourneyReportTests {
  private static let period = ["from": "2026-09-01", "to": "2026-09-24"]

  // MARK: Attribution

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
    var settings = Self.period
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
        var settings = Self.period
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

  // MARK: Segments behind rows

  @Test(
    "a row's segment counts the row's people", arguments: UInt64(1)...2,
    [
      ("funnel", ["steps": "page_view > product_view > purchase where revenue > 20"]),
      ("funnel", ["steps": "page_view > add_to_cart > purchase", "within": "2d", "by": ""]),
      ("retention", ["shape": "list", "unit": "week", "periods": "3", "to": "2026-09-24"]),
      (
        "retention",
        [
          "shape": "list", "unit": "day", "periods": "4", "first": "purchase", "mode": "rolling",
          "to": "2026-09-14",
        ]
      ),
    ])
  func segments(seed: UInt64, asked: (name: String, settings: [String: String])) throws {
    let scene = Scene(seed: seed)
    let (desk, folder) = try scene.desk(shuffle: seed)
    defer { removeFolder(folder) }
    let period = asked.name == "funnel" ? Self.period : [:]
    let table = try report(desk, asked.name, asked.settings.merging(period) { $1 })
    let column = try #require(table.columns.firstIndex { $0.title == "People" })
    let terms = QuestionDesk.Terms(asOf: TestWorkspace.now)
    let rows = table.rows.filter { $0.segment != nil }
    #expect(!rows.isEmpty)
    for row in rows {
      let count = try desk.count(row.segment ?? "", each: false, terms: terms).total.count
      #expect(number(row.cells[column]) == Double(count), "\(row.segment ?? "")")
    }
  }

  @Test(
    "the segment of a cell counts the people whom the cell is about", arguments: UInt64(1)...2,
    [
      ("retention", ["unit": "week", "periods": "4", "to": "2026-09-24"]),
      (
        "retention",
        [
          "unit": "day", "periods": "5", "first": "purchase", "return": "page_view",
          "mode": "rolling", "to": "2026-09-14",
        ]
      ),
    ])
  func cells(seed: UInt64, asked: (name: String, settings: [String: String])) throws {
    let scene = Scene(seed: seed)
    let (desk, folder) = try scene.desk(shuffle: seed)
    defer { removeFolder(folder) }
    let table = try report(desk, asked.name, asked.settings)
    let terms = QuestionDesk.Terms(asOf: TestWorkspace.now)
    var cells = 0
    for row in table.rows {
      let people = number(row.cells[1]) ?? 0
      for (column, text) in row.cellSegments {
        let count = try desk.count(text, each: false, terms: terms).total.count
        let share = try #require(number(row.cells[column]))
        // The cell has the share that this many are of the cohort, to the last bit.
        #expect(share == Double(count) / people, "\(text)")
        cells += 1
      }
      for column in row.cells.indices.dropFirst(2) where row.cellSegments[column] == nil {
        #expect(row.isTotal || number(row.cells[column]) == nil)
      }
    }
    #expect(cells > 3)
  }

  @Test("who dropped out of a funnel at a step is a segment of so many", arguments: UInt64(1)...3)
  func dropped(seed: UInt64) throws {
    let scene = Scene(seed: seed)
    let (desk, folder) = try scene.desk(shuffle: seed)
    defer { removeFolder(folder) }
    let steps = "page_view > product_view > purchase where revenue > 20"
    let table = try report(desk, "funnel", ["steps": steps].merging(Self.period) { $1 })
    let column = try #require(table.columns.firstIndex { $0.title == "Dropped" })
    let terms = QuestionDesk.Terms(asOf: TestWorkspace.now)
    let counts = try table.rows.compactMap { row -> [Double?]? in
      guard let text = row.cellSegments[column] else { return nil }
      let count = try desk.count(text, each: false, terms: terms).total.count
      return [number(row.cells[column]), Double(count)]
    }
    #expect(counts.count == 2)
    for pair in counts { #expect(pair[0] == pair[1]) }
  }

  @Test("whom one source alone knows is a segment of so many")
  func onlyHere() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<20))
    let calls = ["u0", "u1", "u77", "u78"].map {
      "{\"event\":\"open\",\"time\":\"2026-08-02T00:00:00Z\",\"user\":\"\($0)\"}\n"
    }
    try workspace.ingest(calls.joined(), as: "app.jsonl", source: "app")
    let table = try report(workspace.desk, "sources", [:])
    let column = try #require(table.columns.firstIndex { $0.title == "Only here" })
    let terms = QuestionDesk.Terms(asOf: TestWorkspace.now)
    var figures: [Double?] = []
    for row in table.rows where !row.isTotal {
      let text = try #require(row.cellSegments[column])
      let count = try workspace.desk.count(text, each: false, terms: terms).total.count
      #expect(number(row.cells[column]) == Double(count), "\(text)")
      figures.append(number(row.cells[column]))
    }
    #expect(figures.contains(2))
  }

  /// What the cells of a column show, where they have a segment, and what their segments count.
  private func counts(
    _ title: String, of table: ReportTable, _ desk: QuestionDesk
  ) throws -> (shown: [Double?], counted: [Double?]) {
    let column = try #require(table.columns.firstIndex { $0.title == title })
    let terms = QuestionDesk.Terms(asOf: TestWorkspace.now)
    var (shown, counted): ([Double?], [Double?]) = ([], [])
    for row in table.rows {
      guard let text = row.cellSegments[column] else { continue }
      shown.append(number(row.cells[column]))
      counted.append(Double(try desk.count(text, each: false, terms: terms).total.count))
    }
    return (shown, counted)
  }

  @Test(
    "who converted of a saved segment is a segment of so many",
    arguments: UInt64(1)...3, ["now", "start"])
  func converted(seed: UInt64, members: String) throws {
    let (desk, folder) = try Scene(seed: seed).desk(shuffle: seed)
    defer { removeFolder(folder) }
    let terms = QuestionDesk.Terms(asOf: TestWorkspace.now)
    for (name, text) in [("Clickers", "did ad_click"), ("The seen", "did ad_impression")] {
      _ = try desk.save(SaveRequest(name: name, text: text, note: "", basedOn: nil), terms: terms)
    }
    for types in ["purchase", "purchase,add_to_cart"] {
      let asked = [
        "conversion": types, "from": "2026-09-03", "to": "2026-09-10", "members": members,
        "segment": "not did page_view before 2026-09-02",
      ]
      let found = try counts("Converted", of: try report(desk, "segments", asked), desk)
      #expect(found.shown == found.counted)
      // Of members at an earlier time only everyone's row can say who they are.
      #expect(found.shown.count == (members == "now" ? 3 : 1))
      #expect(found.shown.contains { $0 ?? 0 > 0 })
    }
  }

  @Test("who responded to so many impressions is a segment of so many", arguments: UInt64(1)...3)
  func responders(seed: UInt64) throws {
    let (desk, folder) = try Scene(seed: seed).desk(shuffle: seed)
    defer { removeFolder(folder) }
    var largest = 0.0
    for (impressions, responses, rows) in [
      ("page_view", "purchase", 4), ("page_view", "purchase,page_view", 4),
      ("page_view,product_view", "add_to_cart,purchase", 1),
    ] {
      let asked = [
        "impression": impressions, "conversion": responses, "most": "3", "from": "2026-09-03",
        "to": "2026-09-14",
      ]
      let found = try counts("Responders", of: try report(desk, "frequency", asked), desk)
      #expect(found.shown == found.counted)
      // How often several types were seen in all no segment can say: only the total has one.
      #expect(found.shown.count == rows)
      largest = max(largest, found.shown.compactMap { $0 }.max() ?? 0)
    }
    #expect(largest > 1)
  }

  @Test("whom a source makes addressable is a segment of so many")
  func addressable() throws {
    let workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<20))
    let mapping = """
      [feed]
      format = "csv"
      [row]
      kinds = ["event"]
      event = { column = "event" }
      time = { column = "time" }
      [[identifier]]
      namespace = "user_id"
      column = "user"
      [[identifier]]
      namespace = "email"
      column = "email"
      [[consent]]
      purpose = "personalised_ads"
      column = "ads"
      granted = ["yes"]
      denied = ["no"]
      [[consent]]
      purpose = "email"
      column = "news"
      granted = ["yes"]
      denied = ["no"]
      """
    try workspace.desk.addSource(
      "crm", party: "first", kind: "crm", mapping: mapping, expectedInterval: nil,
      monthlyCost: nil, now: TestWorkspace.now)
    let rows = (0..<12).map { number in
      let mail = number % 3 == 0 ? "" : "m\(number)@example.org"
      return "signup,2026-08-03T00:00:00Z,u\(number),\(mail),"
        + "\(number % 4 == 0 ? "no" : "yes"),\(number % 5 == 0 ? "no" : "yes")\n"
    }
    try workspace.ingest(
      "event,time,user,email,ads,news\n" + rows.joined(), as: "crm.csv", source: "crm")
    for settings in [
      [:], ["identifiers": "email"], ["purpose": "personalised_ads,email", "drop": "crm,shop"],
    ] {
      let table = try report(workspace.desk, "sources", settings)
      let found = try counts("Addressable", of: table, workspace.desk)
      #expect(found.shown == found.counted, "\(settings)")
      #expect(found.shown.contains { $0 ?? 0 > 1 })
      #expect(found.shown.count >= 3)
    }
  }

  // MARK: Retention

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

  // MARK: Sessions

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
            desk, "sessions", Self.period.merging(["by": by, "gap": "30m"]) { $1 }
          ).rows)
      }
      let ua = try report(
        desk, "sessions", Self.period.merging(["by": "none", "rule": "ua"]) { $1 })
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
    let mapping = """
      [feed]
      format = "csv"
      [row]
      kind = "event"
      event = { constant = "page_view" }
      time = { column = "time" }
      [[identifier]]
      namespace = "user_id"
      column = "user"
      [[field]]
      name = "utm_source"
      column = "source"
      [[field]]
      name = "utm_medium"
      column = "medium"
      """
    try test.desk.addSource(
      "visits", party: "first", kind: "web", mapping: mapping, expectedInterval: nil,
      monthlyCost: nil, now: TestWorkspace.now)
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
        test.desk, "sessions", Self.period.merging(["by": "none", "rule": rule]) { $1 })
      #expect(number(table.rows[0].cells[1]) == wanted)
    }
  }

  // MARK: Journeys

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

  @Test("a name that nobody knows is a fault that names the nearest")
  func faults() throws {
    let scene = Scene(seed: 1)
    let (desk, folder) = try scene.desk(shuffle: 1)
    defer { removeFolder(folder) }
    let wrong: [(String, [String: String])] = [
      ("attribution", ["conversion": "purchas"]), ("attribution", ["model": "lst"]),
      ("attribution", ["by": "chanel"]), ("attribution", ["position-shares": "80,40"]),
      ("attribution", ["value": "device"]), ("funnel", ["steps": "page_view > purchas"]),
      ("funnel", ["steps": "page_view >"]), ("funnel", ["by": "devic"]),
      ("sessions", ["by": "devic"]), ("journeys", ["to": "purchas"]), ("journeys", ["by": "x"]),
      ("retention", ["first": "page_view where device"]),
    ]
    for (name, settings) in wrong {
      #expect(throws: Fault.self, "\(name) \(settings)") {
        try report(desk, name, settings)
      }
    }
  }
}
