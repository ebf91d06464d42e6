internal import Basis
internal import Cells
internal import Requests

extension AppState {
  private static let noConsent = [
    Run("No consent record yet: with no signal nobody may be addressed. ", .textMuted),
    Run("1", .key), Run(" ingests a consent feed.", .textMuted),
  ]

  func drawPurposes(into canvas: inout Canvas) {
    if drawState(
      consent.coverage, into: &canvas, isEmpty: \.purposes.isEmpty, empty: Self.noConsent)
    {
      return
    }
    drawTable(
      .purposes, of: consent.coverage.value?.purposes ?? [],
      [
        TableColumn("Purpose", min: 16, ideal: 18, flex: 1, max: 32),
        TableColumn("Granted", align: .trailing, min: 9, ideal: 10),
        TableColumn("", align: .trailing, ideal: 7),
        TableColumn("", min: 6, ideal: 16, flex: 2, max: 36, dropOrder: 2),
        TableColumn("Refused", align: .trailing, min: 8, ideal: 10),
        TableColumn("Expired", align: .trailing, min: 7, ideal: 9, dropOrder: 3),
        TableColumn("No signal", align: .trailing, min: 9, ideal: 10),
        TableColumn("Ends ≤ 30 d", align: .trailing, min: 11, ideal: 11, dropOrder: 4),
        TableColumn("Grants", min: 8, ideal: 14, flex: 1, max: 30, dropOrder: 5),
        TableColumn("Withdrawals", min: 11, ideal: 14, flex: 1, max: 30, dropOrder: 6),
      ], into: &canvas, sortedBy: [0, 1, 4, 5, 6, 7, 8, 9]
    ) { purpose in
      let total = purpose.total
      let share = total.people > 0 ? Double(total.granted) / Double(total.people) : nil
      return [
        .text(purpose.name, .textStrong), .text(people(total.granted), .consentGranted),
        .text(Figure.percent(share)), .bar(share, .consentGranted, isPart: true),
        .text(people(total.refused), .consentDenied),
        .text(people(total.expired), .textMuted),
        .text(people(total.noSignal), .consentUnknown),
        .text(
          people(purpose.expiringSoon), purpose.expiringSoon > 0 ? .warn : .textMuted),
        .spark(purpose.granted.map { Double($0) }, .deltaUp),
        .spark(purpose.withdrawn.map { Double($0) }, .deltaDown),
      ]
    }
  }

  /// Purposes down, countries or sources across: the share that is granted, told by figure,
  /// by shade and by nothing but the ground.
  func drawConsentMap(into canvas: inout Canvas) {
    if drawState(
      consent.coverage, into: &canvas, isEmpty: \.purposes.isEmpty, empty: Self.noConsent)
    {
      return
    }
    guard let coverage = consent.coverage.value else { return }
    let least = coverage.breakdown == .country ? 7 : 10
    let longest = coverage.purposes.map { TextWidth.of($0.name) }.max() ?? 0
    let nameWidth = min(longest, max(10, canvas.columns * 2 / 5))
    let room = canvas.columns - nameWidth - 3
    let shown = max(0, min(coverage.groups.count, room / least))
    let cell = min(13, max(least, room / max(1, shown)))
    let hasSort = list(.consentMap).sort != nil
    canvas.sortTitle(
      hasSort ? "Purpose" : "", 0, of: list(.consentMap), in: Rect(1, 0, nameWidth, 1))
    for (index, group) in coverage.groups.prefix(shown).enumerated() {
      canvas.sortTitle(
        group == "unknown" ? Figure.unknown : group, index + 1, of: list(.consentMap),
        in: Rect(nameWidth + 2 + index * cell, 0, cell - 1, 1), align: .trailing)
    }
    let order = order(.consentMap)
    let list = list(.consentMap)
    for line in 0..<max(0, min(canvas.rows - 1, order.count - list.first)) {
      let number = list.first + line
      let purpose = coverage.purposes[order[number]]
      let isSelected = number == list.selection && focused == .consentMap
      canvas.put(
        isSelected ? "▸" : " ", row: line + 1, role: .key)
      canvas.put(
        purpose.name, row: line + 1, column: 1, role: isSelected ? .textStrong : .text,
        maxWidth: nameWidth)
      for (index, tally) in purpose.byGroup.prefix(shown).enumerated() {
        let share = tally.people > 0 ? Double(tally.granted) / Double(tally.people) : nil
        let place = Rect(nameWidth + 2 + index * cell, line + 1, cell - 1, 1)
        if let share {
          let role = Role.heat(min(4, Int(share * 5)))
          canvas.fill(place, role: role, ground: role)
          canvas.put(
            Figure.fixed(share * 100, 1), at: place.origin, role: role,
            maxWidth: place.columns - 1, align: .trailing)
        } else {
          canvas.put(
            Figure.unknown, at: place.origin, role: .textFaint, maxWidth: place.columns - 1,
            align: .trailing)
        }
      }
    }
    let left = coverage.groups.count - shown
    guard canvas.rows > order.count + 2 else { return }
    let row = order.count + 2
    let used = drawHeatLegend(into: &canvas, row: row)
    let more = left > 0 ? "\(left) more with z" : ""
    let notes = ["% with a grant now" + (left > 0 ? " · " + more : ""), more]
    let beside = canvas.columns - used - 2
    canvas.put(
      notes.first { TextWidth.of($0) <= beside } ?? "", row: row, column: used + 1,
      role: .textMuted)
  }

