import Cells
import Testing

@Suite("Text width") struct TextWidthTests {
  @Test(
    "texts take the columns that a terminal gives them",
    arguments: [
      ("", 0), ("Parterre", 8), ("Müller", 6), ("Mu\u{308}ller", 6), ("日本語", 6), ("한국", 4),
      ("\u{1112}\u{1161}\u{11AB}", 2), ("ｶﾅ", 2), ("Ａ", 2), ("🌹", 2), ("❤️", 1), ("👨‍👩‍👧", 2),
      ("👍🏽", 2), ("🇩🇪", 2), ("1️⃣", 1), ("a\u{200B}b", 2), ("\u{202E}abc", 3), ("a\tb", 3),
      ("e\u{301}\u{323}", 1), ("क्षि", 3), ("\u{AD}x", 1), ("🫠", 2), ("─│█▏", 4),
    ])
  func widths(text: String, columns: Int) {
    #expect(TextWidth.of(text) == columns)
  }

  @Test("controls and directions cannot reach the terminal")
  func harmless() {
    let text = "a\u{1B}[31mb\u{7}c\u{9B}2Jd\u{202E}e\u{2066}f\u{7F}g\u{FEFF}"
    let shown = Clusters(text).map(\.text).joined()
    #expect(shown == "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}2Jdef\u{FFFD}g")
  }

  @Test("joined emoji show their first member and flags their letters")
  func degraded() {
    #expect(Clusters("👨‍👩‍👧!").map(\.text) == ["👨", "!"])
    #expect(Clusters("🇩🇪").map(\.text) == ["D", "E"])
    #expect(Clusters("❤️x").map(\.text) == ["❤", "x"])
    #expect(Clusters("\u{1112}\u{1161}\u{11AB}").map(\.text) == ["한"])
  }

  @Test("cutting keeps within the columns and marks the cut")
  func truncation() {
    #expect(TextWidth.truncated("Segments", to: 8) == "Segments")
    #expect(TextWidth.truncated("Segments", to: 5) == "Segm…")
    #expect(TextWidth.truncated("日本語", to: 5) == "日本…")
    #expect(TextWidth.truncated("日本語", to: 4) == "日…")
    #expect(TextWidth.truncated("abc", to: 1) == "…")
    #expect(TextWidth.truncated("abc", to: 0) == "")
    #expect(TextWidth.middleTruncated("/data/feeds/crm.csv", to: 11) == "/data…m.csv")
  }

  @Test("wrapping breaks at spaces and splits what is too long")
  func wrapping() {
    #expect(TextWidth.wrapped("one two three", to: 7) == ["one two", "three"])
    #expect(TextWidth.wrapped("abcdefgh ij", to: 3) == ["abc", "def", "gh", "ij"])
    #expect(TextWidth.wrapped("a\n\nb", to: 9) == ["a", "", "b"])
    #expect(TextWidth.wrapped("日本語", to: 1) == ["日本語"])
  }
}
