internal import Basis
package import Columns
internal import Identity
internal import Segments

/// Sessions as they were asked for: which events make them, what ends them, what they are told apart by.
struct SessionPlan: Sendable {
  let scan: SessionScan
  let types: [String]
  /// What sessions are told apart by beside the time; nil where by the time alone.
  let trait: String?
  /// The step of time that they are told apart by, with the first days of the steps.
  let unit: TimeUnit?
  let steps: [Int]
  /// The names of the groups within a step; the first of keys is that of sessions that do not say.
  let names: [String]
  let setting: SessionSetting
  private let keyTypes: [String]
  private let pageTypes: [String]

  init(_ context: ReportContext, _ settings: ReportSettings) throws(Fault) {
    let known = context.audience.vocabulary.events
    func named(_ name: String, _ usual: (String) -> Bool) throws(Fault) -> [String] {
      let list = settings.list(name)
      for type in list { _ = try context.events(type) }
      return list.isEmpty ? known.keys.filter(usual).sorted() : list
    }
    let types = try named("events") { EventRole(of: $0) == .visit }
    let keyTypes = try named("key") { known[$0]?.values.contains(.money) ?? false }
    let pages = try named("page") { Self.isPage($0) }.filter { types.contains($0) }
    let pageTypes = pages.isEmpty ? types : pages
    (self.types, self.keyTypes, self.pageTypes) = (types, keyTypes, pageTypes)
    let setting = try SessionSetting(context, settings)
    self.setting = setting
    var tables: [(type: String, table: EventTable)] = []
    for type in types { tables.append((type, try context.events(type))) }
    let by = settings.text("by") ?? "channel"
    let calendar = context.calendar
    (unit, trait) = try Self.dimensions(by)
    let groups = try SessionGroups(trait, tables)
    names = groups.names
    let steps = unit?.starts(in: context.period.days) ?? []
    self.steps = steps
    var grouping = groups.grouping
    grouping.steps = steps.map { UInt32(clamping: calendar.start(ofDay: Int64($0))) }
    guard grouping.count <= Self.mostGroups else {
      throw Fault(
        .badReport, "--by \(by)", reason: "it has too many values for so many steps of time",
        remedy: "Choose longer steps, or something with fewer values")
    }
    let campaigns = setting.splitsOnCampaign ? SessionCampaigns(tables) : nil
    guard UInt64(campaigns?.count ?? 1) * UInt64(groups.width) < 1 << 29 else {
      throw Fault(
        .badReport, "--by \(by)", reason: "it has too many values beside the campaigns",
        remedy: "Choose something with fewer, or --rule ga4")
    }
    let marks = types.map { type in
      (keyTypes.contains(type) ? SessionScan.keyEvent : 0)
        | (pageTypes.contains(type) ? SessionScan.pageView : 0)
    }
    let keyed = zip(tables, marks).map { own, marks in
      KeyedEvents(
        table: own.table, keys: groups.keys(own.type, own.table, campaigns), marks: marks)
    }
    scan = SessionScan(
      types: keyed, rule: setting.rule { Int32(clamping: calendar.day(of: Int64($0))) },
      grouping: grouping,
      width: UInt32(groups.width), period: context.seconds,
      end: UInt32(clamping: context.asOf.seconds + 1))
  }

  private static let mostGroups = 1 << 20

  /// A step of time, something that sessions are told apart by, or the one and then the other.
  private static func dimensions(_ by: String) throws(Fault) -> (TimeUnit?, String?) {
    let words = by.split(separator: ",").map(\.trimmed)
    let unit = words.first.flatMap { TimeUnit(rawValue: $0) }
    let others = words.dropFirst(unit == nil ? 0 : 1)
    guard others.count <= 1, others.allSatisfy({ TimeUnit(rawValue: $0) == nil }),
      unit == nil || others.first != "none"
    else {
      throw Fault(
        .usage, "--by \(by)", reason: "sessions are told apart by one thing at a time",
        remedy: "Name one, or a step of time and one, such as --by day,channel")
    }
    return (unit, others.first)
  }

  private static func isPage(_ type: String) -> Bool {
    let first = KeySpace.folded(type).split(separator: "_").first.map(String.init) ?? ""
    return first == "page" || first == "screen"
  }

  var notes: [String] {
    var notes = [
      "Sessions of \(types.joined(separator: ", ")) that begin in the period; " + setting.ends
    ]
    notes.append(
      "Engaged: at least 10 seconds, or \(keyTypes.isEmpty ? "a key event" : keyTypes.joined(separator: ", ")), "
        + "or two of \(pageTypes.joined(separator: ", ")). "
        + (setting.kind == .ua ? "Bounced: a single event." : "Bounced: not engaged."))
    return notes
  }
}

