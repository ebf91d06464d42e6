internal import Basis
internal import Requests

/// Puts the change since an earlier period beside each figure of a table.
///
/// Rows belong together where they say the same words; days, weeks and months belong together by
/// their place in their period. What only happened earlier is shown as having stopped.
struct ReportComparison {
  private let now: ReportTable
  private let before: ReportTable
  private let period: ReportPeriod
  private let earlier: ReportPeriod

  init(now: ReportTable, before: ReportTable, _ period: ReportPeriod, _ earlier: ReportPeriod) {
    (self.now, self.before, self.period, self.earlier) = (now, before, period, earlier)
  }

  var table: ReportTable {
    var table = now
    table.columns = now.columns.flatMap { column in
      guard Self.isCompared(column) else { return [column] }
      return [
        column,
        ReportTable.Column(
          column.title + " ±", kind: .change, lessIsBetter: column.lessIsBetter),
      ]
    }
    var old = Dictionary(
      before.rows.map { (key(of: $0, in: earlier), $0) }, uniquingKeysWith: { first, _ in first })
    table.rows = now.rows.map { row in
      widened(row, old.removeValue(forKey: key(of: row, in: period)))
    }
    let ended = before.rows.filter { row in
      old[key(of: row, in: earlier)] != nil && !row.isTotal && !hasDate
    }
    let place = table.rows.firstIndex { $0.isTotal } ?? table.rows.count
    table.rows.insert(contentsOf: ended.map { stopped($0) }, at: place)
    if now.series.count <= 3 {
      table.series += now.series.compactMap { series in
        before.series.first { $0.name == series.name }.map { older in
          let padding = [Double?](repeating: nil, count: now.axis.count)
          return ReportTable.Series(
            name: series.name + " before",
            values: Array((older.values + padding).prefix(now.axis.count)))
        }
      }
    }
    table.notes.append("Compared with \(earlier.text).")
    return table
  }

  private var hasDate: Bool { now.columns.contains { $0.kind == .date } }

  private static func isCompared(_ column: ReportTable.Column) -> Bool {
    switch column.kind {
    case .count, .share, .ratio, .money, .number, .seconds: true
    case .text, .date, .heat, .change, .interval: false
    }
  }

  /// What a row is about: its words, and its steps in time by their number in the period.
  private func key(of row: ReportTable.Row, in period: ReportPeriod) -> String {
    var words = [row.isTotal ? "total" : "row", "\(row.depth)"]
    for (cell, column) in zip(row.cells, now.columns) {
      switch (column.kind, cell) {
      case (.text, .text(let text)): words.append(text)
      case (.text, _): words.append("")
      case (.date, .date(let date)):
        let unit = TimeUnit(rawValue: column.title.lowercased()) ?? .day
        let start = unit.start(of: date.daysSinceEpoch)
        let place = unit.starts(in: period.days).firstIndex(of: start)
        words.append(place.map { "\($0)" } ?? date.iso8601)
      default: continue
      }
    }
    return words.joined(separator: "\u{1F}")
  }

  private func widened(_ row: ReportTable.Row, _ old: ReportTable.Row?) -> ReportTable.Row {
    var widened = row
    widened.cells = []
    for (index, cell) in row.cells.enumerated() {
      widened.cells.append(cell)
      guard now.columns.indices.contains(index), Self.isCompared(now.columns[index]) else {
        continue
      }
      let change = Self.change(
        from: old.flatMap { $0.cells.indices.contains(index) ? $0.cells[index] : nil }, to: cell)
      widened.cells.append(change.map { .number($0) } ?? .unknown)
    }
    return widened
  }

  private func stopped(_ row: ReportTable.Row) -> ReportTable.Row {
    var stopped = row
    stopped.segment = nil
    stopped.cells = zip(row.cells, now.columns).map { cell, column in
      switch column.kind {
      case .text, .date: cell
      case .count, .money: .integer(0)
      case .share, .interval, .ratio, .number, .seconds, .heat, .change: .unknown
      }
    }
    return widened(stopped, row)
  }

  private static func change(
    from old: ReportTable.Cell?, to new: ReportTable.Cell
  ) -> Double? {
    guard let before = old.flatMap({ amount($0) }), let after = amount(new), before != 0 else {
      return nil
    }
    return (after - before) / abs(before)
  }

  private static func amount(_ cell: ReportTable.Cell) -> Double? {
    switch cell {
    case .integer(let number): Double(number)
    case .number(let number): number
    case .text, .date, .range, .unknown, .small: nil
    }
  }
}
