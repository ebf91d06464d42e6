internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// The total as it is shown: dimmed and marked while a newer one is under way.
  func drawSize(into canvas: inout Canvas) {
    if let fault = segments.count.fault { return draw(fault, into: &canvas) }
    guard let total = segments.count.value?.total else { return drawUncounted(into: &canvas) }
    let isOld = segments.count.isLoading
    let isEstimate = total.precision != .exact
    let text = (isOld || isEstimate ? "≈" : "") + people(total.count)
    let people = unit(viewpoint.lens, total.count)
    var row = 0
    if canvas.rows >= 7 {
      row += canvas.bigFigure(
        text, in: Rect(1, 0, canvas.columns - 2, 3), role: isOld ? .textFaint : .figure)
      canvas.put(people, row: row, column: 1, role: .textMuted)
    } else {
      canvas.put(
        [Run(text, isOld ? .textFaint : .figure, .bold), Run(" " + people, .textMuted)],
        at: Point(1, 0), maxWidth: canvas.columns - 2)
    }
    canvas.put(
      precision(total, isOld: isOld), at: Point(1, row), maxWidth: canvas.columns - 2,
      align: .trailing)
    let share = [
      Run(Figure.percent(total.count, of: total.population), .textStrong),
      Run(" of everyone", .textMuted),
    ]
    // Two columns of facts where the strip is short and wide, one below the other elsewhere.
    if canvas.rows <= 3 {
      canvas.put(share, at: Point(1, row + 1), maxWidth: canvas.columns / 2)
      canvas.put(
        changes(total).first ?? [], at: Point(canvas.columns / 2, row + 1),
        maxWidth: canvas.columns / 2 - 1, align: .trailing)
      return
    }
    canvas.put(share, at: Point(1, row + 1), maxWidth: canvas.columns - 2)
    row += 2
    for change in changes(total) {
      canvas.put(change, at: Point(1, row), maxWidth: canvas.columns - 2)
      row += 1
    }
    drawTrend(into: &canvas, row: max(row, canvas.rows - 1))
  }

  /// A dash where the total will be: what is not counted yet is not nobody, and not everyone.
  private func drawUncounted(into canvas: inout Canvas) {
    canvas.put(
      [Run(Figure.unknown, .textFaint, .bold), Run(" " + unit(viewpoint.lens, 0), .textMuted)],
      at: Point(1, 0), maxWidth: canvas.columns - 2)
    canvas.put(
      segments.isUnread ? [Run("the text has mistakes", .warn)] : counting, at: Point(1, 0),
      maxWidth: canvas.columns - 2, align: .trailing)
    guard segments.edits > 0 else { return }
    for (row, change) in changes(nil).enumerated() {
      canvas.put(change, at: Point(1, row + 1), maxWidth: canvas.columns - 2)
    }
  }

  /// Said once counting takes long enough to be worth a word.
  private var counting: [Run] {
    guard let asked = segments.count.askedAt, now.seconds(since: asked) >= 0.2 else { return [] }
    return [Run("counting…", .textMuted)]
  }

  private func precision(_ total: SegmentTotal, isOld: Bool) -> [Run] {
    if isOld { return counting }
    switch total.precision {
    case .exact: return [Run("exact", .ok)]
    case .estimate(let low, let high):
      return [Run("\(Figure.short(low))–\(Figure.short(high))", .warn)]
    }
  }

  /// What the last edit did, and what all since the saved version did.
  private func changes(_ total: SegmentTotal?) -> [[Run]] {
    // An exact figure while a newer one is under way is the one from before the edit.
    let isOld = segments.count.isLoading && total?.precision == .exact
    func change(_ from: Int?, _ words: String) -> [Run] {
      guard let total, let from, !isOld else {
        return [Run(Figure.unknown, .textFaint), Run(" " + words, .textMuted)]
      }
      let step = total.count - from
      return [
        Run(Figure.change(step), step < 0 ? .deltaDown : step > 0 ? .deltaUp : .textMuted),
        Run(" " + words, .textMuted),
      ]
    }
    guard segments.edits > 0 else {
      return segments.version == nil ? [] : [[Run("as saved", .textMuted)]]
    }
    var lines: [[Run]] = []
    let hasEdit = segments.beforeEdit != nil
    if hasEdit { lines.append(change(segments.totalBeforeEdit, "by the last edit")) }
    // After the first edit both would be the same.
    if let version = segments.version, segments.edits > 1 || !hasEdit {
      lines.append(change(segments.savedSize, "since v\(version)"))
    }
    return lines
  }

  private func drawTrend(into canvas: inout Canvas, row: Int) {
    guard row < canvas.rows, let trend = segments.trend.value, !trend.isEmpty else { return }
    let label = "\(trend.count) days"
    let width = max(0, canvas.columns - TextWidth.of(label) - 4)
    canvas.sparkline(
      trend.map { $0.count.map { Double($0) } }, in: Rect(1, row, width, 1),
      role: segments.trend.isLoading ? .textFaint : .series1)
    canvas.put(
      label, row: row, column: 1 + min(width, trend.count) + 2, role: .textMuted,
      maxWidth: TextWidth.of(label))
  }

  func drawWaterfall(into canvas: inout Canvas) {
    let empty = [
      Run("D", .key), Run(" chooses a channel: how many of these it may reach.", .textMuted),
    ]
    if drawState(segments.waterfall, into: &canvas, isEmpty: \.steps.isEmpty, empty: empty) {
      return
    }
    guard let waterfall = segments.waterfall.value else { return }
    draw(waterfall, isOld: segments.waterfall.isLoading, into: &canvas)
  }

  func draw(_ waterfall: Requests.Waterfall, isOld: Bool, into canvas: inout Canvas) {
    let top = Double(max(1, waterfall.steps.first?.remaining ?? 1))
    // Labels and figures take what they need; bars have the rest, but some of it always.
    let longest = waterfall.steps.map { TextWidth.of($0.label) }.max() ?? 0
    let widest =
      waterfall.steps.map { step in
        TextWidth.of(people(max(step.remaining, step.lost))) + 1
      }.max() ?? 0
    let labels = max(8, min(longest, canvas.columns - widest - 13))
    let figures = labels + widest + 2
    for (row, step) in waterfall.steps.enumerated() where row < canvas.rows {
      let isLoss = step.kind == .suppressed || step.kind == .heldOut
      let role: Role = isOld ? .textFaint : step.kind == .delivered ? .textStrong : .text
      canvas.put(
        step.label, row: row, column: 1, role: isOld ? .textFaint : .textMuted,
        maxWidth: labels)
      canvas.put(
        isLoss ? Figure.change(-step.lost) : people(step.remaining), row: row,
        column: labels + 1,
        role: isLoss && step.lost > 0 && !isOld ? .deltaDown : role, maxWidth: widest + 1,
        align: .trailing)
      guard !isLoss else { continue }
      let isLast = step.kind == .delivered
      // The room of the mark is left free beside every bar, so that all are on one scale.
      let room = canvas.columns - figures - 4
      canvas.bar(
        Double(step.remaining) / top, in: Rect(figures + 1, row, max(0, room), 1),
        role: isOld ? .barTrack : isLast ? .ok : .bar)
      if isLast {
        let isEnough = step.remaining >= waterfall.minimumSize
        canvas.put(
          isEnough ? "✓" : "✗", row: row, column: canvas.columns - 2,
          role: isEnough ? .ok : .error)
      }
    }
    guard canvas.rows > waterfall.steps.count, waterfall.delivered < waterfall.minimumSize else {
      return
    }
    canvas.put(
      "at least \(Figure.count(waterfall.minimumSize)) needed", row: waterfall.steps.count,
      column: 1, role: .error, maxWidth: canvas.columns - 2)
  }

  func drawHistory(into canvas: inout Canvas) {
    let empty = [Run("s", .key), Run(" saves a first version.", .textMuted)]
    if drawState(segments.versions, into: &canvas, isEmpty: \.isEmpty, empty: empty) { return }
    drawTable(
      .history, of: segments.versions.value ?? [],
      [
        TableColumn("", ideal: 3), TableColumn("", min: 6, ideal: 7),
        TableColumn("", min: 8, ideal: 10, flex: 1, dropOrder: 1),
        TableColumn("", align: .trailing, ideal: 10),
      ], into: &canvas
    ) { version in
      [
        .text("v\(version.number)", .key), .text(day(version.savedAt), .textMuted),
        .text(version.note, .textMuted), .text(people(version.size)),
      ]
    }
  }

  /// A line an attribute: its values with share and how many times as frequent they are.
  func drawFacets(into canvas: inout Canvas) {
    let empty = [Run("No attribute tells these people from everyone.", .textMuted)]
    if drawState(segments.facets, into: &canvas, isEmpty: \.isEmpty, empty: empty) { return }
    let (facets, order, list) = (segments.facets.value ?? [], order(.facets), list(.facets))
    let nameWidth = min(16, max(8, facets.map { TextWidth.of($0.attribute) }.max() ?? 8))
    let isOld = segments.facets.isLoading
    for line in 0..<max(0, min(canvas.rows, order.count - list.first)) {
      let facet = facets[order[list.first + line]]
      let isSelected = focused == .facets && list.first + line == list.selection
      if isSelected { canvas.fill(canvas.bounds.line(line), ground: .selection) }
      canvas.put(isSelected ? "▸" : " ", row: line, role: .key)
      canvas.put(facet.attribute, row: line, column: 1, role: .textMuted, maxWidth: nameWidth)
      var runs: [Run] = []
      let room = max(0, canvas.columns - nameWidth - 4)
      var width = 0
      for value in facet.values {
        let (share, lift) = (Figure.percent(value.share), Figure.times(value.lift))
        width += TextWidth.of(value.name) + TextWidth.of(share) + TextWidth.of(lift) + 2
        // Half a figure would be another figure; only the first value may be cut.
        guard width <= room || runs.isEmpty else { break }
        if !runs.isEmpty { runs.append(Run("   ")) }
        width += 3
        runs += [
          Run(value.name + " ", isOld ? .textFaint : .text),
          Run(share, isOld ? .textFaint : .textStrong),
          Run(" " + lift, Self.liftRole(value.lift)),
        ]
      }
      canvas.put(runs, at: Point(nameWidth + 3, line), maxWidth: room)
    }
  }

  private static func liftRole(_ lift: Double?) -> Role {
    guard let lift else { return .textFaint }
    return lift >= 1.2 ? .deltaUp : lift <= 0.8 ? .deltaDown : .textMuted
  }

  // MARK: The library

  func drawLibrary(into canvas: inout Canvas) {
    let empty = [
      Run("No segment yet. ", .textMuted), Run("a", .key), Run(" starts one.", .textMuted),
    ]
    let rows = libraryRows
    if drawState(segments.library, into: &canvas, isEmpty: { _ in rows.isEmpty }, empty: empty) {
      return
    }
    let largest = Double(max(1, rows.compactMap(\.saved?.size).max() ?? 1))
    drawTable(
      .library, of: rows,
      [
        TableColumn("", ideal: 1), TableColumn("Segment", min: 18, ideal: 26, flex: 1),
        TableColumn("People", align: .trailing, ideal: 11),
        TableColumn("", min: 6, ideal: 12, dropOrder: 2),
        TableColumn("Version", align: .trailing, ideal: 7, dropOrder: 3),
        TableColumn("Saved", align: .trailing, min: 11, ideal: 11, dropOrder: 1),
        TableColumn("Note", min: 12, ideal: 20, flex: 1, dropOrder: 4),
      ], into: &canvas, sortedBy: [1, 2, 4, 5]
    ) { row in
      let isDraft = drafts.text(of: row.key) != nil
      let segment = row.saved
      return [
        .text(segment.map { segments.ticked.contains($0.name) ? "✓" : "" } ?? "", .key),
        .runs(
          [Run(row.key.title, .textStrong)] + (isDraft ? [Run("  draft", .warn)] : [])),
        .text(people(segment?.size)), .bar(segment?.size.map { Double($0) / largest }),
        .text(segment.map { "v\($0.version)" } ?? "new", .textMuted),
        .text(segment.map { day($0.savedAt) } ?? Figure.unknown, .textMuted),
        .text(row.note, .textMuted),
      ]
    }
  }

  func drawLibraryText(into canvas: inout Canvas) {
    guard let segment = selectedRow else { return }
    var row = 0
    for line in TextWidth.wrapped(segment.text, to: max(1, canvas.columns - 2)) {
      canvas.put(Self.coloured(line), at: Point(1, row), maxWidth: canvas.columns - 2)
      row += 1
    }
    canvas.put(
      segment.note, row: row + 1, column: 1, role: .textMuted, maxWidth: canvas.columns - 2)
  }
}
