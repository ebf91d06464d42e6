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
    let (places, oldPlaces) = (Self.places(now), Self.places(before))
    func oldKey(_ row: ReportTable.Row) -> String { key(of: row, in: earlier, oldPlaces) }
    var old = Dictionary(
      before.rows.map { (oldKey($0), $0) }, uniquingKeysWith: { first, _ in first })
    table.rows = now.rows.map { row in
      widened(row, old.removeValue(forKey: key(of: row, in: period, places)))
    }
    let ended = before.rows.filter { row in
      old[oldKey(row)] != nil && !row.isTotal && !hasDate
    }
    let place = table.rows.firstIndex { $0.isTotal } ?? table.rows.count
    table.rows.insert(contentsOf: ended.map { stopped($0) }, at: place)
    if hasHeat, let total = before.rows.last(where: { $0.isTotal }) {
      table.rows.append(earlierTotal(total))
    }
    if now.series.count <= 3 {
      table.series += now.series.compactMap { series in
        before.series.first { $0.name == series.name }.map { older in
          ReportTable.Series(
            name: series.name + " before", values: aligned(older.values), kind: series.kind)
        }
      }
    }
    table.notes.append("Compared with \(earlier.text).")
    return table
  }

  /// The earlier values in the order of the axis: steps of time by their place, all else by its name.
  private func aligned(_ values: [Double?]) -> [Double?] {
    let isTime = now.axis.first.map { $0.utf8.count >= 7 && $0.hasPrefix("20") } ?? true
    if isTime {
      let padding = [Double?](repeating: nil, count: now.axis.count)
      return Array((values + padding).prefix(now.axis.count))
    }
    return now.axis.map { label in
      before.axis.firstIndex(of: label).flatMap { values.indices.contains($0) ? values[$0] : nil }
    }
  }

  /// A grid's cells are too many for a change beside each: its last row is compared as a whole.
  private var hasHeat: Bool { now.columns.contains { $0.kind == .heat } }

  private func earlierTotal(_ row: ReportTable.Row) -> ReportTable.Row {
    var total = widened(row, nil)
    (total.isTotal, total.segment) = (false, nil)
    if !total.cells.isEmpty { total.cells[0] = .text("before") }
    return total
  }

  /// The days of each column of dates in their order.
  private static func places(_ table: ReportTable) -> [[Int]] {
    table.columns.indices.map { column in
      let days = table.rows.compactMap { row -> Int? in
        guard row.cells.indices.contains(column), case .date(let date) = row.cells[column] else {
          return nil
        }
        return date.daysSinceEpoch
      }
      return Set(days).sorted()
    }
  }

  private var hasDate: Bool { now.columns.contains { $0.kind == .date } }

  private static func isCompared(_ column: ReportTable.Column) -> Bool {
    switch column.kind {
    case .count, .share, .ratio, .money, .number, .seconds: true
    case .text, .date, .heat, .change, .interval: false
    }
  }

  /// What a row is about: its words, and its steps in time by their number in the period, or among
  /// the `places` of their column where it does not say how long its steps are.
  private func key(
    of row: ReportTable.Row, in period: ReportPeriod, _ places: [[Int]]
  ) -> String {
    var words = [row.isTotal ? "total" : "row", "\(row.depth)"]
    for (index, (cell, column)) in zip(row.cells, now.columns).enumerated() {
      switch (column.kind, cell) {
      case (.text, .text(let text)): words.append(text)
      case (.text, _): words.append("")
      case (.date, .date(let date)):
        guard let unit = TimeUnit(rawValue: column.title.lowercased()) else {
          let place = places.indices.contains(index) ? places[index] : []
          words.append("\(place.firstIndex(of: date.daysSinceEpoch) ?? 0)")
          continue
        }
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
    (widened.cells, widened.cellSegments) = ([], [:])
    for (index, cell) in row.cells.enumerated() {
      widened.cellSegments[widened.cells.count] = row.cellSegments[index]
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
    (stopped.segment, stopped.cellSegments) = (nil, [:])
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
