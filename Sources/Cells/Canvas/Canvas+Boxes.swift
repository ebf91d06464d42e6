extension Canvas {
  /// Draws a frame along the edge of `rect` with a title in its top line, and a note at its right.
  package mutating func box(
    _ rect: Rect, title: String = "", note: String = "", focused: Bool = false
  ) {
    guard !rect.isEmpty else { return }
    let role: Role = focused ? .borderFocus : .border
    let pieces = glyphs.frame
    rule(rect.line(0), role: role)
    rule(rect.line(rect.rows - 1), role: role)
    for row in rect.row..<rect.endRow {
      set(pieces.vertical, at: Point(rect.column, row), role: role)
      set(pieces.vertical, at: Point(rect.endColumn - 1, row), role: role)
    }
    let (right, bottom) = (rect.endColumn - 1, rect.endRow - 1)
    set(pieces.topLeft, at: Point(rect.column, rect.row), role: role)
    set(pieces.topRight, at: Point(right, rect.row), role: role)
    set(pieces.bottomLeft, at: Point(rect.column, bottom), role: role)
    set(pieces.bottomRight, at: Point(right, bottom), role: role)
    titles(rect.line(0), title: title, note: note, focused: focused)
  }

  /// Draws a horizontal line that joins the frame of a box at both ends, with a title in it.
  package mutating func divider(
    _ line: Rect, title: String = "", note: String = "", focused: Bool = false
  ) {
    guard !line.isEmpty else { return }
    let role: Role = focused ? .borderFocus : .border
    rule(line.line(0), role: role)
    set(glyphs.frame.teeLeft, at: line.origin, role: role)
    set(glyphs.frame.teeRight, at: Point(line.endColumn - 1, line.row), role: role)
    titles(line, title: title, note: note, focused: focused)
  }

  /// Draws a plain horizontal line.
  package mutating func rule(_ line: Rect, role: Role = .border) {
    guard line.rows > 0 else { return }
    for column in line.column..<line.endColumn {
      set(glyphs.frame.horizontal, at: Point(column, line.row), role: role)
    }
  }

  /// Draws a plain vertical line.
  package mutating func upright(_ line: Rect, role: Role = .border) {
    guard line.columns > 0 else { return }
    for row in line.row..<line.endRow {
      set(glyphs.frame.vertical, at: Point(line.column, row), role: role)
    }
  }

  private mutating func titles(_ line: Rect, title: String, note: String, focused: Bool) {
    let room = line.columns - 4
    guard room > 2 else { return }
    var used = 0
    if !title.isEmpty, room >= min(TextWidth.of(title), 4) + 2 {
      let shown = " " + TextWidth.truncated(title, to: room - 2, mark: glyphs.ellipsis) + " "
      used = put(
        shown, at: Point(line.column + 2, line.row), role: focused ? .borderFocus : .title,
        emphasis: focused ? .bold : [], maxWidth: room)
    }
    let noteWidth = TextWidth.of(note) + 2
    guard !note.isEmpty, used + noteWidth <= room else { return }
    put(
      " " + note + " ", at: Point(line.endColumn - 2 - noteWidth, line.row), role: .textMuted,
      maxWidth: noteWidth)
  }
}
