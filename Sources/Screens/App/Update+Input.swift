internal import Basis
internal import Cells

extension AppState {
  /// Does what came from the terminal.
  mutating func take(_ event: InputEvent) -> [Effect] {
    // Whatever gives what is shown more room makes room for more of it.
    respond(to: event) + loadFurther() + loadLooks() + loadMost()
  }

  private mutating func respond(to event: InputEvent) -> [Effect] {
    switch event {
    case .key(let stroke): return strike(stroke)
    case .mouse(let mouse): return point(mouse)
    case .paste(let text): return paste(text)
    case .resize(let size):
      self.size = size
      return []
    case .focus, .reply: return []
    }
  }

  private mutating func strike(_ struck: KeyStroke) -> [Effect] {
    // Who wants out of a text or a dialog with Ctrl-C gets out of that, not out of the program.
    let isInside = hasOverlay || filterInput != nil || isTyping
    let stroke = isInside && struck == KeyStroke("c", .control) ? KeyStroke(.escape) : struck
    if stroke == KeyStroke("z", .control) { return [.suspend] }
    if stroke == KeyStroke("l", .control) { return [.redraw] }
    if hasOverlay { return strikeOverlay(stroke) }
    if filterInput != nil { return strikeFilter(stroke) }
    if isTyping { return strikeEditor(stroke) }
    let contexts = keyContexts
    var meaning = keymap.meaning(of: pending + [stroke], in: contexts)
    if meaning == .nothing, !pending.isEmpty {
      meaning = keymap.meaning(of: [stroke], in: contexts)
      pending = []
    }
    switch meaning {
    case .action(let action):
      pending = []
      return perform(action)
    case .startOfSequence:
      pending.append(stroke)
      return []
    case .nothing:
      pending = []
      return []
    }
  }

  var hasOverlay: Bool { overlay != nil || keysPage != nil }

  /// True while keys are text, without anything lying over the pane.
  var isTyping: Bool { pane == .segments && segments.mode == .text && focused == .tree }

  private mutating func paste(_ text: String) -> [Effect] {
    if hasOverlay { return pasteOverlay(text) }
    if filterInput != nil {
      filterInput?.insert(text)
      return applyFilter()
    }
    if isTyping {
      segments.editor.insert(text)
      return typed()
    }
    if pane == .segments, segments.mode == .builder {
      // A pasted text is a condition to add: it is looked at before it is taken.
      return openLine(text.trimmed, isNew: true)
    }
    return []
  }

  // MARK: The filter

  private mutating func strikeFilter(_ stroke: KeyStroke) -> [Effect] {
    switch stroke.key {
    case .escape:
      filterInput = nil
      lists[focused] = filterBefore
      return selectionMoved()
    case .enter:
      filterInput = nil
      return []
    case .function(1):
      openKeys(.filter)
      return []
    case .up: return perform(.up)
    case .down: return perform(.down)
    case .pageUp: return perform(.pageUp)
    case .pageDown: return perform(.pageDown)
    case .home: return perform(.first)
    case .end: return perform(.last)
    default:
      _ = filterInput?.handle(stroke)
      return applyFilter()
    }
  }

  private mutating func applyFilter() -> [Effect] {
    lists[focused, default: ListState()].filter = filterInput?.text ?? ""
    lists[focused, default: ListState()].selection = 0
    return selectionMoved()
  }

  /// The key tables that hold now, the closest first.
  package var keyContexts: [KeyContext] {
    let own = keyContext(of: pane)
    // Beside the tree the list keys come first, so that Enter opens what is selected there.
    return own == .builder && focused != .tree
      ? [.lists, .builder, .everywhere] : [own, .lists, .everywhere]
  }

  /// The key table of a pane as it stands.
  func keyContext(of pane: Pane) -> KeyContext {
    switch pane {
    case .home: .home
    case .sources: sources.study == nil ? .sources : .feed
    case .consent: .consent
    case .segments: segments.mode == .library ? .library : .builder
    case .reports: .reports
    case .audiences: .audiences
    case .people: .people
    }
  }
}
