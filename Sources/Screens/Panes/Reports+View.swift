internal import Basis
internal import Cells
internal import Publishing
internal import Requests

extension AppState {
  func drawReportKinds(into canvas: inout Canvas) {
    let empty = [Run("There is no report yet.", .textMuted)]
    if drawState(reports.kinds, into: &canvas, isEmpty: \.isEmpty, empty: empty) { return }
    drawTable(
      .reportKinds, of: reports.kinds.value ?? [], [TableColumn("", min: 6, ideal: 20, flex: 1)],
      into: &canvas, sortedBy: [0]
    ) { [.text($0.title)] }
  }

  func drawReport(into canvas: inout Canvas) {
    // Which report it will be is what the list of reports says.
    if reports.kinds.value == nil { return _ = drawState(reports.kinds, into: &canvas, empty: []) }
    let empty = [Run("No rows: nothing happened in this period.", .textMuted)]
    if drawState(reports.table, into: &canvas, isEmpty: \.rows.isEmpty, empty: empty) { return }
    guard let table = reports.table.value else { return }
    if isChartAlone { return drawChart(of: table, into: &canvas) }
    // A short table leaves its room to the chart of what has a course, and to further looks.
    let (upper, lower) = canvas.bounds.cutTop(order(.reportTable).count + 2)
    let isWhole = canvas.listing == nil && canvas.columnPlaces == nil
    guard isWhole, lower.rows > 0 else { return drawRows(of: table, into: &canvas) }
    guard !table.hasCourse else {
      guard lower.rows >= Self.leastChartRows else { return drawRows(of: table, into: &canvas) }
      canvas.within(upper) { drawRows(of: table, into: &$0) }
      canvas.within(lower) { drawChart(of: table, into: &$0) }
      return
    }
    canvas.within(upper) { drawRows(of: table, into: &$0) }
    let courseRoom = courseRoom(in: canvas.bounds.size)
    if let courses = reports.courses.value, !courseRoom.isEmpty {
      canvas.within(courseRoom) { drawRowCourses(courses, into: &$0) }
    }
    drawAsides(into: &canvas)
  }

  private func drawRows(of table: ReportTable, into canvas: inout Canvas) {
    let looks = reportRows(
      of: table, nameWidth: canvas.columns >= 90 ? 22 : 18,
      courses: reports.courses.value, selected: list(.reportTable).column)
    drawTable(
      .reportTable, of: table.rows, looks.columns, into: &canvas, sortedBy: looks.sorts,
      cells: looks.cells)
  }

  /// A report's table as it is drawn: its columns, those of them that it can be sorted by, the cells
  /// of a row.
  struct ReportRows {
    var columns: [TableColumn] = []
    var sorts: [Int] = []
    var cells: (ReportTable.Row) -> [TableCell]
  }

  /// Lays out a table with names of some width; bars take part in what room is left within `bars`.
  func reportRows(
    of table: ReportTable, nameWidth: Int, bars: ClosedRange<Int> = 4...10,
    courses: ReportCourses? = nil, selected: Int? = nil
  ) -> ReportRows {
    var columns: [TableColumn] = []
    var sorts: [Int] = []
    // What is drawn of a row's days stands beside what they sum up to.
    let courseColumn = courses?.columns.first.flatMap { course in
      table.columns.firstIndex { $0.title == course.title }
    }
    let isSmall = bars.upperBound > 10
    for (index, column) in table.columns.enumerated() {
      // A report of many rows is measured by its first: a frame has no time for all of them.
      let title = TextWidth.of(CellText.title(column))
      let widest = table.rows.prefix(300).reduce(title) {
        width, row in
        guard row.cells.indices.contains(index) else { return width }
        return max(width, TextWidth.of(Self.text(of: row.cells[index], column.kind)))
      }
      sorts.append(columns.count)
      let isFirst = index == 0
      let isName = column.kind == .text
      // Where there is no room, intervals go first, then bars, then what stands last; bars are what
      // a small table is for.
      let isSelected = index == selected
      let dropOrder = isFirst || isSelected ? 0 : column.kind == .interval ? 60 + index : index
      columns.append(
        TableColumn(
          CellText.title(column), align: isName || column.kind == .date ? .leading : .trailing,
          min: isFirst ? min(nameWidth, widest) : min(widest, max(14, title)),
          ideal: isSmall && isFirst ? widest : min(36, max(4, widest)),
          flex: isFirst && isName ? 1 : 0,
          dropOrder: dropOrder))
      if column.hasBar {
        columns.append(
          TableColumn(
            "", min: bars.lowerBound, ideal: bars.upperBound, dropOrder: isSmall ? 1 : 59))
      }
      if index == courseColumn { columns.append(TableColumn("", min: 8, ideal: 12, dropOrder: 8)) }
    }
    let scales = table.columns.indices.map { CellText.scale(of: $0, in: table) }
    return ReportRows(columns: columns, sorts: sorts) { row in
      var cells: [TableCell] = []
      for (index, column) in table.columns.enumerated() {
        let cell =
          row.cells.indices.contains(index) ? shared(row.cells[index], column.kind) : .unknown
        // What sums all rows has no value of its own in the first column.
        let isUnnamed = index == 0 && row.isTotal && cell == .unknown
        let indent = index == 0 ? String(repeating: "  ", count: min(8, max(0, row.depth))) : ""
        cells.append(
          .text(
            indent + (isUnnamed ? "all" : Self.text(of: cell, column.kind)),
            Self.role(of: cell, column, isTotal: row.isTotal)))
        if column.hasBar {
          let share = CellText.amount(cell).map { scales[index] > 0 ? $0 / scales[index] : 0 }
          cells.append(row.isTotal ? .empty : .bar(share))
        }
        guard index == courseColumn else { continue }
        cells.append(
          .spark(courses?.courses(of: row, dimensions: reportDimensions.count).first ?? []))
      }
      return cells
    }
  }

