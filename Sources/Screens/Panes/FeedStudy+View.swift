internal import Basis
internal import Cells
internal import Requests

extension AppState {
  private static let noStudy = [Run("The feed shows here once it was read.", .textMuted)]

  func drawFeedColumns(into canvas: inout Canvas) {
    guard let state = sources.study else { return }
    let empty = [Run("The feed has no columns.", .textMuted)]
    if drawState(state.found, into: &canvas, isEmpty: \.columns.isEmpty, empty: empty) { return }
    drawTable(
      .feedColumns, of: study?.columns ?? [],
      [
        TableColumn("Column", min: 12, ideal: 18, flex: 1),
        TableColumn("Becomes", min: 24, ideal: 28, flex: 1),
        TableColumn("Type", min: 7, ideal: 9, dropOrder: 5),
        TableColumn("Filled", align: .trailing, ideal: 7),
        TableColumn("", min: 4, ideal: 8, dropOrder: 9),
        TableColumn("Different", align: .trailing, min: 9, ideal: 9, dropOrder: 6),
        TableColumn("Values", min: 24, ideal: 30, flex: 2, dropOrder: 2),
      ], into: &canvas, sortedBy: [0, 1, 2, 3, 5, 6]
    ) { column in
      let share = column.rows > 0 ? Double(column.filled) / Double(column.rows) : nil
      let isDecided = state.roles[column.name] != nil && state.roles[column.name] == column.use
      return [
        .text(column.name, .textStrong),
        .runs([
          Run(isDecided ? "● " : "  ", .key),
          Run(column.use ?? FeedStudy.unused, column.use == nil ? .textFaint : .text),
        ]),
        .text(column.type, .textMuted), .text(Figure.percent(share)), .bar(share),
        .text((column.isDistinctExact ? "" : "~") + Figure.count(column.distinct), .textMuted),
        column.isPersonal
          ? .text("personal data, not shown", .warn) : .text(column.values, .textMuted),
      ]
    }
  }

  /// What the feed was recognised as, and what is wrong with it.
  func drawFeedFacts(into canvas: inout Canvas) {
    guard let state = sources.study else { return }
    if drawState(state.found, into: &canvas, empty: Self.noStudy) { return }
    guard let study else { return }
    var lines: [[Run]] = [
      [Run(study.form)],
      [
        Run(Figure.count(study.rows), .textStrong), Run(" rows, ", .textMuted),
        Run(Figure.bytes(study.bytes)),
        Run(study.repeats > 0 ? ", \(Figure.count(study.repeats)) repeat another" : "", .warn),
      ],
    ]
    if let first = study.firstTime, let last = study.lastTime {
      lines.append([
        Run("from ", .textMuted), Run(dayAndTime(first)), Run(" to ", .textMuted),
        Run(dayAndTime(last)),
      ])
    }
    let personal = study.columns.filter { $0.isPersonal && $0.filled > 0 }.map(\.name)
    if !personal.isEmpty {
      lines.append([Run("personal ", .textMuted), Run(personal.joined(separator: ", "), .warn)])
    }
    lines.append([])
    if study.warnings.isEmpty {
      lines.append([Run("✓ ", .ok), Run("Nothing is wrong with it.", .textMuted)])
    }
    for warning in study.warnings {
      let place = (warning.column.map { $0 + ", " } ?? "") + "line \(Figure.count(warning.line))"
      lines.append([
        Run("! ", .warn, .bold), Run(Figure.count(warning.count) + "× ", .warn),
        Run(warning.text), Run(" (\(place))", .textMuted),
      ])
    }
    var row = 0
    for line in lines {
      for part in Self.wrapped(line, to: max(1, canvas.columns - 2)) where row < canvas.rows {
        canvas.put(part, at: Point(1, row), maxWidth: canvas.columns - 2)
        row += 1
      }
    }
  }

  /// The first rows as they would come in.
  func drawFeedPreview(into canvas: inout Canvas) {
    guard let state = sources.study else { return }
    if drawState(state.found, into: &canvas, empty: Self.noStudy) { return }
    guard let preview = study?.preview else { return }
    if let obstacle = preview.obstacle {
      return put(
        [Run("✗ ", .error), Run(obstacle, .error), Run(". " + preview.remedy.ended, .text)],
        into: &canvas)
    }
    guard !preview.rows.isEmpty else {
      return put(
        [
          Run("✗ ", .error), Run("No row would come in: ", .text),
          Run(preview.rejects.map { "\($0.count) × \($0.reason)" }.joined(separator: ", ")),
        ], into: &canvas)
    }
    let columns = preview.columns.enumerated().map { index, title in
      let widest =
        preview.rows.prefix(50).map { row in
          row.indices.contains(index) ? TextWidth.of(row[index]) : 0
        }.max() ?? 0
      return TableColumn(
        title, min: min(10, max(4, widest)), ideal: min(28, max(TextWidth.of(title) + 1, widest)),
        dropOrder: index < 2 ? 0 : index)
    }
    drawTable(
      .feedPreview, of: preview.rows, columns, into: &canvas, sortedBy: Array(columns.indices)
    ) { row in
      columns.indices.map { index in
        .text(row.indices.contains(index) ? row[index] : "", index == 0 ? .textMuted : .text)
      }
    }
  }

  /// How many of the tried rows would come in, for the title line of the preview.
  var previewNote: String {
    guard let preview = study?.preview, preview.obstacle == nil else { return "" }
    let rejected = preview.rejects.reduce(0) { $0 + $1.count }
    return "\(Figure.count(preview.accepted)) of the first \(Figure.count(preview.tried)) come in"
      + (rejected > 0 ? ", \(Figure.count(rejected)) do not" : "")
  }
}
