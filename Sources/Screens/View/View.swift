internal import Basis
package import Cells
internal import Formats
internal import Requests

/// Draws the state on a screen of any size.
package func view(_ state: AppState, _ size: Size) -> Canvas {
  var state = state
  state.size = size
  var canvas = Canvas(size, glyphs: state.glyphs)
  canvas.renaming = state.renaming
  state.draw(into: &canvas)
  return canvas
}

extension AppState {
  fileprivate func draw(into canvas: inout Canvas) {
    guard !isTooSmall else { return drawTooSmall(into: &canvas) }
    let layout = layout
    drawTop(into: &canvas, layout.top)
    drawTabs(into: &canvas, layout.tabs)
    for frame in layout.frames { draw(frame, into: &canvas) }
    drawHints(into: &canvas, layout.hints)
    drawNotices(into: &canvas, layout)
    if hasOverlay { drawOverlay(into: &canvas) }
  }

  private func drawTooSmall(into canvas: inout Canvas) {
    let least = Layout.smallest
    canvas.put(
      "parterre needs \(least.columns)×\(least.rows), this is \(size.columns)×\(size.rows)",
      row: max(0, canvas.rows / 2), role: .warn)
  }

  // MARK: The top line

  private func drawTop(into canvas: inout Canvas, _ line: Rect) {
    canvas.fill(line, role: .chrome, ground: .chrome)
    canvas.put("parterre", at: Point(line.column + 1, line.row), role: .title, emphasis: .bold)
    let keys = [Run(":", .key), Run("  "), Run("?", .key)]
    canvas.put(keys, at: Point(line.endColumn - 5, line.row))
    guard let header = header.value else {
      let text = self.header.fault?.description ?? "opening the workspace…"
      canvas.put(
        text, at: Point(line.column + 11, line.row),
        role: self.header.fault == nil ? .textMuted : .error, maxWidth: max(0, line.columns - 18))
      return
    }
    var right = attentionRuns(header)
    if header.isReadOnly { right = [Run("▣ read-only  ", .warn, .bold)] + right }
    if isShared { right = [Run("◉ shared  ", .warn, .bold)] + right }
    let rightWidth = right.reduce(0) { $0 + TextWidth.of($1.text) }
    let rightStart = line.endColumn - 8 - rightWidth
    canvas.put(right, at: Point(rightStart, line.row), maxWidth: rightWidth)
    let room = rightStart - line.column - 13
    let unit = unit(header.lens, header.population)
    let population = [
      Run(Figure.count(header.population), .textStrong), Run(" " + unit, .textMuted),
    ]
    let short = [Run(Figure.short(header.population), .textStrong), Run(" " + unit, .textMuted)]
    let name = Run(canvas.renaming?.applied(to: header.name) ?? header.name, .textStrong)
    // The longest that fits.
    let (when, lens) = (dayAndTime(header.asOf), header.lens.rawValue)
    let choices: [[Run]] = [
      [name, Run("   as of \(when) \(zone.name) · \(lens) lens · ", .textMuted)] + population,
      [name, Run("   as of \(when) · \(lens) lens · ", .textMuted)] + population,
      [name, Run("  \(clock(header.asOf)) · ", .textMuted)] + short, short,
    ]
    let shown = choices.first { $0.reduce(0) { $0 + TextWidth.of($1.text) } <= room }
    canvas.put(shown ?? short, at: Point(line.column + 11, line.row), maxWidth: max(0, room))
  }

  /// `● 2 late sources`: the most urgent kind with how many there are.
  private func attentionRuns(_ header: WorkspaceHeader) -> [Run] {
    guard let first = header.attention.first else { return [Run("✓ all well", .ok)] }
    let same = header.attention.filter { $0.kind == first.kind }.count
    let rest = header.attention.count - same
    let text = same == 1 ? "1 \(first.kind)" : "\(same) \(first.kinds)"
    let role = urgencyRole(first.urgency)
    return [Run("● ", role), Run(text, role)] + (rest > 0 ? [Run(" +\(rest)", .textMuted)] : [])
  }

  func urgencyRole(_ urgency: AttentionItem.Urgency) -> Role {
    switch urgency {
    case .note: .info
    case .warning: .warn
    case .error: .error
    }
  }

  // MARK: Tabs

  /// The tabs with their titles; where these do not fit, only the open one has its.
  private func tabPlaces() -> [(pane: Pane, title: String, columns: Range<Int>)] {
    let gap = size.columns >= 90 ? 2 : 1
    func places(_ title: (Pane) -> String) -> [(pane: Pane, title: String, columns: Range<Int>)] {
      var column = 1
      return panes.map { pane in
        let width = TextWidth.of(title(pane)) + 2
        defer { column += width + gap - 1 }
        return (pane, title(pane), column..<column + width)
      }
    }
    let full = places { $0 == .home ? $0.title : "\($0.rawValue) \($0.title)" }
    if full.last?.columns.upperBound ?? 0 <= size.columns { return full }
    return places { $0 == pane ? "\($0.rawValue) \($0.title)" : "\($0.rawValue)" }
  }

