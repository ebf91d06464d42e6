internal import Basis
internal import Cells
internal import Requests

extension AppState {
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
        TableColumn("", ideal: 1), TableColumn("Segment", min: 18, ideal: 26, flex: 1, max: 40),
        TableColumn("When saved", align: .trailing, ideal: 11),
        TableColumn("", min: 6, ideal: 12, flex: 1, max: 30, dropOrder: 2),
        TableColumn("Version", align: .trailing, ideal: 7, dropOrder: 3),
        TableColumn("Saved", align: .trailing, min: 11, ideal: 11, dropOrder: 1),
        TableColumn("Note", min: 12, ideal: 20, flex: 2, max: 100, dropOrder: 4),
      ], into: &canvas, sortedBy: [1, 2, 4, 5, 6]
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

  /// What the segment under the cursor says, where it belongs, and how it came to be what it is.
  func drawLibraryText(into canvas: inout Canvas) {
    guard let segment = selectedRow else { return }
    guard canvas.columns >= 110 else {
      let used = drawDefinition(segment, into: &canvas)
      canvas.within(canvas.bounds.cutTop(used + 1).rest) { drawCourse(into: &$0) }
      return
    }
    let parts = canvas.bounds.columns(.share(), .share(), gap: 3)
    canvas.within(parts[0]) { canvas in
      let used = drawDefinition(segment, into: &canvas)
      canvas.within(canvas.bounds.cutTop(used + 1).rest) { drawLooksFacets(segment, into: &$0) }
    }
    canvas.within(parts[1]) { drawCourse(into: &$0) }
  }

  /// Returns how many rows it took.
  private func drawDefinition(_ segment: LibraryRow, into canvas: inout Canvas) -> Int {
    var row = 0
    for line in TextWidth.wrapped(segment.text, to: max(1, canvas.columns - 2)) {
      canvas.put(Self.coloured(line), at: Point(1, row), maxWidth: canvas.columns - 2)
      row += 1
    }
    return row + 1 + canvas.facts(facts(of: segment), row: row + 1)
  }

  private func facts(of row: LibraryRow) -> [(String, String)] {
    guard let saved = row.saved else { return [("saved", "never")] }
    let looks = looks(of: saved)
    let facts: [(String, String)] = [
      ("note", saved.note),
      ("when saved", people(saved.size)),
      ("version", "\(saved.version), \(dayAndTime(saved.savedAt))"), ("named", saved.reference),
      ("folder", saved.folder), ("tags", saved.tags.joined(separator: ", ")),
      ("owner", saved.owner), ("made of", looks.partsOf.joined(separator: ", ")),
      ("used by", looks.usedBy.joined(separator: ", ")),
    ]
    return facts.filter { !$0.1.isEmpty }
  }

  /// What tells its people from everyone, an attribute a line.
  private func drawLooksFacets(_ row: LibraryRow, into canvas: inout Canvas) {
    guard let told = row.saved.map({ looks(of: $0).facets }), canvas.rows >= 8 else { return }
    if told.value == nil { return _ = drawState(told, into: &canvas, empty: []) }
    guard let facets = told.value, !facets.isEmpty else { return }
    canvas.heading(
      [Run("Who they are", .textStrong), Run(", against everyone", .textMuted)], row: 0)
    let names = min(16, max(8, facets.map { TextWidth.of($0.attribute) }.max() ?? 8))
    let shown = facets.prefix(canvas.rows - 1)
    let room = max(0, canvas.columns - names - 4)
    let columns = FacetColumns(Array(shown), in: room)
    for (index, facet) in shown.enumerated() {
      canvas.put(facet.attribute, row: index + 1, column: 1, role: .textMuted, maxWidth: names)
      canvas.within(Rect(names + 3, index + 1, room, 1)) {
        draw(facet.values, in: columns, isOld: false, into: &$0)
      }
    }
  }

  /// How many it was day by day, and its versions.
  private func drawCourse(into canvas: inout Canvas) {
    guard let looks = selectedRow?.saved.map({ looks(of: $0) }) else { return }
    let versions = looks.versions.value ?? []
    let listed = versions.isEmpty ? 0 : min(versions.count, 8) + 1
    let chartRows = min(26, canvas.rows - listed - 1)
    var row = 0
    if let trend = looks.trend.value, !trend.isEmpty, chartRows >= 7 {
      canvas.heading(
        [Run("People", .textStrong), Run(", the last \(trend.count) days", .textMuted)], row: 0)
      LineChart(
        [ChartSeries("as it is defined now", trend.map { $0.count.map { Double($0) } })],
        labels: trend.map { Self.day($0.day) }
      ).draw(into: &canvas, in: Rect(1, 1, canvas.columns - 2, chartRows - 1))
      row = chartRows + 1
    } else if looks.trend.isLoading || looks.trend.fault != nil, chartRows >= 7 {
      // The place of the chart is kept while it is counted, so that nothing below it moves.
      canvas.within(canvas.bounds.cutTop(chartRows).top) {
        _ = drawState(looks.trend, into: &$0, empty: [])
      }
      row = chartRows + 1
    }
    guard listed > 0, canvas.rows - row >= 2 else { return }
    canvas.heading([Run("Versions", .textStrong)], row: row)
    canvas.within(canvas.bounds.cutTop(row + 1).rest) { draw(versions, into: &$0) }
  }

  private func draw(_ versions: [SegmentVersion], into canvas: inout Canvas) {
    let most = Double(max(1, versions.compactMap(\.size).max() ?? 1))
    Table(
      [
        TableColumn("", ideal: 4), TableColumn("", min: 6, ideal: 12),
        TableColumn("", align: .trailing, ideal: 11),
        TableColumn("", min: 6, ideal: 10, flex: 1, max: 24, dropOrder: 2),
        TableColumn("", min: 8, ideal: 20, flex: 2, max: 80, dropOrder: 1),
      ], count: min(versions.count, canvas.rows), isFocused: false, hasHeader: false
    ).draw(into: &canvas, in: canvas.bounds) { index in
      let version = versions[index]
      return [
        .text("v\(version.number)", .key), .text(day(version.savedAt), .textMuted),
        .text(people(version.size)), .bar(version.size.map { Double($0) / most }),
        .text(version.note, .textMuted),
      ]
    }
  }
}
