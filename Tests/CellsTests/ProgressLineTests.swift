import Testing

@testable import Cells

@Suite("lines of progress")
struct ProgressLineTests {
  private static func text(_ line: ProgressLine, _ width: Int) -> String {
    var canvas = Canvas(Size(width, 1))
    line.draw(into: &canvas, in: canvas.bounds)
    return canvas.text
  }

  @Test("sizes are told as people read them, with rate and time left")
  func sizes() {
    let line = ProgressLine(
      "Ingesting orders.csv", done: 12_400_000, total: 80_000_000, unit: "bytes",
      elapsedSeconds: 4)
    #expect(Self.text(line, 100).hasSuffix(" 15.5 % 12.4 MB · 3.1 MB/s · 21.8 s left"))
  }

  @Test("what waits is told whole, whatever else has no room", arguments: [50, 61, 80, 120])
  func note(width: Int) {
    var line = ProgressLine(
      "Ingesting orders-of-november.csv for shop", done: 12_400_000, total: 80_000_000,
      unit: "bytes", elapsedSeconds: 4)
    line.note = "1 waiting"
    #expect(Self.text(line, width).hasSuffix(" 21.8 s left · 1 waiting"))
    line.total = nil
    #expect(Self.text(line, width).hasSuffix(" · 1 waiting"))
  }

  @Test("the bar goes before the name of the work is cut")
  func bar() {
    let line = ProgressLine(
      "Ingesting orders.csv for shop", done: 40, total: 80, unit: "rows", elapsedSeconds: 8)
    #expect(Self.text(line, 52).hasPrefix("Ingesting orders.csv for shop "))
  }
}
