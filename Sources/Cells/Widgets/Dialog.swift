/// A question over everything else: what it is about, and what can be answered.
package struct Dialog: Sendable {
  package enum Kind: Hashable, Sendable { case plain, warning, error }

  package var title: String
  package var lines: [[Run]]
  /// A line to type in, for what must be confirmed by name.
  package var input: TextInput?
  package var answers: [KeyHint]
  package var kind: Kind

  package init(
    title: String, lines: [[Run]], input: TextInput? = nil, answers: [KeyHint],
    kind: Kind = .plain
  ) {
    (self.title, self.lines, self.input) = (title, lines, input)
    (self.answers, self.kind) = (answers, kind)
  }

  /// The place the dialog takes on a screen: as large as its text, at most the screen.
  package func rect(in screen: Rect) -> Rect {
    let widest = lines.reduce(TextWidth.of(title) + 6) { width, line in
      max(width, line.reduce(0) { $0 + TextWidth.of($1.text) })
    }
    let keys = answers.reduce(0) { $0 + TextWidth.of($1.key) + TextWidth.of($1.label) + 3 }
    let width = min(max(widest, keys, 32) + 6, max(0, screen.columns - 2))
    let height = lines.count + (input == nil ? 0 : 2) + 5
    return screen.centred(Size(width, height))
  }

  /// Dims what is there and draws the dialog in the middle.
  package func draw(into canvas: inout Canvas, in screen: Rect) {
    let rect = rect(in: screen)
    canvas.setBack(screen)
    canvas.fill(rect, ground: .dialog)
    canvas.box(rect, title: title, focused: true)
    let signs: [Kind: (String, Role)] = [.warning: ("! ", .warn), .error: ("✗ ", .error)]
    let (body, keys) = rect.interior.inset(left: 2, top: 1, right: 2).cutBottom(1)
    var row = body.row
    for (index, line) in lines.enumerated() {
      guard row < body.endRow else { break }
      let sign = index == 0 ? signs[kind].map { [Run($0.0, $0.1, .bold)] } ?? [] : []
      canvas.put(sign + line, at: Point(body.column, row), maxWidth: body.columns)
      row += 1
    }
    if let input, row + 1 < body.endRow {
      input.draw(into: &canvas, in: Rect(body.column, row + 1, body.columns, 1))
    }
    canvas.keyHints(answers, in: keys.inset(left: 0, right: 0).moved(columns: -1))
  }
}
