internal import Basis
internal import Columns
internal import Storage

/// The events of all types as one table: those of a type stand together, by unit and time.
struct SQLEvents: Sendable {
  private struct Part: Sendable {
    let type: String
    let events: EventTable
    /// The number of its first event.
    let first: Int
  }

  private let parts: Lazily<[Part]>
  /// The fields of each part with those of its visits, which only few queries ask for.
  private let slots: Lazily<[[SQLSlot]]>
  private let fieldTypes: [String: ValueType]
  private static let own: Set<String> = ["id", "unit", "type", "time", "at"]

  init(_ audience: WorkspaceAudience) {
    let personal = Set(
      audience.vocabulary.events.values.flatMap(\.keys)
        .filter { audience.snapshot.isPersonal(.event, $0) })
    let parts = Lazily { () throws(Fault) in
      var parts: [Part] = []
      var first = 0
      for type in audience.vocabulary.events.keys.sorted() {
        guard let events = try audience.events(type) else { continue }
        parts.append(Part(type: type, events: events, first: first))
        first += events.rowCount
      }
      return parts
    }
    let ofVisits = SessionColumns.known(in: audience.vocabulary.events)
      .filter { personal.isDisjoint(with: $0.value) }.keys.sorted()
    slots = Lazily { () throws(Fault) in
      try parts.value().map { (part) throws(Fault) in
        var fields = part.events.fields.filter { !personal.contains($0.key) }
        for name in ofVisits where part.events.fields[name] == nil {
          fields[name] = try audience.sessionField(name, of: part.type)
        }
        return fields.sorted { $0.key < $1.key }.flatMap { SQLSlot.slots($0.key, $0.value) }
      }
    }
    self.parts = parts
    fieldTypes = audience.vocabulary.events.values.reduce(into: [:]) { types, fields in
      types.merge(fields.filter { !personal.contains($0.key) }) { known, _ in known }
    }
  }

  /// The part that an event belongs to, with its row there.
  private static func place(_ parts: [Part], _ event: Int) -> (part: Part, row: Int)? {
    index(parts, event).map { (parts[$0], event - parts[$0].first) }
  }

  private static func index(_ parts: [Part], _ event: Int) -> Int? {
    parts.lastIndex { $0.first <= event && $0.events.rowCount > 0 }
  }

  private static func unit(_ events: EventTable, row: Int) -> Int {
    var (low, high) = (0, events.starts.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if events.starts[middle] <= row { low = middle } else { high = middle }
    }
    return low
  }

  private var count: @Sendable () throws(Fault) -> Int {
    { [parts] () throws(Fault) in
      try parts.value().last.map { $0.first + $0.events.rowCount } ?? 0
    }
  }

  private func column(
    _ name: String, _ type: String, _ value: @escaping @Sendable (Part, Int) -> SQLValue
  ) -> MemoryTable.Column {
    MemoryTable.Column(name, type) { [parts] (event) throws(Fault) in
      Self.place(try parts.value(), event).map { value($0.part, $0.row) } ?? .null
    }
  }

  var table: MemoryTable {
    let count = count
    var columns = [
      MemoryTable.Column.number("id") { $0 },
      column("unit", "INTEGER") { .integer(Int64(Self.unit($0.events, row: $1))) },
      column("type", "TEXT") { part, _ in .text(part.type) },
      column("time", "INTEGER") { .integer(Int64($0.events.times[$1])) },
      column("at", "TEXT") { part, row in
        .text(Timestamp(Int64(part.events.times[row])).iso8601)
      },
    ]
    for name in fieldTypes.keys.sorted() {
      let title = Self.own.contains(name) ? name + "_" : name
      columns.append(
        column(title, SQLCell.type(of: fieldTypes[name] ?? .text)) { part, row in
          part.events.fields[name].map { SQLCell.value($0, row) } ?? .null
        })
    }
    let byUnit = MemoryTable.Key(column: 1) { [parts] (unit) throws(Fault) in
      try parts.value().compactMap { part in
        guard unit >= 0, unit < Int64(part.events.starts.count - 1) else { return nil }
        let starts = part.events.starts
        return part.first + Int(starts[Int(unit)])..<part.first + Int(starts[Int(unit) + 1])
      }
    }
    let byID = MemoryTable.Key(column: 0) { (id) throws(Fault) in
      let count = try count()
      return id >= 0 && id < Int64(count) ? [Int(id)..<Int(id) + 1] : []
    }
    return MemoryTable("events", columns: columns, keys: [byUnit, byID], rowCount: count)
  }

  var fields: MemoryTable {
    .long(
      "event_fields", owner: "event", owners: count,
      slots: { [parts, slots] (event) throws(Fault) in
        guard let index = Self.index(try parts.value(), event) else { return [] }
        return try slots.value()[index]
      },
      width: { [slots] () throws(Fault) in max(1, try slots.value().map(\.count).max() ?? 1) },
      row: { [parts] (event) throws(Fault) in
        Self.place(try parts.value(), event)?.row ?? 0
      })
  }
}
