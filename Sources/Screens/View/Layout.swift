package import Cells
internal import Requests

/// Where everything lies on a screen of a given size; drawing and the mouse both go by it.
package struct Layout: Hashable, Sendable {
  /// A panel with the section of the frame that is its own, and the inside of it.
  package struct Place: Hashable, Sendable {
    package let panel: Panel
    package let section: Rect
    package let content: Rect
  }

  /// One frame with panels one above the other.
  package struct Frame: Hashable, Sendable {
    package let rect: Rect
    package let places: [Place]

    /// `decided` are the lines that somebody gave to panels.
    init(_ rect: Rect, _ panels: [(Panel, Track)], decided: (Panel) -> Int? = { _ in nil }) {
      self.rect = rect
      // Each panel has a title line and its content; the bottom line is shared.
      let lengths = Layout.lengths(of: panels, in: max(0, rect.rows - 1), decided: decided)
      var row = rect.row
      places = zip(panels, lengths).map { panel, length in
        defer { row += length }
        let section = Rect(rect.column, row, rect.columns, length + 1)
        return Place(panel: panel.0, section: section, content: section.interior)
      }
    }
  }

  package let top: Rect
  package let tabs: Rect
  package let body: Rect
  /// Where notices stand: beside the tabs, or above the keys, where the body makes room for them.
  package let notices: Rect
  package let hints: Rect
  package let frames: [Frame]

  package var places: [Place] { frames.flatMap(\.places).filter { !$0.content.isEmpty } }

  package func place(of panel: Panel) -> Place? { places.first { $0.panel == panel } }

  /// The least that a pane can be drawn in.
  package static let smallest = Size(60, 15)
  /// From so many columns on, side panels stand beside the main one.
  static let wide = 100
}

extension AppState {
  /// True when the screen is too small for anything but one line.
  package var isTooSmall: Bool {
    size.columns < Layout.smallest.columns || size.rows < Layout.smallest.rows
  }

  package var layout: Layout {
    let (top, belowTop) = Rect(size).cutTop(1)
    let (tabs, belowTabs) = belowTop.cutTop(1)
    let (aboveHints, hints) = belowTabs.cutBottom(1)
    let (body, notices) = noticeRoom(tabs: tabs, body: aboveHints)
    return Layout(
      top: top, tabs: tabs, body: body, notices: notices, hints: hints,
      frames: isTooSmall ? [] : frames(in: body))
  }

  /// The panels of the open pane, in the order in which Tab goes through them.
  package var panels: [Panel] { allPanels.filter { isOffered($0) } }

  private var allPanels: [Panel] {
    switch pane {
    case .home: [.attention, .overview, .sources, .purposes, .library, .consentTrend, .activations]
    case .sources:
      sources.study == nil
        ? [.sources, .batches, .fields, .rejects] : [.feedColumns, .feedFacts, .feedPreview]
    case .consent:
      [.purposes, .consentMap, .consentTrend, .consentLosses, .ledger, .consentPerson]
    case .segments:
      segments.mode == .library
        ? [.library, .libraryText] : [.tree, .size, .waterfall, .history, .facets]
    case .reports: [.reportKinds, .reportTable] + looks + [.reportNotes]
    case .audiences: [.destinations, .preflight, .activations]
    case .people:
      !hasPerson
        ? isSearching ? [.matches] : [.matches, .knownBy, .groupSizes, .everyone]
        : [.matches, .identifiers, .attributes, .personConsent, .timeline, .memberships]
    }
  }

  /// The panel that has the keys.
  package var focused: Panel {
    let panels = panels
    if let panel = focus[pane], panels.contains(panel) { return panel }
    return panels.first ?? .attention
  }

  private func frames(in body: Rect) -> [Layout.Frame] {
    if isZoomed { return [Layout.Frame(body, [(focused, .share())])] }
    return arranged(in: body).compactMap { frame in
      var panels = frame.panels.filter { isOffered($0.0) }
      guard !panels.isEmpty else { return nil }
      // Somebody has to take the room that what is left out leaves.
      let isFlexible = panels.contains { if case .share = $0.1 { true } else { false } }
      if !isFlexible { panels[panels.count - 1].1 = .share() }
      return Layout.Frame(frame.rect, panels) { dividers[.height(pane, $0)] }
    }
  }

  /// A frame with the panels that it would have, were all of them offered.
  struct Arrangement {
    var rect: Rect
    var panels: [(Panel, Track)]

    init(_ rect: Rect, _ panels: [(Panel, Track)]) { (self.rect, self.panels) = (rect, panels) }
  }

  private func arranged(in body: Rect) -> [Arrangement] {
    let isWide = body.columns >= Layout.wide
    let isTall = body.rows >= 27
    switch pane {
    case .home: return homeFrames(body, isWide)
    case .sources:
      return sources.study == nil ? sourceFrames(body, isWide) : studyFrames(body, isWide)
    case .consent: return consentFrames(body, isWide)
    case .segments:
      return segments.mode == .library
        ? libraryFrames(body, isWide) : builderFrames(body, isWide, isTall)
    case .reports: return reportFrames(body, isWide)
    case .audiences: return audienceFrames(body, isWide)
    case .people: return peopleFrames(body, isWide)
    }
  }

