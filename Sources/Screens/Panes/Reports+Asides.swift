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
      reports.asides.contains(where: { !$0.isAsked && $0.request != nil }),
      let place = layout.place(of: .reportTable)
    else { return [] }
    let room = asidePlaces(in: asideRoom(in: place.content.size))
    for (index, place) in room.enumerated() where !place.isEmpty {
      let aside = reports.asides[index]
      guard let request = aside.request, !aside.isAsked else { continue }
      reports.asides[index].table.asked(at: now)
      reports.asides[index].isAsked = true
      return ask(.report(request), for: .aside(index))
    }
    return []
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
    for (index, aside) in reports.asides.enumerated() where !aside.isOfNothing {
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

  private func draw(_ aside: ReportAside, into canvas: inout Canvas) {
    let row = selected(.reportTable, of: reports.table.value?.rows)
    var title = [Run(aside.title, .textStrong)]
    if [.ofSelected, .turned].contains(aside.part), let row {
      title.append(Run(" of " + reportName(of: row), .textMuted))
    }
    canvas.put(title, at: Point(1, 0), maxWidth: canvas.columns - 2)
    let inside = canvas.bounds.cutTop(1).rest
    guard let table = aside.request == nil ? reports.table.value : aside.table.value else {
      // What cannot be told here, such as a field that no event has, says why.
      let text = aside.table.fault.map(\.reason) ?? "…"
      canvas.put(text, row: 1, column: 1, role: .textMuted, maxWidth: canvas.columns - 2)
      return
    }
    let shown = aside.part.rows(of: table, selected: row)
    guard !shown.rows.isEmpty else {
      canvas.put("None.", row: 1, column: 1, role: .textMuted)
      return
    }
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
