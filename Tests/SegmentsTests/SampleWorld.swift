import Basis
import Columns
import Segments

/// A small random audience with unknowns, ties at the edges of windows and events at one instant.
struct SampleWorld: Audience {
  static let firstDay = 20_380  // 2025-10-19, so that a summer time ends within
  static let days = 60
  static let moneyPlaces = 2

  let lens = Lens.person
  let version: UInt64
  let unitCount: Int
  let vocabulary: Vocabulary
  let asOf: Timestamp
  var attributes: [String: Column] = [:]
  var tables: [String: EventTable] = [:]
  var namespaces: [String: UnitSet] = [:]
  var sources: [String: UnitSet] = [:]
  /// Granted and withdrawn seconds by purpose and unit.
  var consents: [String: [(granted: Int64, withdrawn: Int64?)?]] = [:]

  init(seed: UInt64, units: Int = 60) {
    var random = Seeded(seed)
    unitCount = units
    version = seed
    asOf = Timestamp(Int64(Self.firstDay + Self.days - 5) * 86_400 + 43_200)
    let names = SampleNames.meaningful
    var vocabulary = Vocabulary()
    for (name, type) in names.attributes {
      vocabulary.attributes[name] = type
      attributes[name] = Self.column(type, rows: units, names.values, &random)
    }
    for event in names.events {
      let (starts, times) = Self.times(units, asOf, &random)
      var fields = ["source": Self.column(.text, rows: times.count, ["web", "crm"], &random)]
      for (name, type) in names.ownFields {
        fields[name] = Self.column(type, rows: times.count, names.values, &random)
        vocabulary.events[event, default: [:]][name] = type
      }
      tables[event] = EventTable(starts: starts, times: times, fields: fields)
    }
    (vocabulary.namespaces, vocabulary.sources) = (names.namespaces, names.sources)
    vocabulary.purposes = names.purposes
    vocabulary.rfm = RFMTerms(event: "purchase", measure: "revenue")
    self.vocabulary = vocabulary
    func someUnits() -> UnitSet {
      let share = random.pick([0.0, 0.4, 1.0, 0.7])
      return UnitSet((0..<UInt32(units)).filter { _ in random.chance(share) })
    }
    for name in names.namespaces { namespaces[name] = someUnits() }
    for name in names.sources { sources[name] = someUnits() }
    for purpose in names.purposes {
      consents[purpose] = (0..<units).map { _ in
        guard random.chance(0.7) else { return nil }
        let granted = asOf.seconds - Int64(random.within(-2...10)) * 86_400
        return (granted, random.chance(0.4) ? granted + 5 * 86_400 : nil)
      }
    }
  }

  /// Times on round hours, at midnights and at the edges of windows, so that ties are many.
  private static func times(
    _ units: Int, _ asOf: Timestamp, _ random: inout Seeded
  ) -> (starts: [UInt32], times: [UInt32]) {
    var (starts, times): ([UInt32], [UInt32]) = ([0], [])
    for _ in 0..<units {
      let count = random.pick([0, 0, 1, 2, 3, 5, 9, 40])
      var own: [Int64] = []
      for _ in 0..<random.below(count + 1) {
        let back = Int64(random.within(-3...Self.days)) * 86_400
        switch random.below(5) {
        case 0: own.append(asOf.seconds - back)
        case 1: own.append(asOf.seconds - back + Int64(random.within(-1...1)))
        case 2: own.append((asOf.seconds - back) / 86_400 * 86_400 - Int64(random.below(2)))
        case 3: own.append(own.last ?? asOf.seconds)
        default: own.append(asOf.seconds - back + Int64(random.within(-20...20)) * 1_800)
        }
      }
      times += own.sorted().map { UInt32($0) }
      starts.append(UInt32(times.count))
    }
    return (starts, times)
  }

  private static func column(
    _ type: ValueType, rows: Int, _ texts: [String], _ random: inout Seeded
  ) -> Column {
    let dictionary = TextDictionary(texts: texts)
    func whole(_ kind: WholeColumn.Kind, _ draw: () -> Int64) -> Column {
      .whole(
        WholeColumn(
          values: (0..<rows).map { _ in random.chance(0.2) ? WholeColumn.unknown : draw() },
          kind: kind))
    }
    switch type {
    case .text:
      return .text(
        TextColumn(
          codes: (0..<rows).map { _ in UInt32(random.below(texts.count + 1)) },
          dictionary: dictionary))
    case .list:
      var (starts, codes): ([UInt32], [UInt32]) = ([0], [])
      for _ in 0..<rows {
        codes += (0..<random.below(4)).map { _ in UInt32(random.within(1...texts.count)) }
        starts.append(UInt32(codes.count))
      }
      return .list(ListColumn(starts: starts, codes: codes, dictionary: dictionary))
    case .number:
      return .real(
        RealColumn(
          // Tenths, which binary digits cannot hold, beside quarters, which they can.
          values: (0..<rows).map { row in
            random.chance(0.2)
              ? .nan : Double(random.within(-8...40)) / (row.isMultiple(of: 2) ? 4 : 10)
          }))
    case .integer: return whole(.integer) { Int64(random.within(-2...40)) }
    case .boolean: return whole(.boolean) { Int64(random.below(2)) }
    case .money:
      return whole(.money(decimalPlaces: moneyPlaces)) {
        random.pick([0, 100, 200, 250, 1_000, 1_999, 150, -100, 399, 400])
      }
    case .date: return whole(.date) { Int64(firstDay + random.within(0...days)) }
    case .time:
      return whole(.time) {
        Int64(firstDay + random.within(0...days)) * 86_400
          + random.pick([0, -1, 3_600, 43_200, 82_800])
      }
    }
  }

  // MARK: Audience

  func attribute(_ name: String) -> Column? { attributes[name] }
  func events(_ type: String) -> EventTable? { tables[type] }
  func units(withNamespace name: String) -> UnitSet? { namespaces[name] }
  func units(fromSource name: String) -> UnitSet? { sources[name] }
  func units(granting purpose: String, asOf instant: Timestamp) -> UnitSet? {
    consents[purpose].map { entries in
      UnitSet(
        entries.indices.compactMap { unit in
          guard let entry = entries[unit], entry.granted <= instant.seconds,
            entry.withdrawn.map({ $0 > instant.seconds }) ?? true
          else { return nil }
          return UInt32(unit)
        })
    }
  }
}
