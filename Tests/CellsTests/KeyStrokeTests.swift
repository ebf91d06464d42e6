import Cells
import Testing

@Suite("Key strokes") struct KeyStrokeTests {
  @Test(
    "names and strokes go back and forth",
    arguments: [
      "a", "G", "?", "Space", "Ctrl-R", "Alt-x", "Shift-Tab", "PgUp", "F12", "Ctrl-Alt-Del", "-",
      "Ctrl--", "Enter", "Esc", "é",
    ])
  func names(name: String) throws {
    let stroke = try #require(KeyStroke(name))
    #expect(stroke.description == name)
  }

  @Test("what names no key is refused")
  func refused() {
    for name in ["", "Ctrl-", "F25", "Hyper-x", "ab"] { #expect(KeyStroke(name) == nil) }
  }

  @Test("only characters without Ctrl or Alt are typed")
  func typed() {
    #expect(KeyStroke("x").typed == "x")
    #expect(KeyStroke("Alt-x")?.typed == nil)
    #expect(KeyStroke(.enter).typed == nil)
  }
}
