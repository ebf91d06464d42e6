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

  /// A step takes `pitch` rows, the second of which says what it took away and why.
  func draw(
    _ waterfall: Requests.Waterfall, isOld: Bool, pitch: Int = 1, into canvas: inout Canvas
  ) {
    let top = Double(max(1, waterfall.steps.first?.remaining ?? 1))
    // Labels and figures take what they need; bars have the rest, but some of it always.
    let longest = waterfall.steps.map { TextWidth.of($0.label) }.max() ?? 0
    let widest =
      waterfall.steps.map { step in
        TextWidth.of(people(max(step.remaining, step.lost))) + 1
      }.max() ?? 0
    let labels = max(8, min(longest, canvas.columns - widest - 11))
    let figures = labels + widest + 2
    for (index, step) in waterfall.steps.enumerated() where index * pitch < canvas.rows {
      let row = index * pitch
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
      if pitch > 1, step.lost > 0 {
        let why = isLoss || step.note.isEmpty ? step.note : ", " + step.note
        canvas.put(
          (isLoss ? "" : people(step.lost) + " fewer") + why, row: row + 1, column: figures + 1,
          role: .textFaint, maxWidth: max(0, canvas.columns - figures - 2))
      }
      guard !isLoss else { continue }
      let isLast = step.kind == .delivered
      // The room of the mark is left free beside every bar, so that all are on one scale.
      let room = min(60, canvas.columns - figures - 4)
      canvas.bar(
        Double(step.remaining) / top, in: Rect(figures + 1, row, max(0, room), 1),
        role: isOld ? .barTrack : isLast ? .ok : .bar)
      if isLast {
        let isEnough = step.remaining >= waterfall.minimumSize
        canvas.put(
          isEnough ? "✓" : "✗", row: row, column: figures + room + 2,
          role: isEnough ? .ok : .error)
      }
    }
    let end = waterfall.steps.count * pitch - (pitch - 1)
    guard canvas.rows > end, waterfall.delivered < waterfall.minimumSize else { return }
    canvas.put(
      "at least \(Figure.count(waterfall.minimumSize)) needed", row: end,
      column: 1, role: .error, maxWidth: canvas.columns - 2)
  }

  func drawHistory(into canvas: inout Canvas) {
    let empty = [Run("s", .key), Run(" saves a first version.", .textMuted)]
    if drawState(segments.versions, into: &canvas, isEmpty: \.isEmpty, empty: empty) { return }
    drawTable(
      .history, of: segments.versions.value ?? [],
      [
        TableColumn("Version", ideal: 7), TableColumn("Saved", min: 6, ideal: 7),
        TableColumn("Note", min: 8, ideal: 10, flex: 1, dropOrder: 1),
        TableColumn("People", align: .trailing, ideal: 10),
      ], into: &canvas, sortedBy: [0, 1, 2, 3]
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
    let room = max(0, canvas.columns - nameWidth - 4)
    let columns = FacetColumns(facets, in: room)
    for line in 0..<max(0, min(canvas.rows, order.count - list.first)) {
      let facet = facets[order[list.first + line]]
      let isSelected = focused == .facets && list.first + line == list.selection
      if isSelected { canvas.fill(canvas.bounds.line(line), ground: .selection) }
      canvas.put(isSelected ? "▸" : " ", row: line, role: .key)
      canvas.put(facet.attribute, row: line, column: 1, role: .textMuted, maxWidth: nameWidth)
      guard room < 90 else {
        let place = Rect(nameWidth + 3, line, room, 1)
        canvas.within(place) { draw(facet.values, in: columns, isOld: isOld, into: &$0) }
        continue
      }
      var runs: [Run] = []
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

  /// Values below those of other attributes: names from the left, figures from the right.
  func draw(
    _ values: [Facet.Value], in columns: FacetColumns, isOld: Bool, into canvas: inout Canvas
  ) {
    for (value, place) in zip(values, columns.places) {
      canvas.put(
        value.name, at: Point(place.start, 0), role: isOld ? .textFaint : .text,
        maxWidth: place.name)
      let figures = place.start + place.name + 1
      canvas.put(
        Figure.percent(value.share), at: Point(figures, 0),
        role: isOld ? .textFaint : .textStrong, maxWidth: FacetColumns.share, align: .trailing)
      canvas.put(
        Figure.times(value.lift), at: Point(figures + FacetColumns.share + 1, 0),
        role: Self.liftRole(value.lift), maxWidth: FacetColumns.times, align: .trailing)
    }
  }

  private static func liftRole(_ lift: Double?) -> Role {
    guard let lift else { return .textFaint }
    return lift >= 1.2 ? .deltaUp : lift <= 0.8 ? .deltaDown : .textMuted
  }
}
