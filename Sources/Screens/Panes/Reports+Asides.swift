internal import Basis
internal import Cells
internal import Publishing
internal import Requests

extension AppState {
  /// The least rows in which a further look says something: its title, its header, a few rows.
  private static let leastAsideRows = 7
  private static let leastAsideColumns = 40

  /// Asks for the next further look that is not known yet; one after the other, so that they never
  /// hold up what somebody waits for.
  mutating func loadAsides() -> [Effect] {
    guard pane == .reports, !reports.courses.isLoading, !reports.table.isLoading,
      !reports.asides.contains(where: \.table.isLoading),
      reports.asides.contains(where: { !$0.isAsked && $0.request != nil })
    else { return [] }
    if let look = focused.look, reports.asides[look].request != nil, !reports.asides[look].isAsked {
      return loadAside(look)
    }
    guard let place = layout.place(of: .reportTable) else { return [] }
    let room = asidePlaces(in: asideRoom(in: place.content.size))
    for (index, place) in room.enumerated() where !place.isEmpty {
      let effects = loadAside(index)
      if !effects.isEmpty { return effects }
    }
    return []
  }

  private mutating func loadAside(_ index: Int) -> [Effect] {
    let aside = reports.asides[index]
    guard let request = aside.request, !aside.isAsked else { return [] }
    reports.asides[index].table.asked(at: now)
    reports.asides[index].isAsked = true
    return ask(.report(request), for: .aside(index))
  }

  /// Calls off what is asked of further looks.
  mutating func stopAsides() -> [Effect] {
    reports.asides.indices.flatMap { index in
      reports.asides[index].table.stopped()
      return cancel(.aside(index))
    }
  }

  /// Begins the further looks of a table that has arrived; what was known of the same ones stays
  /// until it is known anew.
  mutating func renewAsides() -> [Effect] {
    let effects = stopAsides()
    var renewed =
      reports.table.value.map {
        ReportAside.all(of: $0.request, segments: header.value?.segments ?? 0)
      } ?? []
    for index in renewed.indices {
      guard let old = reports.asides.first(where: { $0.isSame(as: renewed[index]) }) else {
        continue
      }
      renewed[index].table = old.table
    }
    reports.asides = renewed
    reports.hasAskedCourses = false
    return effects
  }

  /// Asks for what there is room for below the report and is not known yet.
  mutating func loadFurther() -> [Effect] {
    guard pane == .reports, !reports.table.isLoading else { return [] }
    return (reports.hasAskedCourses ? [] : loadCourses()) + loadAsides()
  }

  /// What a report's table leaves below it; nothing where it has a chart of its own.
  func belowReport(in size: Size) -> Rect {
    guard let table = reports.table.value, !table.hasCourse else { return Rect(0, 0, 0, 0) }
    return Rect(size).cutTop(rowCount(.reportTable) + 2).rest
  }

  /// The rows that courses take of what lies below a report's table.
  func courseRoom(in size: Size) -> Rect {
    let below = belowReport(in: size)
    guard reports.courses.value != nil, below.rows >= Self.leastChartRows else {
      return below.cutTop(0).top
    }
    let isAlone = reports.asides.isEmpty || below.rows < Self.leastChartRows + Self.leastAsideRows
    return isAlone
      ? below : below.cutTop(max(Self.leastChartRows, below.rows * 3 / 5)).top
  }

  private func asideRoom(in size: Size) -> Rect {
    belowReport(in: size).cutTop(courseRoom(in: size).rows).rest
  }

  /// Where each further look is drawn, line by line as many as fit; empty where there is no room.
  private func asidePlaces(in room: Rect) -> [Rect] {
    var lines: [[Int]] = []
    let across = max(1, (room.columns - 2) / Self.leastAsideColumns)
    for (index, aside) in reports.asides.enumerated()
    where !aside.isOfNothing && index != focused.look {
      let isOpen = lines.last.map { $0.count < across && !reports.asides[$0[0]].isWide } ?? false
      if isOpen, !aside.isWide, !aside.beginsLine {
        lines[lines.count - 1].append(index)
      } else {
        lines.append([index])
      }
    }
    var places = [Rect](repeating: Rect(0, 0, 0, 0), count: reports.asides.count)
    let count = min(lines.count, room.rows / Self.leastAsideRows)
    for (number, line) in lines.prefix(count).enumerated() {
      let (top, end) = (room.rows * number / count, room.rows * (number + 1) / count)
      for (position, index) in line.enumerated() {
        let (left, right) = (
          room.columns * position / line.count, room.columns * (position + 1) / line.count
        )
        places[index] = Rect(room.column + left, room.row + top, right - left, end - top)
      }
    }
    return places
  }

