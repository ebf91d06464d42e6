internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// How many rows a list shows, narrowed as it is.
  func rowCount(_ panel: Panel) -> Int {
    switch panel {
    case .tree: segments.builder.rows.count
    default: order(panel).count
    }
  }

  /// The numbers of a list's rows that are shown, in their order.
  func order(_ panel: Panel) -> [Int] {
    let list = list(panel)
    switch panel {
    case .attention:
      return Listing.order(header.value?.attention ?? [], list, text: \.text, keys: [])
    case .sources:
      return Listing.order(
        sources.all.value ?? [], list, text: { "\($0.name) \($0.party) \($0.kind)" },
        keys: Self.sourceKeys)
    case .batches:
      return Listing.order(
        sources.detail.value?.batches ?? [], list, text: \.file, keys: Self.batchKeys)
    case .fields:
      return Listing.order(
        sources.detail.value?.fields ?? [], list, text: { "\($0.name) \($0.use)" },
        keys: Self.fieldKeys)
    case .rejects:
      return Listing.order(
        sources.detail.value?.rejects ?? [], list, text: { "\($0.code) \($0.explanation)" },
        keys: [])
    case .purposes, .consentMap, .consentLosses:
      return Listing.order(
        consent.coverage.value?.purposes ?? [], list, text: \.name, keys: Self.purposeKeys)
    case .library:
      return Listing.order(
        libraryRows, list, text: { "\($0.key.title) \($0.note) \($0.text)" },
        keys: Self.libraryKeys)
    case .history:
      return Listing.order(segments.versions.value ?? [], list, text: \.note, keys: [])
    case .facets:
      return Listing.order(segments.facets.value ?? [], list, text: \.attribute, keys: [])
    case .destinations:
      return Listing.order(
        audiences.destinations.value ?? [], list, text: { "\($0.name) \($0.title)" },
        keys: Self.destinationKeys)
    case .activations:
      return Listing.order(
        audiences.activations.value ?? [], list, text: { "\($0.segment) \($0.destination)" },
        keys: Self.activationKeys)
    case .reportKinds:
      return Listing.order(reports.kinds.value ?? [], list, text: \.title, keys: [])
    case .reportTable: return reportOrder(list)
    case .matches:
      return Listing.order(
        people.matches.value ?? [], list, text: { "\($0.namespace) \($0.shown)" },
        keys: Self.matchKeys)
    case .identifiers:
      return Listing.order(
        people.person.value?.identifiers ?? [], list,
        text: { "\($0.namespace) \($0.source) \($0.because)" }, keys: Self.identifierKeys)
    case .attributes:
      return Listing.order(
        people.person.value?.attributes ?? [], list, text: { "\($0.name) \($0.shown)" },
        keys: Self.attributeKeys)
    case .personConsent:
      return Listing.order(
        people.person.value?.consent ?? [], list, text: \.purpose, keys: [{ .name($0.purpose) }])
    case .timeline:
      return Listing.order(
        people.person.value?.timeline ?? [], list, text: { "\($0.event) \($0.detail)" }, keys: [])
    case .memberships:
      return Listing.order(people.person.value?.segments ?? [], list, text: { $0 }, keys: [])
    case .feedColumns:
      return Listing.order(
        study?.columns ?? [], list, text: { "\($0.name) \($0.use ?? "")" },
        keys: Self.feedColumnKeys)
    case .feedPreview:
      return Listing.order(
        study?.preview.rows ?? [], list, text: { $0.joined(separator: " ") }, keys: [])
    case .consentPerson:
      return Listing.order(
        consent.person.value?.standings ?? [], list, text: { "\($0.purpose) \($0.reason)" },
        keys: Self.standingKeys)
    case .tree, .work, .overview, .consentTrend, .ledger, .libraryText, .size, .waterfall,
      .preflight,
      .reportNotes, .feedFacts:
      return []
    }
  }

  /// The row of `rows` that is selected in a list; nil when it shows none.
  func selected<Row>(_ panel: Panel, of rows: [Row]?) -> Row? {
    let order = order(panel)
    let selection = list(panel).selection
    guard let rows, order.indices.contains(selection) else { return nil }
    return rows[order[selection]]
  }

  /// How many columns a list can be sorted by.
  func sortKeyCount(_ panel: Panel) -> Int {
    switch panel {
    case .sources: Self.sourceKeys.count
    case .batches: Self.batchKeys.count
    case .fields: Self.fieldKeys.count
    case .feedColumns: Self.feedColumnKeys.count
    case .purposes, .consentMap, .consentLosses: Self.purposeKeys.count
    case .consentPerson: Self.standingKeys.count
    case .library: Self.libraryKeys.count
    case .destinations: Self.destinationKeys.count
    case .activations: Self.activationKeys.count
    case .matches: Self.matchKeys.count
    case .identifiers: Self.identifierKeys.count
    case .attributes: Self.attributeKeys.count
    case .personConsent: 1
    case .reportTable: reports.table.value?.columns.count ?? 0
    default: 0
    }
  }

  static let sourceKeys: [@Sendable (SourceSummary) -> SortKey] = [
    { .name($0.name) }, { .name($0.party) }, { .name($0.kind) },
    { $0.lastBatch.map { .number(Double($0.seconds)) } ?? .unknown },
    { .number(lateness($0.freshness)) }, { .count($0.tally.rows) },
    { .number(Double($0.tally.accepted) / Double(max(1, $0.tally.rows))) },
    { .count($0.tally.rejected) }, { .count($0.tally.duplicates) },
  ]
  /// Those that never came after those that are late, and these after the others.
  private static func lateness(_ freshness: Freshness) -> Double {
    switch freshness {
    case .never: .infinity
    case .late(let seconds): Double(seconds)
    case .onTime: -1
    case .unknown: -2
    }
  }

  static let feedColumnKeys: [@Sendable (FeedStudy.Column) -> SortKey] = [
    { .name($0.name) }, { .name($0.use ?? "") }, { .name($0.type) }, { .count($0.filled) },
  ]
  static let batchKeys: [@Sendable (BatchSummary) -> SortKey] = [
    { .name($0.file) }, { .number(Double($0.takenIn.seconds)) }, { .count($0.tally.rows) },
    { .count($0.tally.rejected) },
  ]
  static let fieldKeys: [@Sendable (FieldFill) -> SortKey] = [
    { .name($0.name) }, { .name($0.use) },
    { $0.rows > 0 ? .number(Double($0.filled) / Double($0.rows)) : .unknown },
  ]
  static let purposeKeys: [@Sendable (ConsentCoverage.Purpose) -> SortKey] = [
    { .name($0.name) }, { .count($0.total.granted) }, { .count($0.total.refused) },
    { .count($0.total.expired) }, { .count($0.total.noSignal) }, { .count($0.expiringSoon) },
  ]
  static let standingKeys: [@Sendable (ConsentHistory.Standing) -> SortKey] = [
    { .name($0.purpose) }, { .name($0.state.rawValue) },
    { $0.since.map { .number(Double($0.seconds)) } ?? .unknown },
    { $0.expires.map { .number(Double($0.seconds)) } ?? .unknown },
  ]
  static let libraryKeys: [@Sendable (LibraryRow) -> SortKey] = [
    { .name($0.key.title) }, { .count($0.saved?.size) }, { .count($0.saved?.version) },
    { $0.saved.map { .number(Double($0.savedAt.seconds)) } ?? .unknown },
  ]
  static let destinationKeys: [@Sendable (Destination) -> SortKey] = [
    { .name($0.title) }, { .name($0.purposes.joined(separator: ", ")) }, { .count($0.minimumSize) },
    { $0.lastActivation.map { .number(Double($0.seconds)) } ?? .unknown },
  ]
  static let activationKeys: [@Sendable (Activation) -> SortKey] = [
    { .number(Double($0.time.seconds)) }, { .name($0.segment) }, { .name($0.destination) },
    { .count($0.delivered) }, { .count($0.added) }, { .count($0.removed) }, { .name($0.file) },
  ]
  static let matchKeys: [@Sendable (PersonMatch) -> SortKey] = [
    { .name($0.namespace) }, { .name($0.shown) }, { .count($0.identifiers) },
    { $0.lastSeen.map { .number(Double($0.seconds)) } ?? .unknown },
  ]
  static let identifierKeys: [@Sendable (PersonView.Identifier) -> SortKey] = [
    { .name($0.namespace) }, { .name($0.shown) }, { .name($0.source) },
  ]
  static let attributeKeys: [@Sendable (PersonView.Attribute) -> SortKey] = [
    { .name($0.name) }, { .name($0.shown) }, { .name($0.source) },
  ]
}
