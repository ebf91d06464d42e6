internal import Basis
internal import Cells
internal import Requests

extension AppState {
  mutating func openSegment(named name: String) -> [Effect] {
    guard let saved = segments.library.value?.first(where: { $0.name == name }) else {
      say("There is no segment “\(name)”", .warn)
      return go(to: .segments)
    }
    return open(.saved(saved))
  }

  /// Opens a segment of the list, after asking when the one that is open would be lost.
  mutating func open(_ row: LibraryRow) -> [Effect] {
    guard segments.isDirty else { return reallyOpen(row) }
    guard segments.key == row.key else { return askToLeave(opening: row) }
    segments.mode = .builder
    return go(to: .segments)
  }

  private mutating func askToLeave(opening row: LibraryRow?) -> [Effect] {
    let place =
      segments.name.isEmpty ? "is in the list of segments" : "opens again with the segment"
    overlay = .confirm(
      Confirmation(
        .leaveSegment(opening: row), title: "Leave the segment?",
        lines: [
          "“\(segments.title)” has changes that are not saved.",
          "A draft of it is kept and \(place).",
        ], answer: "leave it", refusal: "stay"))
    return []
  }

  mutating func reallyOpen(_ row: LibraryRow) -> [Effect] {
    put(row)
    return go(to: .segments) + read(row)
  }

  /// Begins a segment with the people of a text, or with everyone.
  mutating func open(newSegment text: String) -> [Effect] {
    reallyOpen(.draft(DraftStore.Draft(drafts.fresh, text: text)))
  }

  mutating func newSegment() -> [Effect] {
    segments.isDirty ? askToLeave(opening: nil) : open(newSegment: "")
  }

  /// Takes up what was open when the program ended, or the draft that was edited last.
  mutating func resume() -> [Effect] {
    guard panes.contains(.segments), let key = segments.resuming ?? drafts.drafts.last?.key else {
      return []
    }
    if segments.resuming == nil { segments.mode = .builder }
    segments.resuming = nil
    if key.name.isEmpty {
      guard let text = drafts.text(of: key) else { return [] }
      return takeUp(.draft(DraftStore.Draft(key, text: text)))
    }
    // Which version it is of is what the list of segments says.
    (segments.key, segments.resuming) = (key, key)
    segments.library.asked(at: now)
    return ask(.segments, for: .segments)
  }

  /// Goes on with what was to be taken up, now that the list of segments is there.
  mutating func resume(from library: [SavedSegment]) -> [Effect] {
    guard let key = segments.resuming else { return [] }
    segments.resuming = nil
    if let saved = library.first(where: { $0.name == key.name }) { return takeUp(.saved(saved)) }
    // Removed or renamed meanwhile: the draft is all that is left of it.
    return drafts.text(of: key).map { takeUp(.draft(DraftStore.Draft(key, text: $0))) } ?? []
  }

  /// Puts a segment into the builder without going there.
  private mutating func takeUp(_ row: LibraryRow) -> [Effect] {
    let mode = segments.mode
    let panel = focus[.segments]
    put(row)
    if mode == .library { segments.mode = .library }
    focus[.segments] = panel
    return read(row)
  }

  /// Makes room for a segment: nothing that is known of the one before is left.
  private mutating func put(_ row: LibraryRow) {
    let saved = row.saved
    segments.resuming = nil
    (segments.key, segments.version) = (row.key, saved?.version)
    (segments.savedText, segments.savedSize) = (saved?.text, saved?.size)
    segments.note = row.note
    segments.builder = Builder()
    segments.editor = TextEditor()
    segments.checked.forget()
    segments.count.forget()
    (segments.figures, segments.edits) = ([:], 0)
    (segments.beforeEdit, segments.totalBeforeEdit) = (nil, nil)
    segments.waterfall.forget()
    segments.facets.forget()
    segments.trend.forget()
    segments.versions.forget()
    segments.mode = .builder
    segments.isOpening = !text(of: row).isEmpty
    focus[.segments] = .tree
  }

  private func text(of row: LibraryRow) -> String { drafts.text(of: row.key) ?? row.text }

  /// Has the engine read the segment that was put, and tell its versions.
  private mutating func read(_ row: LibraryRow) -> [Effect] {
    var effects: [Effect] = []
    if row.saved != nil, has(.versions) {
      segments.versions.asked(at: now)
      effects += ask(.versions(name: row.key.name), for: .versions)
    }
    let text = text(of: row)
    return effects + (text.isEmpty ? cancel(.load) : ask(.check(text: text), for: .load))
  }

  /// Takes what the engine read of the segment that is opened.
  mutating func takeOpened(_ check: SegmentCheck) -> [Effect] {
    segments.isOpening = false
    guard let tree = check.tree else { return openAsText(check) }
    let draft = drafts.draft(of: segments.key)
    segments.builder = Builder(tree, muted: draft?.text == check.text ? draft?.muted ?? [] : [])
    if segments.mode == .text {
      // The draft has mistakes; this is what was saved, to go back to.
      segments.edits = 1
      return []
    }
    guard check.isSound else {
      // It reads, but of what nobody knows: no figure could be had of its conditions.
      segments.edits = segments.savedText == check.text ? 0 : 1
      return openAsText(check)
    }
    guard let saved = segments.savedText else {
      segments.edits = segments.builder.isEmpty ? 0 : 1
      // What came from a report has no draft yet, and would be lost with the program.
      keepDraft()
      return [.saveDraft(drafts)] + recount()
    }
    let text = segments.builder.text
    segments.edits = !segments.builder.hasMuted && saved == check.text || saved == text ? 0 : 1
    if segments.edits == 0 { segments.savedText = segments.builder.text }
    return recount()
  }

  /// A draft with mistakes in it opens as text, with the mistakes marked.
  private mutating func openAsText(_ check: SegmentCheck) -> [Effect] {
    guard segments.mode != .library else { return [] }
    segments.editor = TextEditor(check.text)
    segments.checked.arrived(check)
    segments.mode = .text
    guard let saved = segments.savedText, saved != check.text else { return [] }
    segments.isOpening = true
    return ask(.check(text: saved), for: .load)
  }
}
