internal import Basis
internal import Cells
internal import Requests

extension AppState {
  func drawSources(into canvas: inout Canvas) {
    let empty = [
      Run("No source yet. ", .textMuted), Run("A", .key),
      Run(" looks at a feed and makes one of it, ", .textMuted), Run("parterre demo", .key),
      Run(" a whole workspace of samples.", .textMuted),
    ]
    if drawState(sources.all, into: &canvas, isEmpty: \.isEmpty, empty: empty) { return }
    let rows = sources.all.value ?? []
    let hasAnomaly = rows.contains { $0.anomaly != nil }
    drawTable(
      .sources, of: rows,
      [
        TableColumn("Source", min: 10, ideal: 16, flex: 1, max: 40),
        TableColumn("Party", ideal: 6, dropOrder: 7),
        TableColumn("Kind", min: 8, ideal: 9, dropOrder: 6),
        TableColumn("Last batch", align: .trailing, min: 10, ideal: 12),
        TableColumn("Freshness", min: 11, ideal: 12),
        TableColumn("Rows", align: .trailing, min: 10, ideal: 11),
        TableColumn("Accepted", min: 8, ideal: 12, flex: 2, max: 44, dropOrder: 3),
        TableColumn("Rejected", align: .trailing, min: 8, ideal: 8),
        TableColumn("Known", align: .trailing, min: 7, ideal: 8, dropOrder: 8),
        TableColumn("Last 8", min: 8, ideal: 8, flex: 1, max: 24, dropOrder: 2),
        TableColumn(
          hasAnomaly ? "Unusual" : "", min: hasAnomaly ? 14 : 1, ideal: hasAnomaly ? 22 : 1,
          flex: hasAnomaly ? 1 : 0, max: 60, dropOrder: hasAnomaly ? 4 : 9),
      ], into: &canvas, sortedBy: Array(0...10)
    ) { source in
      let tally = source.tally
      return [
        .text(source.name, .textStrong), .word(source.party, .textMuted),
        .word(source.kind, .textMuted), .text(ago(source.lastBatch)),
        .runs(Self.freshness(source.freshness)), .text(Figure.count(tally.rows)),
        Self.outcomes(of: tally),
        .text(Figure.count(tally.rejected), tally.rejected > 0 ? .warn : .textMuted),
        .text(Figure.count(tally.duplicates), .textMuted),
        .spark(source.recentVolumes.map { Double($0) }, source.anomaly == nil ? .series1 : .warn),
        .text(source.anomaly.map { "! " + $0 } ?? "", .warn),
      ]
    }
  }

  /// What became of the rows: accepted, rejected, known already.
  private static func outcomes(of tally: RowTally) -> TableCell {
    guard tally.rows > 0 else { return .bar(nil) }
    let parts = [
      (tally.accepted, Role.bar), (tally.rejected, .warn), (tally.duplicates, .textMuted),
    ]
    return .stack(parts.map { BarPart(Double($0.0) / Double(tally.rows), role: $0.1) })
  }

  /// A sign and a word, so that lateness is told without colour.
  static func freshness(_ freshness: Freshness) -> [Run] {
    switch freshness {
    case .never: [Run("○ never", .textMuted)]
    case .unknown: [Run("· no rhythm", .textMuted)]
    case .onTime: [Run("✓ on time", .ok)]
    case .late(let seconds):
      [
        Run(
          "! "
            + Figure.ago(seconds: seconds).split(separator: " ").dropLast().joined(separator: " ")
            + " late", .stale)
      ]
    }
  }

  func drawBatches(into canvas: inout Canvas) {
    let empty = [
      Run("No batch yet. ", .textMuted), Run("a", .key), Run(" ingests a file.", .textMuted),
    ]
    if drawState(sources.detail, into: &canvas, isEmpty: \.batches.isEmpty, empty: empty) { return }
    let (upper, lower) = canvas.withRoom(below: rowCount(.batches) + 1, least: 5)
    canvas.within(upper) { drawBatchRows(into: &$0) }
    canvas.within(lower) { drawSourceFacts(into: &$0) }
  }

