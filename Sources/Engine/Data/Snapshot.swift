internal import Basis
internal import Columns
internal import Formats
internal import Identity
internal import Intake
internal import Sealing
internal import Storage

/// Everything that one version of the data consists of: the mapped runs and the names.
///
/// It is taken in one read of the catalogue; column files that a later commit replaces stay mapped
/// until the last snapshot that uses them goes away.
final class Snapshot: Sendable {
  struct EventRun { let source: SourceID?, reader: EventRunReader, origins: [RunOrigin] }
  struct FactRun { let source: SourceID?, file: RunFile, origins: [RunOrigin] }
  struct IdentifierRun { let reader: IdentifierRunReader, sightings: [Sighted] }
  struct LinkRun { let source: SourceID?, file: RunFile, origins: [RunOrigin] }
  /// The nodes that a kept batch mentioned.
  struct Sighted {
    let source: SourceID, batch: BatchID, finished: Timestamp
    let reader: IdentifierRunReader, list: Sighting
  }

  /// When sessions end, in the workspace's zone.
  var sessionRule: SessionRule {
    let calendar = calendar
    return identity.rules.session.rule { Int32(clamping: calendar.day(of: Int64($0))) }
  }

  /// Fields that every event has, whatever its feed says.
  static let builtInFields: [String: ValueType] = ["source": .text, "bot": .boolean]

  /// Where the column files are.
  let folder: String
  let version: UInt64
  /// What is past its retention.
  let retention: RetentionDay
  let calendar: CalendarDays
  let events: [EventRun]
  let facts: [FactRun]
  let identifiers: [IdentifierRun]
  let links: [LinkRun]
  let dictionaries: [RunFile]
  let consent: ConsentData
  let identity: IdentityBasis
  let namespaces: [String]
  let sources: [SourceRecord]
  let vocabulary: Vocabulary
  let nodeCount: Int
  private let fields: [FieldRecord]
  private let priorities: [SourceID: [String: Int]]
  private let vault: Vault

