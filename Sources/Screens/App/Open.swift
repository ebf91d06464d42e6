internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// Opens what is selected: who, what, why.
  mutating func open() -> [Effect] {
    switch focused {
    case .attention: return openAttention()
    case .sources:
      focus[.sources] = .batches
      return pane == .sources ? loadSourceDetail() : go(to: .sources)
    case .library: return selectedRow.map { open($0) } ?? []
    case .tree: return perform(.editCondition)
    case .history:
      guard let version = selected(.history, of: segments.versions.value) else { return [] }
      say("Version \(version.number) is in the builder; u goes back to yours", .info)
      return ask(.check(text: version.text), for: .version)
    case .facets:
      guard let value = selected(.facets, of: segments.facets.value)?.values.first else {
        return []
      }
      return edit { $0.add(.condition(value.condition)) }
    case .waterfall: return perform(.chooseDestination)
    case .matches: return openMatch()
    case .memberships:
      return selected(.memberships, of: people.person.value?.segments).map {
        openSegment(named: $0)
      } ?? []
    case .destinations:
      return audiences.segment == nil ? perform(.chooseSegment) : loadPreflight()
    case .reportKinds:
      focus[.reports] = .reportTable
      return loadReport()
    case .reportTable, .look1, .look2, .look3, .look4: return perform(.makeSegment)
    case .rejects: return openRejects()
    case .feedColumns: return perform(.changeRole)
    case .purposes, .consentTrend, .activations:
      if let owner = focused.owner, owner != pane { return go(to: owner) }
      return openReceipt()
    case .fields: return perform(.showMapping)
    case .overview, .feedFacts, .feedPreview, .batches, .consentMap, .consentLosses, .ledger,
      .consentPerson, .knownBy, .groupSizes, .everyone, .libraryText, .size, .reportNotes,
      .preflight, .identifiers, .attributes, .personConsent, .timeline:
      return openReceipt()
    }
  }

  /// Shows the rows behind a reason.
  private mutating func openRejects() -> [Effect] {
    guard let reason = selected(.rejects, of: sources.detail.value?.rejects) else { return [] }
    let rows = reason.samples.map {
      ["\($0.file):\($0.line)" + ($0.field.map { " · " + $0 } ?? ""), $0.text]
    }
    overlay = .page(
      Page(
        title: "\(reason.code), \(Figure.count(reason.count)) rows",
        .receipt([["why", reason.explanation]] + rows)))
    return []
  }
}
