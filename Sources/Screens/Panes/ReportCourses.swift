internal import Basis
internal import Cells
internal import Publishing
package import Requests

/// How the figures of a report's rows went day by day, to be drawn below the table.
package struct ReportCourses: Equatable, Sendable {
  /// The figures that have a course, as each report calls them.
  static let measures = [
    "campaigns": ["Impressions", "Cost", "Conversions"],
    "sessions": ["Sessions", "Engaged", "Median length"],
    "quality": ["Rows", "Rejected", "Fields filled"],
  ]

  package private(set) var days: [String]
  package private(set) var endsPartial: Bool
  package private(set) var columns: [ReportTable.Column] = []
  /// The courses of `columns` by what a row is about.
  private var courses: [[ReportTable.Cell]: [[Double?]]] = [:]
  /// The courses of all rows together.
  private var sums: [[Double?]] = []

  /// Reads the courses out of a report whose first dimension is the day; nil where it has none, or
  /// a single day.
  package init?(_ table: ReportTable, dimensions: Int) {
    (days, endsPartial) = (table.axis, table.endsPartial)
    let places = (Self.measures[table.request.name] ?? []).compactMap { name in
      table.columns.firstIndex { $0.title == name }
    }
    columns = places.map { table.columns[$0] }
    let day = Dictionary(
      days.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let none = columns.map { _ in [Double?](repeating: nil, count: days.count) }
    sums = none
    var active: Set<Int> = []
    for row in table.rows where !row.isTotal {
      guard case .date(let date)? = row.cells.first, let place = day[date.iso8601] else { continue }
      let key = Array(row.cells.dropFirst().prefix(dimensions))
      for (index, column) in places.enumerated() {
        guard let amount = Self.amount(row.cells[column], columns[index]) else { continue }
        courses[key, default: none][index][place] = amount
        if Self.addsUp(columns[index]) { sums[index][place] = (sums[index][place] ?? 0) + amount }
      }
      active.insert(place)
    }
    guard active.count > 1 else { return nil }
    for key in courses.keys { courses[key] = courses[key].map(filled) }
    sums = filled(sums)
  }

  /// Whether the figures of several rows or days are their sum.
  static func addsUp(_ column: ReportTable.Column) -> Bool {
    switch column.kind {
    case .count, .money, .number: true
    case .text, .share, .ratio, .date, .interval, .change, .heat, .seconds: false
    }
  }

  /// The courses of a row, one for each column; those of everything for a total.
  package func courses(of row: ReportTable.Row, dimensions: Int) -> [[Double?]] {
    if row.isTotal || dimensions == 0 { return sums }
    return courses[Array(row.cells.prefix(dimensions))] ?? []
  }

  /// On a day without a row nothing happened, unless the figure is not known of any day; what does
  /// not add up has no value then.
  private func filled(_ courses: [[Double?]]) -> [[Double?]] {
    zip(columns, courses).map { column, course in
      guard Self.addsUp(column), course.contains(where: { $0 != nil }) else { return course }
      return course.map { $0 ?? 0 }
    }
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
        ], labels: courses.days, isLastPartial: courses.endsPartial
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
