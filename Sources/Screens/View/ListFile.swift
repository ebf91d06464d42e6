internal import Basis
internal import Cells
internal import Formats

extension AppState {
  /// Asks where the focused list shall be written.
  mutating func openWriteTable() -> [Effect] {
    guard focused != .identifiers || people.revealedUntil == nil else {
      say("Revealed identifiers are not written", .warn)
      return []
    }
    guard !panelCSV(focused).isEmpty else {
      say("There is no list here that could be written", .warn)
      return []
    }
    overlay = .prompt(
      Prompt(
        .writeTable(focused), title: "Write the list as CSV",
        about: "Every row as it is filtered and sorted here; the file must be a new one",
        text: focused.title.lowercased().replacing(" ", with: "-") + ".csv"))
    return []
  }

  /// A panel's list as CSV: what it shows, in its order, whatever of it is in sight.
  func panelCSV(_ panel: Panel) -> String {
    let rows = listing(of: panel)
    let kept = (rows.first ?? []).indices.filter { column in
      rows.contains { $0.indices.contains(column) && !$0[column].isEmpty }
    }
    return rows.map { row in
      kept.map { Self.csv($0 < row.count ? row[$0] : "") }.joined(separator: ",") + "\r\n"
    }.joined()
  }

  /// What a panel's table says: its titles where it has any, then its rows or some of them.
  private func listing(of panel: Panel, rows: Range<Int>? = nil) -> [[String]] {
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

  /// A cell as CSV has it: figures without separators, texts that no spreadsheet takes for formulas.
  private static func csv(_ shown: String) -> String {
    let text = shown.trimmed
    let plain = text.replacing(",", with: "").replacing("−", with: "-")
    if Double(plain) != nil { return plain }
    if text == "–" { return "" }
    return CSVText.field(CSVText.harmless(text))
  }
}
