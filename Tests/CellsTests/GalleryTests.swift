import Basis
import Cells
import Testing

@Suite("Widgets and charts") struct GalleryTests {
  @Test("each looks as it was agreed", arguments: Gallery.all.map(\.name))
  func goldens(name: String) throws {
    let work = try #require(Gallery.all.first { $0.name == name })
    for (form, glyphs) in [("utf8", Glyphs.unicode), ("ascii", .ascii)] {
      var canvas = Canvas(work.size, glyphs: glyphs)
      work.draw(&canvas)
      if form == "ascii" { #expect(canvas.text.utf8.allSatisfy { $0 < 0x80 }) }
      expectGolden("\(name)-\(form)", canvas)
    }
  }

  @Test("each draws something true at any size and nothing outside it")
  func anySize() {
    for (name, _, draw) in Gallery.all {
      for (columns, rows) in [
        (0, 0), (1, 1), (2, 1), (1, 9), (3, 3), (5, 2), (9, 4), (14, 7), (23, 11), (40, 3),
        (200, 60),
      ] {
        for glyphs in [Glyphs.unicode, .ascii] {
          let frame = Rect(2, 1, columns, rows)
          var canvas = Canvas(Size(columns + 4, rows + 2), glyphs: glyphs)
          canvas.within(frame, draw)
          for row in 0..<canvas.rows {
            for column in 0..<canvas.columns where !frame.contains(Point(column, row)) {
              #expect(canvas[Point(column, row)] == .blank, "\(name) \(columns)×\(rows)")
            }
          }
        }
      }
    }
  }

  @Test("charts of nothing, of one value and of extremes do not trap")
  func extremes() {
    let lists: [[Double?]] = [
      [], [nil], [0], [5], [nil, nil], [.infinity, 1], [.nan], [-5, 5], [1e300, 1], [1e-300],
      Array(repeating: 3, count: 5000),
    ]
    for values in lists {
      for size in [Size(1, 1), Size(10, 5), Size(60, 20)] {
        var canvas = Canvas(size)
        let bounds = canvas.bounds
        LineChart([ChartSeries("a", values)], labels: ["x"], isLastPartial: true)
          .draw(into: &canvas, in: bounds)
        ColumnChart(values, labels: ["x", "y"]).draw(into: &canvas, in: bounds)
        canvas.sparkline(values, in: bounds)
        canvas.stackedBar(values.map { BarPart($0 ?? 0) }, in: bounds)
      }
    }
  }

  @Test("a click finds the tab that was drawn there")
  func clicks() {
    let tabs = Tabs(["ab", "cd"], active: 0)
    #expect(tabs.tab(at: Point(5, 0), in: Rect(0, 0, 20, 1)) == 1)
    #expect(tabs.tab(at: Point(15, 0), in: Rect(0, 0, 20, 1)) == nil)
  }

  @Test("the selection is always in sight")
  func scrolling() {
    for seed in UInt64(0)..<200 {
      var random = Seeded(seed)
      let (count, visible) = (random.within(1...50), random.within(1...20))
      var first = 0
      for _ in 0..<20 {
        let selection = random.below(count)
        first = Scroll.first(selection: selection, count: count, visible: visible, from: first)
        #expect(first >= 0 && first <= max(0, count - visible))
        #expect(selection >= first && selection < first + visible)
      }
    }
  }

  @Test("axis marks are 1, 2 or 5 times a power of ten and cover the values")
  func ticks() {
    #expect(Ticks(covering: [405], count: 4).values == [0, 200, 400, 600])
    #expect(Ticks(covering: [9], count: 4).values == [0, 5, 10])
    for seed in UInt64(0)..<200 {
      var random = Seeded(seed)
      let top = random.unit() * Double(random.within(1...1_000_000))
      let ticks = Ticks(covering: [top], count: random.within(1...6))
      #expect(ticks.low <= 0 && ticks.high >= top * (1 - 1e-9))
      #expect(ticks.values.count >= 2)
    }
  }
}
