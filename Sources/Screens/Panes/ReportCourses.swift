internal import Basis
internal import Cells
package import Requests

/// How the figures of a report's rows went day by day, to be drawn below the table.
package struct ReportCourses: Equatable, Sendable {
  /// The figures that have a course, as the report calls them.
  static let measures = ["Impressions", "Cost", "Conversions"]

  package private(set) var days: [String]
  package private(set) var endsPartial: Bool
  package private(set) var columns: [ReportTable.Column] = []
  /// The courses of `columns` by what a row is about.
  private var courses: [[ReportTable.Cell]: [[Double?]]] = [:]
  /// The courses of all rows together.
  private var sums: [[Double?]] = []

  /// Reads the courses out of a report whose first dimension is the day; nil where it has none.
  package init?(_ table: ReportTable, dimensions: Int) {
    (days, endsPartial) = (table.axis, table.endsPartial)
    let places = Self.measures.compactMap { name in
      table.columns.firstIndex { $0.title == name }
    }
    columns = places.map { table.columns[$0] }
    let day = Dictionary(
      days.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let none = columns.map { _ in [Double?](repeating: nil, count: days.count) }
    sums = none
    for row in table.rows where !row.isTotal {
      guard case .date(let date)? = row.cells.first, let place = day[date.iso8601] else { continue }
      let key = Array(row.cells.dropFirst().prefix(dimensions))
      for (index, column) in places.enumerated() {
        guard let amount = Self.amount(row.cells[column], columns[index]) else { continue }
        courses[key, default: none][index][place] = amount
        sums[index][place] = (sums[index][place] ?? 0) + amount
      }
    }
    guard !courses.isEmpty else { return nil }
    for key in courses.keys { courses[key] = courses[key]?.map(Self.filled) }
    sums = sums.map(Self.filled)
  }

  /// The courses of a row, one for each column; those of everything for a total.
  package func courses(of row: ReportTable.Row, dimensions: Int) -> [[Double?]] {
    if row.isTotal || dimensions == 0 { return sums }
    return courses[Array(row.cells.prefix(dimensions))] ?? []
  }

  /// On a day without a row nothing happened, unless the figure is not known of any day.
  private static func filled(_ course: [Double?]) -> [Double?] {
    course.allSatisfy { $0 == nil } ? course : course.map { $0 ?? 0 }
  }

  private static func amount(_ cell: ReportTable.Cell, _ column: ReportTable.Column) -> Double? {
    let amount: Double
    switch cell {
    case .integer(let number): amount = Double(number)
    case .number(let number): amount = number
    case .text, .date, .range, .unknown, .small: return nil
    }
    guard case .money(let currency) = column.kind else { return amount }
    return amount / Double(currency.minorUnits)
  }
}

extension AppState {
  /// What the report's rows are grouped by.
  var reportDimensions: [String] {
    let by = reports.request?.settings.first { $0.name == "by" }?.value ?? ""
    return by.split(separator: ",").map { String($0).trimmed }
  }

  /// The report of which the courses of the open one's rows are read; nil where it has none.
  private var courseRequest: ReportRequest? {
    guard var request = reports.table.value?.request, request.name == "campaigns",
      reports.table.value?.series.isEmpty ?? false
    else { return nil }
    for index in request.settings.indices {
      switch request.settings[index].name {
      case "by": request.settings[index].value = (["day"] + reportDimensions).joined(separator: ",")
      case "compare": request.settings[index].value = ""
      default: break
      }
    }
    return request
  }

  /// Rows of a chart below which it says nothing, and those that title and space take.
  static let leastChartRows = 9

  /// Asks how the rows went day by day, where there is room to draw it.
  mutating func loadCourses() -> [Effect] {
    guard pane == .reports, let request = courseRequest,
      let place = layout.place(of: .reportTable),
      place.content.rows - rowCount(.reportTable) - 2 >= Self.leastChartRows
    else { return [] }
    reports.courses.asked(at: now)
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
    var title = row.cells.prefix(max(1, reportDimensions.count)).compactMap { cell in
      if case .text(let text) = cell, !text.isEmpty { text } else { nil }
    }.joined(separator: " · ")
    if row.isTotal || title.isEmpty { title = "all" }
    canvas.put(
      [Run(title, .textStrong), Run(", day by day", .textMuted)], at: Point(1, 0),
      maxWidth: canvas.columns - 2)
    guard !shown.isEmpty else {
      canvas.put("Nothing of it is known by day.", row: 1, column: 1, role: .textMuted)
      return
    }
    let width = (canvas.columns - 2) / shown.count
    for (index, (column, course)) in shown.enumerated() {
      let title = column.unit.isEmpty ? column.title : "\(column.title) \(column.unit)"
      let sum = course.reduce(0) { $0 + ($1 ?? 0) }
      LineChart(
        [ChartSeries(title, course, figure: sum)], labels: courses.days,
        isLastPartial: courses.endsPartial
      ).draw(
        into: &canvas,
        in: Rect(1 + index * width, 1, width - (index + 1 < shown.count ? 2 : 0), canvas.rows - 1))
    }
  }
}
