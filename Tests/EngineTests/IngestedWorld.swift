import Basis
import Engine
import Requests
import Storage
import Support
import Testing

/// A workspace fed from random rows, and the same rows as the plain tables that SQL is asked of.
///
/// The tables are filled from the rows by the most obvious means, so that what they say of people,
/// attributes, visits and undone batches does not come from the engine.
struct IngestedWorld {
  struct Row {
    var source: String
    var event: String
    var time: Int64
    var user: Int
    var cookie: Int?
    var country: String?
    var age: Int?
    var amount: String?
    var category: String?
    var path: String?
    var device: String?
  }

  static let asOf = Timestamp(1_788_000_000)
  static let events = ["view", "order", "call"]

  let workspace: TestWorkspace
  let terms = QuestionDesk.Terms(asOf: Self.asOf)
  private let kept: [Row]
  private let database: Connection
  /// The profile of each user.
  private let profiles: [Int: UInt32]

  init(seed: UInt64, users: Int = 40) throws {
    var random = Seeded(seed)
    workspace = try TestWorkspace()
    for (name, kind) in [("site", "web"), ("phone", "mobile"), ("desk", "crm")] {
      try workspace.desk.addSource(
        name, party: "first", kind: kind, mapping: Self.mapping, expectedInterval: nil,
        monthlyCost: nil, now: Self.asOf)
    }
    var kept: [Row] = []
    for (number, source) in ["site", "phone", "desk", "site", "phone", "site"].enumerated() {
      let rows = Self.rows(source, users, &random)
      let result = try workspace.ingest(Self.csv(rows), as: "\(number).csv", source: source)
      let batch = try #require(result.outcome?.batch)
      if number == 1 || number == 3 {
        _ = try workspace.desk.undo(batch: batch.number, now: Self.asOf)
      } else {
        kept += rows
      }
    }
    self.kept = kept
    var profiles: [Int: UInt32] = [:]
    let everyone = try workspace.desk.members(
      of: "everyone", .init(limit: .max, namespaces: ["user_id"], reveal: true), terms: terms)
    for member in everyone.members {
      for value in member.identifiers.flatMap(\.values) {
        profiles[Int(value.dropFirst()) ?? -1] = member.profile
      }
    }
    self.profiles = profiles
    database = try Connection(path: workspace.folder + "/oracle.db", access: .readWrite)
    try fill()
  }

  /// The users that a segment holds, by the engine.
  func answered(_ text: String) throws -> [UInt32] {
    try workspace.desk.members(of: text, .init(limit: .max), terms: terms).members.map(\.profile)
  }

  /// The users that it holds, by SQL over the plain tables.
  func expected(_ text: String) throws -> [UInt32] {
    try database.rows(try workspace.desk.sql(text, terms: terms)) {
      UInt32(truncatingIfNeeded: $0.integer(0))
    }
  }

  // MARK: Rows

  private static let mapping = """
    [feed]
    format = "csv"
    [row]
    kinds = ["event"]
    event = { column = "event" }
    time = { column = "time" }
    key = ["#line"]
    [[identifier]]
    namespace = "user_id"
    column = "user"
    [[identifier]]
    namespace = "cookie"
    column = "cookie"
    [[attribute]]
    name = "country"
    column = "country"
    [[attribute]]
    name = "age"
    column = "age"
    type = "integer"
    [[field]]
    name = "amount"
    column = "amount"
    type = "number"
    [[field]]
    name = "category"
    column = "category"
    [[field]]
    name = "path"
    column = "path"
    [[field]]
    name = "device"
    column = "device"
    """

  private static func rows(_ source: String, _ users: Int, _ random: inout Seeded) -> [Row] {
    (0..<90).map { _ in
      let user = random.below(users)
      // No two rows have one instant, so that nothing hangs on their order.
      let second = Int64(random.below(60 * 24 * 30)) * 120 + Int64(serial(&random))
      return Row(
        source: source, event: random.pick(events), time: asOf.seconds - second,
        user: user, cookie: random.chance(0.5) ? user * 3 + random.below(3) : nil,
        country: random.chance(0.3) ? random.pick(["DE", "AT", "Österreich"]) : nil,
        age: random.chance(0.3) ? random.within(18...60) : nil,
        amount: random.chance(0.5) ? random.pick(["1", "2.5", "10", "0.25"]) : nil,
        category: random.chance(0.6) ? random.pick(["shoes", "Shoes", "hats"]) : nil,
        path: random.chance(0.4) ? random.pick(["/", "/sale", "/hats"]) : nil,
        device: random.chance(0.4) ? random.pick(["mobile", "desktop"]) : nil)
    }
  }

