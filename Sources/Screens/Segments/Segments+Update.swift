internal import Basis
internal import Cells
internal import Requests

extension AppState {
  mutating func loadSegments() -> [Effect] {
    segments.library.asked(at: now)
    var effects = ask(.segments, for: .segments)
    if has(.waterfall), audiences.destinations.value == nil { effects += loadAudiences() }
    if segments.mode != .library { effects += recount() }
    return effects
  }

  var selectedSegment: SavedSegment? { selected(.library, of: segments.library.value) }

  // MARK: Figures

  /// Counts the segment as it stands; what hangs on the total is asked for when it is there.
  mutating func recount() -> [Effect] {
    let (tree, ids) = segments.builder.definition
    segments.askedIDs = ids
    segments.count.asked(at: now)
    return cancel(.waterfall) + cancel(.facets) + cancel(.trend)
      + ask(.count(.tree(tree)), for: .count)
  }

  mutating func takeCount(_ count: SegmentCount, isFinal: Bool) {
    if isFinal { segments.count.arrived(count) } else { segments.count.estimated(count) }
    segments.figures = figures(of: count)
    if isFinal, segments.edits == 0 { segments.savedSize = count.total.count }
  }

  /// The figures by the id of the row they belong to.
  ///
  /// Where the engine's tree has other nodes than ours, as after it took a group out of a group of
  /// its own kind, figures find their rows by the texts of the nodes.
  private func figures(of count: SegmentCount) -> [Int: NodeCount] {
    let nodes = segments.builder.definition.tree.nodes.map(\.node.text)
    var figures: [Int: NodeCount] = [:]
    var next = 0
    for (index, ids) in segments.askedIDs.enumerated() {
      var found = index < count.nodes.count ? count.nodes[index] : nil
      if count.nodes.count != segments.askedIDs.count {
        let place = count.nodes[next...].firstIndex {
          nodes.indices.contains(index) && $0.text == nodes[index]
        }
        found = place.map { count.nodes[$0] }
        if let place { next = place + 1 }
      }
      guard let found else { continue }
      for id in ids where figures[id] == nil { figures[id] = found }
    }
    return figures
  }

  /// What is worth asking once the total is exact.
  mutating func followUps() -> [Effect] {
    guard pane == .segments else { return [] }
    var effects = loadWaterfall()
    if has(.facets) {
      segments.facets.asked(at: now)
      effects += ask(.facets(FacetRequest(segment: segments.definition)), for: .facets)
    }
    if has(.trend) {
      segments.trend.asked(at: now)
      effects += ask(.trend(segments.definition, days: 90), for: .trend)
    }
    return effects
  }

  mutating func loadWaterfall() -> [Effect] {
    guard has(.waterfall), let destination = segments.destination else { return [] }
    segments.waterfall.asked(at: now)
    return ask(.waterfall(segments.definition, destination: destination), for: .waterfall)
  }

  /// Keeps a draft and counts again, after the tree has changed.
  mutating func changed() -> [Effect] {
    if let total = segments.count.value?.total, total.precision == .exact {
      segments.totalBeforeEdit = total.count
    }
    let text = segments.builder.text
    // Nothing is lost with a new segment that has no condition.
    let isBlank = segments.builder.isEmpty && segments.savedText == nil
    segments.edits = isBlank || text == segments.savedText ? 0 : segments.edits + 1
    drafts.keep(segments.edits == 0 ? nil : text, as: segments.name)
    return [.saveDraft(drafts)] + recount()
  }

  // MARK: Opening

  mutating func openSegment(named name: String) -> [Effect] {
    guard let saved = segments.library.value?.first(where: { $0.name == name }) else {
      say("There is no segment “\(name)”", .warn)
      return go(to: .segments)
    }
    return open(saved)
  }

  /// Opens a saved segment, after asking when the one that is open would be lost.
  mutating func open(_ saved: SavedSegment) -> [Effect] {
    if segments.isDirty, segments.name != saved.name || saved.name.isEmpty {
      overlay = .confirm(
        Confirmation(
          .leaveSegment(opening: saved), title: "Leave the segment?",
          lines: [
            "“\(segments.title)” has changes that are not saved.",
            "A draft of it is kept and opens again with the segment.",
          ], answer: "leave it"))
      return []
    }
    if segments.isDirty, segments.name == saved.name {
      segments.mode = .builder
      return go(to: .segments)
    }
    return reallyOpen(saved)
  }

