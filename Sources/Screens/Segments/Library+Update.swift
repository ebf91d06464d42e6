internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// Asks for what is shown of the segment under the cursor of the list, each part once, as soon as it
  /// has a place.
  mutating func loadLooks() -> [Effect] {
    guard pane == .segments, segments.mode == .library,
      let rows = layout.place(of: .libraryText)?.content.rows
    else { return [] }
    guard let saved = selectedSegment else {
      segments.looks = SegmentLooks()
      return cancelLooks()
    }
    let subject = SegmentLooks.Subject(
      name: saved.name, version: saved.version, viewpoint: viewpoint,
      dataVersion: header.value?.dataVersion)
    var effects: [Effect] = []
    if segments.looks.subject != subject {
      segments.looks = SegmentLooks()
      segments.looks.subject = subject
      (segments.looks.partsOf, segments.looks.usedBy) = relations(of: saved)
      effects = cancelLooks()
    }
    if has(.trend), rows >= Self.leastCourseRows, segments.looks.trend.isUntouched {
      segments.looks.trend.asked(at: now)
      effects += ask(.trend(.text(saved.text), days: 90), for: .looksTrend)
    }
    if has(.versions), segments.looks.versions.isUntouched {
      segments.looks.versions.asked(at: now)
      effects += ask(.versions(name: saved.name), for: .looksVersions)
    }
    if has(.facets), rows >= Self.leastFacetRows, segments.looks.facets.isUntouched {
      segments.looks.facets.asked(at: now)
      effects += ask(
        .facets(FacetRequest(segment: .text(saved.text))), for: .looksFacets)
    }
    return effects
  }

  /// Calls off what is asked about a segment of the list when the list is left.
  mutating func stopLooks() -> [Effect] {
    guard pane != .segments || segments.mode != .library,
      [.looksTrend, .looksVersions, .looksFacets].contains(where: { isRunning($0) })
    else { return [] }
    segments.looks = SegmentLooks()
    return cancelLooks()
  }

  private mutating func cancelLooks() -> [Effect] {
    cancel(.looksTrend) + cancel(.looksVersions) + cancel(.looksFacets)
  }

  /// In fewer rows than these there is no place for a chart beside the definition.
  private static let leastCourseRows = 14
  private static let leastFacetRows = 20

  /// In a library of more segments than these, looking through all texts takes longer than a key may.
  private static let mostRelated = 2_000

  /// What is known of the saved segment that is shown; nothing while that is of another one.
  func looks(of saved: SavedSegment) -> SegmentLooks {
    segments.looks.subject?.name == saved.name ? segments.looks : SegmentLooks()
  }

  private func relations(of saved: SavedSegment) -> (partsOf: [String], usedBy: [String]) {
    let library = segments.library.value ?? []
    guard library.count <= Self.mostRelated else { return ([], []) }
    let others = library.filter { $0.name != saved.name }
    return (
      others.filter { Self.refers(saved.text, to: $0.reference) }.map(\.name),
      others.filter { Self.refers($0.text, to: saved.reference) }.map(\.name)
    )
  }

  /// Whether a text has a reference as a word of its own.
  package static func refers(_ text: String, to reference: String) -> Bool {
    let (text, reference) = (Array(text.utf8), Array(reference.utf8))
    guard !reference.isEmpty, text.count >= reference.count else { return false }
    return (0...text.count - reference.count).contains { start in
      let end = start + reference.count
      guard text[start] == reference[0], text[start..<end].elementsEqual(reference) else {
        return false
      }
      return end == text.count || !isPartOfWord(text[end]) || reference.last == UInt8(ascii: "\"")
    }
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
      true
    default: false
    }
  }
}
