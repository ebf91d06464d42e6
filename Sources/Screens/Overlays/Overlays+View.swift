internal import Basis
package import Cells
internal import Requests

extension AppState {
  /// Where what lies on top lies.
  package var overlayRect: Rect {
    let screen = Rect(size)
    switch overlay {
    case .chooser(let chooser):
      let rows = min(max(chooser.items.count, 3) + 5, size.rows - 4)
      let columns = min(max(92, chooser.wholeWidth), size.columns - 4)
      return screen.centred(Size(columns, max(8, rows)))
    case .conditions:
      let columns = min(max(124, size.columns * 3 / 4), size.columns - 4)
      return screen.centred(Size(columns, size.rows - 4))
    case .line: return screen.centred(Size(min(110, size.columns - 4), min(16, size.rows - 2)))
    case .prompt(let prompt):
      let rows = 7 + min(6, prompt.offers.count)
      return screen.centred(Size(min(84, size.columns - 4), min(rows, size.rows - 2)))
    case .confirm(let confirmation): return dialog(confirmation).rect(in: screen)
    case .page(let page): return rect(of: page)
    case nil: return .zero
    }
  }

  /// Where a page lies; as large as all its lines, however few of them the filter leaves.
  func rect(of page: Page) -> Rect {
    let rows = min(max(6, allLines(of: page).count + 4), size.rows - 4)
    return Rect(size).centred(Size(min(110, size.columns - 4), rows))
  }

  /// How many lines of a page are in sight.
  func pageRows(_ page: Page) -> Int { max(1, rect(of: page).interior.rows - 1) }

  /// Keys that work in what lies on top, for its bottom edge.
  var overlayHints: [KeyHint] {
    switch overlay {
    case .conditions(let picker): return keys(of: picker)
    case .line:
      return [
        KeyHint("Enter", "take it"), KeyHint("Tab", "complete"), KeyHint("Esc", "leave as it was"),
      ]
    case .prompt(let prompt):
      let take = prompt.offers.isEmpty ? [] : [KeyHint("Tab", "take")]
      return [KeyHint("Enter", "go")] + take + [KeyHint("Esc", "leave")]
    case .confirm(let confirmation):
      return [
        KeyHint(confirmation.phrase == nil ? "y" : "Enter", confirmation.answer),
        KeyHint("Esc", confirmation.refusal),
      ]
    case .page(let page): return hints(of: page)
    case .chooser, nil: return []
    }
  }

  func hints(of page: Page) -> [KeyHint] {
    if page.input != nil { return [KeyHint("Enter", "keep"), KeyHint("Esc", "all lines")] }
    return [KeyHint("/", "find"), KeyHint("c", "copy"), KeyHint("Esc", "close")]
  }

  /// The row on which these stand.
  func overlayHintRow(_ rect: Rect) -> Int {
    if keysPage == nil, case .confirm = overlay { return rect.endRow - 2 }
    return rect.endRow - 1
  }

  /// How many rows of the list on top are in sight.
  var overlayRows: Int {
    switch overlay {
    case .chooser: max(1, Picker.visibleRows(in: overlayRect, hasPreview: false))
    case .conditions: max(1, Picker.visibleRows(in: overlayRect, hasPreview: true))
    case .line, .prompt, .confirm, .page, nil: max(1, overlayRect.interior.rows)
    }
  }

  func drawOverlay(into canvas: inout Canvas) {
    let rect = overlayRect
    switch overlay {
    case .chooser(let chooser):
      // The screen behind stays lit while a theme is chosen: it is the preview.
      if case .theme = chooser.purpose {} else { canvas.setBack(canvas.bounds) }
      chooserPicker(chooser).draw(into: &canvas, in: rect)
    case .conditions(let picker):
      canvas.setBack(canvas.bounds)
      conditionPicker(picker).draw(into: &canvas, in: rect) { drawPreview(picker, into: &$0) }
      drawKeys(overlayHints, into: &canvas, rect)
    case .line(let line): draw(line, into: &canvas, rect)
    case .prompt(let prompt): draw(prompt, into: &canvas, rect)
    case .confirm(let confirmation): dialog(confirmation).draw(into: &canvas, in: canvas.bounds)
    case .page(let page): draw(page, into: &canvas, rect)
    case nil: break
    }
    if let page = keysPage { draw(page, into: &canvas, self.rect(of: page)) }
  }

  private func drawBox(_ title: String, note: String = "", into canvas: inout Canvas, _ rect: Rect)
  {
    canvas.setBack(canvas.bounds)
    canvas.fill(rect, ground: .dialog)
    canvas.box(rect, title: title, note: note, focused: true)
  }

