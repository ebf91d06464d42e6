internal import Basis
package import Columns
internal import Identity
internal import Segments

/// Sessions as they were asked for: which events make them, what ends them, what they are told apart by.
struct SessionPlan: Sendable {
  let scan: SessionScan
  let types: [String]
  let by: String
  /// The names of the groups; the first is that of sessions that do not say.
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
    self.by = by
    let calendar = context.calendar
    let groups = try SessionGroups(by, tables, context)
    names = groups.names
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
      grouping: groups.grouping, groupCount: max(1, names.count),
      width: UInt32(groups.width), period: context.seconds,
      end: UInt32(clamping: context.asOf.seconds + 1))
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

  static let landingPages = [
    "landing_page", "page_path", "path", "page_url", "url", "page_location", "page",
  ]

  init(
    _ by: String, _ tables: [(type: String, table: EventTable)], _ context: ReportContext
  ) throws(Fault) {
    if by == "none" {
      (names, grouping, space, width) = (["all"], .none, nil, 1)
      return
    }
    if let unit = TimeUnit(rawValue: by) {
      let starts = unit.starts(in: context.period.days)
      let seconds = starts.map { UInt32(clamping: context.calendar.start(ofDay: Int64($0))) }
      (names, grouping, space, width) = (starts.map { unit.label($0) }, .time(seconds), nil, 1)
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
      let known = (["channel", "none"] + TimeUnit.allCases.map(\.rawValue) + all).sorted()
      throw Fault(
        .badReport, "--by \(by)", reason: "no event of a session tells it",
        remedy: NearestName.remedy(for: by, among: known))
    }
    let direct = space.names.firstIndex(of: KeySpace.direct).map { UInt32($0 + 1) }
    names = ["(not known)"] + space.names
    grouping = .key(direct: by == "channel" ? direct : nil)
    (self.space, width) = (space, space.names.count + 1)
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
