extension TextEditor {
  /// A stretch of one line to underline as wrong.
  package struct Mistake: Hashable, Sendable {
    package var line: Int
    package var characters: Range<Int>

    package init(line: Int, characters: Range<Int>) {
      (self.line, self.characters) = (line, characters)
    }
  }

  /// The first line and character in sight, so that the cursor is.
  package func scrolled(from previous: Place, in rect: Rect, hasNumbers: Bool = true) -> Place {
    let area = textArea(in: rect, hasNumbers)
    let line = Scroll.first(
      selection: cursor.line, count: lineCount, visible: area.rows, from: previous.line)
    var first = min(previous.character, cursor.character)
    while first < cursor.character, width(of: first..<cursor.character) >= max(1, area.columns) {
      first += 1
    }
    return Place(line: line, character: first)
  }

  /// The place that a click at `point` means.
  package func place(at point: Point, in rect: Rect, first: Place, hasNumbers: Bool = true) -> Place
  {
    let area = textArea(in: rect, hasNumbers)
    let line = min(max(0, first.line + point.row - area.row), lineCount - 1)
    let characters = state.lines[line]
    var (index, used) = (min(first.character, characters.count), 0)
    while index < characters.count {
      let wide = TextInput.width(characters[index])
      if point.column - area.column < used + max(1, wide) { break }
      used += wide
      index += 1
    }
    return Place(line: line, character: index)
  }

  /// Draws the lines in sight; `colour` gives a line as runs, whose texts must join to the line.
  package func draw(
    into canvas: inout Canvas, in rect: Rect, first: Place, mistakes: [Mistake] = [],
    hasNumbers: Bool = true, isFocused: Bool = true, colour: (String) -> [Run] = { [Run($0)] }
  ) {
    let area = textArea(in: rect, hasNumbers)
    for row in 0..<area.rows {
      let number = first.line + row
      guard state.lines.indices.contains(number) else { break }
      if hasNumbers {
        canvas.put(
          "\(number + 1)", at: Point(rect.column, rect.row + row),
          role: number == cursor.line ? .textMuted : .textFaint,
          maxWidth: max(0, area.column - rect.column - 1), align: .trailing)
      }
      let wrong = mistakes.filter { $0.line == number }.map(\.characters)
      canvas.within(area.line(row)) { canvas in
        drawLine(number, into: &canvas, first.character, wrong, isFocused, colour)
      }
    }
    canvas.scrollbar(in: rect.cutRight(1).right, first: first.line, count: lineCount)
  }

  private func drawLine(
    _ number: Int, into canvas: inout Canvas, _ first: Int, _ wrong: [Range<Int>],
    _ isFocused: Bool, _ colour: (String) -> [Run]
  ) {
    var (index, column) = (0, 0)
    for run in colour(line(number)) {
      for character in run.text {
        defer { index += 1 }
        guard index >= first, column < canvas.columns else { continue }
        let text = String(character)
        let isWrong = wrong.contains { $0.contains(index) }
        let width = canvas.put(
          text, at: Point(column, 0), role: isWrong ? .error : run.role,
          emphasis: isWrong ? .underline : run.emphasis)
        let place = Place(line: number, character: index)
        if let selection, selection.contains(place) {
          canvas.lay(.selection, behind: Rect(column, 0, width, 1))
        }
        if place == cursor, isFocused { mark(&canvas, column) }
        column += width
      }
    }
    if cursor == Place(line: number, character: index), isFocused, index >= first {
      mark(&canvas, column)
    }
  }

  private func mark(_ canvas: inout Canvas, _ column: Int) {
    canvas.lay(.cursor, behind: Rect(column, 0, 1, 1))
    canvas.placeCursor(at: Point(column, 0))
  }

  private func textArea(in rect: Rect, _ hasNumbers: Bool) -> Rect {
    let gutter = hasNumbers ? max(2, String(lineCount).utf8.count) + 2 : 0
    return rect.inset(left: gutter, right: 1)
  }

  private func width(of range: Range<Int>) -> Int {
    let characters = state.lines[cursor.line]
    return range.clamped(to: 0..<characters.count).reduce(0) {
      $0 + TextInput.width(characters[$1])
    }
  }
}
