internal import Basis
internal import Formats
internal import Requests

/// A report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere.
///
/// Colours follow the reader's light or dark scheme; printed, it is light.
struct HTMLPage {
  private let table: ReportTable
  private let lens: Lens

  init(_ table: ReportTable, lens: Lens) { (self.table, self.lens) = (table, lens) }

  var text: String {
    var page = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(HTMLText.escaped(table.title))</title>
      <style>
      \(HTMLStyle.text)
      </style>
      </head>
      <body>
      <main>
      <header>
      <p class="brand">Parterre</p>
      <h1>\(HTMLText.escaped(table.title))</h1>
      <p class="terms">\(terms)</p>
      </header>

      """
    page += tiles
    if let chart = SVGChart(table) { page += "<figure>\n" + chart.text + "</figure>\n" }
    page += table.rows.isEmpty ? "<p class=\"empty\">No rows: nothing happened.</p>\n" : grid
    if !table.notes.isEmpty {
      page += "<section class=\"notes\">\n<h2>Notes</h2>\n<ul>\n"
      page += table.notes.map { "<li>\(HTMLText.escaped($0))</li>\n" }.joined()
      page += "</ul>\n</section>\n"
    }
    page += "</main>\n</body>\n</html>\n"
    return page
  }

  private var terms: String {
    let settings = table.request.settings.filter { !$0.value.isEmpty }.map {
      "<span><b>\(HTMLText.escaped($0.name))</b> \(HTMLText.escaped($0.value))</span>"
    }
    let stamp = [
      "<span><b>as of</b> \(table.asOf.iso8601)</span>",
      "<span><b>counting</b> \(lens.rawValue)s</span>",
    ]
    return (stamp + settings).joined(separator: " ")
  }

  /// The figures of the total, large, where there is one, each with its change below.
  private var tiles: String {
    guard let total = table.rows.last(where: \.isTotal) else { return "" }
    var tiles: [String] = []
    for (index, column) in table.columns.enumerated() where tiles.count < 6 {
      guard column.kind != .heat, column.kind != .change, total.cells.indices.contains(index),
        CellText.amount(total.cells[index]) != nil
      else { continue }
      tiles.append(
        "<div><dt>\(HTMLText.escaped(CellText.title(column)))</dt>"
          + "<dd>\(HTMLText.escaped(CellText.text(total.cells[index], column.kind)))"
          + change(of: column, at: index + 1, in: total) + "</dd></div>\n")
    }
    return tiles.isEmpty ? "" : "<dl class=\"tiles\">\n" + tiles.joined() + "</dl>\n"
  }

  /// The change that stands in the next column, where the report compares.
  private func change(
    of column: ReportTable.Column, at index: Int, in row: ReportTable.Row
  ) -> String {
    guard table.columns.indices.contains(index), row.cells.indices.contains(index),
      table.columns[index].title == column.title + " ±",
      let change = CellText.amount(row.cells[index])
    else { return "" }
    let classes = ["change", Self.judgement(of: change, table.columns[index])].compactMap { $0 }
    return "<small class=\"\(classes.joined(separator: " "))\">"
      + "\(HTMLText.escaped(CellText.text(row.cells[index], .change)))</small>"
  }

  /// Whether a change is for the better; nil where there is none.
  private static func judgement(of change: Double, _ column: ReportTable.Column) -> String? {
    change == 0 ? nil : (change > 0) == column.lessIsBetter ? "worse" : "better"
  }

  private var grid: String {
    let scales = table.columns.indices.map { CellText.scale(of: $0, in: table) }
    var text = "<div class=\"scroll\">\n<table>\n<thead>\n<tr>"
    for column in table.columns {
      text +=
        "<th\(Self.isNumber(column) ? " class=\"n\"" : "") scope=\"col\">"
        + "\(HTMLText.escaped(CellText.title(column)))</th>"
    }
    text += "</tr>\n</thead>\n<tbody>\n"
    for row in table.rows {
      text += row.isTotal ? "<tr class=\"total\">" : "<tr>"
      for (index, column) in table.columns.enumerated() {
        let cell = row.cells.indices.contains(index) ? row.cells[index] : .unknown
        text += self.cell(cell, column, index, row, scales[index])
      }
      text += "</tr>\n"
    }
    return text + "</tbody>\n</table>\n</div>\n"
  }

  private func cell(
    _ cell: ReportTable.Cell, _ column: ReportTable.Column, _ index: Int, _ row: ReportTable.Row,
    _ scale: Double
  ) -> String {
    let shown = HTMLText.escaped(CellText.text(cell, column.kind))
    guard index > 0 else {
      let hint = row.segment.map { " title=\"\(HTMLText.escaped($0))\"" } ?? ""
      let indent = row.depth > 0 ? " style=\"padding-left:\(12 + 16 * row.depth)px\"" : ""
      return
        "<th scope=\"row\"\(hint)\(indent)\(Self.isNumber(column) ? " class=\"n\"" : "")>\(shown)</th>"
    }
    var classes = Self.isNumber(column) ? ["n"] : []
    if let change = CellText.amount(cell), column.kind == .change {
      classes += [Self.judgement(of: change, column)].compactMap { $0 }
    }
    if let share = CellText.amount(cell), column.kind == .heat {
      classes.append("heat")
      let depth = Int((max(0, min(1, share)) * 100).rounded())
      return
        "<td class=\"\(classes.joined(separator: " "))\" style=\"--heat:\(depth)\">\(shown)</td>"
    }
    let attribute = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
    guard column.hasBar, !row.isTotal, let amount = CellText.amount(cell), scale > 0, amount > 0
    else { return "<td\(attribute)>\(shown)</td>" }
    let width = SVGChart.number(amount / scale * 64)
    return
      "<td\(attribute)>\(shown)<svg class=\"bar\" width=\"64\" height=\"8\" aria-hidden=\"true\">"
      + "<rect width=\"64\" height=\"8\" rx=\"2\" class=\"track\"/>"
      + "<rect width=\"\(width)\" height=\"8\" rx=\"2\"/></svg></td>"
  }

  private static func isNumber(_ column: ReportTable.Column) -> Bool {
    column.kind != .text && column.kind != .date
  }
}
