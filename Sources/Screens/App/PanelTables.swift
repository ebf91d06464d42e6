internal import Basis
internal import Requests

extension AppState {
  /// What the panel shows as a table; nil where it shows none.
  func table(of panel: Panel) -> PanelTable? {
    switch panel {
    case .attention:
      PanelTable(header.value?.attention ?? [], Self.attentionColumns, sorts: 2, text: \.text)
    case .sources: sourceTable
    case .batches:
      PanelTable(
        sources.detail.value?.batches ?? [], Self.batchColumns, sorts: 4, text: \.file)
    case .fields:
      PanelTable(sources.detail.value?.fields ?? [], Self.fieldColumns, sorts: 3) {
        "\($0.name) \($0.use)"
      }
    case .rejects:
      PanelTable(sources.detail.value?.rejects ?? [], Self.rejectColumns, sorts: 2) {
        "\($0.code) \($0.explanation)"
      }
    case .feedColumns:
      PanelTable(study?.columns ?? [], Self.feedColumns, sorts: 6) { "\($0.name) \($0.use ?? "")" }
    case .feedPreview: previewTable
    case .purposes:
      PanelTable(
        consent.coverage.value?.purposes ?? [], Self.purposeColumns, sorts: 8, text: \.name)
    case .consentMap: mapTable
    case .consentLosses:
      PanelTable(
        consent.coverage.value?.purposes ?? [], Self.lossColumns, sorts: 5, text: \.name)
    case .consentTrend: trendTable
    case .consentPerson:
      consent.person.value.map { person in
        PanelTable(person.standings, Self.standingColumns, sorts: 4) {
          "\($0.purpose) \($0.reason)"
        }
      }
    case .library:
      PanelTable(libraryRows, Self.libraryColumns, sorts: 5) {
        "\($0.key.title) \($0.note) \($0.text)"
      }
    case .history:
      PanelTable(segments.versions.value ?? [], Self.versionColumns, sorts: 4, text: \.note)
    case .facets:
      PanelTable(segments.facets.value ?? [], Self.facetColumns, text: \.attribute)
    case .tree: treeTable
    case .waterfall: segments.waterfall.value.map { Self.table(of: $0) }
    case .preflight: audiences.preflight.value.map { Self.table(of: $0.waterfall) }
    case .destinations:
      PanelTable(audiences.destinations.value ?? [], Self.destinationColumns, sorts: 4) {
        "\($0.name) \($0.title)"
      }
    case .activations:
      PanelTable(audiences.activations.value ?? [], Self.activationColumns, sorts: 7) {
        "\($0.segment) \($0.destination)"
      }
    case .reportKinds:
      PanelTable(reports.kinds.value ?? [], Self.reportColumns, sorts: 1, text: \.title)
    case .matches, .knownBy, .groupSizes, .everyone, .identifiers, .attributes, .personConsent,
      .timeline,
      .memberships:
      personTable(of: panel)
    // A report's table has a form of its own, which commands print as well.
    case .reportTable, .look1, .look2, .look3, .look4: nil
    case .overview, .ledger, .libraryText, .size, .reportNotes, .feedFacts: nil
    }
  }

  /// The table as a file holds it, row by row as it is filtered and sorted on the screen; with the row
  /// of this number alone where one is given.
  func exported(_ panel: Panel, row: Int?) -> (table: PanelTable, rows: [Int])? {
    if panel == .facets || panel == .everyone {
      // An attribute's values are a row each, its most frequent one first.
      let facets =
        panel == .everyone
        ? facetsOfEveryone
        : Self.part(order(.facets), row).map { (segments.facets.value ?? [])[$0] }
      let values = facets.flatMap { facet in
        facet.values.map { (attribute: facet.attribute, value: $0) }
      }
      let table = PanelTable(values, Self.facetValueColumns)
      return (table, Array(0..<table.count))
    }
    guard let table = table(of: panel) else { return nil }
    let rows = panel.isList && panel != .tree ? order(panel) : Array(0..<table.count)
    return (table, Self.part(rows, row))
  }

