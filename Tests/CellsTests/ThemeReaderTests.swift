import Basis
import Cells
import Support
import Testing

@Suite("Theme files") struct ThemeReaderTests {
  @Test("a role falls back to its prefix and then to plain text")
  func fallback() {
    let theme = ThemeReader().theme(
      """
      name = "t"
      [palette]
      leaf = "#7fb069 | 107 | green"   # trailing comment
      [roles]
      "text" = "leaf on #101010"
      "consent" = "+italic"
      """)
    #expect(theme.warnings == [])
    let style = theme.resolve(.textMuted, .direct)
    #expect(style.foreground == .rgb(RGB(0x7F, 0xB0, 0x69)))
    #expect(theme.resolve(.textMuted, .indexed).foreground == .indexed(107))
    #expect(theme.resolve(.textMuted, .sixteen).foreground == .ansi(2))
    #expect(theme.resolve(.consentDenied, .direct).emphasis == .italic)
    #expect(theme.resolve(.key, .direct).background == .rgb(RGB(0x10, 0x10, 0x10)))
  }

  @Test("what is left out of a palette is computed")
  func computed() {
    let theme = ThemeReader().theme(
      "[palette]\na = \"#5f87af | blue\"\n[roles]\n\"text\" = \"a\"")
    #expect(theme.resolve(.text, .indexed).foreground == .indexed(67))
    #expect(theme.resolve(.text, .sixteen).foreground == .ansi(4))
  }

  @Test("a theme takes from its parent what it does not say")
  func inheritance() {
    let reader = ThemeReader { name in
      name == "base" ? "[palette]\na = \"#ff0000 | red\"\n[roles]\n\"key\" = \"a\"" : nil
    }
    let theme = reader.theme("inherits = \"base\"\n[palette]\na = \"#0000ff | blue\"")
    #expect(theme.resolve(.key, .direct).foreground == .rgb(RGB(0, 0, 255)))
    #expect(reader.theme("inherits = \"gone\"").warnings.map(\.line) == [1])
    let circle = ThemeReader { _ in "inherits = \"me\"" }
    #expect(circle.theme("inherits = \"me\"").warnings.isEmpty)
  }

  @Test(
    "what is not understood is a warning with its line",
    arguments: [
      ("[roles]\n\"texxt\" = \"red\"", 2), ("[roles]\n\"text\" = \"puce\"", 2),
      ("[roles]\n\n\"text\" = \"red +blink\"", 3), ("[palette]\na = \"#12345\"", 2),
      ("[palette]\na = \"#123456\"", 2), ("mode = \"dusk\"", 1), ("what is this", 1),
      ("[charts]\nramp = [\"red\"]", 2), ("[charts]\nseries = [\"red\",", 2),
      ("[odd]\na = \"b\"", 2), ("name = 5", 1), ("[roles\n", 1),
      ("name = \"a\"\nname = \"b\"", 2),
    ])
  func warnings(text: String, line: Int) {
    #expect(ThemeReader().theme(text).warnings.map(\.line) == [line])
  }

  @Test("lists may run over several lines")
  func lists() {
    let theme = ThemeReader().theme(
      "[charts]\nseries = [  # first\n  \"red\",\n  \"blue\",\n]\nramp = [\"black\", \"white\"]")
    #expect(theme.warnings == [])
    #expect(theme.resolve(.series2, .sixteen).foreground == .ansi(4))
    #expect(theme.resolve(.series3, .sixteen).foreground == .ansi(1))
  }

  @Test("no text traps the reader")
  func fuzz() throws {
    let whole = try #require(BuiltInThemes.text(of: "orangery"))
    for seed in UInt64(0)..<60 {
      var random = Seeded(seed)
      var bytes = Array(whole.utf8.prefix(random.below(whole.utf8.count)))
      for _ in 0..<8 where !bytes.isEmpty {
        bytes[random.below(bytes.count)] = random.pick(Array("[]\"=|#\\+, \nx".utf8))
      }
      let theme = ThemeReader().theme(String(decoding: bytes, as: UTF8.self))
      _ = theme.resolve(.heat3, .direct)
    }
  }
}
