internal import Basis
internal import Cells
internal import Requests

extension AppState {
  func segmentsReason(_ action: Action) -> String? {
    let builder = segments.builder
    if segments.isOpening, segments.mode != .library, action.isAboutTree {
      return "The segment is still being read"
    }
    switch action {
    case .negate, .group, .ungroup, .mute, .removeCondition, .copyCondition, .moveUp, .moveDown:
      guard segments.mode != .library else { return nil }
      if builder.current == nil { return "Choose a condition first" }
      return builder.cursor == builder.root.id && ![.negate, .copyCondition].contains(action)
        ? "The whole segment stays as it is; choose a condition in it" : nil
    case .undo: return builder.canUndo ? nil : "There is nothing to undo"
    case .redo: return builder.canRedo ? nil : "There is nothing to redo"
    case .pasteCondition: return segments.clipboard == nil ? "Nothing was cut or copied" : nil
    case .save, .saveAs:
      if builder.isEmpty { return "A segment without a condition is everyone: add one first" }
      return action == .save && segments.version != nil && !segments.isDirty
        ? "Nothing has changed since version \(segments.version ?? 0)" : nil
    case .chooseDestination:
      return audiences.destinations.value?.isEmpty ?? true ? "There is no channel yet" : nil
    case .exportSegment:
      if !panes.contains(.audiences) { return "Audiences are not part of this workspace yet" }
      if segments.mode == .library {
        return selectedSegment == nil ? reasonForNone : nil
      }
      return segments.version == nil || segments.isDirty ? "Save the segment first" : nil
    case .tick, .rename: return selectedSegment == nil ? reasonForNone : nil
    case .removeSegment: return selectedRow == nil ? reasonForNone : nil
    case .compare:
      return comparedVersion == nil ? "There is no saved version to compare with" : nil
    case .overlap: return segments.ticked.count < 2 ? "Tick two segments or more with Space" : nil
    case .why:
      return pane == .people && people.person.value == nil ? "Open a person first" : nil
    default: return nil
    }
  }

  /// Why nothing can be done with a saved segment: there is none, or it is not one yet.
  private var reasonForNone: String {
    selectedRow == nil ? "There is no segment yet" : "A draft has to be saved first: open it"
  }

  /// The version under the cursor in the history, or the one that is being edited.
  private var comparedVersion: Int? {
    guard focused == .history else { return segments.version }
    return selected(.history, of: segments.versions.value)?.number
  }