/// What sessions are told apart by.
struct SessionGroups {
  let names: [String]
  let grouping: SessionScan.Grouping
  private let space: KeySpace?
  /// How many different group numbers keys hold.
  let width: Int

  /// The least seconds of the lengths that sessions are sorted into.
  static let lengths: [(seconds: UInt32, name: String)] = [
    (0, "under 10 s"), (10, "10 to 30 s"), (30, "30 to 60 s"), (60, "1 to 3 min"),
    (180, "3 to 10 min"), (600, "10 to 30 min"), (1_800, "30 min and more"),
  ]

  static let landingPages = [
    "landing_page", "page_path", "path", "page_url", "url", "page_location", "page",
  ]

  init(_ by: String?, _ tables: [(type: String, table: EventTable)]) throws(Fault) {
    guard let by, by != "none" else {
      (names, space, width) = (["all"], nil, 1)
      grouping = SessionScan.Grouping(trait: .none, width: 1)
      return
    }
    if by == "length" {
      (names, space, width) = (Self.lengths.map(\.name), nil, 1)
      grouping = SessionScan.Grouping(
        trait: .length(Self.lengths.map(\.seconds)), width: Self.lengths.count)
      return
    }
    let fields = by == "landing_page" ? Self.landingPages : [by]
    let field = fields.first { field in
      tables.contains { if case .text? = $0.table.fields[field] { true } else { false } }
    }
    let space: KeySpace
    if by == "channel" {
      space = .channels(tables)
    } else if let field {
      space = .values(of: field, tables)
    } else {
      let all = Set(
        tables.flatMap { own in
          own.table.fields.keys.filter { name in
            if case .text? = own.table.fields[name] { true } else { false }
          }
        })
      let known = (["channel", "length", "none"] + TimeUnit.allCases.map(\.rawValue) + all).sorted()
      throw Fault(
        .badReport, "--by \(by)", reason: "no event of a session tells it",
        remedy: NearestName.remedy(for: by, among: known))
    }
    let direct = space.names.firstIndex(of: KeySpace.direct).map { UInt32($0 + 1) }
    names = ["(not known)"] + space.names
    (self.space, width) = (space, space.names.count + 1)
    grouping = SessionScan.Grouping(
      trait: .key(direct: by == "channel" ? direct : nil), width: space.names.count + 1)
  }

  /// The keys of a type's rows: the campaign × `width` + the group, 0 where it is not known.
  func keys(
    _ type: String, _ table: EventTable, _ campaigns: SessionCampaigns?
  ) -> KeyedEvents.Keys {
    let own = space?.keys(of: type).map { KeyedEvents(table: table, keys: $0) }
    let campaign = campaigns?.keys(type, table)
    guard own != nil || campaign != nil else { return .constant(0) }
    var keys = [UInt32](repeating: 0, count: table.rowCount)
    for row in keys.indices {
      if let key = own?.key(row), key != KeyedEvents.none { keys[row] = key + 1 }
      if let campaign { keys[row] += campaign[row] * UInt32(width) }
    }
    return .rows(keys)
  }
}

/// The campaigns and channels by which the older rule ends sessions.
package struct SessionCampaigns {
  private let channels: KeySpace
  private let campaigns: KeySpace
  let count: Int

  package init(_ tables: [(type: String, table: EventTable)]) {
    channels = .channels(tables)
    campaigns = .values(of: "campaign", tables)
    count = channels.names.count * (campaigns.names.count + 1) + 1
  }

  /// A number for each row, 0 for a direct visit.
  package func keys(_ type: String, _ table: EventTable) -> [UInt32] {
    let directs = channels.directs
    let width = UInt32(campaigns.names.count + 1)
    let channel = channels.keys(of: type).map { KeyedEvents(table: table, keys: $0) }
    let campaign = campaigns.keys(of: type).map { KeyedEvents(table: table, keys: $0) }
    var keys = [UInt32](repeating: 0, count: table.rowCount)
    for row in keys.indices {
      let known = campaign?.key(row) ?? KeyedEvents.none
      let from = channel?.key(row) ?? KeyedEvents.none
      let isDirect = from == KeyedEvents.none || directs[Int(from)]
      guard !isDirect || known != KeyedEvents.none else { continue }
      let place = from == KeyedEvents.none ? 0 : from
      keys[row] = place * width + (known == KeyedEvents.none ? 0 : known + 1) + 1
    }
    return keys
  }
}