  /// Keys on the bottom edge of a box.
  private func drawKeys(_ keys: [KeyHint], into canvas: inout Canvas, _ rect: Rect) {
    let width = keys.reduce(1) { $0 + TextWidth.of($1.key) + TextWidth.of($1.label) + 3 }
    let line = Rect(
      rect.column + 2, rect.endRow - 1, min(width, max(0, rect.columns - 4)), 1)
    canvas.fill(line, ground: .dialog)
    canvas.keyHints(keys, in: line)
  }

  // MARK: Choosers

  func chooserPicker(_ chooser: Chooser) -> Picker {
    let items = chooser.shown.map { shown in
      PickerItem(
        shown.item.name, kind: shown.item.kind, note: shown.item.note, count: shown.item.count,
        disabledReason: shown.item.disabledReason, matched: shown.matched)
    }
    return Picker(
      title: chooser.title, input: chooser.input, items: items, total: chooser.items.count,
      selection: chooser.selection, first: chooser.first, prompt: chooser.prompt)
  }

  func conditionPicker(_ picker: ConditionPicker) -> Picker {
    let offers = picker.offers
    let largest = Double(max(1, offers.compactMap(\.candidate.count).max() ?? 1))
    let items = offers.map { offer in
      PickerItem(
        offer.candidate.name, kind: offer.isTyped ? "as typed" : offer.candidate.kind.rawValue,
        note: offer.isTyped ? "Enter reads it" : offer.candidate.note,
        count: offer.candidate.count.map { people($0) } ?? "",
        share: offer.candidate.count.map { Double($0) / largest },
        isTicked: picker.ticked.contains(offer.candidate.name), matched: offer.matched)
    }
    let title =
      switch picker.stage {
      case .conditions: "Add a condition"
      case .values(let attribute): "Add › \(attribute.name)"
      case .event(let event): "Add › \(event.name)"
      case .campaign(let campaign): "Add › \(campaign.name)"
      }
    return Picker(
      title: title, input: picker.input, items: items,
      total: picker.candidates.value?.count ?? items.count, selection: picker.selection,
      first: picker.first, prompt: "Type to narrow, or a whole condition",
      isMultiple: picker.isTicking)
  }

  private func keys(of picker: ConditionPicker) -> [KeyHint] {
    var keys = [KeyHint("Enter", picker.stage == .conditions ? "go on" : "add")]
    if picker.isTicking { keys.append(KeyHint("Space", "tick")) }
    return keys + [KeyHint("Tab", "as a line"), KeyHint("Esc", "back")]
  }

  /// What the segment would become with the condition that is selected.
  private func drawPreview(_ picker: ConditionPicker, into canvas: inout Canvas) {
    if let fault = picker.candidates.fault ?? picker.preview.fault {
      return draw(fault, into: &canvas)
    }
    if picker.candidates.isLoading, picker.candidates.value == nil {
      _ = drawState(picker.candidates, into: &canvas, empty: [])
      return
    }
    guard let condition = picker.condition else { return }
    var row = 0
    for line in TextWidth.wrapped(condition, to: max(1, canvas.columns)).prefix(4) {
      canvas.put(Self.coloured(line), at: Point(0, row))
      row += 1
    }
    row += 1
    canvas.put("the total would be", row: row, role: .textMuted)
    drawPreview(picker.preview, row: row + 1, into: &canvas)
  }

  private func drawPreview(
    _ preview: Loadable<SegmentTotal>, row: Int, into canvas: inout Canvas
  ) {
    guard let total = preview.value else {
      canvas.put(Figure.unknown, row: row, role: .textFaint)
      return
    }
    let isOld = preview.isLoading
    let mark = isOld || total.precision != .exact ? "≈" : ""
    let taken = canvas.bigFigure(
      mark + people(total.count), in: canvas.bounds.cutTop(row).rest,
      role: isOld ? .textFaint : .figure)
    canvas.put(
      "\(unit(viewpoint.lens, total.count)), \(Figure.percent(total.count, of: total.population)) of everyone",
      row: row + taken, role: .textMuted)
    guard let now = segments.count.value?.total.count else { return }
    let step = total.count - now
    canvas.put(
      [
        Run(Figure.change(step), step < 0 ? .deltaDown : step > 0 ? .deltaUp : .textMuted),
        Run(" against now", .textMuted),
      ], at: Point(0, row + taken + 1))
  }

  // MARK: The line