  // MARK: Home and sources

  private static let attentionColumns: [FactColumn<AttentionItem>] = [
    FactColumn("urgency", { .word("\($0.urgency)") }) { .number($0.urgency.rank) },
    FactColumn("what") { .text($0.text) }, FactColumn("kind") { .word($0.kind) },
  ]

  private var sourceTable: PanelTable {
    let all = sources.all.value ?? []
    // Nothing is to be sorted by a column that is not there.
    let sorts = all.contains { $0.anomaly != nil } ? 11 : 10
    return PanelTable(all, Self.sourceColumns, sorts: sorts) {
      "\($0.name) \($0.party) \($0.kind)"
    }
  }

  private static let sourceColumns: [FactColumn<SourceSummary>] = [
    FactColumn("source") { .text($0.name) }, FactColumn("party") { .word($0.party) },
    FactColumn("kind") { .word($0.kind) }, FactColumn("last_batch") { .time($0.lastBatch) },
    FactColumn("freshness", { .word($0.freshness.word) }) { .number($0.freshness.lateness) },
    FactColumn("rows") { .count($0.tally.rows) },
    FactColumn("accepted", { .count($0.tally.accepted) }) {
      .number(Double($0.tally.accepted) / Double(max(1, $0.tally.rows)))
    },
    FactColumn("rejected") { .count($0.tally.rejected) },
    FactColumn("duplicates") { .count($0.tally.duplicates) },
    FactColumn("last_volumes", { .text($0.recentVolumes.map { "\($0)" }.joined(separator: " ")) }) {
      .count($0.recentVolumes.last)
    },
    FactColumn("unusual") { $0.anomaly.map { .text($0) } ?? .unknown },
    FactColumn("seconds_late") {
      if case .late(let seconds) = $0.freshness { .count(seconds) } else { .unknown }
    },
    FactColumn("expected_seconds") { .count($0.expectedSeconds) },
  ]

  private static let batchColumns: [FactColumn<BatchSummary>] = [
    FactColumn("file") { .text($0.file) }, FactColumn("taken_in") { .time($0.takenIn) },
    FactColumn("rows") { .count($0.tally.rows) },
    FactColumn("rejected") { .count($0.tally.rejected) },
    FactColumn("accepted") { .count($0.tally.accepted) },
    FactColumn("duplicates") { .count($0.tally.duplicates) },
    FactColumn("seconds") { .number($0.seconds) }, FactColumn("earliest") { .time($0.earliest) },
    FactColumn("latest") { .time($0.latest) },
    FactColumn("batch") { .count(Int(clamping: $0.id.number)) },
  ]

  private static let fieldColumns: [FactColumn<FieldFill>] = [
    FactColumn("field") { .text($0.name) }, FactColumn("becomes") { .text($0.use) },
    FactColumn("filled_share") { .share($0.filled, of: $0.rows) },
    FactColumn("filled") { .count($0.filled) }, FactColumn("rows") { .count($0.rows) },
  ]

  private static let rejectColumns: [FactColumn<RejectReason>] = [
    FactColumn("rows") { .count($0.count) }, FactColumn("reason") { .text($0.code) },
    FactColumn("explanation") { .text($0.explanation) },
  ]

  private static let feedColumns: [FactColumn<FeedStudy.Column>] = [
    FactColumn("column") { .text($0.name) },
    FactColumn("becomes") { .text($0.use ?? FeedStudy.unused) },
    FactColumn("type") { .text($0.type) },
    FactColumn("filled_share") { .share($0.filled, of: $0.rows) },
    FactColumn("different") { .count($0.distinct) },
    FactColumn("values") { $0.isPersonal ? .unknown : .text($0.values) },
    FactColumn("filled") { .count($0.filled) }, FactColumn("rows") { .count($0.rows) },
    FactColumn("different_is_exact") { .flag($0.isDistinctExact) },
    FactColumn("is_personal") { .flag($0.isPersonal) },
  ]

