import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("The mouse") struct MouseTests {
  @Test("a click on the box of a value ticks it, and another one takes that back")
  func box() throws {
    var driver = Driver()
    driver.press("3 Enter a Enter")
    let lines = driver.text.split(separator: "\n", omittingEmptySubsequences: false)
    let row = try #require(lines.firstIndex { $0.contains("[ ]    CH") })
    driver.click(5, row)
    #expect(driver.text.contains("[x]    CH"))
    driver.click(5, row)
    #expect(driver.text.contains("[ ]    CH"))
  }

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
    driver.send(.input(.mouse(MouseEvent(.press(.left), at: Point(83, 10)))))
    driver.send(.input(.mouse(MouseEvent(.drag(.left), at: Point(60, 11)))))
    driver.send(.input(.mouse(MouseEvent(.release(.left), at: Point(60, 11)))))
    #expect(driver.state.layout.place(of: .size)?.section.column == 60)
    driver.send(.input(.mouse(MouseEvent(.drag(.left), at: Point(10, 11)))))
    #expect(driver.state.layout.place(of: .size)?.section.column == 60)
    driver.send(.input(.mouse(MouseEvent(.press(.left), at: Point(60, 10)))))
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

  @Test("a line that was let go over a dialog is held no more")
  func letGo() throws {
    var driver = Driver()
    driver.press("1")
    let row = try #require(driver.state.layout.place(of: .batches)?.section.row)
    driver.send(.input(.mouse(MouseEvent(.press(.left), at: Point(20, row)))))
    driver.press(":")
    driver.send(.input(.mouse(MouseEvent(.release(.left), at: Point(20, row)))))
    driver.press("Esc")
    drag(&driver, Point(20, row - 2), Point(20, row + 3))
    #expect(driver.state.dividers.isEmpty)
    #expect(driver.state.focused == .sources)
  }

  /// Drags from one place to another.
  private func drag(_ driver: inout Driver, _ from: Point, _ to: Point) {
    driver.send(.input(.mouse(MouseEvent(.press(.left), at: from))))
    driver.send(.input(.mouse(MouseEvent(.drag(.left), at: to))))
    driver.send(.input(.mouse(MouseEvent(.release(.left), at: to))))
  }

  /// The panes, with the keys that lead to them.
  static let panes = ["0", "1", "2", "3", "3 Enter", "4", "4 Tab", "5", "6", "6 s m @ x Enter"]

  @Test(
    "every line between two panels is dragged, and no panel ends below its least", arguments: panes)
  func everyLine(_ keys: String) throws {
    for size in [Size(80, 24), Size(120, 36), Size(200, 60)] {
      var driver = Driver(size)
      driver.press(keys)
      driver.send(.input(.key(KeyStroke(.escape))))
      driver.press(keys)
      let places = driver.state.layout.places
      let body = driver.state.layout.body
      for place in places {
        // The title line of whatever stands below something.
        let rect = place.section
        guard rect.row > body.row else { continue }
        for target in [0, rect.row - 2, size.rows] {
          guard let now = driver.state.layout.place(of: place.panel) else { continue }
          let handle = Point(now.section.column + 2, now.section.row)
          drag(&driver, handle, Point(handle.column, target))
          let after = driver.state.layout
          // Only the panes that arrange themselves by their height show others then.
          let shown = after.frames.flatMap(\.places)
          #expect(shown.allSatisfy { $0.content.rows >= 1 }, "\(keys) \(size) \(place.panel)")
          let last = try #require(after.frames.map(\.rect.endRow).max())
          #expect(last == body.endRow)
        }
        #expect(!driver.state.dividers.isEmpty, "\(keys) \(size) \(place.panel) cannot be moved")
      }
    }
  }

  @Test("a line across a pane stays where it was dragged to, on a smaller screen as far as it can")
  func across() throws {
    var driver = Driver()
    driver.press("1")
    let row = try #require(driver.state.layout.place(of: .batches)?.section.row)
    drag(&driver, Point(20, row), Point(20, row + 6))
    #expect(driver.state.layout.place(of: .batches)?.section.row == row + 6)
    #expect(driver.state.focused == .sources)
    #expect(driver.state.memory.dividers == [.height(.sources, .sources): row + 6 - 2])
    driver.send(.input(.resize(Size(80, 24))))
    #expect(driver.state.layout.place(of: .batches)?.content.rows ?? 0 >= 2)
    driver.send(.input(.resize(Size(120, 36))))
    #expect(driver.state.layout.place(of: .batches)?.section.row == row + 6)
    // A second click on it puts it back.
    driver.click(20, row + 6)
    driver.click(20, row + 6)
    #expect(driver.state.layout.place(of: .batches)?.section.row == row)
    #expect(driver.state.dividers.isEmpty)
  }

  @Test("panels of one frame share its lines, and each side of home has a width of its own")
  func shared() throws {
    var driver = Driver(Size(200, 60))
    driver.press("1")
    let rejects = try #require(driver.state.layout.place(of: .rejects)?.section)
    drag(
      &driver, Point(rejects.column + 4, rejects.row), Point(rejects.column + 4, rejects.row + 5))
    #expect(driver.state.layout.place(of: .rejects)?.section.row == rejects.row + 5)
    #expect(driver.state.layout.place(of: .rejects)?.section.endRow == rejects.endRow)
    driver.press("0")
    let (overview, library) = (
      try #require(driver.state.layout.place(of: .overview)?.section),
      try #require(driver.state.layout.place(of: .library)?.section)
    )
    drag(
      &driver, Point(library.column, library.row + 1), Point(library.column - 20, library.row + 1))
    #expect(driver.state.layout.place(of: .library)?.section.column == library.column - 20)
    #expect(driver.state.layout.place(of: .overview)?.section == overview)
  }
}
