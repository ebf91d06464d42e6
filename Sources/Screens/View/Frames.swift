internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// Draws a frame with its panels, the focused one lit.
  func draw(_ frame: Layout.Frame, into canvas: inout Canvas) {
    guard frame.rect.rows >= 2, frame.rect.columns >= 4 else { return }
    canvas.box(frame.rect)
    for (index, place) in frame.places.enumerated() where place.section.rows >= 2 {
      let isFocused = place.panel == focused && overlay == nil
      let (title, note) = (title(of: place.panel), note(of: place.panel))
      let line = place.section.line(0)
      if isFocused {
        canvas.box(place.section, title: title, note: note, focused: true)
      } else if index == 0 {
        canvas.box(place.section, title: title, note: note)
      } else {
        canvas.divider(line, title: title, note: note)
      }
    }
    joinDividers(of: frame, into: &canvas)
    for place in frame.places where !place.content.isEmpty {
      canvas.within(place.content) { draw(place.panel, into: &$0) }
    }
  }

  /// Where panels meet, the frame's sides go on.
  private func joinDividers(of frame: Layout.Frame, into canvas: inout Canvas) {
    for place in frame.places.dropFirst() where place.section.rows >= 2 {
      let row = place.section.row
      let isLit = canvas[Point(frame.rect.column, row)].ink.role == .borderFocus
      let role: Role = isLit ? .borderFocus : .border
      canvas.set(canvas.glyphs.frame.teeLeft, at: Point(frame.rect.column, row), role: role)
      canvas.set(
        canvas.glyphs.frame.teeRight, at: Point(frame.rect.endColumn - 1, row), role: role)
    }
  }

  private func title(of panel: Panel) -> String {
    switch panel {
    case .tree:
      let state = segments.version.map { v in
        " · v\(v)"
          + (segments.edits > 0
            ? ", \(segments.edits) edit\(segments.edits == 1 ? "" : "s") since" : "")
      }
      return "Segments › \(segments.title)" + (state ?? (segments.isDirty ? " · not saved" : ""))
    case .batches, .fields, .rejects:
      return panel.title + (selectedSource.map { " › \($0.name)" } ?? "")
    case .feedColumns:
      return "New feed › " + TextWidth.middleTruncated(sources.study?.path ?? "", to: 50)
    case .consentTrend:
      return panel.title + (trendPurpose.map { " › \($0.name)" } ?? "")
    case .consentPerson:
      return consent.search.isEmpty ? panel.title : "One person › \(consent.search)"
    case .consentMap: return "Granted, by \(consent.breakdown.rawValue)"
    case .waterfall: return "To \(destinationTitle ?? "a channel")"
    case .libraryText: return selectedRow?.key.title ?? panel.title
    case .reportTable: return reports.table.value?.title ?? selectedReport?.title ?? panel.title
    case .look1, .look2, .look3, .look4: return lookTitle(of: panel).map(\.text).joined()
    case .preflight:
      guard audiences.segment != nil else { return panel.title }
      return "\(audiences.segmentTitle) › \(selectedDestination?.title ?? "")"
    case .matches: return people.search.isEmpty ? panel.title : "People › \(people.search)"
    case .identifiers:
      return people.person.value.map { "Identifiers · \($0.identifiers.count)" } ?? panel.title
    default: return panel.title
    }
  }

  var destinationTitle: String? {
    let all = audiences.destinations.value ?? []
    return all.first { $0.name == segments.destination }?.title ?? segments.destination
  }

  /// What stands at the right end of a panel's title line.
  private func note(of panel: Panel) -> String {
    let filter = list(panel).filter
    if !filter.isEmpty { return "/\(filter) · \(Figure.count(rowCount(panel)))" }
    if let note = sortNote(of: panel) { return note }
    switch panel {
    case .timeline:
      guard let person = people.person.value else { return "" }
      return "\(person.timeline.count) of \(Figure.count(person.momentsInAll))"
    case .library: return Figure.count(libraryRows.count)
    case .feedPreview: return previewNote
    case .identifiers: return people.revealedUntil == nil ? "" : "revealed"
    case .batches: return watchNote
    default: return hiddenNote(panel)
    }
  }

  /// What sorts a list that has no heads of columns, and which way.
  private func sortNote(of panel: Panel) -> String? {
    guard panel.isList, panel.headerRows == 0, let sort = list(panel).sort,
      let columns = table(of: panel)?.columns, columns.indices.contains(sort.column)
    else { return nil }
    return columns[sort.column].replacing("_", with: " ")
      + sort.direction.mark(isASCII: glyphs.isASCII)
  }

  /// Which folder files of the source come from.
  private var watchNote: String {
    guard let source = selectedSource, let folder = sources.detail.value?.dropFolder else {
      return hiddenNote(.batches)
    }
    let name = TextWidth.middleTruncated(folder, to: 24)
    return isRunning(.watch(source: source.name)) ? "watching \(name)" : name
  }

  /// At the last panel in sight, how many more Tab goes to.
  private func hiddenNote(_ panel: Panel) -> String {
    let shown = layout.frames.flatMap(\.places).map(\.panel)
    let hidden = panels.count - shown.count
    guard !isZoomed, hidden > 0, panel == shown.last else { return "" }
    return "Tab: \(hidden) more"
  }

  /// Draws what a panel shows instead of its content: loading, failed, or nothing there.
  ///
  /// Returns true when it did, and so the content is not to be drawn.
  func drawState<Value>(
    _ loadable: Loadable<Value>, into canvas: inout Canvas,
    isEmpty: (Value) -> Bool = { _ in false },
    empty: [Run]
  ) -> Bool {
    if let value = loadable.value {
      guard isEmpty(value) else { return false }
      put(empty, into: &canvas)
      return true
    }
    if let fault = loadable.fault {
      draw(fault, into: &canvas)
    } else if let asked = loadable.askedAt {
      drawSkeleton(since: asked, into: &canvas)
    } else {
      put(empty, into: &canvas)
    }
    return true
  }

  /// Puts a sentence at the top of a panel, on as many lines as it needs.
  func put(_ runs: [Run], into canvas: inout Canvas) {
    for (row, line) in Self.wrapped(runs, to: max(1, canvas.columns - 2)).enumerated() {
      canvas.put(line, at: Point(1, row), maxWidth: canvas.columns - 2)
    }
  }

  /// Breaks runs into lines; each keeps its look.
  static func wrapped(_ runs: [Run], to width: Int) -> [[Run]] {
    var rest = runs.flatMap { run in run.text.map { (character: $0, run: run) } }[...]
    return TextWidth.wrapped(runs.map(\.text).joined(), to: width).map { line in
      var parts: [Run] = []
      // What a line break took away was only space.
      while let next = rest.first, next.character != line.first { rest.removeFirst() }
      for character in line {
        guard let taken = rest.popFirst() else { break }
        var piece = taken.run
        piece.text = String(character)
        if let last = parts.last, last.role == piece.role, last.emphasis == piece.emphasis {
          parts[parts.count - 1].text.append(character)
        } else {
          parts.append(piece)
        }
      }
      return parts
    }
  }

  /// An error stands where the content would be, with what to do about it.
  func draw(_ fault: Fault, into canvas: inout Canvas) {
    let width = max(1, canvas.columns - 4)
    var row = 0
    canvas.put("✗", row: row, column: 1, role: .error, emphasis: .bold)
    for line in TextWidth.wrapped("\(fault.subject): \(fault.reason)".ended, to: width) {
      canvas.put(line, row: row, column: 3, role: .error)
      row += 1
    }
    guard !fault.remedy.isEmpty else { return }
    for line in TextWidth.wrapped(fault.remedy.ended, to: width) {
      canvas.put(line, row: row, column: 3, role: .text)
      row += 1
    }
  }

  /// Faint lines where rows will be, and the time that it takes once that is worth a word.
  private func drawSkeleton(since asked: Instant, into canvas: inout Canvas) {
    let elapsed = now.seconds(since: asked)
    guard elapsed >= 0.2 else { return }
    canvas.spinner(elapsedSeconds: elapsed, at: Point(1, 0))
    canvas.put("\(Figure.duration(seconds: elapsed))", row: 0, column: 3, role: .textMuted)
    for row in 1..<max(1, min(canvas.rows, 6)) {
      let width = max(0, min(canvas.columns - 2, 18 + (row * 13) % 17))
      canvas.put(
        String(repeating: canvas.glyphs.dash, count: width), row: row, column: 1, role: .textFaint)
    }
  }
}
