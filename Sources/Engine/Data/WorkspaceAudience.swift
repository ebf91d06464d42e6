package import Basis
package import Columns
internal import Identity
internal import Insight
internal import Storage

/// One version of a workspace's data under one lens; columns are loaded when first asked for.
///
/// A class, because many readers share its columns.
package final class WorkspaceAudience: Audience {
  package let lens: Lens
  package let version: UInt64
  package let vocabulary: Vocabulary
  let units: NodeUnits
  /// Under the lens of devices, the persons whose they are; nil under the others.
  let persons: NodeUnits?
  let snapshot: Snapshot
  private let loaded: LoadedColumns
  /// By which its own are told from other audiences' items in `loaded`.
  private let number: UInt64

  /// The instants before which data of a source does not count, by the workspace's retention.
  let cutoffs: [SourceID: UInt32]

  init(
    snapshot: Snapshot, lens: Lens, units: NodeUnits, persons: NodeUnits? = nil,
    cutoffs: [SourceID: UInt32] = [:], loaded: LoadedColumns
  ) {
    (self.snapshot, self.lens, self.units, self.persons) = (snapshot, lens, units, persons)
    self.cutoffs = cutoffs
    version = snapshot.version ^ RetentionDay.mark(of: cutoffs, seed: 0)
    vocabulary = snapshot.vocabulary
    (self.loaded, number) = (loaded, loaded.newAudience())
  }

  deinit { loaded.forget(audience: number) }

  private func item(
    _ name: String, _ load: () throws(Fault) -> LoadedColumns.Item?
  ) throws(Fault) -> LoadedColumns.Item? {
    try loaded.item(LoadedColumns.Key(audience: number, name: name), load)
  }

  package var unitCount: Int { units.count }

  package func attribute(_ name: String) throws(Fault) -> Column? {
    guard let type = vocabulary.attributes[name] else { return nil }
    let item = try item("attribute \(name)") { () throws(Fault) in
      let kind = try snapshot.kind(.attribute, name, type)
      if let column = try onlyFacts(of: name, as: kind) {
        return .column(try sound(column, of: name))
      }
      return .column(try sound(try resolver(of: name).column(as: kind), of: name))
    }
    return if case .column(let column) = item { column } else { nil }
  }

  /// The values of an attribute as they were known at an instant.
  func attribute(_ name: String, until instant: Timestamp) throws(Fault) -> Column? {
    guard let type = vocabulary.attributes[name] else { return nil }
    let newest = UInt32(clamping: instant.seconds)
    let kind = try snapshot.kind(.attribute, name, type)
    return try sound(try resolver(of: name, until: newest).column(as: kind), of: name)
  }

  /// The column, unless rows have codes of texts that no dictionary has.
  private func sound(_ column: Column, of name: String) throws(Fault) -> Column {
    guard column.hasDefinedCodes else {
      throw Fault(
        .damaged, snapshot.folder,
        reason: "rows of \(name) have values that none of its dictionaries has",
        remedy: "Run `parterre verify` to see all that is, then `parterre restore` from a backup")
    }
    return column
  }

  /// The column of an attribute that one run alone has facts of, one for each unit at most.
  private func onlyFacts(of name: String, as kind: FieldKind) throws(Fault) -> Column? {
    guard cutoffs.isEmpty else { return nil }
    let files = snapshot.facts.map(\.file).filter { FactTable.has(name, in: $0) }
    guard files.count == 1,
      let facts = try FactTable.read(name, from: files[0], withTimes: false)
    else { return nil }
    return SingleFacts(facts, units)?.column(as: kind)
  }

  /// The facts of an attribute with the winner of each unit, of those that came up to `newest`.
  func resolver(of name: String, until newest: UInt32 = .max) throws(Fault) -> AttributeResolver {
    var resolver = AttributeResolver(units: units)
    for run in snapshot.facts {
      let table = try FactTable.read(name, from: run.file) ?? .empty
      resolver.add(
        table, priority: snapshot.priority(of: name, in: run.source), origins: run.origins,
        oldest: run.source.flatMap { cutoffs[$0] } ?? 0, newest: newest)
    }
    return resolver
  }

  package func events(_ type: String) throws(Fault) -> EventTable? {
    guard let fields = vocabulary.events[type], let rows = try rows(of: type) else { return nil }
    var columns: [String: Column] = [:]
    for name in Set(fields.keys).union(Snapshot.builtInFields.keys) {
      columns[name] = try eventField(name, of: type)
    }
    return rows.table(fields: columns)
  }

  package func eventFrame(_ type: String) throws(Fault) -> EventTable? {
    try rows(of: type)?.table(fields: [:])
  }

  package func eventField(_ name: String, of event: String) throws(Fault) -> Column? {
    let type = vocabulary.events[event]?[name] ?? Snapshot.builtInFields[name]
    guard let type, let rows = try rows(of: event) else { return nil }
    let item = try item("field \(event).\(name)") { () throws(Fault) in
      .column(try column(name, type, rows))
    }
    return if case .column(let column) = item { column } else { nil }
  }

  /// The rows of a type in the order of the units, from which its fields are read.
  private func rows(of type: String) throws(Fault) -> EventTableBuilder? {
    guard vocabulary.events[type] != nil else { return nil }
    let item = try item("rows \(type)") { () throws(Fault) in
      .rows(
        try EventTableBuilder(
          snapshot.events, type: type, units: units, cutoffs: cutoffs))
    }
    return if case .rows(let rows) = item { rows } else { nil }
  }

  private func column(_ name: String, _ type: ValueType, _ rows: EventTableBuilder) throws(Fault)
    -> Column
  {
    switch name {
    case "source":
      return rows.constant(
        snapshot.events.map { snapshot.sourceCode($0.source) }, snapshot.sourceDictionary)
    case "bot": return rows.bots()
    default:
      return try sound(try rows.field(name, as: try snapshot.kind(.event, name, type)), of: name)
    }
  }

  /// The events whose identifiers belong to no unit, such as those without any: one unit has them.
  func eventsOfNobody(_ type: String) throws(Fault) -> EventTable? {
    guard let fields = vocabulary.events[type] else { return nil }
    let item = try item("nobody's \(type)") { () throws(Fault) in
      let strays = NodeUnits(
        unitOfNode: units.unitOfNode.map { $0 == NodeUnits.none ? 0 : NodeUnits.none }, count: 1)
      let rows = try EventTableBuilder(
        snapshot.events, type: type, units: strays, cutoffs: cutoffs)
      var columns: [String: Column] = [:]
      for (name, type) in fields.merging(
        Snapshot.builtInFields, uniquingKeysWith: { own, _ in own })
      {
        columns[name] = try column(name, type, rows)
      }
      return .events(rows.table(fields: columns))
    }
    return if case .events(let table) = item { table } else { nil }
  }

  package func sessionField(_ name: String, of event: String) throws(Fault) -> Column? {
    guard vocabulary.sessionFields[name] != nil, vocabulary.events[event] != nil else {
      return nil
    }
    let item = try item("sessions") { () throws(Fault) in .sessions(try sessions()) }
    return if case .sessions(let sessions) = item { sessions[name, event] } else { nil }
  }

  private func sessions() throws(Fault) -> SessionColumns {
    var tables: [(event: String, table: EventTable)] = []
    for event in vocabulary.events.keys.sorted() {
      if let table = try events(event) { tables.append((event, table)) }
    }
    let fields = SessionColumns.known(in: vocabulary.events)
    var dictionaries: [String: TextDictionary] = [:]
    for origin in Set(fields.values.joined()) {
      if case .text(let dictionary) = try snapshot.kind(.event, origin, .text) {
        dictionaries[origin] = dictionary
      }
    }
    let visited = snapshot.visitedSources
    let setting = snapshot.identity.rules.session
    var campaigns: [String: [UInt32]] = [:]
    if setting.splitsOnCampaign {
      let visits = SessionCampaigns(tables.map { (type: $0.event, table: $0.table) })
      for own in tables { campaigns[own.event] = visits.keys(own.event, own.table) }
    }
    return SessionColumns(
      tables, unitCount: unitCount, fields: fields, dictionaries: dictionaries,
      rule: snapshot.sessionRule, campaigns: campaigns
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
      for seen in snapshot.sightings where seen.source == source.id {
        for node in try seen.reader.nodes(of: seen.list) {
          if let unit = units[node] { members.insert(unit) }
        }
      }
    }
  }

  private func set(_ key: String, _ gather: (inout Bitmap) throws(Fault) -> Void) throws(Fault)
    -> UnitSet?
  {
    let item = try item(key) { () throws(Fault) in
      var members = Bitmap(count: unitCount)
      try gather(&members)
      return .units(UnitSet(members.members()))
    }
    return if case .units(let set) = item { set } else { nil }
  }

  package func units(granting purpose: String, asOf instant: Timestamp) throws(Fault) -> UnitSet? {
    guard vocabulary.purposes.contains(purpose) else { return nil }
    return try allowedUnits(for: purpose, asOf: instant)
  }

  package func derived<Derived: DerivedData>(
    _ key: String, bytes: Int, isWorthOnce: Bool, _ make: () throws(Fault) -> Derived
  ) throws(Fault) -> Derived? {
    let key = LoadedColumns.Key(audience: number, name: "derived \(key)")
    return try loaded.derived(key, bytes: bytes, isWorthOnce: isWorthOnce, make)
  }
}

