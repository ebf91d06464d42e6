package import Basis
package import Columns
internal import Storage

/// One version of a workspace's data under one lens; columns are loaded when first asked for.
///
/// A class, because many readers share its columns.
package final class WorkspaceAudience: Audience {
  package let lens: Lens
  package let version: UInt64
  package let vocabulary: Vocabulary
  let units: NodeUnits
  let snapshot: Snapshot
  private let loaded: LoadedColumns

  init(snapshot: Snapshot, lens: Lens, units: NodeUnits, budget: Int) {
    (self.snapshot, self.lens, self.units) = (snapshot, lens, units)
    version = snapshot.version
    vocabulary = snapshot.vocabulary
    loaded = LoadedColumns(budget: budget)
  }

  package var unitCount: Int { units.count }

  /// The bytes that its columns take now.
  package var loadedBytes: Int { loaded.bytes }

  package func attribute(_ name: String) throws(Fault) -> Column? {
    guard let type = vocabulary.attributes[name] else { return nil }
    let item = try loaded.item("attribute \(name)") { () throws(Fault) in
      let kind = try snapshot.kind(.attribute, name, type)
      return .column(try resolver(of: name).column(as: kind))
    }
    return if case .column(let column) = item { column } else { nil }
  }

  /// The facts of an attribute with the winner of each unit.
  func resolver(of name: String) throws(Fault) -> AttributeResolver {
    var resolver = AttributeResolver(units: units)
    for run in snapshot.facts {
      let table = try FactTable.read(name, from: run.file) ?? .empty
      resolver.add(table, priority: snapshot.priority(of: name, in: run.source))
    }
    return resolver
  }

  package func events(_ type: String) throws(Fault) -> EventTable? {
    guard let fields = vocabulary.events[type] else { return nil }
    let item = try loaded.item("events \(type)") { () throws(Fault) in
      .events(try eventTable(type, fields))
    }
    return if case .events(let table) = item { table } else { nil }
  }

  private func eventTable(_ type: String, _ fields: [String: ValueType]) throws(Fault)
    -> EventTable
  {
    let builder = try EventTableBuilder(
      snapshot.events.map(\.reader), type: type, units: units)
    var columns: [String: Column] = [:]
    for (name, fieldType) in fields where !Snapshot.builtInFields.keys.contains(name) {
      columns[name] = try builder.field(name, as: try snapshot.kind(.event, name, fieldType))
    }
    let sources = snapshot.sourceDictionary
    columns["source"] = builder.constant(
      snapshot.events.map { snapshot.sourceCode($0.source) }, sources)
    columns["bot"] = builder.bots()
    return builder.table(fields: columns)
  }

  package func sessionField(_ name: String, of event: String) throws(Fault) -> Column? {
    guard vocabulary.sessionFields[name] != nil, vocabulary.events[event] != nil else {
      return nil
    }
    let item = try loaded.item("sessions") { () throws(Fault) in .sessions(try sessions()) }
    return if case .sessions(let sessions) = item { sessions[name, event] } else { nil }
  }

  private func sessions() throws(Fault) -> SessionColumns {
    var tables: [(event: String, table: EventTable)] = []
    for event in vocabulary.events.keys.sorted() {
      if let table = try events(event) { tables.append((event, table)) }
    }
    let fields = SessionColumns.known(in: vocabulary.events)
    var dictionaries: [String: TextDictionary] = [:]
    for origin in fields.values {
      if case .text(let dictionary) = try snapshot.kind(.event, origin, .text) {
        dictionaries[origin] = dictionary
      }
    }
    let visited = snapshot.visitedSources
    return SessionColumns(
      tables, unitCount: unitCount, fields: fields, dictionaries: dictionaries
    ) { table, row in
      guard case .text(let sources)? = table.fields["source"] else { return false }
      return visited[Int(sources.codes[row])]
    }
  }

  package func units(withNamespace name: String) throws(Fault) -> UnitSet? {
    guard let code = snapshot.namespaces.firstIndex(of: name) else { return nil }
    return try set("namespace \(name)") { (members) throws(Fault) in
      for reader in snapshot.identifiers.map(\.reader) {
        for (index, namespace) in try reader.namespaces().enumerated() where namespace == code {
          if let unit = units[reader.firstNode + UInt32(index)] { members.insert(unit) }
        }
      }
    }
  }

  package func units(fromSource name: String) throws(Fault) -> UnitSet? {
    guard let source = snapshot.sources.first(where: { $0.name == name }) else { return nil }
    return try set("source \(name)") { (members) throws(Fault) in
      for run in snapshot.identifiers where run.isKept && run.source == source.id {
        for node in try run.reader.seen() {
          if let unit = units[node] { members.insert(unit) }
        }
      }
    }
  }

  private func set(_ key: String, _ gather: (inout Bitmap) throws(Fault) -> Void) throws(Fault)
    -> UnitSet?
  {
    let item = try loaded.item(key) { () throws(Fault) in
      var members = Bitmap(count: unitCount)
      try gather(&members)
      return .units(UnitSet(members.members()))
    }
    return if case .units(let set) = item { set } else { nil }
  }

  package func units(granting purpose: String, asOf instant: Timestamp) throws(Fault) -> UnitSet? {
    guard vocabulary.purposes.contains(purpose) else { return nil }
    return try snapshot.consent.units(granting: purpose, asOf: instant, units: units)
  }

  package func scores(ofModel name: String) throws(Fault) -> RealColumn? { nil }
}

/// A plain set of numbers below a bound, for gathering members in any order.
struct Bitmap {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  mutating func insert(_ number: UInt32) { words[Int(number >> 6)] |= 1 << UInt64(number & 63) }

  func contains(_ number: UInt32) -> Bool {
    Int(number >> 6) < words.count && words[Int(number >> 6)] >> UInt64(number & 63) & 1 == 1
  }

  /// The members in ascending order.
  func members() -> [UInt32] {
    var members: [UInt32] = []
    for (index, word) in words.enumerated() {
      var bits = word
      while bits != 0 {
        members.append(UInt32(index) << 6 | UInt32(bits.trailingZeroBitCount))
        bits &= bits - 1
      }
    }
    return members
  }
}
