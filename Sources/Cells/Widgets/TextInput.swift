/// One line of text that is being typed: a cursor, a selection, undo without limit.
package struct TextInput: Hashable, Sendable {
  struct State: Hashable, Sendable {
    var characters: [Character]
    var cursor: Int
    /// Where a selection started; the cursor is its other end.
    var anchor: Int?
  }

  private(set) var state: State
  private var history = History<State>()

  package init(_ text: String = "") {
    let characters = Array(Self.oneLine(text))
    state = State(characters: characters, cursor: characters.count)
  }

  package var text: String {
    get { String(state.characters) }
    set {
      history.record(state, typing: false)
      let characters = Array(Self.oneLine(newValue))
      state = State(characters: characters, cursor: characters.count)
    }
  }

  package var isEmpty: Bool { state.characters.isEmpty }
  /// The cursor's place in characters.
  package var cursor: Int { state.cursor }

  package var selectedText: String? {
    selection.map { String(state.characters[$0]) }
  }

  package var selection: Range<Int>? {
    guard let anchor = state.anchor, anchor != state.cursor else { return nil }
    return min(anchor, state.cursor)..<max(anchor, state.cursor)
  }

  /// Puts the cursor at a column of the line it was drawn in, for the mouse.
  package mutating func click(column: Int, in width: Int) {
    history.pause()
    let first = firstShown(in: width)
    var used = 0
    state.anchor = nil
    for index in first..<state.characters.count {
      let wide = Self.width(state.characters[index])
      if column < used + max(1, wide) {
        state.cursor = index
        return
      }
      used += wide
    }
    state.cursor = state.characters.count
  }

  /// Inserts text where the cursor is, in place of the selection.
  package mutating func insert(_ text: String) {
    history.record(state, typing: text.count == 1)
    removeSelection()
    let added = Array(Self.oneLine(text))
    state.characters.insert(contentsOf: added, at: state.cursor)
    state.cursor += added.count
  }

  /// Selects everything.
  package mutating func selectAll() {
    history.pause()
    (state.anchor, state.cursor) = (0, state.characters.count)
  }

  /// Does what a stroke means in a line of text; false when it means nothing here.
  package mutating func handle(_ stroke: KeyStroke) -> Bool {
    if let typed = stroke.typed {
      insert(String(typed))
      return true
    }
    let isExtending = stroke.modifiers.contains(.shift)
    let byWord = !stroke.modifiers.isDisjoint(with: [.control, .alt])
    switch (stroke.key, stroke.modifiers) {
    case (.left, _): move(to: byWord ? wordStart : state.cursor - 1, isExtending)
    case (.right, _): move(to: byWord ? wordEnd : state.cursor + 1, isExtending)
    case (.home, _): move(to: 0, isExtending)
    case (.end, _): move(to: state.characters.count, isExtending)
    case (.character("a"), [.control]): move(to: 0, false)
    case (.character("e"), [.control]): move(to: state.characters.count, false)
    case (.character("b"), [.alt]): move(to: wordStart, false)
    case (.character("f"), [.alt]): move(to: wordEnd, false)
    case (.backspace, _): delete(from: byWord ? wordStart : state.cursor - 1)
    case (.delete, _): delete(from: byWord ? wordEnd : state.cursor + 1)
    case (.character("w"), [.control]): delete(from: wordStart)
    case (.character("u"), [.control]): delete(from: 0)
    case (.character("k"), [.control]): delete(from: state.characters.count)
    // Ctrl-Z is the shell's.
    case (.character("_"), [.control]): undo()
    case (.character("y"), [.control]): redo()
    default: return false
    }
    return true
  }

  package mutating func undo() { if let last = history.undo(from: state) { state = last } }
  package mutating func redo() { if let next = history.redo(from: state) { state = next } }

  private mutating func move(to place: Int, _ isExtending: Bool) {
    history.pause()
    if isExtending {
      state.anchor = state.anchor ?? state.cursor
    } else {
      state.anchor = nil
    }
    state.cursor = min(max(0, place), state.characters.count)
  }

  private mutating func delete(from other: Int) {
    let end = min(max(0, other), state.characters.count)
    guard selection != nil || end != state.cursor else { return }
    history.record(state, typing: false)
    if selection == nil { state.anchor = end }
    removeSelection()
  }

  private mutating func removeSelection() {
    if let range = selection {
      state.characters.removeSubrange(range)
      state.cursor = range.lowerBound
    }
    state.anchor = nil
  }

  private var wordStart: Int {
    var place = state.cursor
    while place > 0, !state.characters[place - 1].isWordPart { place -= 1 }
    while place > 0, state.characters[place - 1].isWordPart { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = state.cursor
    while place < state.characters.count, !state.characters[place].isWordPart { place += 1 }
    while place < state.characters.count, state.characters[place].isWordPart { place += 1 }
    return place
  }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  static func width(_ character: Character) -> Int { TextWidth.of(String(character)) }

  /// The first character shown in `width` columns, so that the cursor is in sight.
  private func firstShown(in width: Int) -> Int {
    var first = state.cursor
    // The cursor takes what it stands on, or a column after the last character.
    var used = first < state.characters.count ? max(1, Self.width(state.characters[first])) : 1
    while first > 0, used + Self.width(state.characters[first - 1]) <= width {
      first -= 1
      used += Self.width(state.characters[first])
    }
    return first
  }
}

extension Character {
  /// True for what a word is made of, as word motions see it.
  var isWordPart: Bool { isLetter || isNumber || self == "_" }
}

extension TextInput {
  /// Draws the line with its cursor and selection; a prompt shows while it is empty.
  package func draw(
    into canvas: inout Canvas, in line: Rect, prompt: String = "", isFocused: Bool = true
  ) {
    guard line.rows > 0, line.columns > 0 else { return }
    canvas.fill(line.line(0), role: .field, ground: .field)
    if isEmpty {
      canvas.put(prompt, at: line.origin, role: .textFaint, maxWidth: line.columns)
    }
    var column = line.column
    let chosen = selection ?? 0..<0
    for index in firstShown(in: line.columns)..<state.characters.count {
      let text = String(state.characters[index])
      let width = TextWidth.of(text)
      guard column + width <= line.endColumn else { break }
      canvas.put(text, at: Point(column, line.row), role: .field, maxWidth: width)
      if chosen.contains(index) {
        canvas.lay(.selection, behind: Rect(column, line.row, width, 1))
      }
      if index == state.cursor, isFocused { mark(&canvas, column, line.row) }
      column += width
    }
    if state.cursor >= state.characters.count, isFocused, column < line.endColumn {
      mark(&canvas, column, line.row)
    }
  }

  private func mark(_ canvas: inout Canvas, _ column: Int, _ row: Int) {
    canvas.lay(.cursor, behind: Rect(column, row, 1, 1))
    canvas.placeCursor(at: Point(column, row))
  }
}
