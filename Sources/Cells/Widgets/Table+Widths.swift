/// What a column of a table has to show: its widest text, and its title.
struct ColumnNeed: Hashable {
  var cells = 0
  var title = 0
  /// True where something is drawn, for which any width will do.
  var isDrawing = false

  /// So wide that nothing is cut.
  var whole: Int { max(cells, title) }
}

extension Table {
  struct ColumnSpan: Hashable {
    let index: Int
    let start: Int
    let end: Int
  }

  /// So many rows from the first are measured besides those in sight, so that columns stand still
  /// while one goes through a list.
  static let measuredRows = 64

  /// What each column has to show of the rows in sight, which are given, and of the first ones.
  func needs(of shown: [[TableCell]], in canvas: Canvas, row: (Int) -> [TableCell]) -> [ColumnNeed]
  {
    var needs = columns.map { ColumnNeed(title: hasHeader ? TextWidth.of($0.title) : 0) }
    func measure(_ cells: [TableCell]) {
      for (index, cell) in cells.enumerated() where index < needs.count {
        if let width = canvas.width(of: cell) {
          needs[index].cells = Swift.max(needs[index].cells, width)
        } else {
          needs[index].isDrawing = true
        }
      }
    }
    for cells in shown { measure(cells) }
    let inSight = Swift.max(0, first)..<Swift.max(0, first) + shown.count
    for number in 0..<Swift.min(count, Self.measuredRows) where !inSight.contains(number) {
      measure(row(number))
    }
    return needs
  }

  /// Where each column that has room lies: one column of margin at both ends, two between, and up to
  /// two more where there is room that nobody takes.
  func spans(in rect: Rect, needs: [ColumnNeed]) -> [ColumnSpan] {
    let room = rect.columns - 2
    let gap = 2
    let needed = { (kept: [Int], width: (Int) -> Int) in
      kept.reduce(gap * Swift.max(0, kept.count - 1)) { $0 + width($1) }
    }
    var kept = Array(columns.indices)
    var left: [Int] = []
    while needed(kept, { columns[$0].min }) > room, let leaving = leavingColumn(of: kept) {
      kept.removeAll { $0 == leaving }
      left.append(leaving)
    }
    // What leaves comes back where it cuts nothing, itself included.
    for column in left.reversed() {
      let more = (kept + [column]).sorted()
      if needed(more, { enough(for: $0, needs) }) <= room { kept = more }
    }
    // No column is wider than what it shows as long as others are cut.
    var widths = kept.map { Swift.min(columns[$0].min, enough(for: $0, needs)) }
    var rest = room - widths.reduce(gap * Swift.max(0, kept.count - 1), +)
    /// Widens columns one after the other up to what is wanted of each.
    func grow(to wanted: (Int) -> Int) {
      for place in kept.indices where rest > 0 {
        let more = Swift.min(rest, Swift.max(0, wanted(kept[place]) - widths[place]))
        widths[place] += more
        rest -= more
      }
    }
    /// Widens all columns together, by weight, up to what is wanted of each.
    func share(_ weight: (Int) -> Int, to wanted: (Int) -> Int) {
      let more = Track.lengths(
        kept.indices.map { place in
          .share(weight(kept[place]), max: Swift.max(0, wanted(kept[place]) - widths[place]))
        }, in: Swift.max(0, rest))
      for place in kept.indices { widths[place] += more[place] }
      rest -= more.reduce(0, +)
    }
    // What is cut comes first: in order as far as a column's ideal, beyond it all alike, titles
    // after figures. Only then room is given for looks.
    grow { Swift.min(columns[$0].ideal, needs[$0].cells) }
    share({ _ in 1 }, to: { needs[$0].cells })
    share({ _ in 1 }, to: { needs[$0].whole })
    grow { columns[$0].ideal }
    share({ columns[$0].flex }, to: { columns[$0].max })
    let wideGap = gap + Swift.min(2, Swift.max(0, rest) / Swift.max(1, kept.count - 1))
    var start = rect.column + 1
    var spans: [ColumnSpan] = []
    for place in kept.indices {
      let end = Swift.min(start + widths[place], rect.endColumn - 1)
      guard end > start else { break }
      spans.append(ColumnSpan(index: kept[place], start: start, end: end))
      start = end + wideGap
    }
    return spans
  }

  /// The least width in which nothing of a column is cut.
  private func enough(for column: Int, _ needs: [ColumnNeed]) -> Int {
    Swift.max(needs[column].isDrawing ? columns[column].min : 1, needs[column].whole)
  }

  private func leavingColumn(of kept: [Int]) -> Int? {
    let droppable = kept.filter { columns[$0].dropOrder > 0 }
    return droppable.max { (columns[$0].dropOrder, $0) < (columns[$1].dropOrder, $1) }
  }
}

extension Canvas {
  /// How wide the cell is when nothing of it is cut; nothing for what is drawn.
  fileprivate func width(of cell: TableCell) -> Int? {
    switch cell {
    case .text(let text, let role): width(of: [Run(text, role)])
    case .word(let text, let role):
      glyphs.spelled([Run(text, role)]).reduce(0) { $0 + TextWidth.of($1.text) }
    case .runs(let runs): width(of: runs)
    case .bar, .stack, .spark: nil
    }
  }
}