  private var previewTable: PanelTable {
    let preview = study?.preview
    return PanelTable(
      preview?.rows ?? [],
      (preview?.columns ?? []).enumerated().map { index, title in
        FactColumn(title) { .text($0.indices.contains(index) ? $0[index] : "") }
      }
    ) { $0.joined(separator: " ") }
  }

  // MARK: Consent

  private static let purposeColumns: [FactColumn<ConsentCoverage.Purpose>] =
    lossColumns(sortedByShare: false) + [
      FactColumn("ends_within_30_days") { .people($0.expiringSoon) },
      FactColumn("grants", { .count($0.granted.reduce(0, +)) }),
      FactColumn("withdrawals", { .count($0.withdrawn.reduce(0, +)) }),
      FactColumn("granted_share") { .share($0.total.granted, of: $0.total.people) },
    ]

  private static let lossColumns =
    lossColumns(sortedByShare: true) + [
      FactColumn<ConsentCoverage.Purpose>("people") { .people($0.total.people) }
    ]

  /// Where the people of a purpose are; bars are sorted by the share that they show.
  private static func lossColumns(
    sortedByShare: Bool
  ) -> [FactColumn<ConsentCoverage.Purpose>] {
    func column(
      _ name: String, _ count: @escaping @Sendable (ConsentTally) -> Int
    ) -> FactColumn<ConsentCoverage.Purpose> {
      FactColumn(name, { .people(count($0.total)) }) {
        sortedByShare
          ? Fact.share(count($0.total), of: $0.total.people).sortKey : .count(count($0.total))
      }
    }
    return [
      FactColumn("purpose") { .text($0.name) }, column("granted", \.granted),
      column("refused", \.refused), column("expired", \.expired),
      column("no_signal", \.noSignal),
    ]
  }

  /// The shares of the heat map, a column a country or source.
  private var mapTable: PanelTable {
    let coverage = consent.coverage.value
    let groups = (coverage?.groups ?? []).enumerated().map { index, group in
      FactColumn<ConsentCoverage.Purpose>(group) { purpose in
        guard purpose.byGroup.indices.contains(index) else { return .unknown }
        return .share(purpose.byGroup[index].granted, of: purpose.byGroup[index].people)
      }
    }
    return PanelTable(
      coverage?.purposes ?? [], [FactColumn("purpose") { .text($0.name) }] + groups, text: \.name)
  }

  private var trendTable: PanelTable? {
    guard let coverage = consent.coverage.value, let purpose = trendPurpose else { return nil }
    let days = trendDays(of: purpose, coverage)
    return PanelTable(
      days.indices.map { $0 },
      [
        FactColumn("day") { .day(days[$0]) },
        FactColumn("purpose") { _ in .text(purpose.name) },
        FactColumn("granted") { .count(purpose.granted[$0]) },
        FactColumn("withdrawn") {
          .count(purpose.withdrawn.indices.contains($0) ? purpose.withdrawn[$0] : nil)
        },
      ])
  }

  private static let standingColumns: [FactColumn<ConsentHistory.Standing>] = [
    FactColumn("purpose") { .text($0.purpose) }, FactColumn("state") { .word($0.state.rawValue) },
    FactColumn("since") { .time($0.since) }, FactColumn("ends") { .time($0.expires) },
    FactColumn("source") { .text($0.source) }, FactColumn("reason") { .text($0.reason) },
  ]

  // MARK: Segments

  private static let libraryColumns: [FactColumn<LibraryRow>] = [
    FactColumn("segment") { .text($0.key.title) },
    FactColumn("people") { .people($0.saved?.size) },
    FactColumn("version") { .count($0.saved?.version) },
    FactColumn("saved") { .time($0.saved?.savedAt) }, FactColumn("note") { .text($0.note) },
    FactColumn("definition") { .text($0.text) },
  ]

