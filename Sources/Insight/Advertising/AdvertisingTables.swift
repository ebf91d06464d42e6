internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// The events that a campaign report counts, with those of nobody beside those of people.
struct AdvertisingTables: Sendable {
  enum Role: Sendable { case impression, click, conversion }

  struct Entry: Sendable {
    let role: Role
    let type: String
    let table: EventTable
    let isOfNobody: Bool
    var skipped: [SkippedRows]
  }

  private(set) var entries: [Entry]

  /// Fields that say which advertising an event is due to.
  static let advertisingFields = ["campaign", "channel", "creative", "placement"]

  init(
    _ events: AdvertisingEvents, withBots: Bool, _ context: ReportContext
  ) throws(Fault) {
    var entries: [Entry] = []
    let roles: [(Role, [String])] = [
      (.impression, events.impressions), (.click, events.clicks),
      (.conversion, events.conversions),
    ]
    var told = ToldOrders()
    for (role, types) in roles {
      for type in types {
        var both = [(table: try context.events(type), isOfNobody: false)]
        if let nobody = try context.data.eventsOfNobody(type), nobody.rowCount > 0 {
          both.append((nobody, true))
        }
        for (table, isOfNobody) in both {
          var skipped: [SkippedRows] = []
          if !withBots, let bots = Self.bots(table) { skipped.append(bots) }
          if role == .conversion, let orders = told.rows(in: table) { skipped.append(orders) }
          entries.append(
            Entry(
              role: role, type: type, table: table, isOfNobody: isOfNobody, skipped: skipped))
        }
        guard role == .conversion, type != types.last else { continue }
        for (table, _) in both { told.add(table) }
      }
    }
    self.entries = entries
  }

  /// The tables in the order of `entries`.
  var tables: [EventTable] { entries.map(\.table) }

  /// The same without the rows whose campaign, nil where they have none, does not count.
  func keeping(_ counts: (String?) -> Bool) -> AdvertisingTables {
    var kept = self
    for index in entries.indices {
      let table = entries[index].table
      let skipped: SkippedRows
      if case .text(let campaigns)? = table.fields["campaign"] {
        let names: [String?] = [nil] + campaigns.dictionary.texts
        skipped = SkippedRows(codes: campaigns.codes, isSkipped: names.map { !counts($0) })
      } else {
        skipped = SkippedRows(
          codes: [UInt32](repeating: 0, count: table.rowCount), isSkipped: [!counts(nil)])
      }
      if skipped.isSkipped.contains(true) { kept.entries[index].skipped.append(skipped) }
    }
    return kept
  }

  /// The one channel of each campaign, for tables that do not tell the channel.
  func channels(_ costs: [CostLine]) -> CampaignChannels? {
    guard entries.contains(where: { $0.table.fields["channel"] == nil }) else { return nil }
    var channels = CampaignChannels()
    for line in costs { channels.add(line.campaign, line.channel) }
    for entry in entries { channels.add(entry.table) }
    return channels
  }

  /// The rows that crawlers made.
  private static func bots(_ table: EventTable) -> SkippedRows? {
    guard case .whole(let bots)? = table.fields["bot"], bots.values.contains(1) else { return nil }
    return SkippedRows(codes: bots.values.map { $0 == 1 ? 1 : 0 }, isSkipped: [false, true])
  }
}

/// The orders that an earlier type of conversions has told, so that they count once.
private struct ToldOrders {
  /// Flags by the codes of each dictionary that occurred; usually all tables share one.
  private var told: [(dictionary: TextDictionary, flags: [Bool])] = []

  /// Takes the orders of a table that have a campaign.
  mutating func add(_ table: EventTable) {
    guard case .text(let orders)? = table.fields["order_id"],
      case .text(let campaigns)? = table.fields["campaign"]
    else { return }
    let known = told.firstIndex { $0.dictionary == orders.dictionary }
    let place = known ?? told.count
    if known == nil {
      told.append(
        (orders.dictionary, [Bool](repeating: false, count: orders.dictionary.texts.count + 1)))
    }
    for row in orders.codes.indices where campaigns.codes[row] != 0 && orders.codes[row] != 0 {
      told[place].flags[Int(orders.codes[row])] = true
    }
  }

  /// The rows of a table that would tell such an order again.
  func rows(in table: EventTable) -> SkippedRows? {
    guard !told.isEmpty, case .text(let orders)? = table.fields["order_id"] else { return nil }
    var flags = [Bool](repeating: false, count: orders.dictionary.texts.count + 1)
    for entry in told {
      if entry.dictionary == orders.dictionary {
        for code in flags.indices where entry.flags[code] { flags[code] = true }
        continue
      }
      let names = Set(
        entry.flags.indices.compactMap { code in
          entry.flags[code] ? entry.dictionary[UInt32(code)] : nil
        })
      for (index, text) in orders.dictionary.texts.enumerated() where names.contains(text) {
        flags[index + 1] = true
      }
    }
    return SkippedRows(codes: orders.codes, isSkipped: flags)
  }
}
