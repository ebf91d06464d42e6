import Basis
import Cells
import Testing

@Suite("Canvas") struct CanvasTests {
  @Test("text is cut at the frame's edge with an ellipsis")
  func cut() {
    var canvas = Canvas(Size(6, 2))
    canvas.put("Audience", at: .zero)
    #expect(canvas.put("ab", at: Point(4, 1)) == 2)
    #expect(canvas.text == "Audie…\n    ab")
  }

  @Test("text is aligned in the width it was given")
  func alignment() {
    var canvas = Canvas(Size(10, 3))
    canvas.put("12", at: .zero, maxWidth: 6, align: .trailing)
    canvas.put("mid", row: 1, maxWidth: 9, align: .centre)
    canvas.put([Run("a"), Run("b", .ok)], at: Point(0, 2), align: .trailing)
    #expect(canvas.text == "    12\n   mid\n        ab")
  }

  @Test("half of a wide character becomes a space when the other half is overwritten")
  func wideHalves() {
    var canvas = Canvas(Size(6, 1))
    canvas.put("日本語", at: .zero)
    canvas.put("x", at: Point(1, 0))
    canvas.put("y", at: Point(2, 0))
    #expect(canvas.text == " xy 語")
  }

  @Test("a wide character that does not fit leaves a space")
  func wideAtTheEdge() {
    var canvas = Canvas(Size(5, 1))
    canvas.put("日本語", at: .zero)
    #expect(canvas.text == "日本…")
    canvas.set(Cluster("語"), at: Point(4, 0))
    #expect(canvas.text == "日本")
  }

  @Test("a frame clips and moves what is drawn in it")
  func frames() {
    var canvas = Canvas(Size(8, 3))
    canvas.within(Rect(2, 1, 4, 1)) { canvas in
      canvas.put("abcdefgh", at: .zero)
      canvas.put("no", at: Point(0, 1))
      canvas.put("no", at: Point(0, -1))
      canvas.within(Rect(-1, 0, 2, 1)) { $0.put("xy", at: .zero) }
    }
    #expect(canvas.text == "\n  ybc…\n")
  }

  @Test("a ground stays behind the text that is put on it")
  func ground() {
    var canvas = Canvas(Size(4, 1))
    canvas.fill(canvas.bounds, ground: .selection)
    canvas.put("ab", at: .zero, role: .deltaUp)
    #expect(canvas[.zero].ink == Ink(.deltaUp, ground: .selection))
  }

  @Test("boxes carry a title and a note, and give them up when narrow")
  func boxes() {
    var canvas = Canvas(Size(20, 3))
    canvas.box(canvas.bounds, title: "Size", note: "exact", focused: true)
    #expect(
      canvas.text == "╭─ Size ─── exact ─╮\n│                  │\n╰──────────────────╯")
    var ascii = Canvas(Size(7, 2), glyphs: .ascii)
    ascii.box(ascii.bounds, title: "Größe")
    #expect(ascii.text == "+-----+\n+-----+")
  }

  @Test("an ASCII canvas shows ASCII only")
  func ascii() {
    var canvas = Canvas(Size(30, 1), glyphs: .ascii)
    canvas.put("−5 › Größe é 日 ≈ 3 × …", at: .zero)
    #expect(canvas.text == "-5 > Grose e ?  ~ 3 x ~")
    #expect(canvas.text.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("random drawing never traps, stays in its frame and keeps wide characters whole")
  func random() {
    for seed in UInt64(0)..<300 {
      var random = Seeded(seed)
      let size = Size(random.below(14), random.below(6))
      var canvas = Canvas(size, glyphs: random.chance(0.2) ? .ascii : .unicode)
      for _ in 0..<12 {
        let frame = Rect(
          random.within(-3...14), random.within(-3...6), random.below(16), random.below(8))
        let before = canvas
        canvas.within(frame) { canvas in
          let point = Point(random.within(-4...15), random.within(-2...7))
          switch random.below(6) {
          case 0: canvas.box(canvas.bounds, title: random.awkwardText(), note: "n")
          case 1: canvas.fill(Rect(point.column, point.row, 3, 2), with: Cluster("x"))
          case 2: canvas.set(Cluster(random.awkwardText()), at: point)
          case 3: canvas.divider(canvas.bounds, title: random.awkwardText())
          default:
            let width = canvas.put(
              random.awkwardText(), at: point, maxWidth: random.chance(0.5) ? random.below(9) : nil,
              align: random.pick([.leading, .centre, .trailing]))
            #expect(width <= max(0, canvas.columns - point.column))
          }
        }
        #expect(isWhole(canvas), "seed \(seed)")
        #expect(isUnchanged(canvas, before, outside: frame), "seed \(seed)")
      }
    }
  }

  private func isWhole(_ canvas: Canvas) -> Bool {
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        let width = canvas[Point(column, row)].cluster.width
        let next = canvas[Point(column + 1, row)].cluster.width
        if width == 2, next != 0 || column + 1 == canvas.columns { return false }
        if width != 2, column + 1 < canvas.columns, next == 0 { return false }
        if column == 0, width == 0 { return false }
      }
    }
    return true
  }

  /// A wide character cut by the frame's edge may lose its outer half: that cell is allowed.
  private func isUnchanged(_ canvas: Canvas, _ before: Canvas, outside frame: Rect) -> Bool {
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        let point = Point(column, row)
        if frame.contains(point) || canvas[point] == before[point] { continue }
        let wasHalf = before[point].cluster.width != 1 && canvas[point].cluster == .space
        let isNeighbour = column == frame.column - 1 || column == frame.endColumn
        if !(wasHalf && isNeighbour) { return false }
      }
    }
    return true
  }
}
