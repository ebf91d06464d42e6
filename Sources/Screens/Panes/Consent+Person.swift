internal import Basis
internal import Cells
internal import Formats
internal import Requests

extension AppState {
  /// What one person permits, and below it who said so when.
  func drawConsentPerson(into canvas: inout Canvas) {
    let empty = [
      Run("s", .key), Run(" looks one person up: what holds, and all that was said.", .textMuted),
    ]
    if drawState(consent.person, into: &canvas, isEmpty: \.standings.isEmpty, empty: empty) {
      return
    }
    guard let history = consent.person.value else { return }
    let rows = history.standings.count + 1
    let (upper, lower) = canvas.bounds.cutTop(max(2, min(rows, canvas.rows * 2 / 3)))
    canvas.within(upper) { drawStandings(history.standings, into: &$0) }
    guard let standing = selected(.consentPerson, of: history.standings) else { return }
    canvas.within(lower) { drawSaid(standing, history.records, into: &$0) }
  }

  private func drawStandings(_ standings: [ConsentHistory.Standing], into canvas: inout Canvas) {
    drawTable(
      .consentPerson, of: standings,
      [
        TableColumn("Purpose", min: 10, ideal: 18, flex: 1), TableColumn("Now", ideal: 12),
        TableColumn("Since", align: .trailing, ideal: 11, dropOrder: 2),
        TableColumn("Ends", align: .trailing, ideal: 11, dropOrder: 1),
      ], into: &canvas, sortedBy: [0, 1, 2, 3]
    ) { standing in
      [
        .text(standing.purpose), Self.cell(standing.state),
        .text(standing.since.map { day($0) } ?? Figure.unknown, .textMuted),
        .text(standing.expires.map { day($0) } ?? Figure.unknown, .textMuted),
      ]
    }
  }

  private static func cell(_ state: ConsentHistory.Standing.State) -> TableCell {
    switch state {
    case .granted: .text("✓ granted", .consentGranted)
    case .interest: .text("✓ interest", .consentGranted)
    case .refused: .text("✗ refused", .consentDenied)
    case .expired: .text("○ expired", .stale)
    case .noSignal: .text("– no signal", .consentUnknown)
    }
  }

  /// Why a purpose stands as it does, and every record that speaks of it, newest first.
  private func drawSaid(
    _ standing: ConsentHistory.Standing, _ records: [ConsentHistory.Record],
    into canvas: inout Canvas
  ) {
    var row = 1
    for line in TextWidth.wrapped(standing.reason, to: max(1, canvas.columns - 2)).prefix(2) {
      canvas.put(line, row: row, column: 1, role: .textMuted)
      row += 1
    }
    let about = records.reversed().filter {
      $0.granted.contains(standing.purpose) || $0.refused.contains(standing.purpose)
    }
    for record in about where row < canvas.rows {
      let isGranted = record.granted.contains(standing.purpose)
      canvas.put(
        [
          Run(dayAndTime(record.time) + "  ", .textMuted),
          Run(isGranted ? "✓ " : "✗ ", isGranted ? .consentGranted : .consentDenied),
          Run(record.source), Run("  " + record.kind, .textMuted),
          Run("  " + record.identifier, .textFaint),
        ], at: Point(1, row), maxWidth: canvas.columns - 2)
      row += 1
    }
  }

  /// The purpose whose course is drawn: the one under the cursor.
  var trendPurpose: ConsentCoverage.Purpose? {
    let all = consent.coverage.value?.purposes
    return selected(focused == .consentMap ? .consentMap : .purposes, of: all)
  }

  /// The days of a purpose's course.
  func trendDays(of purpose: ConsentCoverage.Purpose, _ coverage: ConsentCoverage) -> [CivilDate] {
    let count = purpose.granted.count
    return (0..<count).map { index in
      zone.local(at: coverage.asOf.advanced(by: Int64(index + 1 - count) * 86_400)).date
    }
  }

  /// Grants and withdrawals of the purpose under the cursor, day by day.
  func drawConsentTrend(into canvas: inout Canvas) {
    let empty = [Run("Nothing was granted or withdrawn yet.", .textMuted)]
    if drawState(consent.coverage, into: &canvas, isEmpty: \.purposes.isEmpty, empty: empty) {
      return
    }
    guard let coverage = consent.coverage.value, let purpose = trendPurpose else { return }
    LineChart(
      [
        ChartSeries("granted", purpose.granted.map { Double($0) }),
        ChartSeries("withdrawn", purpose.withdrawn.map { Double($0) }),
      ], labels: trendDays(of: purpose, coverage).map { Self.day($0) }
    ).draw(into: &canvas, in: canvas.bounds.inset(left: 1, right: 1))
  }
}