  /// Draws the further looks in what the table and its courses leave.
  func drawAsides(into canvas: inout Canvas) {
    let places = asidePlaces(in: asideRoom(in: canvas.bounds.size))
    for (aside, place) in zip(reports.asides, places) where !place.isEmpty {
      canvas.within(place.inset(left: 0, top: 0, right: 1, bottom: 1)) { draw(aside, into: &$0) }
    }
  }

  /// The panels of the further looks, as far as they tell anything.
  var looks: [Panel] {
    zip(Panel.looks, reports.asides).filter { !$1.isOfNothing }.map(\.0)
  }

  /// What a report's panel shows: its table, or what of another one a further look takes.
  func reportTable(_ panel: Panel) -> ReportTable? {
    guard let look = panel.look else { return reports.table.value }
    guard reports.asides.indices.contains(look) else { return nil }
    return table(of: reports.asides[look])
  }

  private func table(of aside: ReportAside) -> ReportTable? {
    let row = selected(.reportTable, of: reports.table.value?.rows)
    return (aside.request == nil ? reports.table.value : aside.table.value)
      .map { aside.part.rows(of: $0, selected: row) }
  }

  /// The further look that is drawn at a place of the report's panel.
  func look(at point: Point, in content: Rect) -> Panel? {
    guard !isChartAlone else { return nil }
    let inside = Point(point.column - content.column, point.row - content.row)
    return zip(Panel.looks, asidePlaces(in: asideRoom(in: content.size)))
      .first { $1.contains(inside) }?.0
  }

  /// What a further look is called: its own name, and that of the row it is about.
  func lookTitle(of panel: Panel) -> [Run] {
    guard let look = panel.look, reports.asides.indices.contains(look) else { return [] }
    return title(of: reports.asides[look])
  }

  private func title(of aside: ReportAside) -> [Run] {
    let row = selected(.reportTable, of: reports.table.value?.rows)
    guard [.ofSelected, .turned].contains(aside.part), let row else {
      return [Run(aside.title, .textStrong)]
    }
    return [
      Run(aside.title, .textStrong), Run(" of " + reportName(of: row), .textMuted),
    ]
  }

  /// Draws a further look by itself, as the report's table is drawn.
  func drawLook(_ panel: Panel, into canvas: inout Canvas) {
    guard let look = panel.look, reports.asides.indices.contains(look) else { return }
    guard let shown = told(reports.asides[look], row: 0, into: &canvas) else { return }
    let rows = reportRows(of: shown, nameWidth: canvas.columns >= 90 ? 22 : 18)
    drawTable(
      panel, of: shown.rows, rows.columns, into: &canvas, sortedBy: rows.sorts, cells: rows.cells)
  }

  /// The rows of a further look; nil where there are none, and then that is said on a line.
  private func told(_ aside: ReportAside, row: Int, into canvas: inout Canvas) -> ReportTable? {
    guard let shown = table(of: aside) else {
      // What cannot be told here, such as a field that no event has, says why.
      let text = aside.table.fault.map(\.reason) ?? "…"
      canvas.put(text, row: row, column: 1, role: .textMuted, maxWidth: canvas.columns - 2)
      return nil
    }
    guard shown.rows.isEmpty else { return shown }
    canvas.put("None.", row: row, column: 1, role: .textMuted)
    return nil
  }

  private func draw(_ aside: ReportAside, into canvas: inout Canvas) {
    canvas.put(title(of: aside), at: Point(1, 0), maxWidth: canvas.columns - 2)
    guard let shown = told(aside, row: 1, into: &canvas) else { return }
    let inside = canvas.bounds.cutTop(1).rest
    let looks = reportRows(of: shown, nameWidth: inside.columns / 3, bars: 4...40)
    canvas.within(inside) { canvas in
      let hidden = shown.rows.count - (canvas.rows - 1)
      let count = hidden > 0 ? max(0, canvas.rows - 2) : shown.rows.count
      Table(looks.columns, count: count, isFocused: false)
        .draw(into: &canvas, in: canvas.bounds) { looks.cells(shown.rows[$0]) }
      guard hidden > 0 else { return }
      canvas.put(
        "\(shown.rows.count - count) more", row: canvas.rows - 1, column: 1, role: .textFaint)
    }
  }

  /// What a row is about, in a word or two.
  func reportName(of row: ReportTable.Row) -> String {
    let names = row.cells.prefix(max(1, reportDimensions.count)).compactMap { cell in
      if case .text(let text) = cell, !text.isEmpty { text } else { nil }
    }.joined(separator: " · ")
    return row.isTotal || names.isEmpty ? "all" : names
  }
}
