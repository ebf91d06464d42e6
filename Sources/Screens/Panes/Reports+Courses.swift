internal import Basis
internal import Cells
internal import Publishing
internal import Requests

extension AppState {
  /// What the report's rows are grouped by.
  var reportDimensions: [String] {
    (reports.request?["by"] ?? "").split(separator: ",").map { String($0).trimmed }
  }

  /// The report of which the courses of the open one's rows are read; nil where it has none.
  private var courseRequest: ReportRequest? {
    guard let table = reports.table.value, ReportCourses.measures[table.request.name] != nil,
      !table.hasCourse, table.request.name != "quality" || reportDimensions == ["source"],
      !["length", "none"].contains(reportDimensions.first), table.request["split"] == nil
    else { return nil }
    return table.request.saying(
      ["by": (["day"] + reportDimensions).joined(separator: ","), "compare": ""])
  }

  /// Rows of a chart below which it says nothing, and those that title and space take.
  static let leastChartRows = 9

  /// Asks how the rows went day by day, where there is room to draw it.
  mutating func loadCourses() -> [Effect] {
    guard pane == .reports, let request = courseRequest, let place = layout.place(of: .reportTable),
      belowReport(in: place.content.size).rows >= Self.leastChartRows
    else { return [] }
    reports.courses.asked(at: now)
    reports.hasAskedCourses = true
    return ask(.report(request), for: .courses)
  }

  mutating func takeCourses(_ table: ReportTable) {
    guard let courses = ReportCourses(table, dimensions: reportDimensions.count) else {
      return reports.courses.forget()
    }
    reports.courses.arrived(courses)
  }

  /// Draws the courses of the selected row side by side, each on a scale of its own.
  func drawRowCourses(_ courses: ReportCourses, into canvas: inout Canvas) {
    guard let row = selected(.reportTable, of: reports.table.value?.rows) else { return }
    let values = courses.courses(of: row, dimensions: reportDimensions.count)
    let shown = zip(courses.columns, values).filter { $0.1.contains { $0 != nil } }
      .prefix(max(1, canvas.columns / 48))
    canvas.put(
      [Run(reportName(of: row), .textStrong), Run(", day by day", .textMuted)], at: Point(1, 0),
      maxWidth: canvas.columns - 2)
    guard !shown.isEmpty else {
      canvas.put("Nothing of it is known by day.", row: 1, column: 1, role: .textMuted)
      return
    }
    let width = (canvas.columns - 2) / shown.count
    for (index, (column, course)) in shown.enumerated() {
      let cell = reports.table.value?.columns.firstIndex { $0.title == column.title }
        .map { row.cells[$0] }
      let figure = ReportCourses.addsUp(column) ? course.reduce(0) { $0 + ($1 ?? 0) } : nil
      LineChart(
        [
          ChartSeries(
            CellText.title(column), course, figure: figure ?? cell.flatMap { CellText.amount($0) })
        ], labels: courses.days.map { axisLabel($0) }, isLastPartial: courses.endsPartial
      ).draw(
        into: &canvas,
        in: Rect(1 + index * width, 1, width - (index + 1 < shown.count ? 2 : 0), canvas.rows - 1)
      ) { value in
        // Amounts of money are whole units already.
        if case .money = column.kind {
          Figure.short(value)
        } else {
          CellText.mark(value, column.kind)
        }
      }
    }
  }
}
