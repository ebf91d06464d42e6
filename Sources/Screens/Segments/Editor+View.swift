internal import Cells
internal import Requests

extension AppState {
  /// The text of the segment, what is wrong with it, and the words that could stand at the cursor.
  func drawEditor(into canvas: inout Canvas) {
    let check = segments.checked.value
    let text = segments.editor.text
    let isCurrent = check?.text == text
    let problems = isCurrent ? check?.problems ?? [] : []
    let below = min(
      canvas.rows / 2, max(problems.count * 2, min(segments.completions.count, 8)) + 2)
    let (area, foot) = canvas.bounds.cutBottom(below)
    let tokens = isCurrent ? check?.tokens ?? [] : []
    let lines = Self.lines(of: text, tokens)
    var number = segments.editorFirst.line - 1
    segments.editor.draw(
      into: &canvas, in: area, first: segments.editorFirst,
      mistakes: problems.flatMap { TextPlaces.mistakes($0.range, in: text) },
      isFocused: focused == .tree && overlay == nil
    ) { line in
      number += 1
      guard lines.indices.contains(number), lines[number].map(\.text).joined() == line else {
        return [Run(line)]
      }
      return lines[number]
    }
    canvas.within(foot) { drawFoot(problems, isCurrent: isCurrent, into: &$0) }
  }

  private func drawFoot(
    _ problems: [SegmentProblem], isCurrent: Bool, into canvas: inout Canvas
  ) {
    canvas.rule(canvas.bounds.line(0), role: .grid)
    let (left, right) = canvas.bounds.cutTop(1).rest.cutRight(
      segments.completions.isEmpty ? 0 : min(44, canvas.columns / 2))
    canvas.within(left) { canvas in
      if problems.isEmpty {
        let (text, role): (String, Role) =
          isCurrent ? ("✓ reads well", .ok) : ("…", .textFaint)
        canvas.put(text, row: 0, column: 1, role: role)
      }
      var row = 0
      for problem in problems {
        let place = TextPlaces.place(ofByte: problem.range.lowerBound, in: segments.editor.text)
        let isError = problem.gravity == .error
        let head = [
          Run(isError ? "✗ " : "! ", isError ? .error : .warn),
          Run("\(place.line + 1):\(place.character + 1)  ", .textMuted), Run(problem.message),
        ]
        canvas.put(head, at: Point(1, row), maxWidth: canvas.columns - 2)
        row += 1
        guard let suggestion = problem.suggestion else { continue }
        canvas.put(
          [Run("did you mean ", .textMuted), Run(suggestion, .link)], at: Point(3, row),
          maxWidth: canvas.columns - 4)
        row += 1
      }
    }
    canvas.within(right) { canvas in
      drawCompletions(segments.completions, segments.completion, into: &canvas)
    }
  }

  func drawCompletions(_ completions: [Completion], _ selection: Int, into canvas: inout Canvas) {
    let first = Scroll.first(
      selection: selection, count: completions.count, visible: canvas.rows)
    for (row, completion) in completions.dropFirst(first).prefix(canvas.rows).enumerated() {
      let isSelected = first + row == selection
      if isSelected { canvas.fill(canvas.bounds.line(row), ground: .selection) }
      canvas.put(
        [
          Run(isSelected ? "▸" : " ", .key), Run(completion.text),
          Run("  " + completion.kind, .textMuted),
        ],
        at: Point(0, row), maxWidth: canvas.columns - 11)
      canvas.put(
        completion.count.map { Figure.count($0) } ?? "", row: row, role: .textMuted,
        maxWidth: canvas.columns - 1, align: .trailing)
    }
  }

  /// The text line by line, in the colours of its tokens.
  static func lines(of text: String, _ tokens: [SegmentToken]) -> [[Run]] {
    var lines: [[Run]] = [[]]
    for piece in TextPlaces.pieces(of: text, tokens: tokens.map { ($0.range, $0.kind) }) {
      let role = piece.kind.map { Self.role(of: $0) } ?? Role.text
      let parts = piece.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      for (index, part) in parts.enumerated() {
        if index > 0 { lines.append([]) }
        if !part.isEmpty { lines[lines.count - 1].append(Run(String(part), role)) }
      }
    }
    return lines
  }

  private static func role(of kind: SegmentToken.Kind) -> Role {
    switch kind {
    case .keyword: .textMuted
    case .name: .textStrong
    case .unknownName: .warn
    case .string: .series3
    case .number, .date: .series2
    case .symbol: .textMuted
    case .reference: .link
    case .comment: .textFaint
    }
  }
}