  private func draw(_ line: ConditionLine, into canvas: inout Canvas, _ rect: Rect) {
    drawBox(line.isNew ? "Add a condition" : "Edit the condition", into: &canvas, rect)
    let inside = rect.interior.inset(left: 1, top: 1, right: 1)
    line.input.draw(
      into: &canvas, in: inside.line(0), prompt: "did purchase at least 2 times in last 90 days")
    let (left, right) = inside.cutTop(2).rest.cutRight(min(36, inside.columns * 2 / 5))
    canvas.within(left) { canvas in
      if let problem = line.problem {
        var row = 0
        for text in TextWidth.wrapped("✗ " + problem.message, to: max(1, canvas.columns - 2)) {
          canvas.put(text, row: row, role: .error)
          row += 1
        }
        if let suggestion = problem.suggestion {
          canvas.put(
            [Run("did you mean ", .textMuted), Run(suggestion, .link)], at: Point(0, row))
          row += 1
        }
        canvas.within(canvas.bounds.cutTop(row + 1).rest) {
          drawCompletions(line.completions, line.completion, into: &$0)
        }
      } else {
        drawCompletions(line.completions, line.completion, into: &canvas)
      }
    }
    canvas.within(right.inset(left: 2)) { canvas in
      canvas.put("the total would be", row: 0, role: .textMuted)
      drawPreview(line.preview, row: 1, into: &canvas)
    }
    drawKeys(overlayHints, into: &canvas, rect)
  }

  // MARK: Prompts and questions

  private func draw(_ prompt: Prompt, into canvas: inout Canvas, _ rect: Rect) {
    drawBox(prompt.title, into: &canvas, rect)
    let inside = rect.interior.inset(left: 2, top: 1, right: 2)
    canvas.put(prompt.about, at: inside.origin, role: .textMuted, maxWidth: inside.columns)
    prompt.input.draw(into: &canvas, in: inside.line(2))
    canvas.within(offersRect(in: rect)) { canvas in
      let first = Scroll.first(
        selection: prompt.offer, count: prompt.offers.count, visible: canvas.rows)
      for (row, offer) in prompt.offers.dropFirst(first).prefix(canvas.rows).enumerated() {
        let isSelected = first + row == prompt.offer
        canvas.put(
          [Run(isSelected ? "▸ " : "  ", .key), Run(offer, isSelected ? .textStrong : .textMuted)],
          at: Point(0, row))
      }
    }
    drawKeys(overlayHints, into: &canvas, rect)
  }

  /// Where a prompt's offers stand.
  func offersRect(in rect: Rect) -> Rect {
    rect.interior.inset(left: 2, top: 1, right: 2).cutTop(4).rest
  }

  private func dialog(_ confirmation: Confirmation) -> Dialog {
    let isTyped = confirmation.phrase != nil
    // Lines stand under the text of the first one, whose sign takes two columns: the second line
    // is made long enough for the dialog to be measured with it.
    let room = max(20, min(110, size.columns - 14))
    let texts = confirmation.lines.flatMap { $0.isEmpty ? [""] : TextWidth.wrapped($0, to: room) }
    let widest = TextWidth.of(texts.first ?? "") + 2
    let lines = texts.enumerated().map { index, line in
      guard index > 0 else { return [Run(line)] }
      let space = String(repeating: " ", count: max(0, widest - 2 - TextWidth.of(line)))
      return [Run("  " + line + (index == 1 ? space : ""))]
    }
    return Dialog(
      title: confirmation.title, lines: lines,
      input: isTyped ? confirmation.input : nil,
      answers: overlayHints,
      kind: .warning)
  }

  // MARK: Pages

  private func draw(_ page: Page, into canvas: inout Canvas, _ rect: Rect) {
    let lines = pageLines(page)
    let isNarrowed = page.input != nil || !page.filter.isEmpty
    let mark = page.input == nil ? "" : "▏"
    drawBox(
      page.title, note: isNarrowed ? "/\(page.filter)\(mark) · \(Figure.count(lines.count))" : "",
      into: &canvas, rect)
    let inside = rect.interior.inset(left: 1, top: 1, right: 1)
    canvas.within(inside) { canvas in
      switch page.content {
      case .why: if drawState(segments.why, into: &canvas, empty: []) { return }
      case .overlap: if drawState(segments.overlap, into: &canvas, empty: []) { return }
      case .difference: if drawState(segments.difference, into: &canvas, empty: []) { return }
      case .receipt, .language: break
      }
      for (row, line) in lines.dropFirst(page.first).prefix(canvas.rows).enumerated() {
        canvas.put(line, at: Point(0, row))
      }
      canvas.scrollbar(in: canvas.bounds.cutRight(1).right, first: page.first, count: lines.count)
    }
    drawKeys(hints(of: page), into: &canvas, rect)
  }

