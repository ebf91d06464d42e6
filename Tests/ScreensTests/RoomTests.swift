import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("What room there is is used") struct RoomTests {
  private static let long = String(repeating: "the file cannot be read, and so on; ", count: 8)

  @Test(
    "what is said lies over no panel, and what is selected stays in sight",
    arguments: [Size(60, 15), Size(80, 24), Size(120, 36), Size(200, 60)], 1...6)
  func notices(size: Size, pane: Int) throws {
    let long = Self.long
    for said in [["Copied"], ["Copied", long], [long, long, long, long, "Copied"]] {
      var driver = Driver(size)
      driver.press("\(pane) End")
      for text in said { driver.send(.noticed(Notice(text, .error))) }
      let layout = driver.state.layout
      #expect(!layout.notices.isEmpty)
      for frame in layout.frames {
        #expect(frame.rect.intersection(layout.notices).isEmpty, "\(frame.rect)")
      }
      let beside = layout.tabs.intersection(layout.notices)
      #expect(beside.isEmpty || beside.columns < size.columns - 20)
      // The newest is told whole, however many there are.
      #expect(driver.text.contains(said.last == "Copied" ? "Copied" : "and so on;"))
      for place in layout.places where place.panel.isList && place.panel != .tree {
        let list = driver.state.list(place.panel)
        #expect(list.selection >= list.first)
        #expect(list.selection - list.first < max(1, place.content.rows))
      }
    }
  }

  @Test("what had no place beside the list of segments is asked for as soon as it has")
  func looksGrow() {
    var driver = Driver(Size(120, 18))
    driver.press("3")
    #expect(driver.state.segments.looks.trend.value == nil)
    var most = 0
    for rows in 18...60 {
      driver.send(.input(.resize(Size(120, rows))))
      most = max(most, driver.state.layout.place(of: .libraryText)?.content.rows ?? 0)
      #expect((driver.state.segments.looks.trend.value != nil) == (most >= 14))
      #expect((driver.state.segments.looks.facets.value != nil) == (most >= 20))
    }
    #expect(most >= 20)
    driver.effects = []
    driver.send(.input(.resize(Size(120, 50))))
    #expect(driver.effects.questions.isEmpty)
  }

  @Test("what has a place once a panel has the whole screen is asked for then")
  func zoomedLooks() {
    var driver = Driver(Size(120, 30))
    driver.press("3 Tab")
    #expect(driver.state.focused == .libraryText)
    #expect(driver.state.segments.looks.facets.value == nil)
    driver.press("z")
    #expect(driver.state.segments.looks.facets.value != nil)
  }

  @Test("what a channel could have at most is asked for once there is room for it")
  func mostGrows() {
    var driver = Driver(Size(120, 36))
    driver.press("5")
    #expect(driver.state.people.overview.value == nil)
    driver.send(.input(.resize(Size(120, 50))))
    #expect(driver.state.people.overview.value != nil)
  }

  @Test("a word that fits stands beside the tabs and moves nothing")
  func beside() {
    var driver = Driver(Size(120, 36))
    driver.press("1")
    let frames = driver.state.layout.frames
    driver.send(.noticed(Notice("Copied", .info)))
    #expect(driver.state.layout.frames == frames)
    #expect(driver.text.split(separator: "\n")[1].hasSuffix("· Copied"))
  }

  @Test(
    "no bar becomes a wall, and sparklines grow",
    arguments: [Size(120, 36), Size(200, 60), Size(300, 100)])
  func bars(size: Size) {
    var driver = Driver(size)
    for pane in 1...6 {
      driver.press("\(pane)")
      for line in driver.text.split(separator: "\n") {
        let longest = line.split { $0 != "■" }.map(\.count).max() ?? 0
        #expect(longest <= 80, "\(line)")
      }
    }
    driver.press("1")
    let row = driver.text.split(separator: "\n").first { $0.contains("newsletter") } ?? ""
    let spark = row.filter { "▁▂▃▄▅▆▇".contains($0) }.count
    #expect(spark >= (size.columns >= 200 ? 16 : 8), "\(row)")
  }

  @Test("titles of the palette and the help are whole where the screen is wide")
  func titles() {
    for keys in [":", "?", "3 Enter :", "3 Enter ?"] {
      var driver = Driver(Size(200, 60))
      driver.press(keys)
      let rect = driver.state.overlayRect
      let lines = driver.text.split(separator: "\n", omittingEmptySubsequences: false)
      for line in lines[rect.row..<rect.endRow] {
        let inside = line.dropFirst(rect.column).prefix(rect.columns)
        #expect(!inside.contains("…"), "\(inside)")
      }
    }
  }

  @Test("the segment under the cursor is told of once, and of no other")
  func looks() {
    var driver = Driver()
    driver.press("3")
    #expect(driver.effects.questions.contains(.versions(name: "Autumn win-back")))
    #expect(driver.text.contains("People, the last 90 days"))
    let next = driver.press("Down").questions
    #expect(next.contains(.versions(name: "Newsletter readers")))
    let trends = next.filter { if case .trend(_, 90) = $0 { true } else { false } }
    #expect(trends.count == 1)
    // Nothing is asked again while it stays there.
    #expect(driver.press("Tab Shift-Tab").questions == [])
    driver.answers = false
    driver.press("Down")
    #expect(!driver.text.contains("People, the last 90 days"))
    let effects = driver.press("2")
    let cancelled = effects.filter { if case .cancel = $0 { true } else { false } }
    #expect(cancelled.count >= 2)
  }

  @Test("a reference counts where it stands as a word of its own")
  func references() {
    for (text, isMeant) in [
      ("@Dach and did purchase", true), ("not @Dach", true), ("(@Dach)", true),
      ("@Dachs and did purchase", false), ("@Dach_2", false), ("did purchase", false),
    ] {
      #expect(AppState.refers(text, to: "@Dach") == isMeant, "\(text)")
    }
    #expect(AppState.refers("x and @\"Autumn win-back\"", to: "@\"Autumn win-back\""))
  }

  @Test(
    "screens of terminals that have less are as they were agreed",
    arguments: [("ascii", Glyphs.ascii), ("console", .console)],
    ["sources", "consent", "builder", "retention"])
  func fewerSigns(glyphs: (String, Glyphs), name: String) {
    var startup = Sample.startup(Size(120, 36))
    startup.glyphs = glyphs.1
    var driver = Driver()
    driver.state = AppState(startup)
    driver.send(.started)
    let keys = GoldenTests.screens.first { $0.0 == name }?.1 ?? ""
    driver.press(keys)
    Golden.check(driver.screen, "\(name)-\(glyphs.0)-120x36")
    let others = driver.text.unicodeScalars.filter { !$0.isASCII }
    if glyphs.0 == "ascii" { #expect(others.isEmpty) }
  }
}
