import Basis
import Columns
import Insight
import Segments

/// One event as a row says it.
struct EventRow {
  var unit: Int
  var type: String
  var time: Int64
  var texts: [String: String] = [:]
  /// Minor units.
  var revenue: Int64?
}

/// An audience made of rows, so that a test can also walk the rows themselves.
struct RowWorld: Audience, ReportData {
  let lens = Lens.person
  let version: UInt64
  let unitCount: Int
  var vocabulary = Vocabulary()
  let rows: [EventRow]
  /// Rows that belong to nobody.
  var strays: [EventRow] = []
  var attributes: [String: [String?]] = [:]
  var lines: [CostLine] = []
  var segments: [SavedSegmentFacts] = []
  var allSources: [SourceFacts] = []
  var allBatches: [BatchFacts] = []
  var allMatches: [MatchFacts] = []
  var sentUnits: [UInt32] = []
  var heldOutUnits: [UInt32] = []
  private var tables: [String: EventTable] = [:]
  private var strayTables: [String: EventTable] = [:]

  static let textFields = ["campaign", "channel", "placement", "order_id", "currency", "source"]
  /// 2026-09-01, 00:00 UTC.
  static let firstDay = 20_697
  static let asOf = Timestamp(Int64(firstDay + 29) * 86_400 + 50_000)

  init(
    units: Int, rows: [EventRow], strays: [EventRow] = [], attributes: [String: [String?]] = [:],
    version: UInt64 = 1
  ) {
    (unitCount, self.rows, self.strays) = (units, rows, strays)
    (self.attributes, self.version) = (attributes, version)
    for type in Set((rows + strays).map(\.type)) {
      let own = rows.filter { $0.type == type }
      tables[type] = Self.table(own, units: units)
      strayTables[type] = Self.table(strays.filter { $0.type == type }, units: 1)
      vocabulary.events[type] = Dictionary(
        uniqueKeysWithValues: Self.textFields.map { ($0, ValueType.text) } + [("revenue", .money)])
    }
    for name in attributes.keys { vocabulary.attributes[name] = .text }
  }

  private static func table(_ rows: [EventRow], units: Int) -> EventTable {
    let sorted = rows.enumerated().sorted {
      ($0.element.unit, $0.element.time, $0.offset) < ($1.element.unit, $1.element.time, $1.offset)
    }.map(\.element)
    var starts: [UInt32] = [0]
    for unit in 0..<units {
      starts.append(starts[unit] + UInt32(sorted.count { $0.unit == unit }))
    }
    var fields: [String: Column] = [:]
    // Most feeds tell no currency at all.
    for name in textFields
    where name != "currency" || sorted.contains(where: { $0.texts[name] != nil }) {
      fields[name] = .text(column(sorted.map { $0.texts[name] }))
    }
    fields["revenue"] = .whole(
      WholeColumn(
        values: sorted.map { $0.revenue ?? WholeColumn.unknown }, kind: .money(decimalPlaces: 2)))
    return EventTable(starts: starts, times: sorted.map { UInt32($0.time) }, fields: fields)
  }

  private static func column(_ texts: [String?]) -> TextColumn {
    var dictionary: [String] = []
    let codes = texts.map { text -> UInt32 in
      guard let text else { return 0 }
      if let known = dictionary.firstIndex(of: text) { return UInt32(known + 1) }
      dictionary.append(text)
      return UInt32(dictionary.count)
    }
    return TextColumn(codes: codes, dictionary: TextDictionary(texts: dictionary))
  }

  // MARK: Audience

  func attribute(_ name: String) -> Column? {
    attributes[name].map { .text(Self.column($0)) }
  }
  func events(_ type: String) -> EventTable? { tables[type] }
  func units(withNamespace name: String) -> UnitSet? { nil }
  func units(fromSource name: String) -> UnitSet? {
    vocabulary.sources.contains(name)
      ? UnitSet(Set(rows.filter { $0.texts["source"] == name }.map { UInt32($0.unit) }).sorted())
      : nil
  }
  func units(granting purpose: String, asOf instant: Timestamp) -> UnitSet? {
    // Even units grant on the tenth day of the period, every sixth withdraws ten days later.
    guard vocabulary.purposes.contains(purpose) else { return nil }
    let day = (instant.seconds / 86_400) - Int64(Self.firstDay)
    return UnitSet(
      (0..<UInt32(unitCount)).filter { $0 % 2 == 0 && day >= 10 && !($0 % 6 == 0 && day >= 20) })
  }

