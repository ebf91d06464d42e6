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

  // MARK: Figures

  /// Counts the segment as it stands; what hangs on the total is asked for when it is there.
  ///
  /// What is not read yet is not counted: the figure of an empty tree would be everyone's.
  mutating func recount() -> [Effect] {
    guard !segments.isOpening, segments.resuming == nil, !segments.isUnread else { return [] }
    let (tree, ids) = segments.builder.definition
    segments.askedIDs = ids
    segments.count.asked(at: now)
    return cancel(.waterfall) + cancel(.facets) + cancel(.trend) + cancel(.before)
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
    var effects = loadBefore() + loadWaterfall()
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
    guard has(.waterfall), !segments.isOpening, let destination = segments.destination else {
      return []
    }
    segments.waterfall.asked(at: now)
    return ask(.waterfall(segments.definition, destination: destination), for: .waterfall)
  }

  /// Counts what the segment was before the last edit, where that was not known when it was made.
  private mutating func loadBefore() -> [Effect] {
    guard segments.totalBeforeEdit == nil, let tree = segments.beforeEdit else { return [] }
    return ask(.total(.tree(tree)), for: .before)
  }

  /// Keeps a draft and counts again, after the tree has changed from `before`.
  mutating func changed(from before: SegmentTree) -> [Effect] {
    let count = segments.count
    let isKnown = !count.isLoading && count.value?.total.precision == .exact
    segments.beforeEdit = before
    segments.totalBeforeEdit = isKnown ? count.value?.total.count : nil
    let text = segments.builder.text
    // Nothing is lost with a new segment that has no condition.
    let isBlank = segments.builder.isEmpty && segments.savedText == nil
    segments.edits = isBlank || text == segments.savedText ? 0 : segments.edits + 1
    keepDraft()
    return [.saveDraft(drafts)] + recount()
  }

  /// Keeps what is not saved: edits, and what is muted, which no version has.
  mutating func keepDraft() {
    if segments.edits > 0 || segments.builder.hasMuted {
      drafts.keep(segments.builder, as: segments.key)
    } else {
      drafts.keep(nil, as: segments.key)
    }
  }

  // MARK: Texts that were read

  /// Takes what the engine read out of a text.
  mutating func takeCheck(_ check: SegmentCheck, _ slot: Slot) -> [Effect] {
    switch slot {
    case .load: return takeOpened(check)
    case .check: return takeText(check)
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

  /// Makes the tree what the text says, once it can be read.
  private mutating func takeText(_ check: SegmentCheck) -> [Effect] {
    segments.checked.arrived(check)
    guard segments.mode == .text, check.isSound, let tree = check.tree else { return [] }
    let before = segments.builder
    // What is muted is not in the text, and stays where the text says nothing new.
    if !before.hasMuted || tree.text != before.text { segments.builder.replaceAll(with: tree) }
    guard segments.builder == before else {
      if before.hasMuted { say("What was muted is not in the text; undo brings it back", .warn) }
      return changed(from: before.definition.tree)
    }
    // While it was typed the bare text was its draft, without what is muted.
    if before.text == segments.savedText { segments.edits = 0 }
    keepDraft()
    return [.saveDraft(drafts)]
      + (segments.count.value == nil && !segments.count.isLoading ? recount() : [])
  }
}
