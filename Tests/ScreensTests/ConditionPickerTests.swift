import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("The picker of conditions") struct ConditionPickerTests {
  @Test("moving through the picker asks for the total of each, calling off the one before")
  func preview() throws {
    var driver = Driver()
    driver.press("3 Enter a")
    driver.answers = false
    let first = driver.press("Down")
    let event = driver.state.segments.builder.adding(.condition("did purchase"))
    #expect(first.questions == [.total(.tree(event))])
    let job = try #require(driver.job(.preview))
    let second = driver.press("Down")
    #expect(second.first == .cancel(job))
    let closed = driver.press("Esc")
    #expect(closed.count == 1)
    #expect(driver.state.overlay == nil)
    #expect(driver.state.segments.edits == 0)
  }

  @Test("counts come into the picker while one moves through it, and the cursor stays")
  func lateCounts() throws {
    var driver = Driver()
    driver.answers = false
    driver.press("3 Ctrl-N a")
    let job = try #require(driver.job(.candidates))
    var offered = Sample.candidates
    for index in offered.indices { offered[index].count = nil }
    driver.report(job, .estimate(.candidates(offered)))
    driver.press("Down Down")
    #expect(!driver.text.contains("402,118"))
    driver.effects = []
    driver.report(job, .answered(.candidates(Sample.candidates)))
    #expect(driver.text.contains("402,118"))
    #expect(driver.text.contains("did email_open"))
    #expect(driver.effects == [])
  }

  @Test("who types before anything is offered stands on the best of it once it is there")
  func earlyTyping() throws {
    var driver = Driver()
    driver.answers = false
    driver.press("3 Ctrl-N a")
    driver.type("phone")
    let job = try #require(driver.job(.candidates))
    driver.report(job, .answered(.candidates(Sample.candidates)))
    let picker = try #require(driver.picker)
    #expect(picker.selected?.candidate.condition == "has phone")
  }

  @Test("the name of a kind offers all of that kind, after what is called so")
  func kinds() throws {
    var driver = Driver()
    driver.press("3 Ctrl-N a")
    driver.type("camp")
    let picker = try #require(driver.picker)
    #expect(picker.offers.map(\.candidate.name) == ["autumn", "spring", "camp"])
  }

  @Test("an event offers what can be asked of it, and the choice becomes a condition")
  func event() {
    var driver = Driver()
    driver.press("3 Ctrl-N a")
    driver.type("purch")
    driver.press("Enter")
    #expect(driver.text.contains("did purchase in last 7 days"))
    driver.press("Down Down Enter")
    #expect(driver.state.segments.builder.text == "did purchase in last 30 days")
  }

  @Test("a campaign becomes a group of its events, or those of them that are ticked")
  func campaign() {
    func builder(_ keys: String) -> Builder {
      var driver = Driver()
      driver.press("3 Ctrl-N a")
      driver.type("autumn")
      #expect(driver.press("Enter").questions == [.candidates(.campaign("autumn"))])
      driver.press(keys)
      return driver.state.segments.builder
    }
    let (viewed, clicked) =
      ("did ad_view where campaign = autumn", "did ad_click where campaign = autumn")
    #expect(builder("Enter").text == viewed + " or " + clicked)
    #expect(builder("Enter").rows.map(\.depth) == [0, 1, 2, 2, 1])
    #expect(builder("Down Down Space Enter").text == clicked)
    #expect(builder("Down Space Space Enter").text == viewed + " or " + clicked)
  }

  @Test("a campaign of one event is added at once")
  func smallCampaign() {
    var driver = Driver()
    driver.press("3 Ctrl-N a")
    driver.type("spring")
    driver.press("Enter")
    #expect(driver.state.segments.builder.text == "did ad_click where campaign = spring")
  }

  @Test("several values are ticked into one condition")
  func values() throws {
    var driver = Driver()
    driver.press("3 Ctrl-N a Enter Space Space Enter")
    #expect(driver.state.segments.builder.text == "country in (DE, AT)")
    driver.press("a Enter Down Enter")
    #expect(
      driver.state.segments.builder.text == "country in (DE, AT) and country = AT")
  }

  @Test("a condition can be typed whole: it is read, counted and only then taken")
  func typed() throws {
    var driver = Driver()
    driver.press("3 Ctrl-N a")
    driver.type("age > ?")
    driver.press("Enter")
    try #require(driver.line != nil, "the line is not read")
    #expect(driver.text.contains("“?” is no condition"))
    driver.press("Enter")
    #expect(driver.state.segments.builder.isEmpty)
    driver.press("Backspace 4 0 Enter")
    #expect(driver.state.segments.builder.text == "age > 40")
    #expect(driver.state.overlay == nil)
  }

  @Test("what conditions begin with offers all of that kind: @ segments, consent purposes")
  func beginnings() {
    for (typed, offered) in [("@", "Newsletter readers"), ("consent", "email"), ("has", "phone")] {
      var driver = Driver()
      driver.press("3 Enter a")
      driver.type(typed)
      guard case .conditions(let picker) = driver.state.overlay else {
        Issue.record("the picker is closed")
        continue
      }
      #expect(picker.offers.contains { $0.candidate.name == offered && !$0.isTyped }, "\(typed)")
    }
  }
}
