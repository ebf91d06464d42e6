import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("The mouse") struct MouseTests {
  @Test("a click opens a pane, focuses a panel and selects, a second one opens")
  func mouse() {
    var driver = Driver()
    driver.click(13, 1)
    #expect(driver.state.pane == .sources)
    driver.click(5, 5)
    #expect(driver.state.lists[.sources]?.selection == 1)
    driver.click(5, 5)
    #expect(driver.state.focused == .batches)
    driver.send(.input(.mouse(MouseEvent(.wheelDown, at: Point(5, 5)))))
    #expect(driver.state.focused == .sources)
    #expect(driver.state.lists[.sources]?.selection == 4)
  }

  @Test("the line between two sides is dragged, and sides keep room")
  func drag() {
    var driver = Driver()
    driver.press("3 Enter")
    driver.click(83, 10)
    driver.send(.input(.mouse(MouseEvent(.drag(.left), at: Point(60, 11)))))
    driver.send(.input(.mouse(MouseEvent(.release(.left), at: Point(60, 11)))))
    #expect(driver.state.layout.place(of: .size)?.section.column == 60)
    driver.send(.input(.mouse(MouseEvent(.drag(.left), at: Point(10, 11)))))
    #expect(driver.state.layout.place(of: .size)?.section.column == 60)
    driver.click(60, 10)
    driver.send(.input(.mouse(MouseEvent(.drag(.left), at: Point(0, 11)))))
    #expect(driver.state.layout.place(of: .size)?.section.column == 24)
  }

  @Test("a click on a hint does what its key does, and one beside a dialog closes it")
  func hints() throws {
    var driver = Driver()
    driver.press("1")
    driver.click(2, 35)
    try #require(driver.prompt != nil, "the hint does nothing")
    driver.click(0, 0)
    #expect(driver.state.overlay == nil)
  }
}
