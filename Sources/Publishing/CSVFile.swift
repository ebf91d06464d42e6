internal import Basis
internal import Formats
package import Requests

/// A report as RFC 4180 has it: a header, CRLF, quotes where they are needed.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers of ours
/// stay numbers.
package enum CSVFile {
  static func text(of table: ReportTable) -> String {
    lines(of: table).map { $0 + "\r\n" }.joined()
  }

  /// The header and then a record for each row, without their ends; a record that stands in quotes may
  /// have line ends inside.
  package static func lines(of table: ReportTable) -> [String] {
    let keys = ColumnKeys.keys(table.columns)
    let isRange = table.columns.indices.map { column in
      table.rows.contains { row in
        guard row.cells.indices.contains(column) else { return false }
        if case .range = row.cells[column] { return true } else { return false }
      }
    }
    var header: [String] = []
    for (index, key) in keys.enumerated() {
      header += isRange[index] ? [key + "_low", key + "_high"] : [key]
    }
    if table.rows.contains(where: { $0.segment != nil }) { header.append("segment") }
    var lines = [header.map { CSVText.field($0) }.joined(separator: ",")]
    for row in table.rows {
      var fields: [String] = []
      for (index, column) in table.columns.enumerated() {
        let cell = row.cells.indices.contains(index) ? row.cells[index] : .unknown
        fields += values(cell, column.kind, isRange: isRange[index])
      }
      if header.count > fields.count {
        fields.append(CSVText.field(segment(row.segment ?? "")))
      }
      lines.append(fields.joined(separator: ","))
    }
    return lines
  }

  /// A segment that begins with a reference stands in parentheses: no spreadsheet takes it for a
  /// formula, and a program can count it as it is.
  private static func segment(_ text: String) -> String {
    text.hasPrefix("@") ? "(" + text + ")" : CSVText.harmless(text)
  }

  private static func values(
    _ cell: ReportTable.Cell, _ kind: ReportTable.Column.Kind, isRange: Bool
  ) -> [String] {
    switch cell {
    case .text(let text): [CSVText.field(CSVText.harmless(text))]
    case .integer(let number):
      if case .money = kind {
        [ColumnKeys.plain(ColumnKeys.number(Double(number), kind))]
      } else {
        [String(number)]
      }
    case .number(let number): [ColumnKeys.plain(ColumnKeys.number(number, kind))]
    case .date(let date): [date.iso8601]
    case .range(let low, let high):
      [low, high].map { ColumnKeys.plain(ColumnKeys.number($0, kind)) }
    case .unknown, .small: isRange ? ["", ""] : [""]
    }
  }
}
