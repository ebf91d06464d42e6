import Basis
import Cells
import Terminal
import Testing

@Suite("Input decoder") struct InputDecoderTests {
  private func decode(_ text: String) -> [InputEvent] {
    var decoder = InputDecoder()
    return decoder.feed(text.utf8) + decoder.timeOut()
  }

  @Test(
    "keys are told by name",
    arguments: [
      ("a", "a"), ("G", "G"), ("é", "é"), ("日", "日"), ("\r", "Enter"), ("\t", "Tab"),
      ("\u{7F}", "Backspace"), ("\u{1}", "Ctrl-A"), ("\u{1A}", "Ctrl-Z"), ("\0", "Ctrl-Space"),
      ("\u{1F}", "Ctrl-_"), ("\u{1B}", "Esc"), ("\u{1B}x", "Alt-x"), ("\u{1B}\r", "Alt-Enter"),
      ("\u{1B}é", "Alt-é"), ("\u{1B}[A", "Up"), ("\u{1B}OB", "Down"), ("\u{1B}[1;5C", "Ctrl-Right"),
      ("\u{1B}[1;2D", "Shift-Left"), ("\u{1B}\u{1B}[A", "Alt-Up"), ("\u{1B}[H", "Home"),
      ("\u{1B}[4~", "End"), ("\u{1B}[5~", "PgUp"), ("\u{1B}[6;5~", "Ctrl-PgDn"),
      ("\u{1B}[3~", "Del"), ("\u{1B}[2~", "Ins"), ("\u{1B}[Z", "Shift-Tab"), ("\u{1B}OP", "F1"),
      ("\u{1B}[[C", "F3"), ("\u{1B}[15~", "F5"), ("\u{1B}[24;2~", "Shift-F12"),
      ("\u{1B}[1;2R", "Shift-F3"), ("\u{1B}[97;5u", "Ctrl-A"), ("\u{1B}[27;2;13~", "Shift-Enter"),
      ("\u{1B}[103;2u", "G"), ("\u{1B}[", "Alt-["), ("\u{1B}O", "Alt-O"), ("\u{1B}Oj", "*"),
      ("\u{1B}OM", "Enter"), ("\n", "Ctrl-J"),
    ])
  func keys(bytes: String, name: String) throws {
    #expect(decode(bytes) == [.key(try #require(KeyStroke(name)))])
  }

  @Test("the mouse is told by button, place and what is held")
  func mouse() {
    #expect(decode("\u{1B}[<0;10;5M") == [.mouse(MouseEvent(.press(.left), at: Point(9, 4)))])
    #expect(decode("\u{1B}[<2;1;1m") == [.mouse(MouseEvent(.release(.right), at: .zero))])
    #expect(
      decode("\u{1B}[<48;300;99M")
        == [.mouse(MouseEvent(.drag(.left), at: Point(299, 98), .control))])
    #expect(decode("\u{1B}[<65;3;4M") == [.mouse(MouseEvent(.wheelDown, at: Point(2, 3)))])
    #expect(decode("\u{1B}[<35;3;4M") == [])
    #expect(
      decode("\u{1B}[M !!x") == [
        .mouse(MouseEvent(.press(.left), at: .zero)), .key(KeyStroke("x")),
      ])
  }

  @Test("a paste is text, whatever it holds")
  func paste() {
    #expect(
      decode("\u{1B}[200~a\r\nb\u{1B}[Ac\rd\u{1B}[201~q") == [
        .paste("a\nb[Ac\nd"), .key(KeyStroke("q")),
      ])
    #expect(decode("\u{1B}[200~\u{1B}[201~") == [.paste("")])
  }

  @Test("answers of the terminal are told apart from keys")
  func replies() {
    #expect(decode("\u{1B}[?2026;2$y") == [.reply(.mode(2026, isKnown: true))])
    #expect(decode("\u{1B}[?2026;0$y") == [.reply(.mode(2026, isKnown: false))])
    #expect(decode("\u{1B}[?62;4c") == [.reply(.attributes)])
    #expect(decode("\u{1B}[4;7R") == [.reply(.cursor(Point(6, 3)))])
    #expect(
      decode("\u{1B}]11;rgb:1c1c/2121/ffff\u{7}")
        == [.reply(.background(red: 0x1C, green: 0x21, blue: 0xFF))])
    #expect(
      decode("\u{1B}]11;rgb:f/0/8\u{1B}\\")
        == [.reply(.background(red: 255, green: 0, blue: 136))])
    #expect(decode("\u{1B}[I\u{1B}[O") == [.focus(true), .focus(false)])
  }

  @Test("a lone Esc waits for what may follow")
  func loneEscape() {
    var decoder = InputDecoder()
    #expect(decoder.feed([0x1B]) == [])
    #expect(decoder.isWaiting)
    #expect(decoder.feed([0x5B, 0x41]) == [.key(KeyStroke(.up))])
    #expect(!decoder.isWaiting)
    #expect(decoder.feed([0x1B, 0x1B]) == [])
    #expect(decoder.timeOut() == [.key(KeyStroke(.escape)), .key(KeyStroke(.escape))])
  }

  @Test("broken bytes are left out and what follows is understood")
  func broken() {
    var decoder = InputDecoder()
    #expect(
      decoder.feed([0xFF, 0xC3, 0x41, 0x80, 0x42]) == [.key(KeyStroke("A")), .key(KeyStroke("B"))])
    #expect(decode("\u{1B}[12\u{1B}[A") == [.key(KeyStroke(.up))])
    #expect(decode("\u{1B}[99;99Xx") == [.key(KeyStroke("x"))])
    #expect(decode("\u{1B}Pq#0\u{1B}\\x") == [.key(KeyStroke("x"))])
    #expect(decode("\u{80}\u{9B}") == [])
  }

  private static let pieces = [
    "a", "é", "🌹", "\u{1B}", "\u{1B}[A", "\u{1B}[<0;3;4M", "\u{1B}[200~", "x\u{1B}[20", "1~",
    "\u{1B}[201~", "\u{1B}]11;rgb:", "\u{7}", "\u{1B}O", "[", "\u{1B}[1;5", "C", "\r", "\u{1B}P",
    "\u{1B}\\", "9999999999999999999999", ";", "\u{1B}[M", "~",
  ]

  @Test("splitting the bytes anywhere changes nothing, and no bytes trap")
  func splitting() {
    for seed in UInt64(0)..<400 {
      var random = Seeded(seed)
      var bytes: [UInt8] = []
      for _ in 0..<random.within(1...12) { bytes += Array(random.pick(Self.pieces).utf8) }
      for _ in 0..<random.below(4) {
        bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count + 1))
      }
      var whole = InputDecoder()
      let expected = whole.feed(bytes) + whole.timeOut()
      var split = InputDecoder()
      var events: [InputEvent] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = random.within(1...rest.count)
        events += split.feed(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
      events += split.timeOut()
      #expect(events == expected, "seed \(seed)")
    }
  }

  @Test("a paste of a megabyte in small reads stays one paste")
  func largePaste() {
    var decoder = InputDecoder()
    var events = decoder.feed(Array("\u{1B}[200~".utf8))
    let block = [UInt8](repeating: 0x61, count: 4096)
    for _ in 0..<256 { events += decoder.feed(block) }
    #expect(events == [])
    #expect(!decoder.isWaiting)
    events = decoder.feed(Array("\u{1B}[201~".utf8))
    guard case .paste(let text) = events.first else {
      Issue.record("no paste")
      return
    }
    #expect(text.utf8.count == 1_048_576)
  }
}