  mutating func performSegments(_ action: Action) -> [Effect] {
    switch action {
    case .addCondition: return openConditions()
    case .editCondition: return editCurrent()
    case .negate: return edit { $0.negate() }
    case .group: return edit { $0.group() }
    case .ungroup: return edit { $0.ungroup() }
    case .switchJoint: return edit { $0.switchJoint() }
    case .mute: return edit { $0.mute() }
    case .moveUp: return edit { $0.move(down: false) }
    case .moveDown: return edit { $0.move(down: true) }
    case .undo: return undoEdit()
    case .redo: return edit { $0.redo() }
    case .removeCondition:
      segments.clipboard = segments.builder.current
      return edit { _ = $0.cut() }
    case .copyCondition:
      segments.clipboard = segments.builder.current
      var ids: [[Int]] = []
      return copied(segments.builder.current?.tree(ids: &ids)?.text, "The condition")
    case .pasteCondition:
      guard let node = segments.clipboard else { return [] }
      return edit { $0.paste(node) }
    case .textMode: return startText()
    case .editOutside: return [.edit(SegmentLines.text(segments.builder.definition.tree))]
    case .save, .saveAs: return startSave(asNew: action == .saveAs || segments.name.isEmpty)
    case .library:
      if isZoomed {
        isZoomed = false
        return []
      }
      segments.mode = .library
      focus[.segments] = .library
      return loadSegments()
    case .newSegment: return newSegment()
    case .chooseDestination: return openDestinations()
    case .language: return openLanguage()
    case .why:
      if pane == .people { return openSavedSegments(.why) }
      overlay = .prompt(
        Prompt(
          .why, title: "Why, or why not?",
          about: "Someone's identifier, such as email:name@host"))
      return []
    case .exportSegment:
      let saved =
        segments.mode == .library
        ? selectedSegment : segments.library.value?.first { $0.name == segments.name }
      return saved.map { handOver($0.reference, title: $0.name) } ?? []
    case .tick:
      guard let name = selectedSegment?.name else { return [] }
      if let index = segments.ticked.firstIndex(of: name) {
        segments.ticked.remove(at: index)
      } else {
        segments.ticked.append(name)
      }
      return move(by: 1)
    case .overlap:
      segments.overlap.forget()
      segments.overlap.asked(at: now)
      overlay = .page(Page(title: "Overlap", .overlap))
      return ask(.overlap(names: segments.ticked), for: .overlap)
    case .compare:
      guard let version = comparedVersion else { return [] }
      segments.difference.forget()
      segments.difference.asked(at: now)
      overlay = .page(Page(title: "\(segments.name), since version \(version)", .difference))
      return ask(
        .difference(name: segments.name, version: version, text: segments.definition.text),
        for: .difference)
    case .rename:
      guard let name = selectedSegment?.name else { return [] }
      overlay = .prompt(
        Prompt(
          .rename(name), title: "Rename “\(name)”", about: "References in other segments follow",
          text: name))
      return []
    case .removeSegment:
      guard let saved = selectedSegment else { return askToForgetDraft() }
      overlay = .confirm(
        Confirmation(
          .removeSegment(saved.name), title: "Remove the segment?",
          lines: [
            "“\(saved.name)”, \(saved.version) versions, \(Figure.count(saved.size)) people.",
            "Its versions go with it. Segments that refer to it keep it from going.",
          ], answer: "remove it", refusal: "keep it"))
      return []
    default: return []
    }
  }

  private mutating func askToForgetDraft() -> [Effect] {
    guard case .draft(let draft)? = selectedRow else { return [] }
    overlay = .confirm(
      Confirmation(
        .forgetDraft(draft.key), title: "Throw the draft away?",
        lines: ["“\(draft.key.title)” was never saved, and nothing of it is left then."],
        answer: "throw it away", refusal: "keep it"))
    return []
  }

  /// Throws away a draft of a segment that was never saved, and the tree where it is open.
  mutating func forget(_ draft: DraftStore.Key) -> [Effect] {
    drafts.keep(nil, as: draft)
    guard segments.key == draft else { return [.saveDraft(drafts)] }
    segments.edits = 0
    let mode = segments.mode
    let effects = open(newSegment: "")
    segments.mode = mode
    focus[.segments] = .library
    return [.saveDraft(drafts)] + effects
  }

  /// Runs an edit of the tree and counts again when it changed something.
  mutating func edit(_ body: (inout Builder) -> Void) -> [Effect] {
    let before = segments.builder
    body(&segments.builder)
    return segments.builder.root == before.root ? [] : changed(from: before.definition.tree)
  }

  /// Takes back an edit, and so there is one less since the saved version.
  private mutating func undoEdit() -> [Effect] {
    let edits = segments.edits
    let effects = edit { $0.undo() }
    if segments.edits > 0 { segments.edits = max(1, edits - 1) }
    return effects
  }

  private mutating func editCurrent() -> [Effect] {
    guard let node = segments.builder.current else { return openConditions() }
    switch node.content {
    case .condition(let text): return openLine(text, isNew: false)
    case .group: return edit { $0.switchJoint() }
    }
  }

