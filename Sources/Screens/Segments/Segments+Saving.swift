internal import Basis
internal import Cells
internal import Requests

extension AppState {
  mutating func save(as name: String, note: String) -> [Effect] {
    let isSame = name == segments.name
    return ask(
      .save(
        SaveRequest(
          name: name, text: segments.builder.text, note: note,
          basedOn: isSame ? segments.version : nil)), for: .save(segments.key))
  }

  /// Takes what was saved of the segment that was `key` when it was sent.
  ///
  /// That may be a while ago: it may have been edited since, or another one opened.
  mutating func takeSaved(
    _ saved: SavedSegment, _ sent: SaveRequest, of key: DraftStore.Key
  ) -> [Effect] {
    let newKey = DraftStore.Key(name: saved.name)
    rebase(savesOf: key, on: saved)
    if drafts.draft(of: key) == DraftStore.Draft(key, text: sent.text) {
      drafts.keep(nil, as: key)
    } else {
      drafts.move(key, to: newKey)
    }
    let isOpen = segments.key == key
    if isOpen { become(saved, sent) }
    let left = isOpen && segments.builder.hasMuted ? "; what is muted is no part of it" : ""
    say("“\(saved.name)” saved as version \(saved.version)\(left)")
    segments.library.asked(at: now)
    let effects = [.saveDraft(drafts)] + ask(.segments, for: .segments)
    guard isOpen, has(.versions) else { return effects }
    segments.versions.asked(at: now)
    return effects + ask(.versions(name: saved.name), for: .versions)
  }

  /// Makes the open segment one that was edited from what was saved.
  private mutating func become(_ saved: SavedSegment, _ sent: SaveRequest) {
    (segments.key, segments.version) = (DraftStore.Key(name: saved.name), saved.version)
    (segments.savedText, segments.note, segments.savedSize) = (sent.text, saved.note, saved.size)
    // What is still being read is compared when it is there.
    guard !segments.isOpening else { return }
    segments.edits = segments.builder.text == sent.text ? 0 : 1
    if segments.edits == 0 { segments.savedSize = segments.count.value?.total.count }
    // A text with mistakes is in its draft alone.
    if segments.mode != .text { keepDraft() }
  }

  /// Lets saves of a segment that wait follow the one before them, which they were edited from.
  private mutating func rebase(savesOf key: DraftStore.Key, on saved: SavedSegment) {
    for index in jobs.indices where jobs[index].slot == .save(key) {
      jobs[index].slot = .save(DraftStore.Key(name: saved.name))
      guard case .save(var request) = jobs[index].question, request.name == saved.name else {
        continue
      }
      request.basedOn = saved.version
      jobs[index].question = .save(request)
    }
  }

  /// Lets the segment that was renamed, its draft and saves of it that wait follow the new name.
  mutating func follow(renaming name: String, to newName: String) -> [Effect] {
    let (key, newKey) = (DraftStore.Key(name: name), DraftStore.Key(name: newName))
    drafts.move(key, to: newKey)
    if segments.key == key { segments.key = newKey }
    segments.ticked = segments.ticked.map { $0 == name ? newName : $0 }
    for index in jobs.indices where jobs[index].slot == .save(key) {
      jobs[index].slot = .save(newKey)
      guard case .save(var request) = jobs[index].question, request.name == name else { continue }
      request.name = newName
      jobs[index].question = .save(request)
    }
    return [.saveDraft(drafts)]
  }
}
