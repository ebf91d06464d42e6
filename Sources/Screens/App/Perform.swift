internal import Basis
internal import Cells
internal import Formats
internal import Requests

extension AppState {
  /// Does what an action means here; a disabled one says why instead.
  mutating func perform(_ action: Action) -> [Effect] {
    if let reason = disabledReason(action) {
      say(reason, .info)
      return []
    }
    if action.isEdit { lastEdit = action }
    switch action {
    case .openHome, .openSources, .openConsent, .openSegments, .openReports, .openAudiences,
      .openPeople:
      return action.pane.map { go(to: $0) } ?? []
    case .palette: return openPalette()
    case .help: return openHelp()
    case .lens: return openLenses()
    case .asOf:
      overlay = .prompt(
        Prompt(
          .asOf, title: "Count as of",
          about: "A day such as 2026-11-21, with 14:03 if you like, in \(zone.name); empty is now",
          text: viewpoint.asOf.map(typed) ?? ""))
      return []
    case .again: return lastEdit.map { perform($0) } ?? []
    case .theme: return openThemes()
    case .mouse:
      isMouseOn.toggle()
      say(
        isMouseOn
          ? "The mouse works here again"
          : "The terminal has the mouse: dragging selects text; M takes it back", .info
      )
      return [.setMouse(isMouseOn)]
    case .share:
      isShared.toggle()
      say(
        isShared
          ? "Names are pseudonyms now, and figures of fewer than \(Self.leastShared) people are hidden"
          : "Names and figures are as they are", .info)
      return isShared ? mask() : []
    case .writeKeys:
      overlay = .prompt(
        Prompt(
          .writeKeys, title: "Save the keys of this session",
          about: "parterre --keys FILE plays them again; the file must be a new one",
          text: "session.keys"))
      return []
    case .refresh:
      say("Asking again", .info)
      return refresh()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quit: return askToQuit()
    case .zoom:
      isZoomed.toggle()
      return []
    case .nextPanel: return focus(step: 1)
    case .previousPanel: return focus(step: -1)
    case .showNotices: return openNotices()
    case .cancelWork: return cancelWork()
    case .receipt: return openReceipt()
    case .up: return move(by: -1)
    case .down: return move(by: 1)
    case .pageUp: return move(by: -visibleRows)
    case .pageDown: return move(by: visibleRows)
    case .halfUp: return move(by: -max(1, visibleRows / 2))
    case .halfDown: return move(by: max(1, visibleRows / 2))
    case .first: return move(by: -1_000_000_000)
    case .last: return move(by: 1_000_000_000)
    case .open: return open()
    case .back: return back()
    case .filter:
      filterBefore = list(focused)
      filterInput = TextInput(filterBefore.filter)
      return []
    case .nextMatch: return move(by: 1)
    case .previousMatch: return move(by: -1)
    case .sort:
      lists[focused, default: ListState()].sortNext(columns: sortKeyCount(focused))
      return selectionMoved()
    case .sortReverse:
      lists[focused, default: ListState()].sort?.isDescending.toggle()
      return selectionMoved()
    case .copy: return copySelection()
    case .copyTable: return copyPanel()
    case .writeTable: return openWriteTable()
    case .copyCommand: return copied(command, "The command")
    case .ingest, .watch, .retryRejects, .undoBatch, .showMapping: return performSources(action)
    case .auditFeed, .changeRole, .leaveColumnOut, .takeFeed: return performFeed(action)
    case .breakdown, .verifyLedger, .consentOf: return performConsent(action)
    case .addCondition, .editCondition, .negate, .group, .ungroup, .switchJoint, .mute,
      .removeCondition, .copyCondition, .pasteCondition, .moveUp, .moveDown, .undo, .redo,
      .textMode, .editOutside, .save, .saveAs, .library, .newSegment, .chooseDestination, .why,
      .exportSegment, .tick, .overlap, .compare, .language, .rename, .removeSegment:
      return performSegments(action)
    case .search, .reveal: return performPeople(action)
    case .chooseSegment, .delta, .deliverySettings, .export: return performAudiences(action)
    case .parameters, .chart, .makeSegment, .setBudget, .nextCell, .previousCell:
      return performReports(action)
    }
  }