  private mutating func startSave(asNew: Bool) -> [Effect] {
    if asNew {
      overlay = .prompt(
        Prompt(
          .saveName, title: "Save the segment", about: "A name; references write it @name",
          text: segments.name))
    } else {
      overlay = .prompt(
        Prompt(
          .saveNote(name: segments.name), title: "Save “\(segments.name)”",
          about: "What changed, for the history; may stay empty"))
    }
    return []
  }

  // MARK: Text mode

  private mutating func startText() -> [Effect] {
    segments.mode = .text
    focus[.segments] = .tree
    if segments.checked.value?.isSound ?? true {
      segments.editor = TextEditor(
        segments.builder.isEmpty ? "" : SegmentLines.text(segments.builder.definition.tree))
    }
    segments.checked.asked(at: now)
    return ask(.check(text: segments.editor.text), for: .check)
  }

  mutating func strikeEditor(_ stroke: KeyStroke) -> [Effect] {
    switch (stroke.key, stroke.modifiers) {
    case (.escape, _): return leaveText()
    case (.character("s"), [.control]):
      let effects = leaveText()
      return segments.mode == .builder ? effects + perform(.save) : effects
    case (.character("p"), [.control]): return openPalette()
    case (.function(1), _):
      openKeys(.text)
      return []
    case (.function(2), _): return openLanguage()
    case (.tab, []):
      guard segments.completions.indices.contains(segments.completion) else { return focusNext() }
      complete(segments.completions[segments.completion])
      return typed()
    case (.tab, [.shift]): return perform(.previousPanel)
    case (.character("n"), [.control]):
      segments.completion = (segments.completion + 1) % max(1, segments.completions.count)
      return []
    default:
      let before = segments.editor.text
      guard segments.editor.handle(stroke) else { return [] }
      return segments.editor.text == before ? askCompletions() : typed()
    }
  }

  private mutating func focusNext() -> [Effect] { perform(.nextPanel) }

  /// Leaves the text; what cannot be read stays in the editor and is not lost.
  mutating func leaveText() -> [Effect] {
    segments.mode = .builder
    segments.completions = []
    let isRead = segments.checked.value?.text == segments.editor.text
    if isRead, segments.checked.value?.isSound == false, !segments.editor.text.trimmed.isEmpty {
      say("The text has mistakes and is kept: t goes back to it", .warn)
    }
    return segments.count.value == nil && !segments.count.isLoading ? recount() : []
  }

  /// Has the text read again, after it has changed.
  mutating func typed() -> [Effect] {
    segments.checked.asked(at: now)
    let text = segments.editor.text
    drafts.keep(text, as: segments.key)
    return [.saveDraft(drafts)] + ask(.check(text: text), for: .check) + askCompletions()
  }

  private mutating func askCompletions() -> [Effect] {
    (segments.completions, segments.completion) = ([], 0)
    guard has(.completions) else { return [] }
    return ask(
      .complete(text: segments.editor.text, offset: segments.editor.offset), for: .completions)
  }

  private mutating func complete(_ completion: Completion) {
    let text = Array(segments.editor.text.utf8)
    let range = completion.replacing.clamped(to: 0..<text.count)
    let head = String(decoding: text[..<range.lowerBound], as: UTF8.self) + completion.text
    segments.editor.text = head + String(decoding: text[range.upperBound...], as: UTF8.self)
    segments.editor.place(at: TextPlaces.place(ofByte: head.utf8.count, in: segments.editor.text))
    segments.completions = []
  }

  mutating func returned(fromEditor text: String) -> [Effect] {
    segments.editor = TextEditor(text.trimmed)
    segments.mode = .text
    (pane, focus[.segments]) = (.segments, .tree)
    return typed()
  }
}

extension Action {
  /// True for what is done with the tree that is open, and has to wait until it is there.
  fileprivate var isAboutTree: Bool {
    switch self {
    case .addCondition, .editCondition, .textMode, .editOutside, .save, .saveAs, .copyCondition,
      .undo, .redo, .compare, .why:
      true
    default: isEdit
    }
  }
}
