package import Basis
package import Columns
internal import Storage
internal import Synchronization

/// One version of a workspace's data under one lens; columns are loaded when first asked for.
///
/// A class, because many readers share its columns. What it has loaded is kept behind a lock; two
/// readers that ask for the same column at once may both load it, and the first one's stays.
package final class WorkspaceAudience: Audience {
  package let lens: Lens
  package let version: UInt64
  package let vocabulary: Vocabulary
  let units: NodeUnits
  let snapshot: Snapshot

  private struct Loaded {
    var attributes: [String: Column] = [:]
    var events: [String: EventTable] = [:]
    var eventsOfNobody: [String: EventTable] = [:]
    var namespaces: [String: UnitSet] = [:]
    var sources: [String: UnitSet] = [:]
  }
  private let loaded = Mutex(Loaded())

  /// The instants before which data of a source does not count, by the workspace's retention.
  let cutoffs: [SourceID: UInt32]

  init(snapshot: Snapshot, lens: Lens, units: NodeUnits, cutoffs: [SourceID: UInt32] = [:]) {
    (self.snapshot, self.lens, self.units) = (snapshot, lens, units)
    self.cutoffs = cutoffs
    version = snapshot.version ^ Self.mark(of: cutoffs)
    vocabulary = snapshot.vocabulary
  }

  package var unitCount: Int { units.count }

  /// Keeps results under different cutoffs apart, in bits that the data's own version never reaches.
  private static func mark(of cutoffs: [SourceID: UInt32]) -> UInt64 {
    guard !cutoffs.isEmpty else { return 0 }
    var hash: UInt64 = 0
    for (source, cutoff) in cutoffs.sorted(by: { $0.key.number < $1.key.number }) {
      hash = Hash64.folded(
        hash ^ UInt64(bitPattern: source.number) ^ 0x5245_5445, UInt64(cutoff) | 1 << 40)
    }
    return (Hash64.mixed(hash) & 0x7FFF_FFFF) << 32
  }

  package func attribute(_ name: String) throws(Fault) -> Column? {
    guard let type = vocabulary.attributes[name] else { return nil }
    if let known = loaded.withLock({ $0.attributes[name] }) { return known }
    let kind = try snapshot.kind(.attribute, name, type)
    let column = try resolver(of: name).column(as: kind)
    return loaded.withLock { loaded in
      if loaded.attributes[name] == nil { loaded.attributes[name] = column }
      return loaded.attributes[name]
    }
  }

  /// The facts of an attribute with the winner of each unit.
  func resolver(of name: String) throws(Fault) -> AttributeResolver {
    var resolver = AttributeResolver(units: units)
    for run in snapshot.facts {
      let table = try FactTable.read(name, from: run.file) ?? .empty
      resolver.add(
        table, priority: snapshot.priority(of: name, in: run.source), origins: run.origins,
        oldest: run.source.flatMap { cutoffs[$0] } ?? 0)
    }
    return resolver
  }

  package func events(_ type: String) throws(Fault) -> EventTable? {
    guard let fields = vocabulary.events[type] else { return nil }
    if let known = loaded.withLock({ $0.events[type] }) { return known }
    let table = try eventTable(type, fields, of: units)
    return loaded.withLock { loaded in
      if loaded.events[type] == nil { loaded.events[type] = table }
      return loaded.events[type]
    }
  }

  /// The events whose identifiers belong to no unit, such as those without any: one unit has them.
  func eventsOfNobody(_ type: String) throws(Fault) -> EventTable? {
    guard let fields = vocabulary.events[type] else { return nil }
    if let known = loaded.withLock({ $0.eventsOfNobody[type] }) { return known }
    let strays = NodeUnits(
      unitOfNode: units.unitOfNode.map { $0 == NodeUnits.none ? 0 : NodeUnits.none }, count: 1)
    let table = try eventTable(type, fields, of: strays)
    return loaded.withLock { loaded in
      if loaded.eventsOfNobody[type] == nil { loaded.eventsOfNobody[type] = table }
      return loaded.eventsOfNobody[type]
    }
  }

  private func eventTable(
    _ type: String, _ fields: [String: ValueType], of units: NodeUnits
  ) throws(Fault) -> EventTable {
    let builder = try EventTableBuilder(
      snapshot.events, type: type, units: units, cutoffs: cutoffs)
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

  package func units(withNamespace name: String) throws(Fault) -> UnitSet? {
    guard let code = snapshot.namespaces.firstIndex(of: name) else { return nil }
    if let known = loaded.withLock({ $0.namespaces[name] }) { return known }
    var members = Bitmap(count: unitCount)
    for reader in snapshot.identifiers.map(\.reader) {
      for (index, namespace) in try reader.namespaces().enumerated() where namespace == code {
        if let unit = units[reader.firstNode + UInt32(index)] { members.insert(unit) }
      }
    }
    let set = UnitSet(members.members())
    loaded.withLock { $0.namespaces[name] = set }
    return set
  }

  package func units(fromSource name: String) throws(Fault) -> UnitSet? {
    guard let source = snapshot.sources.first(where: { $0.name == name }) else { return nil }
    if let known = loaded.withLock({ $0.sources[name] }) { return known }
    var members = Bitmap(count: unitCount)
    for seen in snapshot.sightings where seen.source == source.id {
      for node in try seen.reader.nodes(of: seen.list) {
        if let unit = units[node] { members.insert(unit) }
      }
    }
    let set = UnitSet(members.members())
    loaded.withLock { $0.sources[name] = set }
    return set
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

  /// Makes room for numbers up to `number`.
  mutating func reserve(through number: UInt32) {
    let missing = Int(number >> 6) + 1 - words.count
    if missing > 0 { words += [UInt64](repeating: 0, count: max(missing, words.count / 2)) }
  }

  /// Takes in the members of a set over no greater bound.
  mutating func formUnion(_ other: Bitmap) {
    for (index, word) in other.words.enumerated() { words[index] |= word }
  }

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
