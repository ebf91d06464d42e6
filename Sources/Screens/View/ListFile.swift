internal import Basis
internal import Cells
internal import Formats
internal import Publishing
internal import Requests

extension AppState {
  /// Asks where the focused table shall be written.
  mutating func openWriteTable() -> [Effect] {
    guard focused != .identifiers || people.revealedUntil == nil else {
      say("Revealed identifiers are not written", .warn)
      return []
    }
    overlay = .prompt(
      Prompt(
        .writeTable(focused), title: "Write the table as CSV",
        about: "Every row as it is filtered and sorted here; the file must be a new one",
        text: fileTitle(of: focused).lowercased().replacing(" ", with: "-")
          .replacing(",", with: "") + ".csv"))
    return []
  }

  private func fileTitle(of panel: Panel) -> String {
    panel.look.map { reports.asides[$0].title } ?? panel.title
  }

  /// Whether the panel shows a table, told without making all of it.
  func hasTable(_ panel: Panel) -> Bool {
    panel.isReport ? reportTable(panel) != nil : table(of: panel) != nil
  }

  /// The panel's table as RFC 4180 has it: names of columns, then every row that it shows, with
  /// values in full; nil where it shows no table.
  func csv(of panel: Panel) -> String? {
    guard let lines = csvLines(of: panel) else { return nil }
    return ([lines.head] + lines.rows).map { $0 + "\r\n" }.joined()
  }

  /// One of its rows, as a line without its end.
  func csv(row: Int, of panel: Panel) -> String? {
    csvLines(of: panel, row: row)?.rows.first
  }

  /// The lines of a panel's table, or of one of its rows.
  private func csvLines(of panel: Panel, row: Int? = nil) -> (head: String, rows: [String])? {
    // What is revealed for ten seconds does not stay anywhere for longer.
    guard panel != .identifiers || people.revealedUntil == nil else { return nil }
    if panel.isReport { return reportLines(of: panel, row: row) }
    guard let (table, rows) = exported(panel, row: row) else { return nil }
    return (
      table.columns.map { csv(.text($0)) }.joined(separator: ","),
      rows.map { number in
        table.columns.indices.map { csv(table.fact(number, $0)) }.joined(separator: ",")
      }
    )
  }

  /// All rows, or the one of this number where there is such.
  static func part(_ order: [Int], _ row: Int?) -> [Int] {
    guard let row else { return order }
    return order.indices.contains(row) ? [order[row]] : []
  }

  /// The same as the command that prints the report writes.
  private func reportLines(of panel: Panel, row: Int?) -> (head: String, rows: [String])? {
    guard var table = reportTable(panel) else { return nil }
    let rows = table.rows
    table.rows = Self.part(order(panel), row).map { number in
      var row = rows[number]
      row.cells = zip(row.cells, table.columns).map { cell, column in
        let cell = shared(cell, column.kind)
        guard let renaming, case .text(let text) = cell else { return cell }
        return .text(renaming.applied(to: text))
      }
      return row
    }
    let lines = CSVFile.lines(of: table)
    return (lines[0], Array(lines.dropFirst()))
  }

  /// A value as CSV has it, and no text that a spreadsheet takes for a formula.
  private func csv(_ fact: Fact) -> String {
    switch fact {
    case .text(let text):
      CSVText.field(CSVText.harmless(renaming?.applied(to: text) ?? text))
    case .people(let count) where isShared && (1..<Self.leastShared).contains(count): ""
    case .unknown, .word, .people, .count, .number, .flag, .time, .day: fact.plain
    }
  }

  /// What a panel's table says: its titles where it has any, then some of its rows.
  private func listing(of panel: Panel, rows: Range<Int>) -> [[String]] {
    var copy = self
    copy.lists[panel, default: ListState()].selection = -1
    // Wide enough for every column; what is drawn is thrown away.
    var canvas = Canvas(Size(400, 1 + panel.headerRows), glyphs: .unicode)
    (canvas.listing, canvas.listedRows) = ([], rows)
    copy.draw(panel, into: &canvas)
    return canvas.listing ?? []
  }

  /// The selected row of the focused list, a column a line, with what finds no room on the screen.
  var selectedRowLines: [[String]] {
    let place = list(focused).selection
    guard focused.isList, place >= 0, focused != .identifiers || people.revealedUntil == nil else {
      return []
    }
    var rows = listing(of: focused, rows: place..<place + 1)
    let titles = focused.headerRows > 0 && !rows.isEmpty ? rows.removeFirst() : []
    guard let row = rows.first else { return [] }
    var lines: [[String]] = []
    for (index, cell) in row.enumerated() where !cell.trimmed.isEmpty {
      let title = titles.indices.contains(index) ? titles[index] : ""
      // A share beside its figure has no title of its own.
      if title.isEmpty, let last = lines.indices.last {
        lines[last][1] += "  " + cell.trimmed
      } else {
        lines.append([title.isEmpty ? focused.title : title, cell.trimmed])
      }
    }
    return lines
  }
}
