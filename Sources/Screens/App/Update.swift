internal import Cells
internal import Requests

/// Folds a message into the state and returns what is to be done for it.
package func update(_ state: inout AppState, _ message: Message) -> [Effect] {
  let effects = state.fold(message)
  state.settle()
  return effects
}

extension AppState {
  fileprivate mutating func fold(_ message: Message) -> [Effect] {
    switch message {
    case .started: return start()
    case .input(let event): return take(event)
    case .tick(let instant): return pass(to: instant)
    case .reported(let report): return receive(report)
    case .workspaceChanged: return refresh()
    case .edited(let text): return returned(fromEditor: text)
    case .resumed: return [.redraw]
    case .noticed(let notice):
      say(notice.text, notice.role)
      return []
    }
  }

  private mutating func start() -> [Effect] {
    let effects = resume()
    // What is taken up may have asked for the list of segments, which the pane does again.
    return effects + refresh()
  }

  private mutating func pass(to instant: Instant) -> [Effect] {
    now = max(now, instant)
    notices.removeAll { $0.isOver(at: now) }
    if let end = people.revealedUntil, now >= end { return mask() }
    return []
  }

  /// Asks again for everything that the screen shows.
  mutating func refresh() -> [Effect] {
    header.asked(at: now)
    return ask(.header, for: .header) + appear()
  }

  /// Asks for what the open pane needs.
  mutating func appear() -> [Effect] {
    switch pane {
    case .home:
      // What stands below waits for the header, so that nothing keeps that from the screen.
      return loadSources() + (header.isLoading ? [] : loadHome())
    case .sources: return loadSources()
    case .consent: return loadConsent()
    case .segments: return loadSegments()
    case .reports: return loadReports()
    case .audiences: return loadAudiences()
    case .people: return loadPerson()
    }
  }

  /// Holds every list to what it has and what is in sight.
  fileprivate mutating func settle() {
    let layout = layout
    for place in layout.places where place.panel.isList && place.panel != .tree {
      let count = rowCount(place.panel)
      let visible = max(0, place.content.rows - place.panel.headerRows)
      lists[place.panel, default: ListState()].settle(count: count, visible: visible)
    }
    if let place = layout.place(of: .tree) {
      let visible = max(1, place.content.rows - Panel.tree.headerRows)
      var list = lists[.tree] ?? ListState()
      list.selection = segments.builder.cursorRow
      list.settle(count: segments.builder.rows.count, visible: visible)
      lists[.tree] = list
      segments.editorFirst = segments.editor.scrolled(
        from: segments.editorFirst, in: place.content)
    }
    settleOverlay()
  }

  /// The state of a list, as it is before anybody touched it where nobody did.
  package func list(_ panel: Panel) -> ListState { lists[panel] ?? ListState() }
}
