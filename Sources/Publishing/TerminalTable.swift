internal import Cells
internal import Requests

/// A report for a terminal: aligned columns, bars, the total below a line, notes under it.
struct TerminalTable {
  private let table: ReportTable

  init(_ table: ReportTable) { self.table = table }

  private static let barWidth = 10

  var text: String {
    var lines = [table.title]
    guard !table.rows.isEmpty else {
      lines += ["", "No rows: nothing happened in this period."]
      return (lines + notes).map { $0 + "\n" }.joined()
    }
    let header = headerCells
    let rows = table.rows.map { cells(of: $0) }
    let widths = header.indices.map { column in
      rows.reduce(TextWidth.of(header[column])) { max($0, TextWidth.of($1[column])) }
    }
    lines.append("")
    lines.append(line(header, widths))
    lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
    for (row, cells) in zip(table.rows, rows) {
      if row.isTotal {
        lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
      }
      lines.append(line(cells, widths))
    }
    return (lines + notes).map { $0 + "\n" }.joined()
  }

  private var notes: [String] {
    table.notes.isEmpty
      ? [] : [""] + table.notes.flatMap { TextWidth.wrapped($0, to: 100) }
  }

  private var headerCells: [String] {
    table.columns.flatMap { column in
      column.hasBar ? [CellText.title(column), ""] : [CellText.title(column)]
    }
  }

  private func cells(of row: ReportTable.Row) -> [String] {
    var cells: [String] = []
    for (index, column) in table.columns.enumerated() {
      let cell = row.cells.indices.contains(index) ? row.cells[index] : .unknown
      let indent = index == 0 ? String(repeating: "  ", count: row.depth) : ""
      cells.append(indent + Self.oneLine(CellText.text(cell, column.kind)))
      guard column.hasBar else { continue }
      cells.append(row.isTotal ? "" : bar(cell, scale: CellText.scale(of: index, in: table)))
    }
    return cells
  }

  private func bar(_ cell: ReportTable.Cell, scale: Double) -> String {
    guard let amount = CellText.amount(cell), amount > 0, scale > 0 else { return "" }
    let eighths = Int((amount / scale * Double(Self.barWidth * 8)).rounded())
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var column = -1
    var isBar = false
    var parts: [String] = []
    for (index, cell) in cells.enumerated() {
      if isBar {
        isBar = false
      } else {
        column += 1
        isBar = table.columns[column].hasBar
        let space = String(repeating: " ", count: max(0, widths[index] - TextWidth.of(cell)))
        let isLeading = table.columns[column].kind == .text || table.columns[column].kind == .date
        parts.append(isLeading ? cell + space : space + cell)
        continue
      }
      parts.append(cell + String(repeating: " ", count: max(0, widths[index] - TextWidth.of(cell))))
    }
    var text = parts.joined(separator: "  ")[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// No text of the data moves the cursor or begins a line.
  static func oneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
      return text
    }
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      clean.append(scalar.value < 32 || scalar.value == 127 ? " " : scalar)
    }
    return String(clean)
  }
}
