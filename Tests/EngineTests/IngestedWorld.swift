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

    /// The identifiers as the feed says them, under the device lens the browser before the account.
    func identifiers(_ lens: Lens) -> [String] {
      let (user, cookie) = ("u\(user)", cookie.map { "c\($0)" })
      return (lens == .device ? [cookie, user] : [user, cookie]).compactMap(\.self)
    }
  }

  static let asOf = Timestamp(1_788_000_000)
  static let events = ["view", "order", "call"]

  let workspace: TestWorkspace
  let terms: QuestionDesk.Terms
  private let kept: [Row]
  private let database: Connection
  private let lens: Lens
  /// The unit of each identifier; who belongs together is tested elsewhere, and taken as given here.
  private let units: [String: UInt32]

  init(seed: UInt64, lens: Lens = .person, users: Int = 40) throws {
    var random = Seeded(seed)
    self.lens = lens
    terms = QuestionDesk.Terms(asOf: Self.asOf, lens: lens)
    workspace = try TestWorkspace()
    for (name, kind) in [("site", "web"), ("phone", "mobile"), ("desk", "crm")] {
      try workspace.desk.addSource(
        name, party: "first", kind: kind, mapping: Self.mapping(lens), expectedInterval: nil,
        monthlyCost: nil, now: Self.asOf)
    }
    var kept: [Row] = []
    for (number, source) in ["site", "phone", "desk", "site", "phone", "site"].enumerated() {
      let rows = Self.rows(source, users, &random)
      let result = try workspace.ingest(Self.csv(rows), as: "\(number).csv", source: source)
      let batch = try #require(result.outcome?.batch)
      if number == 1 || number == 3 {
        _ = try workspace.desk.undo(batch: batch, now: Self.asOf)
      } else {
        kept += rows
      }
    }
    self.kept = kept
    var units: [String: UInt32] = [:]
    try TestWorkspace.permitStudy(workspace.desk)
    let everyone = try workspace.desk.members(
      of: "everyone",
      .init(
        limit: .max, namespaces: ["user_id", "cookie"], reveal: true,
        purposes: [TestWorkspace.study]), terms: terms)
    for member in everyone.members {
      for value in member.identifiers.flatMap(\.values) { units[value] = member.profile }
    }
    self.units = units
    database = try Connection(path: workspace.folder + "/oracle.db", access: .readWrite)
    try fill()
  }

  /// How many units there are.
  var unitCount: Int { Set(units.values).count }

  /// The units that a segment holds, by the engine.
  func answered(_ text: String) throws -> [UInt32] {
    try workspace.desk.members(of: text, .init(limit: .max), terms: terms).members.map(\.profile)
  }

  /// The units that it holds, by SQL over the plain tables.
  func expected(_ text: String) throws -> [UInt32] {
    try database.rows(try workspace.desk.sql(text, terms: terms)) {
      UInt32(truncatingIfNeeded: $0.integer(0))
    }
  }

  // MARK: Rows

  private static func mapping(_ lens: Lens) -> String {
    let own: KeyValuePairs = ["user_id": "user", "cookie": "cookie"]
    let devices: KeyValuePairs = ["cookie": "cookie", "user_id": "user"]
    return mappingHead(by: lens == .device ? devices : own, key: "#line") + fields
  }

  private static let fields = """
    [[attribute]]
    name = "address"
    column = "address"
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

  /// Three or four users live together.
  private static func address(_ user: Int) -> String { "\(user % 13) Lane" }

  private static func serial(_ random: inout Seeded) -> Int { random.below(120) }

  private static func csv(_ rows: [Row]) -> String {
    let lines = rows.map { row in
      [
        row.event, Timestamp(row.time).iso8601, "u\(row.user)", row.cookie.map { "c\($0)" } ?? "",
        row.country ?? "", row.age.map(String.init) ?? "", row.amount ?? "", row.category ?? "",
        row.path ?? "", row.device ?? "", address(row.user),
      ].joined(separator: ",")
    }
    return "event,time,user,cookie,country,age,amount,category,path,device,address\n"
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
    let rows = kept.sorted { $0.time < $1.time }.enumerated().map(\.self)
    let named = Set(rows.flatMap { $0.element.identifiers(lens) })
    for unit in Set(try named.map { try #require(units[$0]) }).sorted() {
      try database.execute("INSERT INTO units VALUES (\(unit))")
      // A row belongs to its first identifier; who else is named in it was seen by its source, too.
      let own = rows.filter { row in
        row.element.identifiers(lens).first.flatMap { units[$0] } == unit
      }
      // Rows are in order of time, so that the last known value is the latest.
      if let country = own.compactMap(\.element.country).last {
        try insert("attributes", Int(unit), "country", country)
      }
      if let age = own.compactMap(\.element.age).last {
        try database.execute("INSERT INTO attributes VALUES (\(unit), 'age', NULL, NULL, \(age))")
      }
      let names = named.filter { units[$0] == unit }
      for (initial, namespace) in [("u", "user_id"), ("c", "cookie")]
      where names.contains(where: { $0.hasPrefix(initial) }) {
        try database.execute("INSERT INTO namespaces VALUES (\(unit), '\(namespace)')")
      }
      let sources = rows.filter { row in
        row.element.identifiers(lens).contains { units[$0] == unit }
      }
      for source in Set(sources.map(\.element.source)) {
        try database.execute("INSERT INTO sources VALUES (\(unit), '\(source)')")
      }
      try insertEvents(own, Int(unit))
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
