package import Basis
internal import Cells
package import Requests

/// What the screen takes up again at the next start: where one was, and how it was laid out.
///
/// Nothing that was typed to find somebody or something is in it.
package struct ScreenMemory: Hashable, Sendable {
  /// Where one stood in a list.
  package struct Place: Hashable, Sendable {
    package var selection: Int
    package var sort: ListState.Sort?

    package init(selection: Int, sort: ListState.Sort? = nil) {
      (self.selection, self.sort) = (selection, sort)
    }
  }

  package var pane = Pane.home
  package var focus: [Pane: Panel] = [:]
  package var lists: [Panel: Place] = [:]
  package var dividers: [Divider: Int] = [:]
  package var lens = Lens.person
  /// The theme that was chosen by hand; nil where nobody did.
  package var theme: String?
  /// The segment in the builder; nil where there is none.
  package var segment: DraftStore.Key?
  package var showsLibrary = true
  /// The channel of the waterfall.
  package var destination: String?
  package var report: ReportRequest?
  package var showsChart = false

  package init() {}
}

extension Panel {
  /// True for lists that are there at every start, so that a place in them means something.
  fileprivate var isLasting: Bool {
    switch self {
    case .attention, .sources, .batches, .fields, .purposes, .consentMap, .consentLosses, .library,
      .history, .reportKinds, .reportTable, .destinations, .activations:
      true
    default: false
    }
  }
}

extension AppState {
  /// What is to be taken up again at the next start.
  package var memory: ScreenMemory {
    var memory = ScreenMemory()
    (memory.pane, memory.focus, memory.dividers) = (pane, focus, dividers)
    for (panel, list) in lists where panel.isLasting && (list.selection > 0 || list.sort != nil) {
      memory.lists[panel] = ScreenMemory.Place(selection: list.selection, sort: list.sort)
    }
    (memory.lens, memory.theme) = (viewpoint.lens, chosenTheme)
    let isBlank = segments.name.isEmpty && segments.builder.isEmpty && !segments.isOpening
    memory.segment = isBlank && drafts.text(of: segments.key) == nil ? nil : segments.key
    memory.showsLibrary = segments.mode == .library
    memory.destination = segments.destination
    (memory.report, memory.showsChart) = (reports.request ?? reports.recalled, reports.showsChart)
    return memory
  }

  /// Takes up what was left; lists keep their places until they have something to show.
  mutating func recall(_ memory: ScreenMemory) {
    if panes.contains(memory.pane) { pane = memory.pane }
    (focus, dividers, chosenTheme) = (memory.focus, memory.dividers, memory.theme)
    for (panel, place) in memory.lists {
      lists[panel] = ListState(recalled: place)
    }
    if !memory.showsLibrary { segments.mode = .builder }
    // A saved segment is opened again only where it was in sight; a draft is, wherever one was.
    let isWanted = memory.segment.map { !memory.showsLibrary || drafts.text(of: $0) != nil }
    segments.resuming = isWanted == true ? memory.segment : nil
    segments.destination = memory.destination
    (reports.recalled, reports.showsChart) = (memory.report, memory.showsChart)
  }
}