  /// The main panel above, and below it the one that has the focus, or the first side panel.
  func stacked(
    _ body: Rect, main: Panel, rows: Int, side: [Panel], first: Panel? = nil
  ) -> [Arrangement] {
    let shown = side.contains(focused) ? focused : first ?? side.first
    let height = min(rows, body.rows / 2)
    let (upper, lower) = cut(body, below: main, rows: max(height, 4))
    guard let shown, lower.rows >= 4 else { return [Arrangement(body, [(focused, .share())])] }
    return [Arrangement(upper, [(main, .share())]), Arrangement(lower, [(shown, .share())])]
  }

  private func sourceFrames(_ body: Rect, _ isWide: Bool) -> [Arrangement] {
    let rows = max(6, (sources.all.value?.count ?? 6) + 3)
    guard isWide else {
      return stacked(body, main: .sources, rows: rows, side: [.batches, .fields, .rejects])
    }
    let (upper, lower) = cut(body, below: .sources, rows: min(rows, body.rows * 3 / 5))
    let parts = split(lower, side: lower.columns / 2)
    let fields = (sources.detail.value?.fields.count ?? 8) + 2
    let isWhole = lower.rows >= fields + 9
    return [
      Arrangement(upper, [(.sources, .share())]),
      Arrangement(parts[0], [(.batches, .share())]),
      Arrangement(
        parts[1],
        [
          (.fields, isWhole ? .fixed(fields) : .share(3)),
          (.rejects, isWhole ? .share() : .share(2)),
        ]
      ),
    ]
  }

  private func studyFrames(_ body: Rect, _ isWide: Bool) -> [Arrangement] {
    guard isWide else {
      return stacked(body, main: .feedColumns, rows: .max, side: [.feedFacts, .feedPreview])
    }
    let rows = max(13, (study?.columns.count ?? 8) + 3)
    let (upper, lower) = cut(body, below: .feedColumns, rows: min(rows, body.rows * 3 / 5))
    let parts = split(upper, side: min(56, upper.columns / 3))
    return [
      Arrangement(parts[0], [(.feedColumns, .share())]),
      Arrangement(parts[1], [(.feedFacts, .share())]),
      Arrangement(lower, [(.feedPreview, .share())]),
    ]
  }

  private func libraryFrames(_ body: Rect, _ isWide: Bool) -> [Arrangement] {
    guard isWide else { return stacked(body, main: .library, rows: .max, side: [.libraryText]) }
    let listed = (segments.library.value?.count ?? 0) + drafts.unnamed.count
    if segments.library.value != nil, listed == 0 {
      return [Arrangement(body, [(.library, .share())])]
    }
    if body.rows >= 44 || listed + 3 <= body.rows / 3 {
      // What is known of a segment needs the width, and a short list leaves it the rows.
      let (upper, lower) = cut(
        body, below: .library, rows: min(max(8, listed + 3), body.rows / 2))
      return [
        Arrangement(upper, [(.library, .share())]), Arrangement(lower, [(.libraryText, .share())]),
      ]
    }
    let parts = split(body, side: min(70, body.columns * 2 / 5))
    return [
      Arrangement(parts[0], [(.library, .share())]),
      Arrangement(parts[1], [(.libraryText, .share())]),
    ]
  }

  private func builderFrames(_ body: Rect, _ isWide: Bool, _ isTall: Bool) -> [Arrangement] {
    guard isWide else {
      // The total stays in sight whatever else is shown.
      let main = focused == .size ? .tree : focused
      return [Arrangement(body, [(main, .share()), (.size, .fixed(3))])]
    }
    let parts = split(body, side: min(48, max(36, body.columns / 4)))
    let most = isTall ? max(12, body.rows / 2) : 8
    let strip = min(most, max(3, (segments.facets.value?.count ?? 2) + 1))
    let left: [(Panel, Track)] =
      isTall || focused == .facets
      ? [(.tree, .share()), (.facets, .fixed(strip))] : [(.tree, .share())]
    let steps = (segments.waterfall.value?.steps.count ?? 5) + 2
    return [
      Arrangement(parts[0], left),
      Arrangement(
        parts[1],
        [
          (.size, .fixed(isTall ? 10 : 6)), (.waterfall, .fixed(min(steps, isTall ? 9 : 8))),
          (.history, .share()),
        ]),
    ]
  }

