internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// Everything that can be done or gone to, in one list.
  ///
  /// What can be done here comes first, what can be done in other panes last, with their names.
  mutating func openPalette() -> [Effect] {
    var items = ownItems()
    items += Self.segmentItems(segments.library.value ?? [])
    items += (sources.all.value ?? []).map {
      Chooser.Item($0.name, kind: "source", count: Figure.count($0.tally.rows), .source($0.name))
    }
    items += Self.reportItems(reports.kinds.value ?? [])
    items += itemsElsewhere()
    var chooser = Chooser(.palette, title: "Go to, or do", prompt: "Type to find", items: items)
    chooser.offersPeople = panes.contains(.people)
    overlay = .chooser(chooser)
    var effects: [Effect] = []
    if panes.contains(.segments), segments.library.value == nil {
      effects += ask(.segments, for: .segments)
    }
    if panes.contains(.reports), reports.kinds.value == nil {
      effects += ask(.reports, for: .reports)
    }
    return effects
  }

  static func segmentItems(_ library: [SavedSegment]) -> [Chooser.Item] {
    library.map {
      Chooser.Item($0.name, kind: "segment", count: Figure.count($0.size), .segment($0.name))
    }
  }

  private static func reportItems(_ kinds: [ReportKind]) -> [Chooser.Item] {
    kinds.map { Chooser.Item($0.title, kind: "report", .report($0.name)) }
  }

  /// Takes which reports there are, for the pane and for a palette that lies open.
  mutating func takeReports(_ kinds: [ReportKind]) -> [Effect] {
    reports.kinds.arrived(kinds)
    if case .chooser(var chooser) = overlay, chooser.purpose == .palette {
      chooser.items.removeAll { $0.kind == "report" }
      chooser.items += Self.reportItems(kinds)
      chooser.search()
      overlay = .chooser(chooser)
    }
    return recallReport()
  }

  private func ownItems() -> [Chooser.Item] {
    keyContexts.flatMap { context in
      keymap.bindings(context)
        .filter { !$0.action.isMotion && isOffered($0.action) }
        .map {
          Chooser.Item(
            $0.title, kind: "action", count: $0.keys.first ?? "",
            disabledReason: disabledReason($0.action), .action($0.action))
        }
    }
  }

  // MARK: Actions of other panes

  /// The actions that no key does here, each with the pane it belongs to and the keys that do it.
  ///
  /// What is chosen there is not in sight, and so says nothing yet about what can be done.
  private func itemsElsewhere() -> [Chooser.Item] {
    var known = Set(
      keyContexts.flatMap { keymap.bindings($0) }.map { Place(action: $0.action, pane: pane) })
    return contextsElsewhere.flatMap { context, pane in
      keymap.bindings(context)
        .filter {
          !$0.action.isMotion && $0.action != .open && isOffered($0.action)
            && known.insert(Place(action: $0.action, pane: pane)).inserted
        }
        .map {
          Chooser.Item(
            $0.title, kind: "action", note: pane.title, count: keys(of: $0, in: context, of: pane),
            disabledReason: writingReason($0.action), .elsewhere($0.action, context))
        }
    }
  }

  /// An action as one of a pane: the tables of one pane have some in common.
  private struct Place: Hashable {
    let action: Action
    let pane: Pane
  }

  /// The key tables that do not hold here, those first that hold in their panes as they stand.
  private var contextsElsewhere: [(KeyContext, Pane)] {
    let all = KeyContext.allCases.compactMap { context in
      context.pane.flatMap { panes.contains($0) ? (context, $0) : nil }
    }.filter { !keyContexts.contains($0.0) }
    return all.filter { keyContext(of: $0.1) == $0.0 } + all.filter { keyContext(of: $0.1) != $0.0 }
  }

  /// The keys that do it from here; empty where something has to be opened between them.
  private func keys(of binding: KeyBinding, in context: KeyContext, of pane: Pane) -> String {
    guard keyContext(of: pane) == context, let key = binding.keys.first else { return "" }
    let opening = Action.allCases.first { $0.pane == pane }
    guard let first = opening.flatMap({ keymap.key(of: $0, in: [.everywhere]) }) else { return "" }
    return first + " " + key
  }

  /// Goes where an action belongs, and does it where it is about nothing that has to be chosen.
  ///
  /// Whoever is not there does not see what is chosen, and so everything else waits for its key.
  mutating func take(_ action: Action, to context: KeyContext) -> [Effect] {
    guard let pane = context.pane else { return perform(action) }
    let effects = go(to: pane) + enter(context)
    let missing = action.standsAlone ? nil : missingStep(to: context)
    if missing == nil, action.standsAlone || action.isAboutWhole {
      return effects + perform(action)
    }
    if let panel = action.panel(in: context) { focus[pane] = panel }
    let binding = keymap.bindings(context).first { $0.action == action }
    guard let binding, let key = binding.keys.first else { return effects }
    say((missing.map { $0 + "; then " } ?? "") + "\(key): \(binding.title)", .info)
    return effects
  }

  /// What has to be done in the pane before the keys of the context hold; nil when they hold.
  private func missingStep(to context: KeyContext) -> String? {
    switch context {
    case .builder where segments.mode == .library: "Open a segment first"
    case .feed where sources.study == nil: "Audit a feed first"
    default: nil
    }
  }

  /// Shows the state of the pane in which the keys of a context hold, where it can be shown.
  private mutating func enter(_ context: KeyContext) -> [Effect] {
    switch context {
    case .library where segments.mode != .library: return perform(.library)
    case .builder where segments.mode == .text: return leaveText()
    case .sources where sources.study != nil: return closeStudy()
    default: return []
    }
  }
}

extension Action {
  var isMotion: Bool {
    switch self {
    case .up, .down, .pageUp, .pageDown, .halfUp, .halfDown, .first, .last, .palette, .nextCell,
      .previousCell:
      true
    default: false
    }
  }

  /// True for what is about nothing that has to be chosen or opened: it begins something, or asks.
  fileprivate var standsAlone: Bool {
    switch self {
    case .auditFeed, .breakdown, .consentOf, .verifyLedger, .newSegment, .library, .search,
      .chooseSegment:
      true
    default: false
    }
  }

  /// True for what is about the whole of the segment that is open, whatever is chosen in it.
  fileprivate var isAboutWhole: Bool { [.textMode, .save, .saveAs].contains(self) }

  /// The panel whose chosen row the action is about.
  fileprivate func panel(in context: KeyContext) -> Panel? {
    switch context {
    case .builder: .tree
    case .library: .library
    case .sources: self == .undoBatch ? .batches : .sources
    case .feed: .feedColumns
    case .audiences: .destinations
    case .reports: [.makeSegment, .setBudget].contains(self) ? .reportTable : nil
    case .consent, .people, .home, .lists, .everywhere: nil
    }
  }
}