  /// The cells of a heat map are all of one width, so that they make a map.
  private static func text(of cell: ReportTable.Cell, _ kind: ReportTable.Column.Kind) -> String {
    let text = CellText.text(cell, kind)
    guard kind == .heat, CellText.amount(cell) != nil else { return text }
    return String(repeating: " ", count: max(0, 5 - TextWidth.of(text))) + text
  }

  private static func role(
    of cell: ReportTable.Cell, _ column: ReportTable.Column, isTotal: Bool
  ) -> Role {
    if isTotal { return .textStrong }
    switch cell {
    case .unknown, .small: return .textFaint
    case .number(let share) where column.kind == .heat:
      return Role.heat(Int(max(0, min(0.999, share)) * 5))
    case .number(let change) where column.kind == .change && change != 0:
      return (change > 0) == column.lessIsBetter ? .deltaDown : .deltaUp
    case .text, .integer, .number, .date, .range: return .text
    }
  }

  /// Lines where there are few and there is room, else one row a series.
  private func drawChart(of table: ReportTable, into canvas: inout Canvas) {
    guard table.series.count <= LineChart.mostSeries, canvas.rows >= 8 else {
      return drawCourses(of: table, into: &canvas)
    }
    let kind = table.series.first?.kind ?? .count
    LineChart(
      table.series.map { ChartSeries($0.name, $0.values) },
      labels: table.axis.map { axisLabel($0) },
      isLastPartial: table.endsPartial
    ).draw(into: &canvas, in: canvas.bounds.inset(left: 1, right: 1)) { CellText.mark($0, kind) }
  }

  /// A day of a chart's axis as everywhere else on the screen.
  func axisLabel(_ text: String) -> String {
    text.utf8.count == 10 ? Self.day(text).map { Self.day($0) } ?? text : text
  }

  /// One row a series: its name, its course, least and most, its last figure.
  private func drawCourses(of table: ReportTable, into canvas: inout Canvas) {
    let names = min(24, table.series.map { TextWidth.of($0.name) }.max() ?? 0)
    canvas.put(
      [
        Run(table.axis.first ?? "", .textMuted), Run(" to ", .textFaint),
        Run(table.axis.last ?? "", .textMuted),
      ],
      at: Point(names + 3, 0), maxWidth: max(0, canvas.columns - names - 4))
    let figures = 22
    for (index, series) in table.series.enumerated() where index + 1 < canvas.rows {
      let known = series.values.compactMap { $0 }
      let room = max(0, canvas.columns - names - 4 - figures)
      canvas.put(series.name, row: index + 1, column: 1, maxWidth: names)
      canvas.sparkline(
        series.values, in: Rect(names + 3, index + 1, room, 1), role: .series(index),
        isLastPartial: table.endsPartial)
      let marks = [known.min(), known.max(), known.last].map { value in
        value.map { CellText.mark($0, series.kind) } ?? Figure.unknown
      }
      canvas.put(
        [Run("\(marks[0])–\(marks[1])  ", .textMuted), Run(marks[2], .textStrong)],
        at: Point(canvas.columns - figures, index + 1), maxWidth: figures - 1, align: .trailing)
    }
  }

  /// What a reader must know of the report, in lines of a width.
  func reportNotes(width: Int) -> [String] {
    guard let table = reports.table.value else { return [] }
    let usual = reports.kinds.value?.first { $0.name == table.request.name }?.parameters ?? []
    let settings = table.request.settings.filter { setting in
      !setting.value.isEmpty
        && !usual.contains { $0.name == setting.name && $0.value == setting.value }
    }
    let words = settings.map { "\($0.name) \($0.value)" }
    let told = words.isEmpty ? [] : [words.joined(separator: " · ")]
    return (told + table.notes).flatMap { TextWidth.wrapped($0, to: max(1, width)) }
  }

  func drawReportNotes(into canvas: inout Canvas) {
    let lines = reportNotes(width: canvas.columns - 2)
    let shown = lines.count > canvas.rows ? max(0, canvas.rows - 1) : lines.count
    for (row, line) in lines.prefix(shown).enumerated() {
      canvas.put(line, row: row, column: 1, role: .textMuted)
    }
    guard shown < lines.count else { return }
    canvas.put(
      [
        Run("\(lines.count - shown) more lines; ", .textFaint), Run("i", .key),
        Run(" shows them all", .textFaint),
      ], at: Point(1, shown), maxWidth: canvas.columns - 2)
  }
}
