internal import Basis
internal import Formats
internal import Requests

/// A report's columns and cells as programs read them.
enum ColumnKeys {
  /// Names in snake case, one for each column, none twice.
  static func keys(_ columns: [ReportTable.Column]) -> [String] {
    var used: [String: Int] = [:]
    return columns.map { column in
      // What a row's people are in the segment language stands under “segment” itself.
      let key = column.title == "Segment" ? "segment_name" : snake(column.title)
      used[key, default: 0] += 1
      return used[key] == 1 ? key : "\(key)_\(used[key] ?? 0)"
    }
  }

  private static func snake(_ title: String) -> String {
    var key = ""
    for scalar in title.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": key.unicodeScalars.append(scalar)
      case "±": key += key.hasSuffix("_") ? "change" : "_change"
      case "%": key += key.hasSuffix("_") ? "percent" : "_percent"
      default: if !key.isEmpty, !key.hasSuffix("_") { key += "_" }
      }
    }
    while key.hasSuffix("_") { key.removeLast() }
    return key.isEmpty ? "column" : key
  }

  static func kind(_ kind: ReportTable.Column.Kind) -> String {
    switch kind {
    case .text: "text"
    case .count: "count"
    case .share, .heat: "share"
    case .interval: "interval"
    case .change: "change"
    case .ratio: "ratio"
    case .date: "date"
    case .money: "money"
    case .number: "number"
    case .seconds: "seconds"
    }
  }

  /// A number as a program reads it; money in whole units of its currency.
  static func number(_ number: Double, _ kind: ReportTable.Column.Kind) -> Double {
    guard case .money(let currency) = kind else { return number }
    return number.rounded() / Double(currency.minorUnits)
  }

  /// A number written plainly: no grouping, a point before decimals.
  static func plain(_ number: Double) -> String { JSON.number(number).text }
}
