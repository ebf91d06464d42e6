internal import Basis
internal import Cells
package import Requests

/// The cells of a report as people read them; a unit stands in the header.
package enum CellText {
  package static func text(_ cell: ReportTable.Cell, _ kind: ReportTable.Column.Kind) -> String {
    switch cell {
    case .text(let text): return text
    case .unknown: return Figure.unknown
    case .small: return "few"
    case .date(let date): return date.iso8601
    case .range(let low, let high):
      if kind == .interval || kind == .share {
        return Figure.fixed(low * 100, 1) + " … " + Figure.percent(high)
      }
      if kind == .change {
        return Figure.percentChange(low).dropLast(2) + " … " + Figure.percentChange(high)
      }
      return text(.number(low), kind) + " … " + text(.number(high), kind)
    case .integer(let number):
      if case .money(let currency) = kind {
        return money(Double(number), places: currency.decimalPlaces)
      }
      return Figure.count(number)
    case .number(let number):
      switch kind {
      case .share, .interval: return Figure.percent(number)
      case .change: return Figure.percentChange(number)
      case .heat: return Figure.fixed(number * 100, 1)
      case .ratio: return Figure.fixed(number, 2)
      case .seconds: return number == 0 ? "0 s" : Figure.duration(seconds: number)
      case .number(let decimals): return Figure.fixed(number, decimals)
      case .money(let currency): return money(number, places: currency.decimalPlaces)
      case .text, .count, .date: return Figure.short(number)
      }
    }
  }

  /// A figure of a chart, as short as its axis needs it.
  package static func mark(_ value: Double, _ kind: ReportTable.Column.Kind) -> String {
    switch kind {
    case .share, .heat, .interval, .change:
      let percent = value * 100
      // Ticks are sums, and may be a hair beside their round figure.
      let isWhole = (percent - percent.rounded()).magnitude < 1e-6
      return Figure.fixed(percent, isWhole ? 0 : 1) + " %"
    case .money(let currency): return Figure.short(value / Double(currency.minorUnits))
    case .seconds: return text(.number(value), kind)
    case .text, .count, .ratio, .date, .number: return Figure.short(value)
    }
  }

  /// The header of a column with its unit.
  package static func title(_ column: ReportTable.Column) -> String {
    column.unit.isEmpty ? column.title : "\(column.title) \(column.unit)"
  }

  /// The number that a bar shows; nil where there is none.
  package static func amount(_ cell: ReportTable.Cell) -> Double? {
    switch cell {
    case .integer(let number): Double(number)
    case .number(let number): number
    case .text, .date, .range, .unknown, .small: nil
    }
  }

  /// The largest amount of a column that has bars; totals stand outside of it.
  package static func scale(of column: Int, in table: ReportTable) -> Double {
    guard table.columns[column].hasBar else { return 0 }
    return table.rows.reduce(0) { largest, row in
      guard !row.isTotal, row.cells.indices.contains(column) else { return largest }
      return max(largest, amount(row.cells[column]) ?? 0)
    }
  }

  private static func money(_ minorUnits: Double, places: Int) -> String {
    guard minorUnits.magnitude < 1e15 else { return Figure.short(minorUnits) }
    var factor = 1
    for _ in 0..<max(0, places) { factor *= 10 }
    let units = Int(minorUnits.rounded())
    let whole = (units < 0 ? "−" : "") + Figure.count(Int(units.magnitude) / factor)
    guard places > 0 else { return whole }
    return whole + "." + padded(Int(units.magnitude) % factor, places)
  }
}