  /// Why an action cannot be done now, in a sentence; nil when it can.
  package func disabledReason(_ action: Action) -> String? {
    if let pane = action.pane, !panes.contains(pane) {
      return "\(pane.title) is not part of this workspace yet"
    }
    guard isOffered(action) else { return "That is not part of this workspace yet" }
    if let reason = writingReason(action) { return reason }
    switch action {
    case .writeTable where isShared:
      // A file has the real names, and whoever looks on sees where it goes.
      return "The screen is shared; S ends that"
    case .filter:
      return focused.isList && focused != .tree ? nil : "There is no list here to arrange"
    case .writeTable: return hasTable(focused) ? nil : "There is no table here to write"
    case .sort, .sortReverse:
      return sortKeyCount(focused) > 0 ? nil : "Nothing here has columns to sort by"
    case .cancelWork: return work.isEmpty ? "No work is running" : nil
    case .again: return lastEdit == nil || pane != .segments ? "There is no edit to repeat" : nil
    case .ingest, .watch, .retryRejects, .undoBatch: return sourcesReason(action)
    case .showMapping:
      return sources.detail.value?.mapping.isEmpty ?? true ? "This source has no mapping yet" : nil
    case .changeRole, .leaveColumnOut, .takeFeed: return feedReason(action)
    case .verifyLedger: return isRunning(.verifyLedger) ? "The ledger is being verified" : nil
    case .reveal:
      if people.person.value == nil { return "Open a person first" }
      return isShared ? "The screen is shared; S ends that" : nil
    case .export, .delta, .deliverySettings, .chooseSegment: return audiencesReason(action)
    case .parameters, .chart, .makeSegment, .setBudget: return reportsReason(action)
    default: return segmentsReason(action)
    }
  }

  private var isReadOnly: Bool { header.value?.isReadOnly ?? false }

  /// Why what an action writes may not be written, whatever is chosen; nil where it may.
  func writingReason(_ action: Action) -> String? {
    guard isReadOnly, action.writes else { return nil }
    let reason = "The workspace is open for reading only"
    return action == .reveal ? reason + ", and revealing is logged in it" : reason
  }

  mutating func go(to pane: Pane) -> [Effect] {
    guard panes.contains(pane) else { return [] }
    (self.pane, isZoomed, filterInput) = (pane, false, nil)
    return stopLooks() + appear()
  }

  /// How many rows of the focused list are in sight.
  private var visibleRows: Int {
    guard let place = layout.place(of: focused) else { return 1 }
    return max(1, place.content.rows - focused.headerRows)
  }

  private mutating func focus(step: Int) -> [Effect] {
    let panels = panels
    guard let index = panels.firstIndex(of: focused) else { return [] }
    filterInput = nil
    focus[pane] = panels[(index + step + panels.count) % panels.count]
    return []
  }

  mutating func move(by step: Int) -> [Effect] {
    if focused == .tree {
      segments.builder.moveCursor(toRow: segments.builder.cursorRow + step)
      return []
    }
    var list = list(focused)
    let before = list.selection
    let last = max(0, rowCount(focused) - 1)
    // A place that was kept holds until there are rows, however far down it is.
    list.selection = min(max(0, min(list.selection, last) + step), last)
    lists[focused] = list
    return list.selection == before ? [] : selectionMoved()
  }

  /// Asks for what hangs on the selection of the focused list.
  mutating func selectionMoved() -> [Effect] {
    switch focused {
    case .sources: loadSourceDetail()
    case .destinations: loadPreflight()
    case .reportKinds: loadReport()
    case .library: loadLooks()
    default: []
    }
  }

  private mutating func back() -> [Effect] {
    if isZoomed {
      isZoomed = false
    } else if !list(focused).filter.isEmpty {
      lists[focused]?.filter = ""
    } else if let main = panels.first, focused != main {
      focus[pane] = main
    } else if pane == .sources, sources.study != nil {
      return closeStudy()
    } else if let last = notices.lastIndex(where: { $0.notice.role == .error }) {
      notices.remove(at: last)
    }
    return []
  }

  private mutating func askToQuit() -> [Effect] {
    guard hasUnsavedWork else { return [.quit] }
    var lines: [String] = []
    if segments.isDirty {
      lines.append("“\(segments.title)” has changes that are not saved.")
      lines.append("A draft of it is kept and opens with the next start.")
    }
    for job in work {
      lines.append(
        job.title + (job.state == .waiting ? " waits and would not begin." : " would stop."))
    }
    overlay = .confirm(
      Confirmation(.quit, title: "Quit?", lines: lines, answer: "quit", refusal: "stay"))
    return []
  }

  mutating func copied(_ text: String?, _ what: String) -> [Effect] {
    guard let text, !text.isEmpty else {
      say("There is nothing here to copy", .info)
      return []
    }
    say("\(what) was copied, \(Figure.bytes(text.utf8.count))")
    return [.copy(text)]
  }
}
