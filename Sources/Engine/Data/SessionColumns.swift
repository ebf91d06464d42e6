internal import Basis
internal import Columns
internal import Identity

/// What events have from the visit that they are part of: its landing page, device and channel.
///
/// A visit is what one unit does on web sites and in apps until the workspace's rule of sessions ends
/// it, which is a pause of thirty minutes where `identity.toml` says nothing else. Each field of it is
/// the first value that is known of any of its events. An event that comes from elsewhere, such as an
/// e-mail that was sent, is part of no visit.
struct SessionColumns: Sendable {
  /// A field of a visit with the fields of events that it may be taken from, the best first.
  static let origins: [(name: String, from: [String])] = [
    ("landing_page", ["path", "page", "url", "page_location"]),
    ("session_device", ["device"]),
    ("session_channel", ["channel", "utm_medium"]),
  ]

  /// The session fields that a workspace can have, with the fields that each is taken from: an event
  /// says it by the first of them that it has.
  static func known(in events: [String: [String: ValueType]]) -> [String: [String]] {
    var known: [String: [String]] = [:]
    for (name, candidates) in origins {
      let there = candidates.filter { candidate in
        events.values.contains { $0[candidate] == .text }
      }
      if !there.isEmpty { known[name] = there }
    }
    return known
  }

  /// By event type and by name, one value a row of the event's table.
  private let columns: [String: [String: Column]]

  subscript(name: String, event: String) -> Column? { columns[event]?[name] }

  var byteCount: Int {
    columns.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.byteCount } }
  }

  /// Cuts the events of all tables into visits; linear in them, but for sorting each unit's.
  ///
  /// `isVisit` tells of a row whether it can be part of one; `campaigns` has the campaign of each row
  /// by event type, where the rule asks for it.
  init(
    _ tables: [(event: String, table: EventTable)], unitCount: Int,
    fields: [String: [String]], dictionaries: [String: TextDictionary], rule: SessionRule,
    campaigns: [String: [UInt32]], isVisit: (EventTable, Int) -> Bool
  ) {
    let codes = tables.map { campaigns[$0.event] }
    let ranks = ContentRanks(
      tables.map(\.table), fields: Set(fields.values.joined()).sorted(), campaigns: codes)
    let merged = MergedRows(tables.map(\.table), unitCount: unitCount, ranks, isVisit)
    let sessions = Sessions(
      SessionEvents(
        starts: merged.starts, times: merged.times,
        ids: (0..<UInt64(merged.times.count)).map { $0 },
        campaigns: campaigns.isEmpty
          ? []
          : merged.times.indices.map { index in
            codes[Int(merged.tables[index])]?[Int(merged.rows[index])] ?? 0
          }),
      rule: rule)
    var columns: [String: [String: Column]] = [:]
    for (name, origins) in fields {
      let united = UnitedDictionary(origins.compactMap { dictionaries[$0] })
      let sources = tables.map { entry in
        origins.enumerated().compactMap { place, origin -> (place: Int, codes: [UInt32])? in
          guard case .text(let column)? = entry.table.fields[origin] else { return nil }
          return (place, column.codes)
        }
      }
      var firsts = [UInt32](repeating: 0, count: sessions.count)
      for index in merged.times.indices {
        let session = Int(sessions.ofEvent[index])
        guard firsts[session] == 0 else { continue }
        let row = Int(merged.rows[index])
        for source in sources[Int(merged.tables[index])] where source.codes[row] != 0 {
          firsts[session] = united.codes[source.place][Int(source.codes[row])]
          break
        }
      }
      var codes = tables.map { [UInt32](repeating: 0, count: $0.table.rowCount) }
      for index in merged.times.indices {
        codes[Int(merged.tables[index])][Int(merged.rows[index])] =
          firsts[Int(sessions.ofEvent[index])]
      }
      for (place, entry) in tables.enumerated() {
        columns[entry.event, default: [:]][name] = .text(
          TextColumn(codes: codes[place], dictionary: united.dictionary))
      }
    }
    self.columns = columns
  }
}

/// Several dictionaries as one, with the codes that theirs have become.
private struct UnitedDictionary {
  let dictionary: TextDictionary
  let codes: [[UInt32]]

  init(_ parts: [TextDictionary]) {
    var texts: [String] = []
    var known: [ExactText: UInt32] = [:]
    codes = parts.map { part in
      [0]
        + part.texts.map { text in
          if let code = known[ExactText(text)] { return code }
          texts.append(text)
          known[ExactText(text)] = UInt32(texts.count)
          return UInt32(texts.count)
        }
    }
    dictionary = TextDictionary(texts: texts)
  }
}

/// Orders rows of one second by what they say, because which of them arrived first must not matter.
private struct ContentRanks {
  /// By table, the columns that count, each with the hash of every code's text.
  private let columns: [[(codes: [UInt32], hashes: [UInt64])]]
  private let campaigns: [[UInt32]?]

  init(_ tables: [EventTable], fields: [String], campaigns: [[UInt32]?]) {
    var known: [String: [UInt64]] = [:]
    columns = tables.map { table in
      fields.compactMap { field in
        guard case .text(let column)? = table.fields[field] else { return nil }
        let hashes =
          known[field] ?? [0] + column.dictionary.texts.map { Hash64.of(Array($0.utf8).span) }
        known[field] = hashes
        return (column.codes, hashes)
      }
    }
    self.campaigns = campaigns
  }

  func rank(table: Int, row: Int) -> UInt64 {
    var rank = UInt64(campaigns[table]?[row] ?? 0)
    for column in columns[table] {
      rank = Hash64.mixed(rank ^ column.hashes[Int(column.codes[row])])
    }
    return rank
  }
}

/// The rows of several tables side by side, by unit and then by time.
private struct MergedRows {
  let starts: [UInt32]
  let times: [UInt32]
  let tables: [UInt16]
  let rows: [UInt32]

  init(
    _ all: [EventTable], unitCount: Int, _ ranks: ContentRanks,
    _ isTaken: (EventTable, Int) -> Bool
  ) {
    var starts: [UInt32] = [0]
    var (times, tables, rows): ([UInt32], [UInt16], [UInt32]) = ([], [], [])
    var own: [(time: UInt32, table: UInt16, row: UInt32)] = []
    for unit in 0..<unitCount {
      own.removeAll(keepingCapacity: true)
      for (place, table) in all.enumerated() {
        for row in Int(table.starts[unit])..<Int(table.starts[unit + 1]) where isTaken(table, row) {
          own.append((table.times[row], UInt16(place), UInt32(row)))
        }
      }
      own.sort { a, b in
        guard a.time == b.time, a.table == b.table else {
          return (a.time, a.table) < (b.time, b.table)
        }
        return ranks.rank(table: Int(a.table), row: Int(a.row))
          < ranks.rank(table: Int(b.table), row: Int(b.row))
      }
      for entry in own {
        times.append(entry.time)
        tables.append(entry.table)
        rows.append(entry.row)
      }
      starts.append(UInt32(times.count))
    }
    (self.starts, self.times, self.tables, self.rows) = (starts, times, tables, rows)
  }
}
