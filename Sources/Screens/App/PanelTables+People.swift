internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// The tables of the people pane.
  func personTable(of panel: Panel) -> PanelTable? {
    let person = people.person.value
    return switch panel {
    case .matches where people.search.isEmpty: nil
    case .matches:
      PanelTable(people.matches.value ?? [], Self.matchColumns) { "\($0.namespace) \($0.shown)" }
    case .knownBy: knownByTable
    case .groupSizes: groupSizeTable
    case .everyone: PanelTable(facetsOfEveryone, Self.facetColumns)
    case .identifiers:
      PanelTable(person?.identifiers ?? [], Self.identifierColumns, sorts: 4) {
        "\($0.namespace) \($0.source) \($0.because)"
      }
    case .attributes:
      PanelTable(person?.attributes ?? [], Self.attributeColumns, sorts: 4) {
        "\($0.name) \($0.shown)"
      }
    case .personConsent:
      PanelTable(person?.consent ?? [], Self.consentColumns, text: \.purpose)
    case .timeline:
      PanelTable(person?.timeline ?? [], Self.momentColumns, sorts: 4) {
        "\($0.event) \($0.detail)"
      }
    case .memberships:
      PanelTable(person?.segments ?? [], [FactColumn("segment") { .text($0) }]) { $0 }
    default: nil
    }
  }

  private var knownByTable: PanelTable {
    let everyone = people.overview.value?.people ?? 0
    return PanelTable(
      people.overview.value?.namespaces ?? [],
      [
        FactColumn("known_by") { .text($0.name) },
        FactColumn("identifiers") { .people($0.identifiers) },
        FactColumn("people") { .people($0.people) },
        FactColumn("share") { .share($0.people, of: everyone) },
      ], text: \.name)
  }

  private var groupSizeTable: PanelTable {
    let everyone = people.overview.value?.people ?? 0
    return PanelTable(
      people.overview.value?.sizes ?? [],
      [
        FactColumn("identifiers_from") { .count($0.from) },
        FactColumn("people") { .people($0.people) },
        FactColumn("share") { .share($0.people, of: everyone) },
        FactColumn("identifiers_to") { .count($0.to) },
      ], sorts: 3
    ) { Self.name(of: $0) }
  }

  /// How many identifiers each of these people has, in words.
  static func name(of size: PeopleOverview.Size) -> String {
    size.to.map { $0 == size.from ? "\(size.from)" : "\(size.from) to \($0)" }
      ?? "\(Figure.count(size.from)) or more"
  }

  private static let matchColumns: [FactColumn<PersonMatch>] = [
    FactColumn("namespace") { .text($0.namespace) }, FactColumn("identifier") { .text($0.shown) },
    FactColumn("identifiers") { .count($0.identifiers) },
    FactColumn("last_seen") { .time($0.lastSeen) },
  ]

  private static let identifierColumns: [FactColumn<PersonView.Identifier>] = [
    FactColumn("namespace") { .text($0.namespace) }, FactColumn("identifier") { .text($0.shown) },
    FactColumn("source") { .text($0.source) },
    FactColumn("belongs_here_by") { .text($0.because) },
    FactColumn("confidence") { .number($0.confidence) },
    FactColumn("last_seen") { .time($0.lastSeen) },
  ]

  private static let attributeColumns: [FactColumn<PersonView.Attribute>] = [
    FactColumn("attribute") { .text($0.name) }, FactColumn("value") { .text($0.shown) },
    FactColumn("source") { .text($0.source) }, FactColumn("since") { .time($0.time) },
    FactColumn("contradictions") { .count($0.contradictions) },
  ]

  private static let consentColumns: [FactColumn<PersonView.Consent>] = [
    FactColumn("purpose") { .text($0.purpose) }, FactColumn("state") { .word("\($0.state)") },
    FactColumn("source") { .text($0.source) }, FactColumn("since") { .time($0.since) },
    FactColumn("ends") { .time($0.expires) },
  ]

  private static let momentColumns: [FactColumn<PersonView.Moment>] = [
    FactColumn("when") { .time($0.time) }, FactColumn("event") { .text($0.event) },
    FactColumn("detail") { .text($0.detail) }, FactColumn("source") { .text($0.source) },
    FactColumn("starts_session") { .flag($0.startsSession) },
  ]
}