  private static let versionColumns: [FactColumn<SegmentVersion>] = [
    FactColumn("version") { .count($0.number) }, FactColumn("saved") { .time($0.savedAt) },
    FactColumn("note") { .text($0.note) }, FactColumn("people") { .people($0.size) },
    FactColumn("definition") { .text($0.text) },
  ]

  static let facetColumns: [FactColumn<Facet>] = [
    FactColumn("attribute") { .text($0.attribute) },
    FactColumn("share") { .number($0.values.first?.share) },
    FactColumn("times_as_frequent") { .number($0.values.first?.lift) },
  ]

  private static let facetValueColumns: [FactColumn<(attribute: String, value: Facet.Value)>] = [
    FactColumn("attribute") { .text($0.attribute) }, FactColumn("value") { .text($0.value.name) },
    FactColumn("people") { .people($0.value.count) },
    FactColumn("share") { .number($0.value.share) },
    FactColumn("share_of_everyone") { .number($0.value.shareOfEveryone) },
    FactColumn("times_as_frequent") { .number($0.value.lift) },
  ]

  /// The conditions of the segment in the builder with what each does.
  private var treeTable: PanelTable {
    let figures = segments.figures
    return PanelTable(
      segments.builder.rows.filter { $0.node != nil },
      [
        FactColumn("depth") { .count($0.depth) },
        FactColumn("condition") { .text($0.node?.title ?? "") },
        FactColumn("alone") { row in .people(row.node.flatMap { figures[$0.id] }?.own) },
        FactColumn("running") { row in .people(row.node.flatMap { figures[$0.id] }?.running) },
        FactColumn("without_it") { row in .people(row.node.flatMap { figures[$0.id] }?.without) },
        FactColumn("is_muted") { .flag($0.isMuted) },
      ])
  }

  private static func table(of waterfall: Requests.Waterfall) -> PanelTable {
    PanelTable(
      waterfall.steps,
      [
        FactColumn("step") { .text($0.label) }, FactColumn("remaining") { .people($0.remaining) },
        FactColumn("lost") { .people($0.lost) }, FactColumn("why") { .text($0.note) },
        FactColumn("channel") { _ in .text(waterfall.destination) },
      ])
  }

  // MARK: Audiences and reports

  private static let destinationColumns: [FactColumn<Destination>] = [
    FactColumn("channel") { .text($0.title) },
    FactColumn("needs_consent_for") { .text($0.purposes.joined(separator: ", ")) },
    FactColumn("at_least") { .count($0.minimumSize) },
    FactColumn("last") { .time($0.lastActivation) }, FactColumn("name") { .text($0.name) },
    FactColumn("identifiers") { .text($0.identifiers.joined(separator: ", ")) },
    FactColumn("format") { .text($0.format) },
  ]

  private static let activationColumns: [FactColumn<Activation>] = [
    FactColumn("when") { .time($0.time) }, FactColumn("segment") { .text($0.segment) },
    FactColumn("channel") { .text($0.destination) },
    FactColumn("delivered") { .people($0.delivered) }, FactColumn("added") { .people($0.added) },
    FactColumn("removed") { .people($0.removed) }, FactColumn("file") { .text($0.file) },
    FactColumn("number") { .count($0.number) }, FactColumn("sha256") { .text($0.sha256) },
  ]

  private static let reportColumns: [FactColumn<ReportKind>] = [
    FactColumn("report") { .text($0.title) }, FactColumn("name") { .text($0.name) },
    FactColumn("about") { .text($0.about) },
  ]
}

extension AttentionItem.Urgency {
  fileprivate var rank: Double {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

extension Freshness {
  fileprivate var word: String {
    switch self {
    case .never: "never"
    case .unknown: "no rhythm"
    case .onTime: "on time"
    case .late: "late"
    }
  }

  /// Those that never came after those that are late, and these after the others.
  fileprivate var lateness: Double {
    switch self {
    case .never: .infinity
    case .late(let seconds): Double(seconds)
    case .onTime: -1
    case .unknown: -2
    }
  }
}
