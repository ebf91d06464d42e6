import Cells
import Terminal
import Testing

@Suite("Terminal profile") struct TerminalProfileTests {
  @Test(
    "the depth follows the type, COLORTERM and NO_COLOR",
    arguments: [
      (["TERM": "xterm-256color"], 256, ColourDepth.indexed),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor"], 256, .direct),
      (["TERM": "tmux-256color", "COLORTERM": "24bit"], 256, .direct),
      (["TERM": "screen", "COLORTERM": "truecolor"], 8, .eight),
      (["TERM": "xterm-16color"], 16, .sixteen), (["TERM": "linux"], 8, .eight),
      (["TERM": "vt100"], 0, .none), (["TERM": "xterm-direct"], 16_777_216, .direct),
      (["TERM": "xterm-256color", "NO_COLOR": "1"], 256, .none),
      (["TERM": "xterm-256color", "NO_COLOR": ""], 256, .indexed),
    ])
  func depth(environment: [String: String], colours: Int, depth: ColourDepth) {
    let profile = TerminalProfile(
      environment: { environment[$0] }, colours: colours, promisesDirect: false, isUTF8: true)
    #expect(profile.depth == depth)
  }

  @Test("without UTF-8 only ASCII is drawn")
  func glyphs() {
    let profile = TerminalProfile(
      environment: { _ in nil }, colours: 8, promisesDirect: false, isUTF8: false)
    #expect(profile.glyphs == .ascii)
  }

  @Test(
    "a console and a video terminal draw what they have",
    arguments: [
      ("linux", true, Glyphs.console), ("linux-16color", true, .console), ("linux", false, .ascii),
      ("vt100", true, .ascii), ("vt220", true, .ascii), ("xterm-256color", true, .unicode),
      ("tmux-256color", true, .unicode), ("vte-256color", true, .unicode),
    ])
  func console(type: String, isUTF8: Bool, glyphs: Glyphs) {
    let profile = TerminalProfile(
      environment: { $0 == "TERM" ? type : nil }, colours: 8, promisesDirect: false,
      isUTF8: isUTF8)
    #expect(profile.glyphs == glyphs)
  }

  @Test("a type that is unknown is taken for what its name begins with, else for what most are")
  func standIns() {
    #expect(
      TerminalProfile.standIns(for: "xterm-kitty-unknown") == [
        "xterm-kitty-256color", "xterm-kitty", "xterm-256color", "xterm", "ansi",
      ])
    #expect(TerminalProfile.standIns(for: "newterm") == ["xterm-256color", "ansi"])
    for none in ["", "dumb", "unknown"] { #expect(TerminalProfile.standIns(for: none) == []) }
  }

  @Test("a copy is encoded, wrapped for tmux, and refused when it is too long")
  func copying() {
    #expect(
      ScreenModes.copy("parterre", isTmux: false)
        == Array("\u{1B}]52;c;cGFydGVycmU=\u{7}".utf8))
    #expect(
      ScreenModes.copy("ab", isTmux: true)?.starts(with: "\u{1B}Ptmux;\u{1B}\u{1B}]52".utf8) == true
    )
    #expect(ScreenModes.copy(String(repeating: "x", count: 60_000), isTmux: false) == nil)
  }

  @Test("leaving undoes all that entering did")
  func leaving() {
    let modes = ScreenModes(enterScreen: [1], leaveScreen: [2], hasMouse: true)
    let (enter, leave) = (
      String(decoding: modes.enter, as: UTF8.self), String(decoding: modes.leave, as: UTF8.self)
    )
    for mode in ["1000", "1002", "1006", "2004", "1004"] {
      #expect(enter.contains("[?\(mode)h") && leave.contains("[?\(mode)l"))
    }
    #expect(leave.hasSuffix("\u{1B}[?25h") && leave.contains("[?7h") && enter.contains("[?7l"))
  }
}
