/// A key that works here and what it does.
package struct KeyHint: Hashable, Sendable {
  package var key: String
  package var label: String
  package var isDisabled: Bool

  package init(_ key: String, _ label: String, isDisabled: Bool = false) {
    (self.key, self.label, self.isDisabled) = (key, label, isDisabled)
  }
}

extension Canvas {
  /// Draws `a add  e edit  n not …` from the left and a status at the right end.
  ///
  /// Hints that do not fit are left out from the end; the status is never covered.
  package mutating func keyHints(_ hints: [KeyHint], status: [Run] = [], in line: Rect) {
    guard line.rows > 0 else { return }
    let statusWidth = min(
      status.reduce(0) { $0 + TextWidth.of($1.text) }, max(0, line.columns - 2))
    if statusWidth > 0 {
      put(
        status, at: Point(line.endColumn - statusWidth - 1, line.row), maxWidth: statusWidth,
        align: .trailing)
    }
    let limit = line.endColumn - 1 - (statusWidth > 0 ? statusWidth + 2 : 0)
    var column = line.column + 1
    for hint in hints {
      let width = TextWidth.of(hint.key) + 1 + TextWidth.of(hint.label)
      guard column + width <= limit else { break }
      let runs = [
        Run(hint.key, hint.isDisabled ? .textFaint : .key),
        Run(" " + hint.label, hint.isDisabled ? .textFaint : .textMuted),
      ]
      put(runs, at: Point(column, line.row))
      column += width + 2
    }
  }

  /// Draws `Segments › Autumn win-back › v3`, leaving out from the left what does not fit.
  package mutating func breadcrumb(_ parts: [String], in line: Rect) {
    guard line.rows > 0, !parts.isEmpty else { return }
    let joint = " › "
    var shown = parts[...]
    let width = { (parts: ArraySlice<String>) in
      parts.reduce(TextWidth.of(joint) * max(0, parts.count - 1)) { $0 + TextWidth.of($1) }
    }
    while shown.count > 1, width(shown) + 4 > line.columns, shown.count > 0 { shown.removeFirst() }
    var runs: [Run] = shown.count < parts.count ? [Run("… › ", .textFaint)] : []
    for (index, part) in shown.enumerated() {
      if index > 0 { runs.append(Run(joint, .textFaint)) }
      runs.append(Run(part, index == shown.count - 1 ? .title : .textMuted))
    }
    put(runs, at: line.origin, maxWidth: line.columns)
  }
}

/// The names of panes or panels on one line, one of them open.
package struct Tabs: Hashable, Sendable {
  package var titles: [String]
  package var active: Int
  /// Numbers before the names, when keys `1`… open them.
  package var isNumbered: Bool

  package init(_ titles: [String], active: Int, isNumbered: Bool = false) {
    (self.titles, self.active, self.isNumbered) = (titles, active, isNumbered)
  }

  /// Draws the tabs; when they do not fit, those before the open one scroll away.
  package func draw(into canvas: inout Canvas, in line: Rect) {
    guard line.rows > 0 else { return }
    for (index, place) in places(in: line) {
      let isActive = index == active
      if isActive { canvas.fill(place, role: .chromeTab, ground: .chromeTab) }
      let number = isNumbered ? "\(index + 1) " : ""
      canvas.put(
        [
          Run(" " + number, isActive ? .chromeTab : .key),
          Run(titles[index] + " ", isActive ? .chromeTab : .textMuted),
        ], at: place.origin, maxWidth: place.columns)
      if isActive { canvas.lay(.chromeTab, behind: place) }
    }
  }

  /// The tab that a click at `point` means.
  package func tab(at point: Point, in line: Rect) -> Int? {
    places(in: line).first { $0.1.contains(point) }?.0
  }

  private func places(in line: Rect) -> [(Int, Rect)] {
    let widths = titles.indices.map { index in
      TextWidth.of(titles[index]) + 2 + (isNumbered ? TextWidth.of("\(index + 1) ") : 0)
    }
    let last = min(max(0, active), titles.count - 1)
    var first = 0
    while first < last, widths[first...last].reduce(0, +) > line.columns { first += 1 }
    var column = line.column
    var places: [(Int, Rect)] = []
    for index in titles.indices.dropFirst(first) {
      let width = min(widths[index], line.endColumn - column)
      guard width > 0, width == widths[index] || index == active else { break }
      places.append((index, Rect(column, line.row, width, 1)))
      column += width
    }
    return places
  }
}
