import Basis
import Cells
import Support
import Terminal
import Testing

@Suite("Painter") struct PainterTests {
  private static let themes = ["parterre", "parterre-light", "sixteen", "mono"].compactMap {
    BuiltInThemes.theme($0)
  }

  @Test("applying the bytes to a terminal shows the canvas, frame after frame")
  func frames() {
    for seed in UInt64(0)..<120 {
      var random = Seeded(seed)
      let depth = random.pick(ColourDepth.allCases)
      var painter = Painter(depth: depth)
      painter.isSynchronised = random.chance(0.5)
      let size = Size(random.within(1...24), random.within(1...6))
      var terminal = ModelTerminal(size)
      var canvas = Canvas(size)
      var theme = random.pick(Self.themes)
      for _ in 0..<8 {
        if random.chance(0.1) { theme = random.pick(Self.themes) }
        change(&canvas, &random)
        terminal.feed(painter.frame(canvas, theme: theme))
        #expect(terminal.unknown == [], "seed \(seed)")
        #expect(shows(terminal, canvas, theme, depth), "seed \(seed)")
        #expect(!terminal.isSynchronised)
        #expect(terminal.isCursorVisible == (canvas.cursor != nil))
        if let cursor = canvas.cursor {
          #expect(Point(terminal.column, terminal.row) == cursor)
        }
        if terminal.unknown != [] { return }
      }
    }
  }

  @Test("nothing changed, nothing sent; one cell changed, a few bytes sent")
  func economy() throws {
    let theme = try #require(BuiltInThemes.theme("parterre"))
    var painter = Painter(depth: .direct)
    var canvas = Canvas(Size(200, 60))
    for row in 0..<60 { canvas.put(String(repeating: "word ", count: 40), row: row) }
    _ = painter.frame(canvas, theme: theme)
    #expect(painter.frame(canvas, theme: theme) == [])
    canvas.put("X", at: Point(100, 30), role: .key)
    let bytes = painter.frame(canvas, theme: theme)
    #expect(bytes.count < 60)
    painter.invalidate()
    #expect(painter.frame(canvas, theme: theme).count > 10_000)
  }

  @Test("a heat map is told by shades where there are no colours, and its figures can be read")
  func shades() throws {
    let theme = try #require(BuiltInThemes.theme("mono"))
    for (glyphs, shown) in [
      (Glyphs.unicode, "▒▒4 %▒█9█"), (.console, "▒▒4 %▒█9█"), (.ascii, "==4 %=#9#"),
    ] {
      var painter = Painter(depth: .none)
      var terminal = ModelTerminal(Size(10, 1))
      var canvas = Canvas(Size(10, 1), glyphs: glyphs)
      canvas.put("  4 % ", at: .zero, role: .heat(2))
      canvas.put(" 9 ", at: Point(6, 0), role: .heat(4))
      terminal.feed(painter.frame(canvas, theme: theme))
      let line = terminal.spots[0].map(\.text).joined()
      #expect(line == shown + " ")
    }
  }

  @Test("a line that becomes empty is erased, not overwritten")
  func erasing() throws {
    let theme = try #require(BuiltInThemes.theme("parterre"))
    var painter = Painter(depth: .indexed)
    var canvas = Canvas(Size(120, 2))
    canvas.put(String(repeating: "x", count: 120), row: 0)
    _ = painter.frame(canvas, theme: theme)
    #expect(painter.frame(Canvas(Size(120, 2)), theme: theme).count < 30)
  }

  private func change(_ canvas: inout Canvas, _ random: inout Seeded) {
    for _ in 0..<random.within(0...4) {
      let point = Point(random.below(canvas.columns), random.below(canvas.rows))
      let role = random.pick(Role.allCases)
      switch random.below(4) {
      case 0:
        canvas.fill(
          Rect(point.column, point.row, 9, 2), ground: random.pick([nil, .selection, .heat3]))
      case 1: canvas.emphasise(Rect(point.column, point.row, 3, 1), random.pick([.bold, .reverse]))
      default:
        canvas.put(random.text(of: "ab é日🌹Z한 e\u{301}", upTo: 9), at: point, role: role)
      }
    }
    if random.chance(0.3) {
      canvas.placeCursor(at: Point(random.below(canvas.columns), random.below(canvas.rows)))
    }
  }

  private func shows(
    _ terminal: ModelTerminal, _ canvas: Canvas, _ theme: Theme, _ depth: ColourDepth
  ) -> Bool {
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        var cell = canvas[Point(column, row)]
        let spot = terminal.spots[row][column]
        if !theme.tellsHeat(depth) {
          let (before, after) = (Point(column - 1, row), Point(column + 1, row))
          cell.cluster =
            canvas.glyphs.shade(of: cell, between: canvas[before], and: canvas[after])
            ?? cell.cluster
        }
        guard
          spot.text == cell.cluster.text
            || Array(spot.text.unicodeScalars)
              == Array(cell.cluster.text.unicodeScalars)
        else { return false }
        let style = theme.resolve(cell.ink, depth)
        if cell.cluster == .space {
          // A space shows its background and lines, not its foreground.
          let lines: Emphasis = [.underline, .reverse, .strike]
          guard spot.style.background == style.background,
            spot.style.emphasis.intersection(lines) == style.emphasis.intersection(lines)
          else { return false }
        } else if cell.cluster.width > 0, spot.style != style {
          return false
        }
      }
    }
    return true
  }
}
