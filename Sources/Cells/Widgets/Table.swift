/// A column of a table: its name and how wide it may be.
package struct TableColumn: Hashable, Sendable {
  package enum Sort: Hashable, Sendable { case ascending, descending }

  package var title: String
  package var align: Align
  package var min: Int
  package var ideal: Int
  /// How much of the room left over it takes, against the others, and how wide it becomes at most.
  package var flex: Int
  package var max: Int
  /// Which columns leave first when there is too little room: the highest; 0 never leaves.
  package var dropOrder: Int
  package var sort: Sort?

  package init(
    _ title: String, align: Align = .leading, min: Int? = nil, ideal: Int, flex: Int = 0,
    max: Int = .max, dropOrder: Int = 0, sort: Sort? = nil
  ) {
    (self.title, self.align, self.ideal) = (title, align, Swift.max(1, ideal))
    self.min = Swift.max(1, Swift.min(min ?? ideal, self.ideal))
    (self.flex, self.dropOrder, self.sort) = (flex, dropOrder, sort)
    self.max = Swift.max(self.ideal, max)
  }
}

/// What one cell of a table shows.
package enum TableCell: Hashable, Sendable {
  case text(String, Role = .text)
  /// One of our own words, which is nobody's name, whatever is called the same.
  case word(String, Role = .text)
  case runs([Run])
  /// A bar from 0 to 1 on the scale of its column; that of a part shows the whole behind it.
  case bar(Double?, Role = .bar, isPart: Bool = false)
  /// Parts of a whole, one after the other.
  case stack([BarPart])
  case spark([Double?], Role = .series1)

  package static let empty = TableCell.text("")

  /// What the cell says, without its looks; nothing for a drawing, whose figure stands beside it.
  var plain: String {
    switch self {
    case .text(let text, _), .word(let text, _): text
    case .runs(let runs): runs.map(\.text).joined()
    case .bar, .stack, .spark: ""
    }
  }
}

/// Rows under a header, of which only those in sight are asked for.
package struct Table: Sendable {
  package var columns: [TableColumn]
  package var count: Int
  package var first: Int
  package var selection: Int?
  package var isFocused: Bool
  package var hasHeader: Bool
  /// The column of the selected row's cell that is selected; nil where the whole row is.
  package var selectedColumn: Int?

  package init(
    _ columns: [TableColumn], count: Int, first: Int = 0, selection: Int? = nil,
    isFocused: Bool = true, hasHeader: Bool = true, selectedColumn: Int? = nil
  ) {
    (self.columns, self.count, self.first) = (columns, count, first)
    self.selectedColumn = selectedColumn
    (self.selection, self.isFocused, self.hasHeader) = (selection, isFocused, hasHeader)
  }

  /// Draws header, rows and scrollbar; `row` gives the cells of one row, by its number.
  package func draw(
    into canvas: inout Canvas, in rect: Rect, row: (Int) -> [TableCell]
  ) {
    if canvas.listing != nil {
      let rows = canvas.listedRows?.clamped(to: 0..<count) ?? 0..<count
      canvas.listing =
        (hasHeader ? [columns.map(\.title)] : []) + rows.map { row($0).map(\.plain) }
    }
    let body = rect.cutTop(hasHeader ? 1 : 0).rest
    let top = Swift.max(0, first)
    let shown = (top..<Swift.max(top, Swift.min(count, top + body.rows))).map { row($0) }
    let spans = spans(in: rect, needs: needs(of: shown, in: canvas, row: row))
    if canvas.columnPlaces != nil {
      canvas.columnPlaces = Dictionary(
        uniqueKeysWithValues: spans.map { ($0.index, $0.start..<$0.end) })
    }
    if hasHeader { drawHeader(into: &canvas, rect, spans) }
    for (line, cells) in shown.enumerated() {
      let isSelected = top + line == selection
      let lineRect = body.line(line)
      if isSelected {
        canvas.fill(lineRect, ground: isFocused ? .selection : .selectionBlur)
      }
      for span in spans where span.index < cells.count {
        let place = Rect(span.start, lineRect.row, span.end - span.start, 1)
        draw(cells[span.index], columns[span.index].align, into: &canvas, place)
      }
      if isSelected {
        canvas.set(Cluster("▸"), at: lineRect.origin, role: isFocused ? .key : .textMuted)
        if let span = spans.first(where: { $0.index == selectedColumn }) {
          // Brackets stand between the columns, so that no figure moves.
          let role: Role = isFocused ? .key : .textMuted
          canvas.set(Cluster("["), at: Point(span.start - 1, lineRect.row), role: role)
          canvas.set(Cluster("]"), at: Point(span.end, lineRect.row), role: role)
        }
      }
    }
    canvas.scrollbar(in: body.cutRight(1).right, first: first, count: count)
  }

  private func drawHeader(into canvas: inout Canvas, _ rect: Rect, _ spans: [ColumnSpan]) {
    for span in spans {
      let column = columns[span.index]
      let width = span.end - span.start
      canvas.title(
        column.title, sort: column.sort, in: Rect(span.start, rect.row, width, 1),
        align: column.align)
    }
  }

  private func draw(
    _ cell: TableCell, _ align: Align, into canvas: inout Canvas, _ place: Rect
  ) {
    switch cell {
    case .text(let text, let role):
      canvas.put(text, at: place.origin, role: role, maxWidth: place.columns, align: align)
    case .word(let text, let role):
      let renaming = canvas.renaming
      canvas.renaming = nil
      canvas.put(text, at: place.origin, role: role, maxWidth: place.columns, align: align)
      canvas.renaming = renaming
    case .runs(let runs):
      canvas.put(runs, at: place.origin, maxWidth: place.columns, align: align)
    case .bar(let share, let role, let isPart):
      canvas.bar(share, in: place, role: role, hasTrack: isPart)
    case .stack(let parts): canvas.stackedBar(parts, in: place)
    case .spark(let values, let role):
      canvas.sparkline(values, in: place, role: role, isStretched: true)
    }
  }
}

extension Canvas {
  /// Draws the title of a column, with the sign of how it sorts the table where it does.
  package mutating func title(
    _ text: String, sort: TableColumn.Sort?, in place: Rect, role: Role = .header,
    align: Align = .leading
  ) {
    put(
      text, at: place.origin, role: role, emphasis: sort == nil ? [] : .bold,
      maxWidth: place.columns, align: align)
    guard let sort else { return }
    // The mark may stand between the columns, so that no title is cut for it.
    let end = align == .leading ? min(place.columns, TextWidth.of(text)) : place.columns
    put(
      sort.mark(isASCII: glyphs.isASCII), at: Point(place.column + end, place.row), role: .header,
      emphasis: .bold)
  }
}

extension TableColumn.Sort {
  package func mark(isASCII: Bool) -> String {
    switch self {
    case .ascending: isASCII ? "^" : "▲"
    case .descending: isASCII ? "v" : "▼"
    }
  }
}