  // MARK: Report data

  func costs() -> [CostLine] { lines }
  func savedSegments() -> [SavedSegmentFacts] { segments }
  func sources() -> [SourceFacts] { allSources }
  func batches() -> [BatchFacts] { allBatches }
  func attribute(_ name: String, from source: String) -> SourceAttribute? { nil }
  func eventsOfNobody(_ type: String) -> EventTable? { strayTables[type] }
  func heldOut(percent: Int) -> UnitSet { UnitSet(heldOutUnits) }
  func matches() -> [MatchFacts] { allMatches }
  func people(ofDelivery id: Int64) -> DeliveredPeople {
    DeliveredPeople(sent: UnitSet(sentUnits), heldOut: UnitSet(heldOutUnits))
  }
  func reachable(by namespaces: [String], without dropped: Set<String>) -> UnitSet {
    UnitSet(
      Set(rows.filter { !dropped.contains($0.texts["source"] ?? "") }.map { UInt32($0.unit) })
        .sorted())
  }

  func paths(in file: String) throws(Fault) -> PathList {
    throw Fault(.notFound, file, reason: "rows have no files", remedy: "")
  }

  // MARK: Asking

  func planner(_ asOf: Timestamp = RowWorld.asOf) -> SetPlanner {
    var trees: [String: Segment] = [:]
    for saved in segments { trees[saved.name] = try? Segment(parsing: saved.text) }
    return SetPlanner(
      self, asOf: asOf, references: References(trees), cache: ResultCache(budget: 1 << 20))
  }

  /// Random advertising: people, their impressions, clicks and orders, and what it cost.
  static func advertising(seed: UInt64) -> RowWorld {
    var random = Seeded(seed)
    let units = random.within(1...40)
    let campaigns = ["spring", "summer", "autumn", "it's \"cold\""]
    let channels = ["display", "video", "social"]
    func row(_ unit: Int, _ type: String, _ order: Int) -> EventRow {
      var row = EventRow(
        unit: unit, type: type,
        time: Int64(firstDay) * 86_400 + Int64(random.below(34 * 24)) * 3_600)
      if random.chance(0.8) { row.texts["campaign"] = random.pick(campaigns) }
      if random.chance(0.7) { row.texts["channel"] = random.pick(channels) }
      if random.chance(0.6) { row.texts["placement"] = "p\(random.below(5))" }
      row.texts["source"] = random.pick(["web", "shop"])
      if type != "ad_impression", type != "ad_click" {
        if random.chance(0.8) { row.revenue = Int64(random.below(20_000)) }
        if random.chance(0.5) { row.texts["order_id"] = "o\(random.below(max(1, order)))" }
        if random.chance(0.2) { row.texts["currency"] = "USD" }
      }
      return row
    }
    let types = ["ad_impression", "ad_impression", "ad_click", "ad_conversion", "purchase"]
    var rows: [EventRow] = types.dropFirst().map { row(0, $0, 9) }
    for _ in 0..<random.below(300) { rows.append(row(random.below(units), random.pick(types), 60)) }
    let strays = (0..<random.below(30)).map { _ in row(0, random.pick(types), 60) }
    let countries = (0..<units).map { _ in
      random.chance(0.2) ? nil : random.pick(["DE", "AT", "CH"])
    }
    var world = RowWorld(
      units: units, rows: rows, strays: strays, attributes: ["country": countries], version: seed)
    world.lines = (0..<random.below(12)).map { _ in
      CostLine(
        day: firstDay + random.below(34), campaign: random.pick(campaigns + ["search"]),
        channel: random.pick(channels), impressions: random.below(1_000),
        clicks: random.below(50),
        cost: Money(minorUnits: Int64(random.below(9_000)), currency: euro))
    }
    return world
  }

  static var euro: Currency {
    guard let euro = Currency("EUR") else { preconditionFailure("EUR is no currency") }
    return euro
  }
}
