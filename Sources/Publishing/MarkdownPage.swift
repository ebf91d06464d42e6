internal import Basis
internal import Requests

/// A report as a page of Markdown: a heading, a table, the notes as a list.
enum MarkdownPage {
  static func text(of table: ReportTable, lens: Lens) -> String {
    var lines = ["# " + escaped(table.title), ""]
    if !table.rows.isEmpty {
      lines.append(line(table.columns.map { escaped(CellText.title($0)) }))
      lines.append(
        line(table.columns.map { $0.kind == .text || $0.kind == .date ? "---" : "---:" }))
      for row in table.rows {
        var cells: [String] = []
        for (index, column) in table.columns.enumerated() {
          let cell = row.cells.indices.contains(index) ? row.cells[index] : .unknown
          let indent = index == 0 ? String(repeating: "&emsp;", count: row.depth) : ""
          let text = escaped(CellText.text(cell, column.kind))
          cells.append(indent + (row.isTotal && !text.isEmpty ? "**\(text)**" : text))
        }
        lines.append(line(cells))
      }
      lines.append("")
    }
    lines += table.notes.map { "- " + escaped($0) }
    lines.append("- As of \(table.asOf.iso8601), counting by \(lens.rawValue).")
    return lines.map { $0 + "\n" }.joined()
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }

  /// A text that Markdown and the HTML within it leave as it is.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in TerminalTable.oneLine(text) {
      switch character {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "|", "\\", "`", "*", "_", "[", "]", "#", "~": escaped += "\\\(character)"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
