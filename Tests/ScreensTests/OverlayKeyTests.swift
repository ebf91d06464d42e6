import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("Keys in what lies over a pane") struct OverlayKeyTests {
  @Test(
    "F1 shows the keys of what has them, and goes back to it as it was",
    arguments: [
      (":", "The palette"), ("T", "other lists to choose from"), ("3 Enter a", "The picker"),
      ("3 Enter e", "A condition as a line"), ("6 s", "A line that is asked for"),
      ("3 Enter Down n q", "A question"), ("3 Enter i", "A page to read"), ("1 /", "A filter"),
      ("3 Enter t", "The segment as text"),
    ])
  func help(keys: String, title: String) {
    var driver = Driver()
    driver.press(keys)
    let before = driver.text
    driver.press("F1")
    #expect(driver.text.contains(title), "\(driver.text)")
    #expect(driver.text.contains("Ctrl-Z"))
    driver.press("Esc")
    #expect(driver.text == before)
  }

  @Test(
    "F2 shows how segments are written, over whatever one is written in",
    arguments: ["3 Enter", "3 Enter t", "3 Enter e"])
  func language(keys: String) {
    var driver = Driver()
    driver.press(keys)
    let before = driver.text
    driver.press("F2")
    #expect(driver.text.contains("did purchase at least 2 times"), "\(driver.text)")
    driver.press("/")
    driver.type("sequence")
    #expect(driver.text.contains("then not purchase"))
    driver.press("Enter Esc Esc")
    #expect(driver.text == before)
  }

  @Test("a question mark shows them where it is not text")
  func questionMark() {
    var driver = Driver()
    driver.press("3 Enter i ?")
    #expect(driver.text.contains("A page to read"))
    driver.press("? Esc :")
    driver.press("?")
    #expect(driver.chooser?.input.text == "?")
  }

  @Test(
    "Ctrl-Z goes to the background wherever one is",
    arguments: ["", ":", "3 Enter t", "6 s", "1 /"])
  func suspend(keys: String) {
    var driver = Driver()
    driver.press(keys)
    #expect(driver.press("Ctrl-Z") == [.suspend])
  }

  @Test("text that was typed is taken back with Ctrl-_")
  func undo() {
    var driver = Driver()
    driver.press("6 s")
    driver.type("ann")
    driver.press("Ctrl-_")
    #expect(driver.prompt?.input.text == "")
  }

  @Test("Home and End go to the ends of a list that is typed into")
  func ends() throws {
    var driver = Driver()
    driver.press(": End")
    let chooser = try #require(driver.chooser)
    #expect(chooser.selection == chooser.shown.count - 1)
    driver.press("Home")
    #expect(driver.chooser?.selection == 0)
    driver.press("Esc 3 Enter a End")
    let picker = try #require(driver.picker)
    #expect(picker.selection == picker.offers.count - 1)
  }

  @Test("a page goes by lines, pages and halves, to its ends, and no further than its last line")
  func page() throws {
    var driver = Driver(Size(80, 15))
    for number in 1...40 { driver.send(.noticed(Notice("message \(number)", .info))) }
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 60_000)))
    driver.press("!")
    func first() -> Int {
      if case .page(let page) = driver.state.overlay { page.first } else { -1 }
    }
    let rows = driver.text.split(separator: "message ").count - 1
    driver.press("Space")
    #expect(first() == rows)
    driver.press("PgUp Ctrl-D")
    #expect(first() == rows / 2)
    driver.press("End")
    #expect(first() == 40 - rows)
    #expect(driver.text.contains("message 1 "))
    driver.press("Down")
    #expect(first() == 40 - rows)
    driver.press("Home")
    #expect(first() == 0)
    driver.press("G g")
    #expect(first() == 0)
    driver.press("/")
    driver.type("message 17")
    #expect(driver.text.contains("message 17"))
    #expect(!driver.text.contains("message 40"))
    driver.press("Enter Esc")
    #expect(driver.text.contains("message 40"))
    driver.press("Esc")
    #expect(driver.state.overlay == nil)
  }

  @Test("! shows messages whole, however narrow the screen")
  func long() {
    var driver = Driver(Size(80, 24))
    let words = (1...60).map { "word\($0)" }
    driver.send(.noticed(Notice(words.joined(separator: " "), .error)))
    driver.press("!")
    for word in words { #expect(driver.text.contains(word), "\(word)") }
  }

  @Test("a question says what Esc does, in whole lines")
  func question() {
    var driver = Driver(Size(60, 20))
    driver.press("3 Enter Down n q")
    #expect(driver.text.contains("y quit  Esc stay"), "\(driver.text)")
    #expect(driver.text.contains("opens with the next"))
    #expect(driver.text.contains(" start. "))
    driver.press("Esc o d")
    #expect(driver.text.contains("Esc keep it"))
  }
}

