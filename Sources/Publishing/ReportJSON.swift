package import Basis
package import Formats
package import Requests

/// A report as one JSON document: how it was asked, its columns, its rows, what is drawn of it.
package enum ReportJSON {
  package static func document(of table: ReportTable, lens: Lens) -> JSON {
    let keys = ColumnKeys.keys(table.columns)
    let settings = table.request.settings.filter { !$0.value.isEmpty }
    return .object([
      ("report", .string(table.request.name)), ("title", .string(table.title)),
      ("as_of", .string(table.asOf.iso8601)), ("lens", .string(lens.rawValue)), ("exact", true),
      (
        "settings",
        .object(settings.map { ($0.name.replacingHyphens, JSON.string($0.value)) })
      ),
      ("columns", .array(zip(keys, table.columns).map { column($0, $1) })),
      ("rows", .array(table.rows.map { row($0, table.columns, keys) })),
      ("axis", .array(table.axis.map { JSON.string($0) })),
      ("series", .array(table.series.map { series($0) })),
      ("notes", .array(table.notes.map { JSON.string($0) })),
    ])
  }

  private static func column(_ key: String, _ column: ReportTable.Column) -> JSON {
    var entries: [(key: String, value: JSON)] = [
      ("key", .string(key)), ("title", .string(column.title)),
      ("kind", .string(ColumnKeys.kind(column.kind))),
    ]
    if !column.unit.isEmpty { entries.append(("unit", .string(column.unit))) }
    if case .money(let currency) = column.kind {
      entries.append(("currency", .string(currency.code)))
    }
    return .object(entries)
  }

  private static func row(
    _ row: ReportTable.Row, _ columns: [ReportTable.Column], _ keys: [String]
  ) -> JSON {
    var entries: [(key: String, value: JSON)] = []
    for (index, column) in columns.enumerated() {
      let cell = row.cells.indices.contains(index) ? row.cells[index] : .unknown
      entries.append((keys[index], value(cell, column.kind)))
    }
    if row.depth > 0 { entries.append(("depth", .count(row.depth))) }
    if row.isTotal { entries.append(("is_total", true)) }
    if let segment = row.segment { entries.append(("segment", .string(segment))) }
    return .object(entries)
  }

  private static func value(_ cell: ReportTable.Cell, _ kind: ReportTable.Column.Kind) -> JSON {
    switch cell {
    case .text(let text): .string(text)
    case .integer(let number):
      if case .money = kind {
        .number(ColumnKeys.number(Double(number), kind))
      } else {
        .integer(Int64(number))
      }
    case .number(let number): .number(ColumnKeys.number(number, kind))
    case .date(let date): .string(date.iso8601)
    case .range(let low, let high):
      .object([
        ("low", .number(ColumnKeys.number(low, kind))),
        ("high", .number(ColumnKeys.number(high, kind))),
      ])
    case .unknown, .small: .null
    }
  }

  private static func series(_ series: ReportTable.Series) -> JSON {
    .object([
      ("name", .string(series.name)),
      ("values", .array(series.values.map { $0.map { JSON.number($0) } ?? .null })),
    ])
  }
}

extension String {
  fileprivate var replacingHyphens: String { String(map { $0 == "-" ? "_" : $0 }) }
}
