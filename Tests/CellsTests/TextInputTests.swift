import Basis
import Cells
import Support
import Testing

@Suite("Text inputs") struct TextInputTests {
  private func typed(_ names: [String], into text: String = "") -> TextInput {
    var input = TextInput(text)
    for name in names { _ = KeyStroke(name).map { input.handle($0) } }
    return input
  }

  @Test("words are moved over and deleted whole")
  func words() {
    #expect(typed(["Ctrl-W"], into: "one two").text == "one ")
    #expect(typed(["Ctrl-Left", "x"], into: "one two").text == "one xtwo")
    #expect(typed(["Home", "Alt-Del"], into: "one two").text == " two")
    #expect(typed(["Home", "Ctrl-K"], into: "one two").text == "")
  }

  @Test("typing replaces what is selected")
  func selection() {
    #expect(typed(["Shift-Home", "x"], into: "abc").text == "x")
    #expect(typed(["Shift-Left", "Shift-Left"], into: "abc").selectedText == "bc")
    #expect(typed(["Shift-Left", "Backspace"], into: "abc").text == "ab")
  }

  @Test("a run of typing is undone as one, and redone")
  func undo() {
    var input = typed(["a", "b", "c", "Left", "x"])
    input.undo()
    #expect(input.text == "abc")
    input.undo()
    #expect(input.text == "")
    input.redo()
    input.redo()
    #expect(input.text == "abxc")
    input.redo()
    #expect(input.text == "abxc")
  }

  @Test("line breaks in a paste become spaces")
  func paste() {
    var input = TextInput()
    input.insert("a\nb\r\nc")
    #expect(input.text == "a b c")
  }

  @Test("random editing keeps the cursor in the text, and undo leads back to the start")
  func random() {
    let keys = [
      "a", "日", "Space", "Left", "Right", "Shift-Left", "Ctrl-Right", "Home", "End", "Backspace",
      "Del", "Ctrl-W", "Ctrl-U", "Ctrl-K", "Shift-End", "Ctrl-_", "Ctrl-Y",
    ].compactMap { KeyStroke($0) }
    for seed in UInt64(0)..<150 {
      var random = Seeded(seed)
      var input = TextInput("start 日本")
      for _ in 0..<60 {
        let isKnown = input.handle(random.pick(keys))
        #expect(isKnown)
        #expect((0...input.text.count).contains(input.cursor))
        var canvas = Canvas(Size(random.within(0...9), 1))
        input.draw(into: &canvas, in: canvas.bounds)
        if canvas.columns > 2 { #expect(canvas.cursor != nil) }
      }
      for _ in 0..<80 { input.undo() }
      #expect(input.text == "start 日本")
    }
  }
}

@Suite("Text editors") struct TextEditorTests {
  @Test("Enter keeps the indent and Backspace joins lines")
  func lines() {
    var editor = TextEditor("  one")
    for name in ["End", "Enter", "t"] { _ = KeyStroke(name).map { editor.handle($0) } }
    #expect(editor.text == "  one\n  t")
    for name in ["Home", "Backspace"] { _ = KeyStroke(name).map { editor.handle($0) } }
    #expect(editor.text == "  one  t")
  }

  @Test("going up and down keeps the column that was meant")
  func columns() {
    var editor = TextEditor("long line\nab\nlong line")
    for name in ["End", "Down", "Down"] { _ = KeyStroke(name).map { editor.handle($0) } }
    #expect(editor.cursor == .init(line: 2, character: 9))
  }

  @Test("a selection over several lines is replaced")
  func selection() {
    var editor = TextEditor("one\ntwo\nthree")
    for name in ["Right", "Shift-Down", "Shift-Down"] {
      _ = KeyStroke(name).map { editor.handle($0) }
    }
    #expect(editor.selectedText == "ne\ntwo\nt")
    editor.insert("X\nY")
    #expect(editor.text == "oX\nYhree")
    editor.undo()
    #expect(editor.text == "one\ntwo\nthree")
  }

  @Test("random editing does what it does to a plain string, and undo leads back")
  func random() {
    for seed in UInt64(0)..<150 {
      var random = Seeded(seed)
      var editor = TextEditor("ab\n\ncd")
      var plain = Array("ab\n\ncd")
      var first = TextEditor.Place(line: 0, character: 0)
      for _ in 0..<40 {
        let offset = random.below(plain.count + 1)
        let before = plain[..<offset]
        let line = before.count { $0 == "\n" }
        let character = before.reversed().prefix { $0 != "\n" }.count
        editor.place(at: .init(line: line, character: character))
        switch random.below(3) {
        case 0:
          let text = random.text(of: "xé日\n ", upTo: 5)
          editor.insert(text)
          plain.insert(contentsOf: text, at: offset)
        case 1:
          _ = editor.handle(KeyStroke(.backspace))
          if offset > 0 { plain.remove(at: offset - 1) }
        default:
          _ = editor.handle(KeyStroke(.delete))
          if offset < plain.count { plain.remove(at: offset) }
        }
        #expect(editor.text == String(plain), "seed \(seed)")
        var canvas = Canvas(Size(random.within(0...20), random.within(0...5)))
        first = editor.scrolled(from: first, in: canvas.bounds)
        editor.draw(into: &canvas, in: canvas.bounds, first: first)
        if canvas.columns > 8, canvas.rows > 0 { #expect(canvas.cursor != nil) }
      }
      for _ in 0..<60 { editor.undo() }
      #expect(editor.text == "ab\n\ncd")
    }
  }
}