  /// What the five shades stand for, where all of them find room; returns the columns that they took.
  private func drawHeatLegend(into canvas: inout Canvas, row: Int) -> Int {
    let texts = (0..<Role.heatCount).map { index in
      index == 0 ? "< \(100 / Role.heatCount)" : "≥ \(index * 100 / Role.heatCount)"
    }
    let width = texts.reduce(0) { $0 + TextWidth.of($1) + 5 }
    guard width + 20 <= canvas.columns else { return 0 }
    var column = 1
    for (index, text) in texts.enumerated() {
      canvas.fill(Rect(column, row, 2, 1), role: .heat(index), ground: .heat(index))
      column += 3
      column += canvas.put(text, row: row, column: column, role: .textMuted) + 2
    }
    return column - 1
  }

  /// Of everyone: granted, refused, expired, silent, as one bar a purpose.
  func drawLosses(into canvas: inout Canvas) {
    if drawState(
      consent.coverage, into: &canvas, isEmpty: \.purposes.isEmpty, empty: Self.noConsent)
    {
      return
    }
    let purposes = consent.coverage.value?.purposes ?? []
    let order = order(.consentLosses)
    let list = list(.consentLosses)
    let longest = purposes.map { TextWidth.of($0.name) }.max() ?? 0
    let nameWidth = min(longest, canvas.columns * 2 / 5)
    let parts: [(String, Role)] = [
      ("granted", .consentGranted), ("refused", .consentDenied), ("expired", .stale),
      ("no signal", .consentUnknown),
    ]
    // The legend is the head of the table: each of its words is a column to sort by.
    var column = 1
    if list.sort?.column == 0 {
      canvas.sortTitle("Purpose", 0, of: list, in: Rect(1, 0, 7, 1))
      column += 10
    }
    for (index, part) in parts.enumerated() {
      canvas.put(canvas.glyphs.fills[index].text, row: 0, column: column, role: part.1)
      let width = TextWidth.of(part.0)
      canvas.sortTitle(
        part.0, index + 1, of: list, in: Rect(column + 2, 0, width, 1), role: .textMuted)
      column += width + 4
    }
    for line in 0..<max(0, min(canvas.rows - 1, order.count - list.first)) {
      let purpose = purposes[order[list.first + line]]
      let isSelected = list.first + line == list.selection && focused == .consentLosses
      canvas.put(isSelected ? "▸" : " ", row: line + 1, role: .key)
      canvas.put(purpose.name, row: line + 1, column: 1, maxWidth: nameWidth)
      let all = Double(max(1, purpose.total.people))
      let counts = [
        purpose.total.granted, purpose.total.refused, purpose.total.expired,
        purpose.total.noSignal,
      ]
      canvas.stackedBar(
        zip(counts, parts).map { BarPart(Double($0) / all, role: $1.1) },
        in: Rect(nameWidth + 2, line + 1, min(80, max(0, canvas.columns - nameWidth - 3)), 1))
    }
  }

  func drawLedger(into canvas: inout Canvas) {
    let empty = [Run("The ledger is empty.", .textMuted)]
    if drawState(consent.ledger, into: &canvas, isEmpty: { $0.records == 0 }, empty: empty) {
      return
    }
    guard let ledger = consent.ledger.value else { return }
    let state: [Run] =
      switch ledger.condition {
      case .notVerified:
        [Run("○ not verified yet", .textMuted), Run("  v", .key), Run(" checks it", .textMuted)]
      case .whole: [Run("✓ whole", .ok), Run(", verified \(ago(ledger.verifiedAt))", .textMuted)]
      case .broken(let record, let reason):
        [
          Run("✗ broken at record \(Figure.count(record))", .error, .bold),
          Run(": \(reason)", .error),
        ]
      }
    canvas.put(state, at: Point(1, 0), maxWidth: canvas.columns - 2)
    let facts = [
      ("records", Figure.count(ledger.records)), ("last", ago(ledger.lastRecord)),
      ("root", TextWidth.middleTruncated(ledger.root, to: max(8, canvas.columns - 12))),
    ]
    for (row, fact) in facts.enumerated() {
      canvas.put(fact.0, row: row + 1, column: 1, role: .textMuted)
      canvas.put(fact.1, row: row + 1, column: 10, maxWidth: canvas.columns - 11)
    }
  }
}
