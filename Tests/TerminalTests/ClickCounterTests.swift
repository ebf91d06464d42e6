import Cells
import Terminal
import Testing

@Suite("Click counter") struct ClickCounterTests {
  @Test("two presses on a cell are a double click when they come soon")
  func doubleClick() {
    var counter = ClickCounter()
    let start = ContinuousClock.now
    let press = MouseEvent(.press(.left), at: Point(3, 4))
    let elsewhere = MouseEvent(.press(.left), at: Point(3, 5))
    let clicks = [
      (press, 0), (press, 100), (press, 200), (elsewhere, 250), (press, 300), (press, 900),
    ].map { counter.counted($0.0, at: start + .milliseconds($0.1)).clicks }
    #expect(clicks == [1, 2, 1, 1, 1, 1])
  }
}