  /// The first column to the right of the tabs.
  var tabsEnd: Int { tabPlaces().last?.columns.upperBound ?? 0 }

  func tab(at column: Int) -> Pane? { tabPlaces().first { $0.columns.contains(column) }?.pane }

  private func drawTabs(into canvas: inout Canvas, _ line: Rect) {
    for (pane, title, columns) in tabPlaces() {
      let isOpen = pane == self.pane
      let place = Rect(columns.lowerBound, line.row, columns.count, 1)
      if isOpen { canvas.fill(place, role: .chromeTab, ground: .chromeTab) }
      let number = title.prefix { $0.isNumber }
      canvas.put(
        [
          Run(" " + number, isOpen ? .chromeTab : .key),
          Run(
            title.dropFirst(number.count) + " ", isOpen ? .chromeTab : .textMuted,
            isOpen ? .bold : []),
        ], at: place.origin, maxWidth: place.columns)
    }
  }

  // MARK: The bottom line

  /// The hints that hold now, those that fit and in their order.
  private var hints: [(hint: KeyHint, action: Action)] {
    var hints: [(hint: KeyHint, action: Action)] = []
    for context in keyContexts {
      for binding in keymap.bindings(context) {
        guard let hint = binding.hint, let key = binding.keys.first, isOffered(binding.action)
        else { continue }
        guard !hints.contains(where: { $0.hint.key == key || $0.action == binding.action }) else {
          continue
        }
        let isDisabled = disabledReason(binding.action) != nil
        // What a panel never has is no hint of it.
        if isDisabled, binding.action == .sort { continue }
        if isDisabled, !focused.isList, binding.action == .filter { continue }
        hints.append((KeyHint(key, hint, isDisabled: isDisabled), binding.action))
      }
    }
    return hints
  }

  func hintAction(at column: Int) -> Action? {
    var start = 1
    for (hint, action) in hints {
      let width = TextWidth.of(hint.key) + 1 + TextWidth.of(hint.label)
      if (start..<start + width).contains(column) { return action }
      start += width + 2
    }
    return nil
  }

  private func drawHints(into canvas: inout Canvas, _ line: Rect) {
    canvas.fill(line, role: .chrome, ground: .chrome)
    if let filterInput {
      canvas.put("/", at: Point(line.column + 1, line.row), role: .key)
      filterInput.draw(
        into: &canvas, in: line.inset(left: 3, right: 24), prompt: "word  !word leaves out")
      let count = "\(Figure.count(rowCount(focused))) shown"
      canvas.put(
        count, at: line.origin, role: .textMuted, maxWidth: line.columns - 1, align: .trailing)
      return
    }
    let running = work.filter { $0.state == .running }
    if let progress = running.last?.shownProgress(at: now) {
      var shown = ProgressLine(
        progress.what, done: progress.done, total: progress.total, unit: progress.unit,
        elapsedSeconds: progress.elapsedSeconds)
      let waiting = work.count { $0.state == .waiting }
      let others = [
        running.count > 1 ? "\(running.count - 1) more" : nil,
        waiting > 0 ? "\(waiting) waiting" : nil,
      ]
      shown.note = others.compactMap { $0 }.joined(separator: ", ")
      shown.draw(into: &canvas, in: line.inset(left: 1, right: 18))
      canvas.put(
        [Run("Ctrl-X", .key), Run(" call off", .textMuted)],
        at: Point(line.endColumn - 16, line.row))
      return
    }
    if isTyping {
      let keys = [
        KeyHint("Esc", "done"), KeyHint("Tab", "complete"), KeyHint("Ctrl-N", "next word"),
        KeyHint("Ctrl-S", "save"), KeyHint("F1", "keys"),
      ]
      return canvas.keyHints(keys, status: status, in: line)
    }
    canvas.keyHints(hints.map(\.hint), status: status, in: line)
  }

  /// What goes on in the background, for the right end of the bottom line.
  private var status: [Run] {
    if !pending.isEmpty {
      return [Run(pending.map(\.description).joined(separator: " ") + " …", .key)]
    }
    if let job = work.last {
      return [Run("\(job.title)… ", .info), Run("Ctrl-X", .key)]
    }
    let oldest = jobs.map(\.askedAt).min()
    if let oldest, now.seconds(since: oldest) >= 0.2 {
      return [Run("… \(Figure.duration(seconds: now.seconds(since: oldest)))", .textMuted)]
    }
    guard pane == .segments, let total = segments.count.value?.total else { return [] }
    return [Run("✓ ", .ok), Run(Figure.duration(seconds: total.milliseconds / 1000), .textMuted)]
  }
}