  private func drawBatchRows(into canvas: inout Canvas) {
    let batches = sources.detail.value?.batches ?? []
    let most = Double(max(1, batches.map(\.tally.rows).max() ?? 1))
    drawTable(
      .batches, of: batches,
      [
        TableColumn("File", min: 16, ideal: 22, flex: 2, max: 40),
        TableColumn("Taken in", align: .trailing, min: 12, ideal: 12, dropOrder: 1),
        TableColumn("Rows", align: .trailing, min: 7, ideal: 9),
        TableColumn("", min: 8, ideal: 8, flex: 1, max: 24, dropOrder: 2),
        TableColumn("Rejected", align: .trailing, min: 8, ideal: 8),
      ], into: &canvas, sortedBy: [0, 1, 2, 4]
    ) { batch in
      [
        .text(TextWidth.middleTruncated(batch.file, to: 40)),
        .text(dayAndTime(batch.takenIn), .textMuted), .text(Figure.count(batch.tally.rows)),
        .bar(Double(batch.tally.rows) / most),
        .text(Figure.count(batch.tally.rejected), batch.tally.rejected > 0 ? .warn : .textMuted),
      ]
    }
  }

  /// What is known of the source as a whole, and how large its batches were one after the other.
  private func drawSourceFacts(into canvas: inout Canvas) {
    guard let detail = sources.detail.value else { return }
    let summary = detail.summary
    let times = detail.batches.flatMap { [$0.earliest, $0.latest].compactMap { $0 } }
    let span = times.min().flatMap { from in times.max().map { "\(day(from)) to \(day($0))" } }
    let facts: [(String, String)] = [
      ("expected every", summary.expectedSeconds.map { Figure.duration(seconds: Double($0)) }),
      ("speaks of", span), ("events", Figure.count(summary.events)),
      ("by bots", Figure.count(summary.bots)),
      ("bad identifiers", Figure.count(summary.badIdentifiers)),
      ("drop folder", detail.dropFolder),
    ].compactMap { name, value in value.map { (name, $0) } }
    let used = canvas.facts(facts, about: summary.name)
    let room = canvas.bounds.cutTop(used + 1).rest
    let chart = drawVolumes(detail.batches, in: room, into: &canvas)
    canvas.within(room.cutTop(chart).rest) { drawMapping(detail.mapping, into: &$0) }
  }

  /// Returns how many rows it took: none where there is nothing to compare, or too little room.
  private func drawVolumes(
    _ batches: [BatchSummary], in room: Rect, into canvas: inout Canvas
  ) -> Int {
    guard batches.count > 1, room.rows >= 8 else { return 0 }
    let rows = min(17, room.rows)
    canvas.heading(
      [Run("Rows by batch", .textStrong), Run(", newest last", .textMuted)], row: room.row)
    let volumes = batches.sorted { $0.takenIn < $1.takenIn }
    ColumnChart(
      volumes.map { Double($0.tally.rows) }, labels: volumes.map { day($0.takenIn) }
    ).draw(into: &canvas, in: room.cutTop(rows).top.cutTop(1).rest.inset(left: 1, right: 1))
    return rows + 1
  }

  /// What becomes of each column, as its file says it; `m` shows all of it.
  private func drawMapping(_ text: String, into canvas: inout Canvas) {
    let lines = text.trimmed.split(separator: "\n", omittingEmptySubsequences: false)
    guard canvas.rows >= 8, lines.count > 1 else { return }
    canvas.heading([Run("Mapping", .textStrong)], row: 0)
    let shown = lines.count > canvas.rows - 1 ? canvas.rows - 2 : lines.count
    for (row, line) in lines.prefix(shown).enumerated() {
      canvas.put(
        String(line), row: row + 1, column: 1, role: .textMuted, maxWidth: canvas.columns - 2)
    }
    guard shown < lines.count else { return }
    canvas.put(
      [
        Run("\(lines.count - shown) more lines; ", .textFaint), Run("m", .key),
        Run(" shows them all", .textFaint),
      ], at: Point(1, canvas.rows - 1), maxWidth: canvas.columns - 2)
  }

