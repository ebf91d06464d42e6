internal import Basis
internal import Cells
internal import Publishing
internal import Requests

extension AppState {
  /// Copies what is selected: a figure, a name, a definition.
  mutating func copySelection() -> [Effect] {
    switch focused {
    case .tree: return perform(.copyCondition)
    case .size: return copied(segments.count.value.map { "\($0.total.count)" }, "The size")
    case .library, .libraryText: return copied(selectedRow?.text, "The definition")
    case .identifiers where people.revealedUntil != nil:
      say("Revealed identifiers are not copied", .warn)
      return []
    case .reportTable where list(.reportTable).column != nil:
      return copied(selectedFigure, "The figure")
    case let panel where panel.isList:
      return copied(csv(row: list(panel).selection, of: panel), "The row")
    default: return copyPanel()
    }
  }

  /// Copies the panel: its table as a file of it would be, or what it says where it has none.
  mutating func copyPanel() -> [Effect] {
    guard let table = csv(of: focused) else { return copied(panelText(focused), "The text") }
    return copied(table, "The table")
  }

  /// The figure of the report's cell in brackets, without what is only for the eye.
  private var selectedFigure: String? {
    guard let table = reports.table.value, let column = list(.reportTable).column,
      let row = selected(.reportTable, of: table.rows), row.cells.indices.contains(column)
    else { return nil }
    return switch shared(row.cells[column], table.columns[column].kind) {
    case .integer(let count): Fact.count(count).plain
    case .number(let number): Fact.number(number).plain
    case let cell: CellText.text(cell, table.columns[column].kind)
    }
  }

  /// What a panel without a table says, whatever of it is in sight.
  func panelText(_ panel: Panel) -> String {
    // What is revealed for ten seconds does not stay on a clipboard for longer.
    guard panel != .identifiers || people.revealedUntil == nil else { return "" }
    var copy = self
    let rows = max(rowCount(panel) + panel.headerRows, layout.place(of: panel)?.content.rows ?? 1)
    copy.lists[panel, default: ListState()].first = 0
    copy.lists[panel]?.selection = -1
    let width = max(120, layout.place(of: panel)?.content.columns ?? 0)
    var canvas = Canvas(Size(width, min(rows, 10_000)), glyphs: glyphs)
    canvas.renaming = renaming
    copy.draw(panel, into: &canvas)
    return canvas.text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0) }.joined(separator: "\n").trimmed
  }

  /// The command that prints what the pane shows.
  var command: String {
    var words = ["parterre"]
    if let workspace { words += ["-w", Self.shell(workspace)] }
    if viewpoint.lens != .person { words += ["--lens", viewpoint.lens.rawValue] }
    if let asOf = viewpoint.asOf { words += ["--as-of", asOf.iso8601] }
    switch pane {
    case .home: words += ["stats"]
    case .sources:
      words +=
        focused == .sources || selectedSource == nil
        ? ["source", "list"] : ["source", "show", Self.shell(selectedSource?.name ?? "")]
    case .consent:
      words += ["consent", "coverage", "--by", "\(consent.breakdown.rawValue),purpose"]
    case .segments:
      if segments.mode == .library {
        words += ["segment", "list"]
      } else {
        words += ["count", Self.shell(segments.builder.text), "--each"]
        if let destination = segments.destination { words += ["--waterfall", destination] }
      }
    case .reports:
      words += ["report", reports.request?.name ?? ""]
      for setting in reports.request?.settings ?? [] where !setting.value.isEmpty {
        words += ["--" + setting.name, Self.shell(setting.value)]
      }
    case .audiences:
      if let request = exportRequest {
        words += ["export", Self.shell(request.segment), "--to", request.destination]
        words += (request.isDelta ? ["--delta"] : [])
        if request.holdoutPercent > 0 { words += ["--holdout", "\(request.holdoutPercent)"] }
        if let suppress = request.suppress { words += ["--suppress", Self.shell(suppress)] }
        for (name, value) in request.settings.sorted(by: { $0.key < $1.key }) {
          words += ["--set", Self.shell("\(name)=\(value)")]
        }
        words += ["--dry-run"]
      } else {
        words += ["destinations"]
      }
    case .people: words += ["identity", "stats"]
    }
    return words.joined(separator: " ")
  }

  /// A word as a shell reads it back.
  static func shell(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-./@:".contains($0)) }
    return isPlain ? text : "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
  }
}
