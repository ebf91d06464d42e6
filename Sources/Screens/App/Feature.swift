/// Something that an engine may not answer: what is missing is not shown at all.
package enum Feature: Hashable, Sendable, CaseIterable {
  case audit, ingest, watch, retryRejects, undoBatch, verifyLedger, ledger, consentHistory
  case waterfall, facets, trend, versions, why, overlap, rename, remove, completions
  case reveal, export
}

extension Action {
  /// What the engine has to be able to for the action; nil where it needs nothing special.
  var feature: Feature? {
    switch self {
    case .auditFeed: .audit
    case .ingest: .ingest
    case .watch: .watch
    case .consentOf: .consentHistory
    case .retryRejects: .retryRejects
    case .undoBatch: .undoBatch
    case .verifyLedger: .verifyLedger
    case .chooseDestination: .waterfall
    case .why: .why
    case .tick, .overlap: .overlap
    case .compare: .versions
    case .rename: .rename
    case .removeSegment: .remove
    case .reveal: .reveal
    case .export: .export
    default: nil
    }
  }
}

extension Panel {
  /// What the engine has to be able to for the panel to show anything.
  var feature: Feature? {
    switch self {
    case .waterfall: .waterfall
    case .facets: .facets
    case .history: .versions
    case .ledger: .ledger
    case .consentPerson: .consentHistory
    default: nil
    }
  }

  /// The pane that the panel belongs to, for those that others show as well.
  var owner: Pane? {
    switch self {
    case .purposes, .consentTrend: .consent
    case .library: .segments
    case .activations: .audiences
    default: nil
    }
  }
}

extension AppState {
  func has(_ feature: Feature) -> Bool { !missing.contains(feature) }

  /// True when the action is part of this workspace: what is not is left out everywhere.
  func isOffered(_ action: Action) -> Bool {
    if let pane = action.pane, !panes.contains(pane) { return false }
    if action == .exportSegment, !panes.contains(.audiences) { return false }
    if action == .makeSegment, !panes.contains(.segments) { return false }
    return action.feature.map { has($0) } ?? true
  }

  func isOffered(_ panel: Panel) -> Bool {
    if let owner = panel.owner, !panes.contains(owner) { return false }
    return panel.feature.map { has($0) } ?? true
  }
}
