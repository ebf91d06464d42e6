/// Something that can be chosen: its kind, its name, its count and a bar.
package struct PickerItem: Hashable, Sendable {
  package var name: String
  /// What it is, in a word: `attribute`, `segment`, `action`.
  package var kind: String
  /// What is said to the right of the name, muted.
  package var note: String
  package var count: String
  /// The count as a share of the largest, for the bar; nil draws none.
  package var share: Double?
  package var isTicked: Bool
  /// Why it cannot be chosen now; shown instead of the note.
  package var disabledReason: String?
  /// The characters of the name to light.
  package var matched: [Int]

  package init(
    _ name: String, kind: String = "", note: String = "", count: String = "",
    share: Double? = nil, isTicked: Bool = false, disabledReason: String? = nil,
    matched: [Int] = []
  ) {
    (self.name, self.kind, self.note, self.count) = (name, kind, note, count)
    (self.share, self.isTicked, self.disabledReason) = (share, isTicked, disabledReason)
    self.matched = matched
  }
}

/// A list that narrows as one types: query on top, matches below, a preview to the right.
package struct Picker: Sendable {
  package var title: String
  package var input: TextInput
  /// What matched, best first.
  package var items: [PickerItem]
  package var total: Int
  package var selection: Int
  package var first: Int
  package var prompt: String
  /// True when several can be ticked.
  package var isMultiple: Bool

  package init(
    title: String, input: TextInput, items: [PickerItem], total: Int, selection: Int,
    first: Int = 0, prompt: String = "Type to narrow", isMultiple: Bool = false
  ) {
    (self.title, self.input, self.items, self.total) = (title, input, items, total)
    (self.selection, self.first, self.prompt) = (selection, first, prompt)
    self.isMultiple = isMultiple
  }

  /// Where the parts of the picker lie; the preview is empty where there is no room for it.
  package struct Layout: Hashable, Sendable {
    package let box, query, list, preview: Rect
  }

  package static func layout(in rect: Rect, hasPreview: Bool) -> Layout {
    let inside = rect.interior
    let shows = hasPreview && inside.columns >= 70 && inside.rows >= 5
    let (left, right) = inside.cutRight(shows ? inside.columns * 2 / 5 : 0)
    return Layout(
      box: rect, query: left.inset(left: 1, right: 1).line(0), list: left.cutTop(2).rest,
      preview: right.inset(left: 2, right: 1))
  }

  /// How many items are in sight.
  package static func visibleRows(in rect: Rect, hasPreview: Bool) -> Int {
    layout(in: rect, hasPreview: hasPreview).list.rows
  }

  /// The item that a click means.
  package func item(at point: Point, in rect: Rect, hasPreview: Bool = true) -> Int? {
    let list = Self.layout(in: rect, hasPreview: hasPreview).list
    guard list.contains(point) else { return nil }
    let index = first + point.row - list.row
    return items.indices.contains(index) ? index : nil
  }

  /// Draws the picker over what is there; `preview` draws what the selected item would mean.
  package func draw(
    into canvas: inout Canvas, in rect: Rect, preview: ((inout Canvas) -> Void)? = nil
  ) {
    let layout = Self.layout(in: rect, hasPreview: preview != nil)
    canvas.fill(rect, ground: .dialog)
    canvas.box(rect, title: title, note: "\(items.count) of \(total)", focused: true)
    input.draw(into: &canvas, in: layout.query, prompt: prompt)
    canvas.rule(
      Rect(layout.list.column, layout.list.row - 1, layout.list.columns, 1)
        .intersection(rect.interior), role: .grid)
    if items.isEmpty {
      canvas.put(
        "Nothing matches. Backspace widens the search.",
        at: Point(layout.list.column + 1, layout.list.row), role: .textMuted,
        maxWidth: max(0, layout.list.columns - 2))
    }
    let looks = table(in: layout.list.columns)
    looks.table.draw(into: &canvas, in: layout.list) { row($0, hasNotes: looks.hasNotes) }
    guard let preview, !layout.preview.isEmpty else { return }
    canvas.upright(
      Rect(layout.preview.column - 2, layout.preview.row, 1, layout.preview.rows), role: .grid)
    canvas.within(layout.preview, preview)
  }

  private func width(ofName item: PickerItem) -> Int {
    let reason = item.disabledReason.map { TextWidth.of($0) + 2 } ?? 0
    return TextWidth.of(item.name) + reason
  }

  /// The list in so many columns, and whether notes have a column of their own; where names and notes
  /// do not both find room, notes stand behind their names.
  private func table(in room: Int) -> (table: Table, hasNotes: Bool) {
    guard items.contains(where: { !$0.note.isEmpty }) else {
      return (table(hasNotes: false), false)
    }
    let whole = table(hasNotes: true)
    let needed = whole.columns.reduce(0) { $0 + $1.ideal + 2 }
    return needed <= room ? (whole, true) : (table(hasNotes: false), false)
  }

  private func table(hasNotes: Bool) -> Table {
    let hasBars = items.contains { $0.share != nil }
    let hasKinds = items.contains { !$0.kind.isEmpty }
    let widest = { (text: (PickerItem) -> String) in
      items.reduce(1) { max($0, TextWidth.of(text($1))) }
    }
    var columns: [TableColumn] = []
    if isMultiple { columns.append(TableColumn("", ideal: 3)) }
    // Names are read first, and so they are the last to be cut.
    let names = items.reduce(1) { max($0, width(ofName: $1)) }
    let behind = hasNotes ? 0 : items.reduce(0) { max($0, TextWidth.of($1.note)) }
    columns.append(
      TableColumn(
        "", min: min(24, names), ideal: names + behind, flex: 2, max: names + behind + 8))
    if hasNotes {
      let notes = widest(\.note)
      columns.append(TableColumn("", min: min(14, notes), ideal: notes, flex: 1, dropOrder: 3))
    }
    let kinds = hasKinds ? min(20, widest(\.kind)) : 1
    columns.append(TableColumn("", min: kinds, ideal: kinds, dropOrder: 2))
    columns.append(TableColumn("", align: .trailing, ideal: min(18, widest(\.count))))
    if hasBars {
      columns.append(TableColumn("", min: 4, ideal: 10, flex: 1, max: 20, dropOrder: 1))
    }
    return Table(
      columns, count: items.count, first: first, selection: selection, hasHeader: false)
  }

  private func row(_ index: Int, hasNotes: Bool) -> [TableCell] {
    let item = items[index]
    let isDisabled = item.disabledReason != nil
    var name = Self.lit(item.name, item.matched, isDisabled ? .textFaint : .text)
    if let reason = item.disabledReason { name.append(Run("  " + reason, .textFaint)) }
    if !hasNotes, !isDisabled, !item.note.isEmpty {
      name.append(Run("  " + item.note, .textMuted))
    }
    var cells: [TableCell] = isMultiple ? [.text(item.isTicked ? "[x]" : "[ ]", .key)] : []
    cells.append(.runs(name))
    if hasNotes { cells.append(.text(isDisabled ? "" : item.note, .textMuted)) }
    cells += [.text(item.kind, .textMuted), .text(item.count)]
    cells.append(item.share.map { .bar($0) } ?? .empty)
    return cells
  }

  /// A name as runs, with the matched characters lit.
  package static func lit(_ name: String, _ matched: [Int], _ role: Role = .text) -> [Run] {
    guard !matched.isEmpty else { return [Run(name, role)] }
    let places = Set(matched)
    var runs: [Run] = []
    for (index, character) in name.enumerated() {
      let wanted: Role = places.contains(index) ? .match : role
      if runs.last?.role == wanted {
        runs[runs.count - 1].text.append(character)
      } else {
        runs.append(Run(String(character), wanted))
      }
    }
    return runs
  }
}
