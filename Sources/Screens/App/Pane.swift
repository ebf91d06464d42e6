/// A pane of the screen; its number is the key that opens it.
package enum Pane: Int, Hashable, Sendable, CaseIterable {
  case home, sources, consent, segments, reports, audiences, people

  package var title: String {
    switch self {
    case .home: "Home"
    case .sources: "Sources"
    case .consent: "Consent"
    case .segments: "Segments"
    case .reports: "Reports"
    case .audiences: "Audiences"
    case .people: "People"
    }
  }
}

/// A part of a pane that can have the focus and, where it is a list, a selection.
package enum Panel: Hashable, Sendable, CaseIterable {
  case attention, overview
  case sources, batches, fields, rejects
  case feedColumns, feedFacts, feedPreview
  case purposes, consentMap, consentTrend, consentLosses, ledger, consentPerson
  case library, libraryText
  case tree, size, waterfall, history, facets
  case reportKinds, reportTable, reportNotes
  /// The further looks below a report's table, each by itself.
  case look1, look2, look3, look4
  case destinations, preflight, activations
  case matches, knownBy, groupSizes, everyone
  case identifiers, attributes, personConsent, timeline, memberships

  package var title: String {
    switch self {
    case .attention: "Needs attention"
    case .overview: "Workspace"
    case .sources: "Sources"
    case .batches: "Batches"
    case .fields: "Fields"
    case .rejects: "Rejects"
    case .feedColumns: "Columns"
    case .feedFacts: "What it is"
    case .feedPreview: "As it would come in"
    case .purposes: "Coverage by purpose"
    case .consentMap: "Granted"
    case .consentTrend: "Grants and withdrawals"
    case .consentLosses: "Where people are lost"
    case .ledger: "Ledger"
    case .consentPerson: "One person"
    case .library: "Segments"
    case .libraryText: "Definition"
    case .tree: "Segments"
    case .size: "Size"
    case .waterfall: "Delivery"
    case .history: "History"
    case .facets: "Who they are, against everyone"
    case .reportKinds: "Reports"
    case .reportTable: "Report"
    case .reportNotes: "Notes"
    case .look1, .look2, .look3, .look4: "Further look"
    case .destinations: "Destinations"
    case .preflight: "Preflight"
    case .activations: "Deliveries"
    case .matches: "People"
    case .knownBy: "What people are known by"
    case .groupSizes: "How many identifiers each has"
    case .everyone: "Who they are, in shares of everyone"
    case .identifiers: "Identifiers"
    case .attributes: "Attributes"
    case .personConsent: "Consent"
    case .timeline: "Timeline"
    case .memberships: "Segments"
    }
  }

  static let looks: [Panel] = [.look1, .look2, .look3, .look4]

  /// Which of the further looks it shows; nil for every other panel.
  var look: Int? { Self.looks.firstIndex(of: self) }

  /// True for what shows the table of a report, which commands print as well.
  var isReport: Bool { self == .reportTable || look != nil }

  /// True for lists that `/` narrows.
  package var isList: Bool {
    switch self {
    case .overview, .consentTrend, .ledger, .libraryText, .size, .waterfall, .preflight,
      .reportNotes, .feedFacts, .everyone:
      false
    default: true
    }
  }

  /// Lines at the top of the panel's content that are not rows of its list.
  var headerRows: Int {
    switch self {
    case .attention, .memberships, .facets, .reportKinds: 0
    default: isList ? 1 : 0
    }
  }
}
