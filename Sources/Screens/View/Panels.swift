internal import Basis
internal import Cells
internal import Formats
internal import Requests

extension AppState {
  /// Draws the content of a panel in the whole of the canvas's frame.
  func draw(_ panel: Panel, into canvas: inout Canvas) {
    switch panel {
    case .attention: drawAttention(into: &canvas)
    case .overview: drawOverview(into: &canvas)
    case .sources: drawSources(into: &canvas)
    case .batches: drawBatches(into: &canvas)
    case .fields: drawFields(into: &canvas)
    case .rejects: drawRejects(into: &canvas)
    case .feedColumns: drawFeedColumns(into: &canvas)
    case .feedFacts: drawFeedFacts(into: &canvas)
    case .feedPreview: drawFeedPreview(into: &canvas)
    case .purposes: drawPurposes(into: &canvas)
    case .consentMap: drawConsentMap(into: &canvas)
    case .consentTrend: drawConsentTrend(into: &canvas)
    case .consentPerson: drawConsentPerson(into: &canvas)
    case .consentLosses: drawLosses(into: &canvas)
    case .ledger: drawLedger(into: &canvas)
    case .library: drawLibrary(into: &canvas)
    case .libraryText: drawLibraryText(into: &canvas)
    case .tree: segments.mode == .text ? drawEditor(into: &canvas) : drawTree(into: &canvas)
    case .size: drawSize(into: &canvas)
    case .waterfall: drawWaterfall(into: &canvas)
    case .history: drawHistory(into: &canvas)
    case .facets: drawFacets(into: &canvas)
    case .reportKinds: drawReportKinds(into: &canvas)
    case .reportTable: drawReport(into: &canvas)
    case .look1, .look2, .look3, .look4: drawLook(panel, into: &canvas)
    case .reportNotes: drawReportNotes(into: &canvas)
    case .destinations: drawDestinations(into: &canvas)
    case .preflight: drawPreflight(into: &canvas)
    case .activations: drawActivations(into: &canvas)
    case .matches: drawMatches(into: &canvas)
    case .knownBy: drawKnownBy(into: &canvas)
    case .groupSizes: drawGroupSizes(into: &canvas)
    case .everyone: drawEveryone(into: &canvas)
    case .identifiers: drawIdentifiers(into: &canvas)
    case .attributes: drawAttributes(into: &canvas)
    case .personConsent: drawPersonConsent(into: &canvas)
    case .timeline: drawTimeline(into: &canvas)
    case .memberships: drawMemberships(into: &canvas)
    }
  }

  /// Draws rows as a table, in the order and with the selection of the panel's list.
  ///
  /// `titles` are the columns that have the list's sort keys, in the order of these.
  func drawTable<Row>(
    _ panel: Panel, of rows: [Row], _ columns: [TableColumn], into canvas: inout Canvas,
    sortedBy titles: [Int] = [], cells: (Row) -> [TableCell]
  ) {
    let (list, order) = (list(panel), order(panel))
    var columns = columns
    if let sort = list.sort, titles.indices.contains(sort.column) {
      let column = titles[sort.column]
      if columns.indices.contains(column) {
        columns[column].sort = sort.direction
      }
    }
    guard !order.isEmpty else {
      canvas.put(
        "Nothing matches “\(list.filter)”. Esc shows everything again.", row: 0, column: 1,
        role: .textMuted)
      return
    }
    let table = Table(
      columns, count: order.count, first: list.first, selection: list.selection,
      isFocused: focused == panel && overlay == nil, hasHeader: panel.headerRows > 0,
      selectedColumn: list.column.flatMap { titles.indices.contains($0) ? titles[$0] : nil })
    table.draw(into: &canvas, in: canvas.bounds) { cells(rows[order[$0]]) }
    guard let places = canvas.columnPlaces else { return }
    canvas.columnPlaces = [:]
    for (key, column) in titles.enumerated() {
      guard let own = places[column] else { continue }
      // A figure's share and its bar have no title of their own and belong to it.
      let next = columns.indices.dropFirst(column + 1)
        .prefix { columns[$0].title.isEmpty && !titles.contains($0) }
      let end = next.compactMap { places[$0]?.upperBound }.max() ?? own.upperBound
      canvas.columnPlaces?[key] = own.lowerBound..<end
    }
  }

