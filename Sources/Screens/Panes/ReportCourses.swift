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
