internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// Where the columns of figures lie, from the right; a narrow tree drops bars, then `running`.
  private struct TreeColumns {
    let bar, own, running, without: Rect?
    let text: Int

    init(_ columns: Int) {
      var end = columns - 1
      func take(_ width: Int, if fits: Bool) -> Rect? {
        guard fits else { return nil }
        end -= width
        return Rect(end + 1, 0, width - 1, 1)
      }
      without = take(12, if: columns >= 56)
      running = take(10, if: columns >= 68)
      own = take(11, if: columns >= 30)
      bar = take(columns >= 110 ? 18 : columns >= 84 ? 12 : 8, if: columns >= 78)
      text = end
    }
  }

  func drawTree(into canvas: inout Canvas) {
    let columns = TreeColumns(canvas.columns)
    header(columns, into: &canvas)
    let rows = segments.builder.rows
    // The line that adds has no guide, so that the last condition closes the tree.
    let guides = Tree.guides(depths: rows.dropLast().map(\.depth)) + [""]
    let list = list(.tree)
    let scale = segments.figures.values.filter { $0.depth > 0 }.map(\.own).max() ?? 0
    let body = canvas.bounds.cutTop(1).rest
    for line in 0..<max(0, min(body.rows, rows.count - list.first)) {
      let index = list.first + line
      let isSelected = index == list.selection
      let rowRect = body.line(line)
      let isFocused = focused == .tree && overlay == nil
      if isSelected { canvas.fill(rowRect, ground: isFocused ? .selection : .selectionBlur) }
      canvas.put(isSelected ? "▸" : " ", row: rowRect.row, role: isFocused ? .key : .textMuted)
      draw(
        rows[index], guide: guides[index], columns, scale: scale, row: rowRect.row, into: &canvas)
    }
    if segments.builder.isEmpty, !segments.isOpening, segments.resuming == nil, body.rows > 4 {
      canvas.put(
        [
          Run("Everyone, so far. ", .textMuted), Run("a", .key),
          Run(" adds a condition, ", .textMuted), Run("t", .key),
          Run(" writes the segment as text.", .textMuted),
        ], at: Point(3, body.row + 3), maxWidth: canvas.columns - 4)
    }
    canvas.scrollbar(in: body.cutRight(1).right, first: list.first, count: rows.count)
  }

  private func header(_ columns: TreeColumns, into canvas: inout Canvas) {
    let titles: [(Rect?, String)] = [
      (columns.own, "alone"), (columns.running, "running"), (columns.without, "without it"),
    ]
    for (place, title) in titles {
      guard let place else { continue }
      canvas.put(
        title, at: place.origin, role: .header, maxWidth: place.columns, align: .trailing)
    }
  }

  private func draw(
    _ row: Builder.Row, guide: String, _ columns: TreeColumns, scale: Int, row line: Int,
    into canvas: inout Canvas
  ) {
    let room = columns.text - 2
    guard let node = row.node else {
      canvas.put(
        [Run("  + ", .key), Run("add a condition", .textMuted)], at: Point(1, line),
        maxWidth: room)
      return
    }
    var runs = [Run(" " + guide, .textFaint)]
    if node.isNegated { runs.append(Run("not ", .deltaDown, .bold)) }
    switch node.content {
    case .group(let joint, _):
      runs.append(Run(joint == .all ? "all of" : "any of", .textStrong, .bold))
    case .condition(let text):
      let used = runs.reduce(0) { $0 + TextWidth.of($1.text) }
      let isLong = used + TextWidth.of(text) > room
      runs += Self.coloured(isLong ? Self.shortened(text) : text)
    }
    if row.isMuted {
      // First, since a long condition is cut at its end.
      runs = [Run(" " + guide, .textFaint)] + (node.isMuted ? [Run("muted  ", .textMuted)] : [])
      runs.append(Run(node.title, .textFaint, .strike))
    }
    canvas.put(runs, at: Point(1, line), maxWidth: room)
    guard !row.isMuted, node.id != segments.builder.root.id else { return }
    figures(of: node, columns, scale: scale, row: line, into: &canvas)
  }

  private func figures(
    of node: BuilderNode, _ columns: TreeColumns, scale: Int, row: Int, into canvas: inout Canvas
  ) {
    let figure = segments.figures[node.id]
    let isOld = segments.count.isLoading
    func put(_ text: String, _ place: Rect?, _ role: Role) {
      guard let place else { return }
      canvas.put(
        text, at: Point(place.column, row), role: isOld ? .textFaint : role,
        maxWidth: place.columns, align: .trailing)
    }
    put(people(figure?.own), columns.own, .text)
    put(figure?.running.map { people($0) } ?? "", columns.running, .textMuted)
    if let without = figure?.without, let total = segments.count.value?.total.count {
      let text =
        total > 0
        ? Figure.percentChange(Double(without - total) / Double(total)) : Figure.change(without)
      put(text, columns.without, without > total ? .deltaUp : .textMuted)
    }
    guard let place = columns.bar, !node.isGroup, let figure, scale > 0 else { return }
    canvas.bar(
      Double(figure.own) / Double(scale), in: Rect(place.column, row, place.columns, 1),
      role: isOld ? .barTrack : .bar)
  }

  /// A condition with its keywords, strings and numbers told apart, without knowing the language.
  static func coloured(_ text: String) -> [Run] {
    var runs: [Run] = []
    var word = ""
    var isInString = false
    func flush() {
      guard !word.isEmpty else { return }
      let role: Role =
        isInString
        ? .series3
        : keywords.contains(word)
          ? .textMuted : word.allSatisfy { $0.isNumber || ".-%".contains($0) } ? .series2 : .text
      runs.append(Run(word, role))
      word = ""
    }
    for character in text {
      if character == "\"" {
        if !isInString { flush() }
        word.append(character)
        if isInString { flush() }
        isInString.toggle()
      } else if isInString || character.isLetter || character.isNumber || "_.-".contains(character)
      {
        word.append(character)
      } else {
        flush()
        runs.append(Run(String(character), character == " " ? .text : .textMuted))
      }
    }
    flush()
    return runs
  }

  /// A condition in fewer columns where there is too little room: it still says the same.
  static func shortened(_ text: String) -> String {
    let signs = [
      ("at least ", "≥ "), ("at most ", "≤ "), ("more than ", "> "), ("fewer than ", "< "),
      ("exactly ", "= "), (" times", "×"), (" time", "×"), ("in last ", "in "),
    ]
    // What stands in quotes is data and stays as it is.
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      guard index.isMultiple(of: 2) else { return String(part) }
      return signs.reduce(String(part)) { Self.replacing($1.0, with: $1.1, in: $0) }
    }.joined(separator: "\"")
  }

  private static func replacing(_ words: String, with sign: String, in text: String) -> String {
    let (text, words) = (Array(text), Array(words))
    var (result, index) = ("", 0)
    while index < text.count {
      if text[index...].starts(with: words) {
        result += sign
        index += words.count
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  private static let keywords: Set<String> = [
    "did", "not", "in", "last", "first", "at", "least", "most", "exactly", "more", "fewer", "than",
    "time", "times", "days", "day", "weeks", "week", "months", "month", "years", "year", "hours",
    "hour", "minutes", "minute", "ago", "where", "and", "or", "between", "since", "before",
    "after", "within", "of", "is", "known", "contains", "starts", "ends", "with", "matches",
    "consent", "has", "from", "sequence", "then", "score", "top", "bottom", "by", "to", "sum",
    "avg", "min", "max", "distinct", "count", "gap", "second", "everyone", "profiles",
  ]
}