  /// The sort key of a table's column that lies at a column of its panel's content.
  func sortKey(of panel: Panel, at column: Int, in content: Size) -> Int? {
    var canvas = Canvas(content, glyphs: glyphs)
    canvas.columnPlaces = [:]
    draw(panel, into: &canvas)
    return canvas.columnPlaces?.first { $0.value.contains(column) }?.key
  }

  // MARK: Home

  private func drawAttention(into canvas: inout Canvas) {
    let empty = [Run("✓ ", .ok), Run("Nothing needs attention today.", .textMuted)]
    if drawState(header, into: &canvas, isEmpty: \.attention.isEmpty, empty: empty) { return }
    drawTable(
      .attention, of: header.value?.attention ?? [],
      [TableColumn("", ideal: 1), TableColumn("", min: 20, ideal: 40, flex: 1)], into: &canvas,
      sortedBy: [0, 1]
    ) { item in
      let sign = item.urgency == .error ? "✗" : item.urgency == .warning ? "!" : "·"
      return [.text(sign, urgencyRole(item.urgency)), .text(item.text)]
    }
  }

  private func drawOverview(into canvas: inout Canvas) {
    if drawState(header, into: &canvas, empty: []) { return }
    guard let header = header.value else { return }
    let late = sources.all.value.map { all in
      all.filter { if case .late = $0.freshness { true } else { false } }.count
    }
    let facts: [(String, String)] = [
      (unit(header.lens, header.population), Figure.count(header.population)),
      ("events", Figure.count(header.events)),
      ("sources", Figure.count(header.sources)),
      ("of them late", Figure.count(late)),
      ("segments", Figure.count(header.segments)),
      ("data version", Figure.count(header.dataVersion)), ("time zone", zone.name),
    ]
    for (row, fact) in facts.enumerated() {
      canvas.put(fact.0, row: row, column: 1, role: .textMuted)
      canvas.put(
        fact.1, row: row, column: 16, role: .textStrong, maxWidth: min(20, canvas.columns - 17),
        align: .trailing)
    }
    guard canvas.rows > facts.count + 2 else { return }
    let unsaved = drafts.drafts.map { $0.key.name.isEmpty ? $0.key.title : "“\($0.key.title)”" }
    if !unsaved.isEmpty {
      canvas.put(
        "Not saved: " + unsaved.joined(separator: ", "), row: facts.count + 1, column: 1,
        role: .warn, maxWidth: canvas.columns - 2)
    }
    canvas.within(canvas.bounds.cutTop(facts.count + 3).rest) { drawWork(into: &$0) }
  }

  private func drawWork(into canvas: inout Canvas) {
    for (row, job) in work.enumerated() {
      canvas.put(
        job.progress?.what ?? job.title, row: row * 2, column: 1, role: .textStrong,
        maxWidth: canvas.columns - 2)
      if job.state == .waiting {
        canvas.put("waits for its turn", row: row * 2 + 1, column: 1, role: .textMuted)
      }
      guard let progress = job.shownProgress(at: now) else { continue }
      ProgressLine(
        "", done: progress.done, total: progress.total, unit: progress.unit,
        elapsedSeconds: progress.elapsedSeconds
      ).draw(into: &canvas, in: Rect(1, row * 2 + 1, canvas.columns - 2, 1))
    }
  }
}

extension Canvas {
  /// The title of a column that a panel draws by itself: where it lies, and whether it sorts.
  mutating func sortTitle(
    _ text: String, _ key: Int, of list: ListState, in place: Rect, role: Role = .header,
    align: Align = .leading
  ) {
    let sort = list.sort.flatMap { $0.column == key ? $0.direction : nil }
    title(text, sort: sort, in: place, role: role, align: align)
    columnPlaces?[key] = place.column..<place.endColumn
  }
}

extension ListState.Sort {
  var direction: TableColumn.Sort { isDescending ? .descending : .ascending }
}
