internal import Basis
internal import Cells
internal import Requests

extension AppState {
  func drawReportKinds(into canvas: inout Canvas) {
    let empty = [Run("There is no report yet.", .textMuted)]
    if drawState(reports.kinds, into: &canvas, isEmpty: \.isEmpty, empty: empty) { return }
    drawTable(
      .reportKinds, of: reports.kinds.value ?? [], [TableColumn("", min: 6, ideal: 20, flex: 1)],
      into: &canvas
    ) { [.text($0.title)] }
  }

  func drawReport(into canvas: inout Canvas) {
    let empty = [Run("No rows: nothing happened in this period.", .textMuted)]
    if drawState(reports.table, into: &canvas, isEmpty: \.rows.isEmpty, empty: empty) { return }
    guard let table = reports.table.value else { return }
    guard reports.showsChart, !table.series.isEmpty else {
      return drawRows(of: table, into: &canvas)
    }
    drawChart(of: table, into: &canvas)
  }

  private func drawRows(of table: ReportTable, into canvas: inout Canvas) {
    var columns: [TableColumn] = []
    var sorts: [Int] = []
    for (index, column) in table.columns.enumerated() {
      // A report of many rows is measured by its first: a frame has no time for all of them.
      let widest = table.rows.prefix(300).reduce(TextWidth.of(Self.title(column)) + 1) {
        width, row in
        guard row.cells.indices.contains(index) else { return width }
        return max(width, TextWidth.of(Self.text(row.cells[index], column.kind)))
      }
      sorts.append(columns.count)
      let isFirst = index == 0
      columns.append(
        TableColumn(
          Self.title(column), align: column.kind == .text ? .leading : .trailing,
          min: isFirst ? min(12, widest) : min(widest, 14), ideal: min(36, max(4, widest)),
          flex: isFirst ? 1 : 0, dropOrder: isFirst ? 0 : index))
      if column.hasBar { columns.append(TableColumn("", min: 4, ideal: 10, dropOrder: 100)) }
    }
    let scales = table.columns.indices.map { Self.scale(of: $0, in: table) }
    drawTable(.reportTable, of: table.rows, columns, into: &canvas, sortedBy: sorts) { row in
      var cells: [TableCell] = []
      for (index, column) in table.columns.enumerated() {
        let cell = row.cells.indices.contains(index) ? row.cells[index] : .unknown
        let indent = index == 0 ? String(repeating: "  ", count: min(8, max(0, row.depth))) : ""
        cells.append(
          .text(
            indent + Self.text(cell, column.kind),
            Self.role(of: cell, column, isTotal: row.isTotal)))
        guard column.hasBar else { continue }
        let share = Self.amount(cell).map { scales[index] > 0 ? $0 / scales[index] : 0 }
        cells.append(row.isTotal ? .empty : .bar(share))
      }
      return cells
    }
  }

  /// The largest amount of a column that has bars; totals stand outside of it.
  private static func scale(of column: Int, in table: ReportTable) -> Double {
    guard table.columns[column].hasBar else { return 0 }
    return table.rows.reduce(0) { largest, row in
      guard !row.isTotal, row.cells.indices.contains(column) else { return largest }
      return max(largest, amount(row.cells[column]) ?? 0)
    }
  }

  private static func title(_ column: ReportTable.Column) -> String {
    column.unit.isEmpty ? column.title : "\(column.title) \(column.unit)"
  }

  private static func role(
    of cell: ReportTable.Cell, _ column: ReportTable.Column, isTotal: Bool
  ) -> Role {
    if isTotal { return .textStrong }
    switch cell {
    case .unknown, .small: return .textFaint
    case .number(let share) where column.kind == .heat:
      return Role.heat(Int(max(0, min(0.999, share)) * 5))
    case .text, .integer, .number, .date: return .text
    }
  }

  static func amount(_ cell: ReportTable.Cell) -> Double? {
    switch cell {
    case .integer(let number): Double(number)
    case .number(let number): number
    case .text, .date, .unknown, .small: nil
    }
  }

  /// A cell as it is shown; its unit stands in the header.
  static func text(_ cell: ReportTable.Cell, _ kind: ReportTable.Column.Kind) -> String {
    switch cell {
    case .text(let text): return text
    case .unknown: return Figure.unknown
    case .small: return "few"
    case .date(let date): return date.iso8601
    case .integer(let number):
      if case .money(let currency) = kind {
        return money(Double(number), places: currency.decimalPlaces)
      }
      return Figure.count(number)
    case .number(let number):
      switch kind {
      case .share: return Figure.percent(number)
      case .heat: return Figure.fixed(number * 100, 1)
      case .ratio: return Figure.fixed(number, 2)
      case .seconds: return Figure.duration(seconds: number)
      case .number(let decimals): return Figure.fixed(number, decimals)
      case .money(let currency): return money(number, places: currency.decimalPlaces)
      case .text, .count, .date: return Figure.short(number)
      }
    }
  }

  private static func money(_ minorUnits: Double, places: Int) -> String {
    guard minorUnits.magnitude < 1e15 else { return Figure.short(minorUnits) }
    var factor = 1
    for _ in 0..<max(0, places) { factor *= 10 }
    let units = Int(minorUnits)
    let whole = (units < 0 ? "−" : "") + Figure.count(Int(units.magnitude) / factor)
    guard places > 0 else { return whole }
    return whole + "." + padded(Int(units.magnitude) % factor, places)
  }

  /// Lines where there are few and there is room, else one row a series.
  private func drawChart(of table: ReportTable, into canvas: inout Canvas) {
    guard table.series.count <= LineChart.mostSeries, canvas.rows >= 8 else {
      return drawCourses(of: table, into: &canvas)
    }
    LineChart(
      table.series.map { ChartSeries($0.name, $0.values) }, labels: table.axis,
      isLastPartial: table.endsPartial
    ).draw(into: &canvas, in: canvas.bounds.inset(left: 1, right: 1))
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
      let text = "\(Figure.short(known.min()))–\(Figure.short(known.max()))"
      canvas.put(
        [Run(text + "  ", .textMuted), Run(Figure.short(known.last), .textStrong)],
        at: Point(canvas.columns - figures, index + 1), maxWidth: figures - 1, align: .trailing)
    }
  }

  func drawReportNotes(into canvas: inout Canvas) {
    guard let table = reports.table.value else { return }
    var row = 0
    let settings = table.request.settings.filter { !$0.value.isEmpty }.map {
      "\($0.name) \($0.value)"
    }
    let told = settings.isEmpty ? [] : [settings.joined(separator: " · ")]
    for note in told + table.notes {
      for line in TextWidth.wrapped(note, to: max(1, canvas.columns - 2)) {
        canvas.put(line, row: row, column: 1, role: .textMuted)
        row += 1
      }
    }
  }
}