/// A plain set of numbers below a bound, for gathering members in any order.
struct Bitmap: Equatable {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  /// Makes the set of some numbers.
  init(_ numbers: some Sequence<UInt32>) {
    words = []
    for number in numbers { insertGrowing(number) }
  }

  /// Inserts a number of any size.
  mutating func insertGrowing(_ number: UInt32) {
    reserve(through: number)
    insert(number)
  }

  /// Makes room for numbers up to `number`.
  mutating func reserve(through number: UInt32) {
    let missing = Int(number >> 6) + 1 - words.count
    if missing > 0 { words += [UInt64](repeating: 0, count: max(missing, words.count / 2)) }
  }

  /// Whether both have the same members, whatever their bounds.
  static func == (a: Bitmap, b: Bitmap) -> Bool {
    let (shorter, longer) = a.words.count < b.words.count ? (a.words, b.words) : (b.words, a.words)
    return longer.starts(with: shorter) && longer.dropFirst(shorter.count).allSatisfy { $0 == 0 }
  }

  var byteCount: Int { words.count * 8 }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// How many members there are.
  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Takes out the members of another set.
  mutating func subtract(_ other: Bitmap) {
    for index in 0..<min(words.count, other.words.count) { words[index] &= ~other.words[index] }
  }

  /// Takes in the members of a set over no greater bound.
  mutating func formUnion(_ other: Bitmap) {
    for (index, word) in other.words.enumerated() { words[index] |= word }
  }

  mutating func insert(_ number: UInt32) { words[Int(number >> 6)] |= 1 << UInt64(number & 63) }

  mutating func remove(_ number: UInt32) {
    words[Int(number >> 6)] &= ~(1 << UInt64(number & 63))
  }

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