  private func reportFrames(_ body: Rect, _ isWide: Bool) -> [Arrangement] {
    // A further look is shown whole while it has the focus: below the table, or in its place.
    let look = focused.look == nil ? nil : focused
    let main = look ?? .reportTable
    guard isWide else {
      let rows = (reports.kinds.value?.count ?? 4) + 2
      return focused == .reportKinds
        ? stacked(body, main: .reportKinds, rows: rows, side: [.reportTable])
        : [Arrangement(body, [(main, .share()), (.reportNotes, .fixed(4))])]
    }
    let parts = split(body, side: body.columns - 26)
    let notes = reportNotes(width: parts[1].columns - 4).count + 1
    let noteRows: (Panel, Track) = (
      .reportNotes, .fixed(min(max(2, notes), body.rows >= 30 ? 8 : 5))
    )
    let isTall = body.rows >= rowCount(.reportTable) + 20
    let shown: [(Panel, Track)] =
      if let look, isTall {
        [
          (.reportTable, .share()),
          (look, .fixed(min(max(5, rowCount(look) + 2), (body.rows - 8) / 2))), noteRows,
        ]
      } else {
        [(main, .share()), noteRows]
      }
    return [
      Arrangement(parts[0], [(.reportKinds, .share())]), Arrangement(parts[1], shown),
    ]
  }

  private func audienceFrames(_ body: Rect, _ isWide: Bool) -> [Arrangement] {
    guard isWide else {
      return stacked(
        body, main: .destinations, rows: (audiences.destinations.value?.count ?? 8) + 3,
        side: [.preflight, .activations])
    }
    // Deliveries take what they need, and the preflight has the rest.
    let given = audiences.activations.value?.count ?? 0
    let delivered = max(3, given + 3)
    // On a tall screen the channels and the preflight have what they need, and deliveries the rest.
    let needed = (audiences.destinations.value?.count ?? 8) + 18
    let rows =
      body.rows > needed + delivered
      ? min(body.rows - needed, given > 1 ? delivered + 16 : delivered)
      : min(delivered, body.rows * 2 / 5)
    let (upper, lower) = cut(body, below: .destinations, rows: body.rows - rows)
    let parts = split(upper, side: upper.columns / 2)
    return [
      Arrangement(parts[0], [(.destinations, .share())]),
      Arrangement(parts[1], [(.preflight, .share())]),
      Arrangement(lower, [(.activations, .share())]),
    ]
  }

  /// How to look for somebody, and below it what people are known by.
  private func searchFrames(_ body: Rect, _ isWide: Bool) -> [Arrangement] {
    guard !isSearching else { return [Arrangement(body, [(.matches, .share())])] }
    let rows = people.search.isEmpty ? Self.searchHelpRows + 2 : 4
    // Where there is no room for it, it shows in the place of another while it has the focus.
    let second: Panel = focused == .everyone ? .everyone : .groupSizes
    guard isWide else {
      let kinds = (people.overview.value?.namespaces.count ?? 4) + 2
      let (upper, lower) = cut(body, below: .matches, rows: rows)
      return [
        Arrangement(upper, [(.matches, .share())]),
        Arrangement(
          lower, [(.knownBy, .fixed(min(kinds, lower.rows * 3 / 5))), (second, .share())]),
      ]
    }
    let (upper, lower) = cut(body, below: .matches, rows: rows)
    let overview = people.overview.value
    let tables = 3 + max(overview?.namespaces.count ?? 4, overview?.sizes.count ?? 4)
    if lower.rows >= tables + 8 {
      let (figures, rest) = cut(lower, below: .knownBy, rows: tables)
      let parts = split(figures, side: figures.columns / 2)
      return [
        Arrangement(upper, [(.matches, .share())]),
        Arrangement(parts[0], [(.knownBy, .share())]),
        Arrangement(parts[1], [(.groupSizes, .share())]),
        Arrangement(rest, [(.everyone, .share())]),
      ]
    }
    let parts = split(lower, side: lower.columns / 2)
    return [
      Arrangement(upper, [(.matches, .share())]),
      Arrangement(parts[0], [(.knownBy, .share())]),
      Arrangement(parts[1], [(second, .share())]),
    ]
  }

  private func peopleFrames(_ body: Rect, _ isWide: Bool) -> [Arrangement] {
    guard hasPerson else { return searchFrames(body, isWide) }
    guard isWide else {
      return stacked(
        body, main: .matches, rows: 7,
        side: [.identifiers, .attributes, .personConsent, .timeline, .memberships])
    }
    let found = people.matches.value?.count ?? 0
    let (upper, lower) = cut(
      body, below: .matches, rows: min(max(5, found + 3), body.rows / 3))
    let parts = split(lower, side: lower.columns / 2)
    if let person = people.person.value, lower.rows >= 40 {
      // What is short takes what it needs; what people did has the rest.
      func rows(_ count: Int) -> Track { .fixed(min(count + 2, lower.rows / 3)) }
      return [
        Arrangement(upper, [(.matches, .share())]),
        Arrangement(
          parts[0], [(.identifiers, rows(person.identifiers.count)), (.attributes, .share())]),
        Arrangement(
          parts[1],
          [
            (.personConsent, rows(person.consent.count)), (.timeline, .share()),
            (.memberships, rows(person.segments.count)),
          ]),
      ]
    }
    return [
      Arrangement(upper, [(.matches, .share())]),
      Arrangement(parts[0], [(.identifiers, .share(2)), (.attributes, .share(3))]),
      Arrangement(
        parts[1],
        [(.personConsent, .share(2)), (.timeline, .share(3)), (.memberships, .share(1, min: 3))]),
    ]
  }
}
