import Basis
import Testing

@testable import Cells

@Suite("widths of table columns")
struct TableWidthTests {
  private static func lines(_ table: Table, width: Int, _ rows: [[TableCell]]) -> [String] {
    var canvas = Canvas(Size(width, rows.count + 1))
    table.draw(into: &canvas, in: canvas.bounds) { rows[$0] }
    return canvas.text.split(separator: "\n").map { String($0) }
  }

  @Test("room goes to the column whose texts are cut, not to one that has more than it shows")
  func room() {
    let table = Table(
      [
        TableColumn("Name", min: 10, ideal: 14, flex: 3), TableColumn("Rows", ideal: 8),
        TableColumn("Says", min: 8, ideal: 10, max: 12),
      ], count: 2)
    let rows: [[TableCell]] = [
      [.text("ada"), .text("12"), .text("kept for thirteen months")],
      [.text("grace"), .text("7"), .text("short")],
    ]
    #expect(
      Self.lines(table, width: 42, rows) == [
        " Name      Rows  Says", " ada       12    kept for thirteen months",
        " grace     7     short",
      ])
  }

  @Test("a column is not left out as long as what it shows has room")
  func leaving() {
    let table = Table(
      [TableColumn("a", min: 10, ideal: 10), TableColumn("b", min: 10, ideal: 12, dropOrder: 1)],
      count: 1)
    #expect(Self.lines(table, width: 14, [[.text("one"), .text("two")]])[1] == " one      two")
  }

  @Test("a row out of sight keeps the columns where they will be when it comes in sight")
  func standing() {
    let columns = [TableColumn("a", min: 2, ideal: 2), TableColumn("b", min: 2, ideal: 4)]
    var canvas = Canvas(Size(30, 3))
    canvas.columnPlaces = [:]
    let texts = ["x", "y", "z", "a long one"]
    Table(columns, count: 4).draw(into: &canvas, in: canvas.bounds) {
      [.text(texts[$0]), .text("1")]
    }
    let above = canvas.columnPlaces
    Table(columns, count: 4, first: 2).draw(into: &canvas, in: canvas.bounds) {
      [.text(texts[$0]), .text("1")]
    }
    #expect(canvas.columnPlaces == above)
  }

  @Test("nothing is cut while a column has more than it shows or room is left over")
  func fairness() {
    for seed in UInt64(0)..<2000 {
      var random = Seeded(seed)
      let columns = (0..<random.within(1...7)).map { index in
        let ideal = random.within(1...20)
        return TableColumn(
          String(repeating: "t", count: random.below(12)), min: random.within(1...ideal),
          ideal: ideal, flex: random.below(3), max: ideal + random.below(20),
          dropOrder: index == 0 ? 0 : random.below(4))
      }
      let needs = columns.map { column in
        ColumnNeed(
          cells: random.below(40), title: TextWidth.of(column.title),
          isDrawing: random.below(5) == 0)
      }
      let rect = Rect(0, 0, random.within(1...120), 4)
      let spans = Table(columns, count: 1).spans(in: rect, needs: needs)
      for (left, right) in zip(spans, spans.dropFirst()) {
        #expect(right.start >= left.end + 2, "seed \(seed)")
      }
      #expect(spans.allSatisfy { $0.start >= 1 && $0.end < max(2, rect.columns) }, "seed \(seed)")
      let isCut = spans.contains { $0.end - $0.start < needs[$0.index].cells }
      // Where not even what never leaves has room, the last columns are not there at all.
      let isWhole = columns.indices.allSatisfy { index in
        columns[index].dropOrder > 0 || spans.contains { $0.index == index }
      }
      guard isCut, isWhole, let last = spans.last else { continue }
      #expect(last.end == rect.columns - 1, "seed \(seed): room is left")
      for span in spans {
        let (column, need, width) = (
          columns[span.index], needs[span.index], span.end - span.start
        )
        let enough = max(need.isDrawing ? column.min : 1, need.whole)
        #expect(width <= enough, "seed \(seed): column \(span.index) has \(width) of \(enough)")
      }
    }
  }
}