  mutating func reallyOpen(_ saved: SavedSegment) -> [Effect] {
    let draft = drafts.text(of: saved.name)
    segments.savedText = saved.text
    segments.savedSize = saved.size
    segments.note = saved.note
    return open(text: draft ?? saved.text, name: saved.name, version: saved.version)
  }

  /// Puts a text in the builder once the engine has read it.
  mutating func open(text: String, name: String, version: Int?) -> [Effect] {
    (segments.name, segments.version) = (name, version)
    if version == nil { (segments.savedText, segments.savedSize, segments.note) = (nil, nil, "") }
    segments.builder = Builder()
    segments.count.forget()
    (segments.figures, segments.totalBeforeEdit, segments.edits) = ([:], nil, 0)
    segments.waterfall.forget()
    segments.facets.forget()
    segments.trend.forget()
    segments.versions.forget()
    segments.mode = .builder
    focus[.segments] = .tree
    var effects = go(to: .segments)
    if version != nil, has(.versions) {
      segments.versions.asked(at: now)
      effects += ask(.versions(name: name), for: .versions)
    }
    guard !text.isEmpty else { return effects }
    return effects + ask(.check(text: text), for: .load)
  }

  /// Gives a draft that opened by itself, before the library was known, the version that it edits.
  mutating func joinDraft(with library: [SavedSegment]) {
    guard segments.mode != .library, segments.version == nil, !segments.name.isEmpty,
      let saved = library.first(where: { $0.name == segments.name })
    else { return }
    (segments.version, segments.note) = (saved.version, saved.note)
    (segments.savedText, segments.savedSize) = (saved.text, saved.size)
  }

  mutating func newSegment() -> [Effect] {
    let empty = SavedSegment(
      name: "", reference: "", text: "", version: 0, note: "", savedAt: now.timestamp, size: nil)
    if segments.isDirty { return open(empty) }
    return open(text: drafts.text(of: "") ?? "", name: "", version: nil)
  }

  /// Takes what the engine read out of a text.
  mutating func takeCheck(_ check: SegmentCheck, _ slot: Slot) -> [Effect] {
    switch slot {
    case .load:
      guard let tree = check.tree else {
        // A draft with mistakes in it opens as text, with the mistakes marked.
        segments.editor = TextEditor(check.text)
        segments.checked.arrived(check)
        segments.mode = .text
        return []
      }
      segments.builder = Builder(tree)
      if !check.isSound {
        // It reads, but of what nobody knows: no figure could be had of its conditions.
        segments.editor = TextEditor(check.text)
        segments.checked.arrived(check)
        segments.mode = .text
      }
      if let saved = segments.savedText {
        segments.edits = saved == check.text || saved == tree.text ? 0 : 1
        if segments.edits == 0 { segments.savedText = segments.builder.text }
      } else {
        segments.edits = segments.builder.isEmpty ? 0 : 1
      }
      return check.isSound ? recount() : []
    case .check:
      segments.checked.arrived(check)
      guard segments.mode == .text, check.isSound, let tree = check.tree else { return [] }
      let before = segments.builder
      segments.builder.replaceAll(with: tree)
      return segments.builder == before ? [] : changed()
    case .version:
      guard let tree = check.tree else {
        say("That version cannot be read any more: \(check.problems.first?.message ?? "")", .error)
        return []
      }
      return edit { $0.replaceAll(with: tree) }
    case .lineCheck: return takeLineCheck(check)
    default: return []
    }
  }

  // MARK: Saving

  mutating func takeSaved(_ saved: SavedSegment, _ slot: Slot) -> [Effect] {
    if slot == .rename {
      say("Renamed to “\(saved.name)”")
      return loadSegments()
    }
    drafts.keep(nil, as: segments.name)
    drafts.keep(nil, as: saved.name)
    (segments.name, segments.version) = (saved.name, saved.version)
    (segments.savedText, segments.note) = (segments.builder.text, saved.note)
    (segments.edits, segments.savedSize) = (0, segments.count.value?.total.count)
    say("“\(saved.name)” saved as version \(saved.version)")
    segments.library.asked(at: now)
    let effects = [.saveDraft(drafts)] + ask(.segments, for: .segments)
    guard has(.versions) else { return effects }
    segments.versions.asked(at: now)
    return effects + ask(.versions(name: saved.name), for: .versions)
  }

  mutating func save(as name: String, note: String) -> [Effect] {
    let isSame = name == segments.name
    return ask(
      .save(
        SaveRequest(
          name: name, text: segments.builder.text, note: note,
          basedOn: isSame ? segments.version : nil)), for: .save)
  }
}
