import Testing

@testable import parterre

@Suite("The line that a fault is about") struct ExcerptTests {
  @Test(
    "carets stand below what they are about, however wide it is",
    arguments: [
      ("1 | a = b andd c\n  |       ^^^^", "1 | a = b andd c\n  |       ^^^^"),
      ("1 | 漢字 = 1 andd c\n  |        ^^^^", "1 | 漢字 = 1 andd c\n  |          ^^^^"),
      ("1 | 漢字 = 1\n  | ^^", "1 | 漢字 = 1\n  | ^^^^"),
      ("1 | a =\n  |    ^", "1 | a =\n  |    ^"),
    ])
  func aligned(excerpt: String, wanted: String) {
    #expect(Excerpt.fitted(excerpt) == wanted)
  }

  @Test("of a very long line what is around the place is shown")
  func cut() {
    let text = String(repeating: "x", count: 50_000)
    let excerpt = "1 | \(text) foo\n  | \(String(repeating: " ", count: 50_001))^^^"
    let lines = Excerpt.fitted(excerpt).split(separator: "\n").map { Array($0) }
    #expect(lines[0].count < 100 && String(lines[0]).hasSuffix(" foo"))
    #expect(lines[0].count == lines[1].count && lines[0][4] == "…")
  }
}
