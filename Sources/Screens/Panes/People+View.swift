internal import Basis
internal import Cells
internal import Formats
internal import Requests

extension AppState {
  private static let noPerson = [
    Run("s", .key), Run(" looks for an identifier. What is found is shown masked.", .textMuted),
  ]

  /// False while nobody has been opened, of whom nothing can be said.
  var hasPerson: Bool {
    people.person.value != nil || people.person.isLoading || people.person.fault != nil
  }

  /// True while somebody is looked for, or several who were found can be chosen from.
  var isSearching: Bool { !people.search.isEmpty && people.matches.value?.isEmpty != true }

  func drawMatches(into canvas: inout Canvas) {
    if people.search.isEmpty { return drawSearchHelp(into: &canvas) }
    let empty = [
      Run("Nobody has ", .textMuted), Run(people.search), Run(". ", .textMuted),
      Run("s", .key), Run(" looks again.", .textMuted),
    ]
    if drawState(people.matches, into: &canvas, isEmpty: \.isEmpty, empty: empty) { return }
    drawTable(
      .matches, of: people.matches.value ?? [],
      [
        TableColumn("Namespace", min: 8, ideal: 12),
        TableColumn("Identifier", min: 12, ideal: 26, flex: 1, max: 60),
        TableColumn("Identifiers", align: .trailing, min: 6, ideal: 11),
        TableColumn("Last seen", align: .trailing, min: 9, ideal: 12),
      ], into: &canvas, sortedBy: [0, 1, 2, 3]
    ) { match in
      [
        .text(match.namespace, .textMuted), .text(match.shown, .textStrong),
        .text(Figure.count(match.identifiers)), .text(ago(match.lastSeen), .textMuted),
      ]
    }
  }

  func drawIdentifiers(into canvas: inout Canvas) {
    if drawState(people.person, into: &canvas, empty: Self.noPerson) { return }
    drawTable(
      .identifiers, of: people.person.value?.identifiers ?? [],
      [
        TableColumn("Namespace", min: 10, ideal: 12),
        TableColumn("Identifier", min: 16, ideal: 18, flex: 1, max: 34),
        TableColumn("Source", min: 10, ideal: 14, flex: 1, max: 30, dropOrder: 2),
        TableColumn("Belongs here by", min: 25, ideal: 26, flex: 1, max: 60, dropOrder: 1),
      ], into: &canvas, sortedBy: [0, 1, 2, 3]
    ) { identifier in
      let doubt = identifier.confidence.map { " ≈ " + Figure.percent($0) } ?? ""
      return [
        .text(identifier.namespace, .textMuted),
        .text(identifier.shown, people.revealedUntil == nil ? .textStrong : .warn),
        .text(identifier.source, .textMuted), .text(identifier.because + doubt),
      ]
    }
  }

  func drawAttributes(into canvas: inout Canvas) {
    if drawState(people.person, into: &canvas, empty: []) { return }
    drawTable(
      .attributes, of: people.person.value?.attributes ?? [],
      [
        TableColumn("Attribute", min: 8, ideal: 16, flex: 1, max: 32),
        TableColumn("Value", min: 8, ideal: 16, flex: 1, max: 44),
        TableColumn("Source", min: 6, ideal: 15, max: 24, dropOrder: 1),
        TableColumn("Since", align: .trailing, min: 9, ideal: 9, dropOrder: 2),
      ], into: &canvas, sortedBy: [0, 1, 2, 3]
    ) { attribute in
      let others = attribute.contradictions
      let source = attribute.source + (others > 0 ? " (\(others) differ)" : "")
      return [
        .text(attribute.name, .textMuted), .text(attribute.shown, .textStrong),
        .text(source, others > 0 ? .warn : .textMuted), .text(ago(attribute.time), .textMuted),
      ]
    }
  }