@Suite("The mouse in what lies over a pane") struct OverlayMouseTests {
  /// The place of a text on the screen.
  private func place(of text: String, in driver: Driver) throws -> Point {
    let lines = driver.text.split(separator: "\n", omittingEmptySubsequences: false)
    let row = try #require(lines.lastIndex { $0.contains(text) })
    let head = try #require(lines[row].firstRange(of: text))
    return Point(TextWidth.of(String(lines[row][..<head.lowerBound])), row)
  }

  private func click(_ text: String, in driver: inout Driver) throws -> [Effect] {
    let point = try place(of: text, in: driver)
    return driver.click(point.column, point.row)
  }

  @Test("hints of questions and pages are struck by a click")
  func hints() throws {
    var driver = Driver()
    driver.press("3 Enter Down n q")
    _ = try click("Esc stay", in: &driver)
    #expect(driver.state.overlay == nil)
    driver.press("q")
    let quit = try click("y quit", in: &driver)
    #expect(quit == [.quit])
    driver.press("i")
    let copy = try click("c copy", in: &driver)
    #expect(copy.contains { if case .copy = $0 { true } else { false } })
    _ = try click("Esc close", in: &driver)
    #expect(driver.state.overlay == nil)
  }

  @Test("what a line offers is chosen by a click and taken by a second one")
  func offers() throws {
    var driver = Driver()
    driver.press("1 a f")
    #expect(driver.prompt?.offers == ["feeds/", "orders.csv"])
    _ = try click("orders.csv", in: &driver)
    #expect(driver.prompt?.offer == 1)
    _ = try click("orders.csv", in: &driver)
    #expect(driver.prompt?.input.text == "orders.csv")
  }
}

@Suite("Filters and orders") struct FilterKeyTests {
  @Test("Esc out of a filter brings back the row one was on, and asks for its detail")
  func escape() {
    var driver = Driver()
    driver.press("1 Down Down /")
    driver.type("web")
    #expect(driver.state.list(.sources).selection == 0)
    let effects = driver.press("Esc")
    #expect(driver.state.list(.sources).selection == 2)
    #expect(effects.questions == [.source(name: Sample.sources[2].name)])
  }

  @Test("a list is gone through while its filter is typed")
  func move() {
    var driver = Driver()
    driver.press("1 / End")
    #expect(driver.state.list(.sources).selection == Sample.sources.count - 1)
    driver.press("Home PgDn")
    #expect(driver.state.list(.sources).selection > 0)
    #expect(driver.state.filterInput != nil)
  }

  @Test("sorting is offered only where there are columns")
  func sort() {
    var driver = Driver()
    driver.press("Tab")
    #expect(driver.state.focused == .overview)
    #expect(driver.state.disabledReason(.sort) != nil)
    #expect(!driver.text.contains("o sort"))
    driver.press("1")
    #expect(driver.state.disabledReason(.sort) == nil)
    #expect(driver.text.contains("o sort"))
  }

  @Test("Enter on a channel with nothing to hand over asks what")
  func channel() {
    var driver = Driver()
    driver.press("5 Enter")
    #expect(driver.chooser?.title == "Which segment?")
  }
}

@Suite("People in the palette") struct PalettePersonTests {
  @Test(
    "an identifier leads to its person, masked",
    arguments: [
      ("email:mara@example.org", PersonSearch(namespace: "email", value: "mara@example.org")),
      ("mara@example.org", PersonSearch(namespace: nil, value: "mara@example.org")),
      ("+49 170 1234567", PersonSearch(namespace: nil, value: "+49 170 1234567")),
    ])
  func person(typed: String, search: PersonSearch) {
    var driver = Driver()
    driver.press(":")
    driver.type(typed)
    #expect(driver.chooser?.shown.first?.item.name == "Show the person " + AppState.masked(typed))
    let effects = driver.press("Enter")
    #expect(effects.questions.contains(.findPeople(search)))
    #expect(driver.state.pane == .people)
    #expect(!driver.text.contains(typed))
  }

  @Test(
    "other words lead to no person", arguments: ["segment", "web_shop", "2026", "why: me", "@x"])
  func others(typed: String) {
    var driver = Driver()
    driver.press(":")
    driver.type(typed)
    #expect(driver.chooser?.shown.contains { $0.item.kind == "person" } == false)
    #expect(!driver.state.takesIdentifier(.focus(true)))
  }

  @Test("what turns out to be an identifier is secret from then on")
  func secret() {
    var driver = Driver()
    driver.press(":")
    driver.type("mara")
    #expect(!driver.state.takesIdentifier(.key(KeyStroke("x"))))
    #expect(driver.state.takesIdentifier(.key(KeyStroke("@"))))
    #expect(driver.state.takesIdentifier(.paste("@example.org")))
    #expect(driver.state.typedIntoPalette == "mara")
  }
}
