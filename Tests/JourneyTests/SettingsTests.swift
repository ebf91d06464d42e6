import Basis
import Cells
import Support
import Testing

@testable import parterre

@Suite("Settings") struct SettingsTests {
  private func settings(_ text: String) -> Settings { Settings(text, file: "config.toml") }

  @Test("what docs/settings.md shows can be written so")
  func documented() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let page = try FileSystem.readText("/\(root)/docs/settings.md")
    let block = try #require(page.split(separator: "```toml\n").dropFirst().first)
    let settings = settings(String(block.split(separator: "```")[0]))
    #expect(settings.warnings == [])
    #expect(settings.theme == .pair(dark: "parterre", light: "parterre-light"))
    #expect(settings.saysTheme)
    #expect(!Settings().saysTheme)
    #expect(settings.sideWidths == [.segments: 40, .people: 50])
  }

  @Test("what cannot be used is told with its line and left at its default")
  func warnings() {
    let settings = settings(
      """
      glyphs = "emoji"
      start = "segmnts"
      mouse = "yes"
      colour = "none"
      [layout]
      people = 9
      [keys]
      "segment.ad" = ["a"]
      "segment.add" = ["Hyper-q"]
      """)
    #expect(settings.glyphs == .auto)
    #expect(settings.start == nil)
    #expect(settings.hasMouse)
    for line in [1, 2, 3, 4, 6, 8, 9] {
      #expect(settings.warnings.contains { $0.hasPrefix("config.toml:\(line): ") }, "\(line)")
    }
    #expect(settings.warnings.count == 7)
  }

  @Test("a file that is no TOML is one warning, and nothing of it counts")
  func malformed() {
    let settings = settings("theme = \"mono\"\nmouse = [\n")
    #expect(settings.warnings.count == 1)
    #expect(settings.theme == Settings().theme)
  }

  @Test("a key that means two things in one place is told")
  func conflicts() {
    let settings = settings("[keys]\n\"segment.add\" = [\"e\"]\n")
    #expect(settings.warnings.contains { $0.contains("e means both") })
  }

  @Test("the tables that ship have no key with two meanings")
  func shipped() { #expect(Settings().keymap.conflicts == []) }

  @Test("a theme of one's own builds on shipped ones and wins over its namesake")
  func themes() throws {
    let shelf = ThemeShelf(own: [
      "mine": "name = \"mine\"\ninherits = \"parterre-light\"\n[roles]\ntitle = \"#123456\"\n",
      "wrong":
        "name = \"wrong\"\ninherits = \"parterre\"\n[roles]\ntitle = \"#12\"\ntext = \"grren\"\n",
      "parterre": "name = \"parterre\"\ninherits = \"parterre\"\n[roles]\ntitle = \"#654321\"\n",
    ])
    #expect(shelf.names.contains("mine"))
    let mine = try #require(shelf.theme("mine"))
    #expect(mine.warnings.isEmpty)
    #expect(mine.mode == .light)
    #expect(mine.resolve(Role.title, .direct).foreground == .rgb(RGB(0x12, 0x34, 0x56)))
    let own = try #require(shelf.theme("parterre"))
    #expect(own.resolve(Role.title, .direct).foreground == .rgb(RGB(0x65, 0x43, 0x21)))
    let missing = shelf.chosen(.fixed("mime"), onLight: false)
    #expect(missing.warnings == ["There is no theme “mime”. Did you mean mine?"])
    #expect(missing.theme.name == BuiltInThemes.defaultDark)
    #expect(shelf.chosen(.fixed("wrong"), onLight: false).warnings.count == 2)
    let light = shelf.chosen(Settings().theme, onLight: true)
    #expect(light.theme.name == BuiltInThemes.defaultLight)
  }
}
