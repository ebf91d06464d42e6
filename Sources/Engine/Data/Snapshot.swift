internal import Basis
internal import Columns
internal import Formats
internal import Storage

/// Everything that one version of the data consists of: the mapped runs and the names.
///
/// It is taken in one read of the catalogue; column files that a later commit replaces stay mapped
/// until the last snapshot that uses them goes away.
final class Snapshot: Sendable {
  struct EventRun { let source: SourceID?, reader: EventRunReader }
  struct FactRun { let source: SourceID?, file: RunFile }
  struct IdentifierRun { let source: SourceID?, isKept: Bool, reader: IdentifierRunReader }
  struct LinkRun { let source: SourceID?, batch: BatchID?, file: RunFile }

  /// Fields that every event has, whatever its feed says.
  static let builtInFields: [String: ValueType] = ["source": .text, "bot": .boolean]

  let version: UInt64
  let calendar: CalendarDays
  let events: [EventRun]
  let facts: [FactRun]
  let identifiers: [IdentifierRun]
  let links: [LinkRun]
  let dictionaries: [RunFile]
  let consent: ConsentData
  let namespaces: [String]
  let sources: [SourceRecord]
  let vocabulary: Vocabulary
  let nodeCount: Int
  private let fields: [FieldRecord]
  private let priorities: [SourceID: [String: Int]]

  init(_ workspace: Workspace) throws(Fault) {
    let catalogue = workspace.catalogue
    version = UInt64(try catalogue.dataVersion())
    calendar = try Zone.named(try catalogue.setting("time_zone") ?? "UTC").calendarDays
    namespaces = try catalogue.namespaces()
    sources = try catalogue.sources()
    fields = try catalogue.fields()
    var kept: Set<BatchID> = []
    for batch in try catalogue.batches() where batch.state == .kept { kept.insert(batch.id) }
    var events: [EventRun] = []
    for run in try workspace.runs(of: .events) {
      events.append(EventRun(source: run.record.source, reader: try EventRunReader(run.file)))
    }
    self.events = events
    facts = try workspace.runs(of: .attributes).map {
      FactRun(source: $0.record.source, file: $0.file)
    }
    var identifiers: [IdentifierRun] = []
    for run in try workspace.runs(of: .identifiers) {
      identifiers.append(
        IdentifierRun(
          source: run.record.source, isKept: run.record.batch.map(kept.contains) ?? false,
          reader: try IdentifierRunReader(run.file)))
    }
    self.identifiers = identifiers
    nodeCount = identifiers.reduce(1) { max($0, Int($1.reader.firstNode) + $1.reader.count) }
    links = try workspace.runs(of: .links).map {
      LinkRun(source: $0.record.source, batch: $0.record.batch, file: $0.file)
    }
    dictionaries = try workspace.runs(of: .dictionary).map(\.file)
    consent = try ConsentData(workspace)
    var priorities: [SourceID: [String: Int]] = [:]
    for (source, attribute, priority) in try catalogue.priorities() {
      priorities[source, default: [:]][attribute] = priority
    }
    self.priorities = priorities
    var vocabulary = Self.vocabulary(
      fields, try catalogue.eventFields(), namespaces, sources, consent.purposes)
    vocabulary.rfm = RFMTerms(
      setting: try catalogue.setting("rfm"), events: vocabulary.events)
    self.vocabulary = vocabulary
  }

  /// Whether an attribute is personal data, which is shown masked.
  func isPersonal(_ attribute: String) -> Bool {
    fields.contains { $0.owner == .attribute && $0.name == attribute && $0.isPersonal }
  }

  func priority(of attribute: String, in source: SourceID?) -> Int {
    source.flatMap { priorities[$0]?[attribute] } ?? 0
  }

  /// How a field's stored values become a column.
  func kind(_ owner: FieldRecord.Owner, _ name: String, _ type: ValueType) throws(Fault)
    -> FieldKind
  {
    let record = fields.first { $0.owner == owner && $0.name == name }
    switch type {
    case .text: return .text(try dictionary(owner, name))
    case .list: return .list(try dictionary(owner, name))
    case .number: return .real
    case .integer: return .whole(.integer)
    case .boolean: return .whole(.boolean)
    case .date: return .whole(.date)
    case .time: return .whole(.time)
    case .money: return .whole(.money(decimalPlaces: record?.decimalPlaces ?? 2))
    }
  }

  private func dictionary(_ owner: FieldRecord.Owner, _ name: String) throws(Fault)
    -> TextDictionary
  {
    let key = DictionaryKey.key(owner, name)
    return TextDictionary(texts: try GrowingDictionary.read(key, from: dictionaries))
  }

  var sourceDictionary: TextDictionary { TextDictionary(texts: sources.map(\.name)) }

  /// By the codes of `sourceDictionary`, whether a source's events can be part of a visit: those of
  /// web sites and apps, or of all where there is none of these.
  var visitedSources: [Bool] {
    let visited = sources.map { ["web", "mobile"].contains($0.kind) }
    return visited.contains(true)
      ? [false] + visited : [Bool](repeating: true, count: sources.count + 1)
  }

  /// The code of a source in `sourceDictionary`.
  func sourceCode(_ source: SourceID?) -> UInt32 {
    UInt32((sources.firstIndex { $0.id == source } ?? -1) + 1)
  }

  private static func vocabulary(
    _ fields: [FieldRecord], _ eventFields: [(event: String, field: String)],
    _ namespaces: [String], _ sources: [SourceRecord], _ purposes: [String]
  ) -> Vocabulary {
    var vocabulary = Vocabulary()
    var eventTypes: [String: ValueType] = [:]
    for field in fields {
      switch field.owner {
      case .attribute: vocabulary.attributes[field.name] = field.type
      case .event: eventTypes[field.name] = field.type
      }
    }
    for (event, field) in eventFields {
      vocabulary.events[event, default: builtInFields][field] = eventTypes[field]
    }
    vocabulary.namespaces = namespaces
    vocabulary.sources = sources.map(\.name)
    vocabulary.purposes = purposes
    vocabulary.sessionFields = SessionColumns.known(in: vocabulary.events)
      .mapValues { _ in .text }
    return vocabulary
  }
}

extension RFMTerms {
  /// The terms that a workspace's setting names as `event.field`; without one the event with an
  /// amount of money that is most likely a purchase. Nil where no event has an amount.
  init?(setting: String?, events: [String: [String: ValueType]]) {
    if let parts = setting?.split(separator: "."), parts.count == 2 {
      self.init(event: String(parts[0]), measure: String(parts[1]))
      return
    }
    let measures = events.compactMapValues { fields in
      fields.filter { $0.value == .money }.keys.sorted().first
    }
    let likely = ["purchase", "order", "order_completed", "store_purchase"]
    guard let event = likely.first(where: { measures[$0] != nil }) ?? measures.keys.sorted().first,
      let measure = measures[event]
    else { return nil }
    self.init(event: event, measure: measure)
  }
}

/// The names under which dictionaries of fields stand in dictionary runs.
enum DictionaryKey {
  static let eventTypes = "type"

  static func key(_ owner: FieldRecord.Owner, _ name: String) -> String {
    "\(owner.rawValue)/\(name)"
  }
}
