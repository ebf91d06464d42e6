import Cells
import Testing

@Suite("Names that are drawn as others") struct RenamingTests {
  private let renaming = Renaming([
    (name: "app", replacement: "X"), (name: "app store", replacement: "Y"),
    (name: "crm", replacement: "Z"), (name: "@handle", replacement: "H"),
  ])

  @Test(
    "whole words change, the longest name first, and nothing else",
    arguments: [
      ("app", "X"), ("happen app apps", "happen X apps"),
      ("the app store is late", "the Y is late"),
      ("crm: 3 rows", "Z: 3 rows"), ("crm_2 crm", "crm_2 Z"), ("", ""),
      ("from @handle.", "from H."),
      ("“crm”", "“Z”"),
    ])
  func words(text: String, expected: String) {
    #expect(renaming.applied(to: text) == expected)
  }

  @Test("a canvas draws with it whatever is put on it")
  func canvas() {
    var canvas = Canvas(Size(20, 2))
    canvas.renaming = renaming
    canvas.put("crm", row: 0)
    canvas.put([Run("for "), Run("app", .key)], at: Point(0, 1))
    #expect(canvas.text == "Z\nfor X")
  }
}