  /// Takes the data as they are on a day of retention.
  init(_ workspace: Workspace, on retention: RetentionDay) throws(Fault) {
    let catalogue = workspace.catalogue
    folder = workspace.columnsFolder
    self.retention = retention
    version = retention.marked(try IdentityBasis.version(of: workspace))
    identity = try IdentityBasis(workspace)
    calendar = try catalogue.zone().calendarDays
    namespaces = try catalogue.namespaces()
    sources = try catalogue.sources()
    fields = try catalogue.fields()
    vault = workspace.vault
    var kept: [BatchID: BatchRecord] = [:]
    for batch in try catalogue.batches() where batch.state == .kept { kept[batch.id] = batch }
    var events: [EventRun] = []
    for run in try workspace.runs(of: .events) {
      events.append(
        EventRun(
          source: run.record.source, reader: try EventRunReader(run.file),
          origins: try run.origins))
    }
    self.events = events
    facts = try workspace.runs(of: .attributes).map { (run) throws(Fault) in
      FactRun(source: run.record.source, file: run.file, origins: try run.origins)
    }
    var identifiers: [IdentifierRun] = []
    for run in try workspace.runs(of: .identifiers) {
      let reader = try IdentifierRunReader(run.file)
      var sightings: [Sighted] = []
      for list in try reader.sightings() {
        guard let batch = (list.batch.map(BatchID.init) ?? run.record.batch).flatMap({ kept[$0] })
        else { continue }
        sightings.append(
          Sighted(
            source: batch.source, batch: batch.id, finished: batch.finished, reader: reader,
            list: list))
      }
      identifiers.append(IdentifierRun(reader: reader, sightings: sightings))
    }
    self.identifiers = identifiers
    nodeCount = identifiers.reduce(1) { $0 + $1.reader.count }
    for reader in identifiers.map(\.reader) where Int(reader.firstNode) + reader.count > nodeCount {
      throw reader.run.damage("identifiers before its own are missing")
    }
    links = try workspace.runs(of: .links).map { (run) throws(Fault) in
      LinkRun(source: run.record.source, file: run.file, origins: try run.origins)
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

  /// Opens sealed values of identifiers.
  var identifierOpener: @Sendable ([UInt8]) throws(Fault) -> [UInt8] {
    { [vault] (sealed) throws(Fault) in
      try vault.open(sealed, context: IdentifierSweep.sealingContext)
    }
  }

  /// The lists of nodes that the kept batches mentioned.
  var sightings: [Sighted] { identifiers.flatMap(\.sightings) }

  /// Whether an attribute is personal data, which is shown masked.
  func isPersonal(_ attribute: String) -> Bool { isPersonal(.attribute, attribute) }

  func isPersonal(_ owner: FieldRecord.Owner, _ name: String) -> Bool {
    fields.contains { $0.owner == owner && $0.name == name && $0.isPersonal }
  }

  /// Refuses to count people by an attribute or a field that is personal data.
  ///
  /// Its values would be a list of people, which leaves only with their permission.
  func refusePersonal(_ name: String) throws(Fault) {
    guard isPersonal(.attribute, name) || isPersonal(.event, name) else { return }
    throw Fault(
      .refused, "“\(name)”", reason: "it is personal data, and its values would be people",
      remedy: "Group by an attribute that many people share")
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
    return TextDictionary(
      texts: try GrowingDictionary.read(
        key, from: dictionaries,
        open: { (sealed) throws(Fault) in
          try vault.open(sealed, context: DictionaryKey.sealingContext)
        }))
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
  /// The terms that a workspace's setting names as `event.field`.
  ///
  /// Without one it is the event with an amount that is most likely a purchase; nil where no event
  /// has one.
  init?(setting: String?, events: [String: [String: ValueType]]) {
    if let parts = setting?.split(separator: "."), parts.count == 2 {
      self.init(event: String(parts[0]), measure: String(parts[1]))
      return
    }
    let measures = events.compactMapValues { fields in
      let amounts = fields.filter { $0.value == .money }.keys.sorted()
      // Feeds that do not say what a number is name it so nearly always.
      let named = ["revenue", "amount", "value", "total"].filter {
        fields[$0] == .number || fields[$0] == .integer
      }
      return amounts.first ?? named.first
    }
    let likely = ["purchase", "order", "order_completed", "store_purchase"]
    guard let event = likely.first(where: { measures[$0] != nil }) ?? measures.keys.sorted().first,
      let measure = measures[event]
    else { return nil }
    self.init(event: event, measure: measure)
  }
}

extension ValueSealing {
  /// What is personal by the fields of a workspace's catalogue and of a plan.
  init(_ workspace: Workspace, _ plan: RowPlan? = nil) throws(Fault) {
    let fields = try workspace.catalogue.fields().filter(\.isPersonal)
    self.init(
      attributes: Set(fields.filter { $0.owner == .attribute }.map(\.name))
        .union(plan?.mapping.attributes.filter(\.isPersonal).map(\.name) ?? []),
      fields: Set(fields.filter { $0.owner == .event }.map(\.name))
        .union(plan?.mapping.fields.filter(\.isPersonal).map(\.name) ?? []),
      vault: workspace.vault)
  }
}

/// The names under which dictionaries of fields stand in dictionary runs.
enum DictionaryKey {
  static let eventTypes = "type"
  /// What texts of personal fields are sealed for.
  static let sealingContext = "dictionary"

  static func key(_ owner: FieldRecord.Owner, _ name: String) -> String {
    "\(owner.rawValue)/\(name)"
  }

  /// The dictionaries whose texts are personal data, by the fields of a catalogue and of a plan.
  static func personal(_ plan: RowPlan? = nil, _ catalogue: Catalogue) throws(Fault)
    -> Set<String>
  {
    var keys: Set<String> = []
    for field in try catalogue.fields() where field.isPersonal {
      keys.insert(key(field.owner, field.name))
    }
    for rule in plan?.mapping.fields ?? [] where rule.isPersonal {
      keys.insert(key(.event, rule.name))
    }
    for rule in plan?.mapping.attributes ?? [] where rule.isPersonal {
      keys.insert(key(.attribute, rule.name))
    }
    return keys
  }
}
