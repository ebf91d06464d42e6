import Cells
import Testing

@Suite("Chart series") struct ChartSeriesTests {
  @Test("a line can be said as a sentence")
  func summary() {
    #expect(
      ChartSeries("members", [120, nil, 405, 380]).summary()
        == "members: 380 at the end, +216.7 % since the start, 120 to 405, 1 unknown.")
    #expect(ChartSeries("x", [0, 3]).summary() == "x: 3 at the end, – since the start, 0 to 3.")
    #expect(ChartSeries("x", [nil]).summary() == "x: no data yet.")
  }
}