  func drawPersonConsent(into canvas: inout Canvas) {
    guard hasPerson else { return }
    let empty = [Run("No signal: this person may not be addressed.", .textMuted)]
    if drawState(people.person, into: &canvas, isEmpty: \.consent.isEmpty, empty: empty) { return }
    drawTable(
      .personConsent, of: people.person.value?.consent ?? [],
      [
        TableColumn("Purpose", min: 16, ideal: 18, flex: 1, max: 36), TableColumn("Now", ideal: 11),
        TableColumn("Source", min: 10, ideal: 12, dropOrder: 3),
        TableColumn("Since", align: .trailing, min: 6, ideal: 11, dropOrder: 1),
        TableColumn("Ends", align: .trailing, ideal: 11, dropOrder: 2),
      ], into: &canvas, sortedBy: [0, 1, 2, 3, 4]
    ) { consent in
      let (text, role): (String, Role) =
        switch consent.state {
        case .granted: ("✓ granted", .consentGranted)
        case .refused: ("✗ refused", .consentDenied)
        case .expired: ("○ expired", .stale)
        case .noSignal: ("– no signal", .consentUnknown)
        }
      return [
        .text(consent.purpose), .text(text, role), .text(consent.source, .textMuted),
        .text(consent.since.map { day($0) } ?? Figure.unknown, .textMuted),
        .text(consent.expires.map { day($0) } ?? Figure.unknown, .textMuted),
      ]
    }
  }

  func drawTimeline(into canvas: inout Canvas) {
    guard hasPerson else { return }
    let empty = [Run("Nothing has happened yet.", .textMuted)]
    if drawState(people.person, into: &canvas, isEmpty: \.timeline.isEmpty, empty: empty) { return }
    let (upper, lower) = canvas.withRoom(below: rowCount(.timeline), least: 8)
    canvas.within(upper) { drawMoments(into: &$0) }
    canvas.within(lower) { drawDays(into: &$0) }
  }

  /// How many of the moments each day had, from the first of them to the last.
  private func drawDays(into canvas: inout Canvas) {
    let days = (people.person.value?.timeline ?? []).map {
      zone.local(at: $0.time).date.daysSinceEpoch
    }
    guard let first = days.min(), let last = days.max(), last > first else { return }
    let counts = days.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    canvas.heading(
      [Run("Day by day", .textStrong), Run(", the moments above", .textMuted)], row: 0)
    let labels = (first...last).map { Self.day(CivilDate(daysSinceEpoch: $0)) }
    ColumnChart(
      (first...last).map { Double(counts[$0] ?? 0) },
      labels: canvas.columns > labels.count ? labels : [labels.first ?? "", labels.last ?? ""],
      hasGaps: false
    ).draw(into: &canvas, in: canvas.bounds.cutTop(1).rest.inset(left: 1, right: 1).cutTop(14).top)
  }

  private func drawMoments(into canvas: inout Canvas) {
    drawTable(
      .timeline, of: people.person.value?.timeline ?? [],
      [
        TableColumn("When", align: .trailing, ideal: 12), TableColumn("", ideal: 1),
        TableColumn("Event", min: 8, ideal: 14),
        TableColumn("Detail", min: 8, ideal: 24, flex: 1, max: 70),
        TableColumn("Source", min: 9, ideal: 10, dropOrder: 1),
      ], into: &canvas, sortedBy: [0, 2, 3, 4]
    ) { moment in
      [
        .text(dayAndTime(moment.time), .textMuted),
        .text(moment.startsSession ? "●" : "│", moment.startsSession ? .key : .textFaint),
        .text(moment.event, .textStrong), .text(moment.detail), .text(moment.source, .textMuted),
      ]
    }
  }

  func drawMemberships(into canvas: inout Canvas) {
    guard hasPerson else { return }
    let empty = [Run("In no saved segment.", .textMuted)]
    if drawState(people.person, into: &canvas, isEmpty: \.segments.isEmpty, empty: empty) { return }
    drawTable(
      .memberships, of: people.person.value?.segments ?? [],
      [TableColumn("", min: 8, ideal: 20, flex: 1)], into: &canvas, sortedBy: [0]
    ) { [.text($0)] }
  }
}