  func drawFields(into canvas: inout Canvas) {
    let empty = [Run("The fields show after the first batch.", .textMuted)]
    if drawState(sources.detail, into: &canvas, isEmpty: \.fields.isEmpty, empty: empty) { return }
    drawTable(
      .fields, of: sources.detail.value?.fields ?? [],
      [
        TableColumn("Field", min: 8, ideal: 14, flex: 1, max: 32),
        TableColumn("Becomes", min: 16, ideal: 18, flex: 1, max: 36, dropOrder: 1),
        TableColumn("Filled", align: .trailing, ideal: 7),
        TableColumn("", min: 4, ideal: 8, flex: 1, max: 24, dropOrder: 2),
      ], into: &canvas, sortedBy: [0, 1, 2]
    ) { field in
      let share = field.rows > 0 ? Double(field.filled) / Double(field.rows) : nil
      return [
        .text(field.name), .text(field.use, field.use == "not used" ? .textFaint : .textMuted),
        .text(Figure.percent(share)), .bar(share, isPart: true),
      ]
    }
  }

  func drawRejects(into canvas: inout Canvas) {
    let empty = [Run("✓ ", .ok), Run("Every row could be used.", .textMuted)]
    if drawState(sources.detail, into: &canvas, isEmpty: \.rejects.isEmpty, empty: empty) { return }
    let rows = sources.detail.value?.rejects ?? []
    let (upper, lower) = canvas.bounds.cutTop(max(2, min(rows.count + 1, canvas.rows / 2)))
    canvas.within(upper) { canvas in
      drawTable(
        .rejects, of: rows,
        [
          TableColumn("Rows", align: .trailing, ideal: 7),
          TableColumn("Reason", min: 10, ideal: 24, flex: 1),
        ], into: &canvas, sortedBy: [0, 1]
      ) { [.text(Figure.count($0.count), .warn), .text($0.code)] }
    }
    guard let reason = selected(.rejects, of: rows), lower.rows > 2 else { return }
    canvas.within(lower) { canvas in
      var row = 1
      for line in TextWidth.wrapped(reason.explanation, to: max(1, canvas.columns - 2)).prefix(2) {
        canvas.put(line, row: row, column: 1, role: .textMuted)
        row += 1
      }
      for sample in reason.samples where row < canvas.rows {
        let place = "\(sample.line)" + (sample.field.map { " \($0)" } ?? "")
        canvas.put(
          [Run(place + "  ", .warn), Run(sample.text, .textFaint)], at: Point(1, row),
          maxWidth: canvas.columns - 2)
        row += 1
      }
      canvas.within(canvas.bounds.cutTop(row + 1).rest) { drawLeftOut(into: &$0) }
    }
  }

  /// Values that rows came without, since they could not be read; the rows themselves are accepted.
  private func drawLeftOut(into canvas: inout Canvas) {
    let leftOut = sources.detail.value?.leftOut ?? []
    guard !leftOut.isEmpty, canvas.rows >= 4 else { return }
    canvas.heading(
      [Run("Values left out", .textStrong), Run(" of rows that came in", .textMuted)], row: 0)
    let rows = leftOut.sorted { $0.count > $1.count }
    Table(
      [
        TableColumn("", align: .trailing, ideal: 7), TableColumn("", min: 8, ideal: 18, max: 30),
        TableColumn("", min: 8, ideal: 30, flex: 1, max: 60),
      ], count: min(rows.count, canvas.rows - 1), isFocused: false, hasHeader: false
    ).draw(into: &canvas, in: canvas.bounds.cutTop(1).rest) { index in
      [
        .text(Figure.count(rows[index].count), .warn), .text(rows[index].field),
        .text(rows[index].reason, .textMuted),
      ]
    }
  }
}