  private static func serial(_ random: inout Seeded) -> Int { random.below(120) }

  private static func csv(_ rows: [Row]) -> String {
    let lines = rows.map { row in
      [
        row.event, Timestamp(row.time).iso8601, "u\(row.user)", row.cookie.map { "c\($0)" } ?? "",
        row.country ?? "", row.age.map(String.init) ?? "", row.amount ?? "", row.category ?? "",
        row.path ?? "", row.device ?? "",
      ].joined(separator: ",")
    }
    return "event,time,user,cookie,country,age,amount,category,path,device\n"
      + lines.joined(separator: "\n") + "\n"
  }

  // MARK: Tables

  private func fill() throws {
    try database.execute(
      """
      CREATE TABLE units(id INTEGER PRIMARY KEY);
      CREATE TABLE attributes(unit INTEGER, name TEXT, text TEXT, folded TEXT, number NUMERIC);
      CREATE TABLE events(id INTEGER PRIMARY KEY, unit INTEGER, type TEXT, time INTEGER);
      CREATE TABLE event_fields(event INTEGER, name TEXT, text TEXT, folded TEXT, number NUMERIC);
      CREATE TABLE namespaces(unit INTEGER, name TEXT);
      CREATE TABLE sources(unit INTEGER, name TEXT);
      CREATE INDEX e ON events(unit, type, time);
      CREATE INDEX f ON event_fields(event, name);
      """)
    let rows = kept.sorted { $0.time < $1.time }
    for (user, own) in Dictionary(grouping: rows.enumerated().map(\.self), by: \.element.user)
      .sorted(by: { $0.key < $1.key })
    {
      let unit = Int(try #require(profiles[user]))
      try database.execute("INSERT INTO units VALUES (\(unit))")
      // Rows are in order of time, so that the last known value is the latest.
      if let country = own.compactMap(\.element.country).last {
        try insert("attributes", unit, "country", country)
      }
      if let age = own.compactMap(\.element.age).last {
        try database.execute("INSERT INTO attributes VALUES (\(unit), 'age', NULL, NULL, \(age))")
      }
      try database.execute("INSERT INTO namespaces VALUES (\(unit), 'user_id')")
      if own.contains(where: { $0.element.cookie != nil }) {
        try database.execute("INSERT INTO namespaces VALUES (\(unit), 'cookie')")
      }
      for source in Set(own.map(\.element.source)) {
        try database.execute("INSERT INTO sources VALUES (\(unit), '\(source)')")
      }
      try insertEvents(own, unit)
    }
  }

  private func insertEvents(_ own: [(offset: Int, element: Row)], _ unit: Int) throws {
    for (number, row) in own {
      try database.execute(
        "INSERT INTO events VALUES (\(number), \(unit), '\(row.event)', \(row.time))")
      try insert("event_fields", number, "source", row.source)
      if let amount = row.amount {
        try database.execute(
          "INSERT INTO event_fields VALUES (\(number), 'amount', NULL, NULL, \(amount))")
      }
      for (name, text) in [
        ("category", row.category), ("path", row.path), ("device", row.device),
      ] {
        if let text { try insert("event_fields", number, name, text) }
      }
    }
    for visit in Self.visits(own) {
      for (name, value) in [
        ("landing_page", visit.compactMap(\.element.path).first),
        ("session_device", visit.compactMap(\.element.device).first),
      ] {
        guard let value else { continue }
        for (number, _) in visit { try insert("event_fields", number, name, value) }
      }
    }
  }

  /// What was done on the site and the phone without a pause of more than half an hour.
  private static func visits(_ own: [(offset: Int, element: Row)]) -> [[(
    offset: Int, element: Row
  )]] {
    var visits: [[(offset: Int, element: Row)]] = []
    for entry in own where entry.element.source != "desk" {
      if let last = visits.last?.last, entry.element.time - last.element.time <= 1_800 {
        visits[visits.count - 1].append(entry)
      } else {
        visits.append([entry])
      }
    }
    return visits
  }

  private func insert(_ table: String, _ owner: Int, _ name: String, _ text: String) throws {
    try database.execute(
      "INSERT INTO \(table) VALUES (\(owner), '\(name)', '\(text)',"
        + " '\(SimpleFolding.folded(text))', NULL)")
  }
}