  /// The lines of a page that have every word of its filter.
  func pageLines(_ page: Page) -> [[Run]] {
    let words = page.filter.lowercased().split(separator: " ")
    guard !words.isEmpty else { return allLines(of: page) }
    return allLines(of: page).filter { line in
      let text = line.map(\.text).joined().lowercased()
      return words.allSatisfy { text.contains($0) }
    }
  }

  private func allLines(of page: Page) -> [[Run]] {
    let width = min(106, max(8, size.columns - 10))
    switch page.content {
    case .receipt(let facts):
      let names = min(24, facts.map { TextWidth.of($0.first ?? "") }.max() ?? 0)
      return facts.flatMap { fact -> [[Run]] in
        let name = fact.first ?? ""
        let padding = String(repeating: " ", count: max(0, names - TextWidth.of(name)))
        let texts = TextWidth.wrapped(
          fact.dropFirst().joined(separator: " "), to: max(8, width - names - 3))
        return texts.enumerated().map { index, text in
          let head = index == 0 ? name + padding : String(repeating: " ", count: names)
          return [Run(head + "  ", .textMuted), Run(text)]
        }
      }
    case .why: return whyLines(width: width)
    case .overlap: return overlapLines
    case .difference: return differenceLines(width: width)
    case .language: return Self.languageLines(width: width)
    }
  }

  private func whyLines(width: Int) -> [[Run]] {
    guard let why = segments.why.value else { return [] }
    let verdict: [Run] =
      why.isMember
      ? [Run("✓ in the segment", .ok, .bold)] : [Run("✗ not in the segment", .error, .bold)]
    let guides = Tree.guides(depths: why.nodes.map(\.depth))
    return [verdict, []]
      + zip(why.nodes, guides).flatMap { node, guide -> [[Run]] in
        let mark = Run(node.holds ? "✓ " : "✗ ", node.holds ? .ok : .error)
        let head = [mark, Run(guide, .textFaint)]
        let indent = 2 + TextWidth.of(guide)
        let line = node.text + "   " + node.because
        guard indent + TextWidth.of(line) > width else {
          return [head + [Run(node.text), Run("   " + node.because, .textMuted)]]
        }
        // What does not fit into a line stands below the condition.
        let room = max(8, width - indent - 2)
        func wrapped(_ text: String, _ role: Role) -> [[Run]] {
          TextWidth.wrapped(text, to: room).map {
            [Run(String(repeating: " ", count: indent + 2)), Run($0, role)]
          }
        }
        let texts = TextWidth.wrapped(node.text, to: max(8, width - indent))
        return [head + [Run(texts.first ?? "")]]
          + wrapped(texts.dropFirst().joined(separator: " "), .text)
          + wrapped(node.because, .textMuted)
      }
  }

  /// A matrix: sizes on the diagonal, below it who is in both, above it the share of the row.
  private var overlapLines: [[Run]] {
    guard let overlap = segments.overlap.value else { return [] }
    let longest = overlap.names.map { TextWidth.of($0) }.max() ?? 0
    let names = min(longest, max(24, size.columns / 3))
    // Names are cut where they would not stand beside each other otherwise.
    let cell = max(13, min(longest + 2, (size.columns - 16 - names) / max(1, overlap.names.count)))
    func padded(_ text: String, _ width: Int) -> String {
      let shown = TextWidth.truncated(text, to: width)
      return String(repeating: " ", count: max(0, width - TextWidth.of(shown))) + shown
    }
    var lines: [[Run]] = [
      [Run(String(repeating: " ", count: names), .header)]
        + overlap.names.map { Run("  " + padded($0, cell - 2), .header) }
    ]
    for (row, name) in overlap.names.enumerated() where overlap.shared.indices.contains(row) {
      let shown = TextWidth.truncated(name, to: names)
      var runs = [
        Run(shown + String(repeating: " ", count: max(0, names - TextWidth.of(shown))), .text)
      ]
      let size = overlap.shared[row].indices.contains(row) ? overlap.shared[row][row] : 0
      for (column, shared) in overlap.shared[row].enumerated() {
        let text = column > row ? Figure.percent(shared, of: size) : people(shared)
        let role: Role = column == row ? .textStrong : column > row ? .textMuted : .text
        runs.append(Run(padded(text, cell), role))
      }
      lines.append(runs)
    }
    lines += [
      [], [Run("Below the diagonal who is in both, above it as a share of the row.", .textMuted)],
    ]
    return lines
  }

  func pageText(_ page: Page) -> String {
    pageLines(page).map { $0.map(\.text).joined() }.joined(separator: "\n")
  }
}
