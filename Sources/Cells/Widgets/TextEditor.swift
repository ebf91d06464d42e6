/// Several lines of text that are being edited: a cursor, a selection, undo without limit.
package struct TextEditor: Hashable, Sendable {
  /// A place between characters, counted from 0.
  package struct Place: Hashable, Comparable, Sendable {
    package var line: Int
    package var character: Int

    package init(line: Int, character: Int) { (self.line, self.character) = (line, character) }

    package static func < (a: Place, b: Place) -> Bool {
      (a.line, a.character) < (b.line, b.character)
    }
  }

  struct State: Hashable, Sendable {
    var lines: [[Character]]
    var cursor: Place
    var anchor: Place?
    /// The column that up and down try to keep.
    var wish: Int?
  }

  private(set) var state: State
  private var history = History<State>()

  package init(_ text: String = "") {
    state = State(lines: Self.lines(of: text), cursor: Place(line: 0, character: 0))
  }

  package var text: String {
    get { state.lines.map { String($0) }.joined(separator: "\n") }
    set {
      history.record(state, typing: false)
      state = State(lines: Self.lines(of: newValue), cursor: state.cursor)
      state.cursor = held(state.cursor)
    }
  }

  package var lineCount: Int { state.lines.count }
  package var cursor: Place { state.cursor }

  /// The text of one line, empty where there is none.
  package func line(_ index: Int) -> String {
    state.lines.indices.contains(index) ? String(state.lines[index]) : ""
  }

  package var selection: Range<Place>? {
    guard let anchor = state.anchor, anchor != state.cursor else { return nil }
    return min(anchor, state.cursor)..<max(anchor, state.cursor)
  }

  package var selectedText: String? {
    guard let selection else { return nil }
    let (from, to) = (selection.lowerBound, selection.upperBound)
    return (from.line...to.line).map { number in
      let characters = state.lines[number]
      let start = number == from.line ? from.character : 0
      let end = number == to.line ? to.character : characters.count
      return String(characters[start..<end])
    }.joined(separator: "\n")
  }

  /// Puts the cursor at a place, held to the text.
  package mutating func place(at place: Place, extending isExtending: Bool = false) {
    move(to: place, isExtending)
  }

  /// Inserts text where the cursor is, in place of the selection.
  package mutating func insert(_ text: String) {
    history.record(state, typing: text.count == 1 && text != "\n")
    removeSelection()
    let added = Self.lines(of: text)
    let (row, column) = (state.cursor.line, state.cursor.character)
    let tail = state.lines[row][column...]
    if added.count == 1 {
      state.lines[row].insert(contentsOf: added[0], at: column)
      state.cursor.character += added[0].count
    } else {
      let last = added[added.count - 1]
      let middle = added.dropFirst().dropLast()
      state.lines.replaceSubrange(
        row...row,
        with: [Array(state.lines[row][..<column]) + added[0]] + middle + [last + tail])
      state.cursor = Place(line: row + added.count - 1, character: last.count)
    }
    state.wish = nil
  }

  /// Does what a stroke means in a text; false when it means nothing here.
  package mutating func handle(_ stroke: KeyStroke, pageRows: Int = 10) -> Bool {
    if let typed = stroke.typed {
      insert(String(typed))
      return true
    }
    let isExtending = stroke.modifiers.contains(.shift)
    let byWord = !stroke.modifiers.isDisjoint(with: [.control, .alt])
    let last = state.lines.count - 1
    switch (stroke.key, stroke.modifiers) {
    case (.left, _): move(to: byWord ? wordStart : before(state.cursor), isExtending)
    case (.right, _): move(to: byWord ? wordEnd : after(state.cursor), isExtending)
    case (.up, _): moveRows(-1, isExtending)
    case (.down, _): moveRows(1, isExtending)
    case (.pageUp, _): moveRows(-pageRows, isExtending)
    case (.pageDown, _): moveRows(pageRows, isExtending)
    case (.home, [.control]): move(to: Place(line: 0, character: 0), isExtending)
    case (.end, [.control]): move(to: Place(line: last, character: .max), isExtending)
    case (.home, _), (.character("a"), [.control]):
      move(to: Place(line: state.cursor.line, character: 0), isExtending)
    case (.end, _), (.character("e"), [.control]):
      move(to: Place(line: state.cursor.line, character: .max), isExtending)
    case (.enter, _): insert("\n" + indent)
    case (.backspace, _): delete(to: byWord ? wordStart : before(state.cursor))
    case (.delete, _): delete(to: byWord ? wordEnd : after(state.cursor))
    case (.character("w"), [.control]): delete(to: wordStart)
    case (.character("k"), [.control]):
      delete(to: Place(line: state.cursor.line, character: .max))
    // Ctrl-Z is the shell's.
    case (.character("_"), [.control]): undo()
    case (.character("y"), [.control]): redo()
    default: return false
    }
    return true
  }

  package mutating func undo() { if let last = history.undo(from: state) { state = last } }
  package mutating func redo() { if let next = history.redo(from: state) { state = next } }

  private static func lines(of text: String) -> [[Character]] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      line.flatMap { $0 == "\t" ? [" ", " "] : [$0] }
    }
  }

  /// The spaces that the current line starts with, kept by Enter.
  private var indent: String {
    String(state.lines[state.cursor.line].prefix(state.cursor.character).prefix { $0 == " " })
  }

  private func held(_ place: Place) -> Place {
    let line = min(max(0, place.line), state.lines.count - 1)
    return Place(line: line, character: min(max(0, place.character), state.lines[line].count))
  }

  private func before(_ place: Place) -> Place {
    if place.character > 0 { return Place(line: place.line, character: place.character - 1) }
    guard place.line > 0 else { return place }
    return Place(line: place.line - 1, character: .max)
  }

  private func after(_ place: Place) -> Place {
    if place.character < state.lines[place.line].count {
      return Place(line: place.line, character: place.character + 1)
    }
    guard place.line + 1 < state.lines.count else { return place }
    return Place(line: place.line + 1, character: 0)
  }

  private var wordStart: Place {
    let line = state.lines[state.cursor.line]
    var place = state.cursor.character
    guard place > 0 else { return before(state.cursor) }
    while place > 0, !line[place - 1].isWordPart { place -= 1 }
    while place > 0, line[place - 1].isWordPart { place -= 1 }
    return Place(line: state.cursor.line, character: place)
  }

  private var wordEnd: Place {
    let line = state.lines[state.cursor.line]
    var place = state.cursor.character
    guard place < line.count else { return after(state.cursor) }
    while place < line.count, !line[place].isWordPart { place += 1 }
    while place < line.count, line[place].isWordPart { place += 1 }
    return Place(line: state.cursor.line, character: place)
  }

  private mutating func move(to place: Place, _ isExtending: Bool) {
    history.pause()
    state.anchor = isExtending ? state.anchor ?? state.cursor : nil
    state.cursor = held(place)
    state.wish = nil
  }

  private mutating func moveRows(_ count: Int, _ isExtending: Bool) {
    let wish = state.wish ?? state.cursor.character
    let line = state.cursor.line + count
    let wanted: Place =
      if line < 0 {
        Place(line: 0, character: 0)
      } else if line >= state.lines.count {
        Place(line: state.lines.count - 1, character: .max)
      } else {
        Place(line: line, character: wish)
      }
    move(to: wanted, isExtending)
    state.wish = wish
  }

  private mutating func delete(to place: Place) {
    let end = held(place)
    guard selection != nil || end != state.cursor else { return }
    history.record(state, typing: false)
    if selection == nil { state.anchor = end }
    removeSelection()
  }

  private mutating func removeSelection() {
    defer { (state.anchor, state.wish) = (nil, nil) }
    guard let selection else { return }
    let (from, to) = (selection.lowerBound, selection.upperBound)
    let joined = state.lines[from.line][..<from.character] + state.lines[to.line][to.character...]
    state.lines.replaceSubrange(from.line...to.line, with: [Array(joined)])
    state.cursor = from
  }
}
