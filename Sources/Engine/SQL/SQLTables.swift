internal import Basis
internal import Columns
internal import Storage
internal import Synchronization

/// The data of a lens as tables of SQL: the same ones that `SQLPlanner` asks, and wide ones to read.
///
/// Columns are loaded when a query first reads them. Identifiers' values are not among them: who
/// leaves by name leaves through an export, which looks at consent.
struct SQLTables: Sendable {
  let audience: WorkspaceAudience
  let asOf: Timestamp
  /// When the first event happened; nil where there is none.
  let firstEvent: Timestamp?

  func all() -> [MemoryTable] {
    let events = SQLEvents(audience)
    return [units, profiles, attributes, events.table, events.fields]
      + [namespaces, sources, consents]
      + SQLCalendar(audience, from: firstEvent ?? asOf, to: asOf).tables
  }

  static let abouts: [String: String] = [
    "units": "everybody, by number",
    "profiles": "everybody with a column for each attribute; personal ones are left out",
    "attributes": "a row for each known value; a list has several",
    "events":
      "a row for each event of somebody, with its fields; those without an identifier are left out",
    "event_fields": "a row for each known field of an event, and of the visit that it is part of",
    "namespaces": "which kinds of identifiers a unit has",
    "sources": "which sources a unit has data of",
    "consents": "what a unit has granted as of the instant asked about",
    "zone_days": "when each day of the workspace's zone begins",
    "zone_offsets": "how far the zone is from UTC, from each change on",
  ]

  private var units: MemoryTable {
    let count = audience.unitCount
    return MemoryTable(
      "units", columns: [.number("id") { $0 }], keys: [.unit(count: count)], rowCount: { count })
  }

  private var shownAttributes: [String] {
    audience.vocabulary.attributes.keys.filter { !audience.snapshot.isPersonal($0) }.sorted()
  }

  private var profiles: MemoryTable {
    let audience = audience
    let columns = shownAttributes.map { name in
      let type = audience.vocabulary.attributes[name] ?? .text
      return MemoryTable.Column(name, SQLCell.type(of: type)) { (row) throws(Fault) in
        try audience.attribute(name).map { SQLCell.value($0, row) } ?? .null
      }
    }
    return MemoryTable(
      "profiles", columns: [.number("unit") { $0 }] + columns,
      keys: [.unit(count: audience.unitCount)], rowCount: { audience.unitCount })
  }

  private var attributes: MemoryTable {
    let (audience, names) = (audience, shownAttributes)
    let slots = Lazily { () throws(Fault) in
      var slots: [SQLSlot] = []
      for name in names {
        if let column = try audience.attribute(name) { slots += SQLSlot.slots(name, column) }
      }
      return slots
    }
    return .long(
      "attributes", owner: "unit", owners: { () throws(Fault) in audience.unitCount },
      slots: { (_) throws(Fault) in try slots.value() },
      width: { () throws(Fault) in try slots.value().count },
      row: { (owner) throws(Fault) in owner })
  }

  private var namespaces: MemoryTable {
    let audience = audience
    return .memberships("namespaces", audience.vocabulary.namespaces, audience.unitCount) {
      (name) throws(Fault) in try audience.units(withNamespace: name)
    }
  }

  private var sources: MemoryTable {
    let audience = audience
    return .memberships("sources", audience.vocabulary.sources, audience.unitCount) {
      (name) throws(Fault) in try audience.units(fromSource: name)
    }
  }

  /// A row says that the grant holds at the instant asked about; it stands as one since ever, so
  /// that a query written for any earlier instant finds it.
  private var consents: MemoryTable {
    let (audience, asOf, purposes) = (audience, asOf, audience.vocabulary.purposes)
    let held = Lazily { () throws(Fault) in
      try purposes.map { (purpose) throws(Fault) in
        try audience.units(granting: purpose, asOf: asOf)
      }
    }
    return MemoryTable(
      "consents",
      columns: [
        .number("unit") { $0 / max(1, purposes.count) },
        .text("purpose") { purposes[$0 % purposes.count] },
        .number("granted") { _ in 0 },
        MemoryTable.Column("withdrawn", "INTEGER") { (_) throws(Fault) in .null },
      ], keys: [.owner(width: purposes.count, count: audience.unitCount)],
      rowCount: { audience.unitCount * purposes.count },
      isPresent: { (row) throws(Fault) in
        try held.value()[row % purposes.count]?.contains(UInt32(row / purposes.count)) ?? false
      })
  }
}

/// Something that is made when it is first asked for, once.
///
/// A class, because the closures of several columns share what it makes.
final class Lazily<Value: Sendable>: Sendable {
  private let make: @Sendable () throws(Fault) -> Value
  private let made = Mutex<Value?>(nil)

  init(_ make: @escaping @Sendable () throws(Fault) -> Value) { self.make = make }

  func value() throws(Fault) -> Value {
    if let value = made.withLock({ $0 }) { return value }
    // Made outside the lock: two queries at once may both make it, and either will do.
    let value = try make()
    made.withLock { $0 = value }
    return value
  }
}
