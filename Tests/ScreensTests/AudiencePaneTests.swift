import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("The audiences pane") struct AudiencePaneTests {
  @Test("an export is confirmed by the segment's name and nothing else")
  func export() {
    var driver = Driver()
    driver.press("5")
    #expect(driver.state.disabledReason(.export) == "Choose a segment first")
    driver.press("a Enter x")
    #expect(driver.press("Enter") == [])
    driver.type("Autumn win-back")
    let effects = driver.press("Enter")
    #expect(
      effects.questions == [
        .export(ExportRequest(segment: "@\"Autumn win-back\"", destination: "meta"))
      ])
    #expect(driver.state.notices.last?.notice.text.hasPrefix("118,266 rows written") == true)
  }

  @Test("what stands in the columns of a file and what segments say fills a large screen")
  func room() {
    var driver = Driver(Size(200, 60))
    driver.press("5")
    #expect(driver.text.contains("phone digits, SHA-256"))
    #expect(driver.text.contains("Autumn win-back, version 3"))
  }

  @Test("what keeps an export from going is the reason of the key")
  func obstacle() throws {
    var driver = Driver()
    driver.press("5 a")
    driver.answers = false
    driver.press("Enter")
    let job = try #require(driver.job(.preflight))
    var flight = Sample.preflight
    flight.obstacles = [Obstacle("118 people are fewer than the 1,000 that are needed")]
    driver.report(job, .answered(.preflight(flight)))
    driver.press("x")
    #expect(driver.state.overlay == nil)
    #expect(driver.state.notices.last?.notice.text == flight.obstacles[0].reason)
  }

  @Test("a channel is told its settings, who is held out and who is left out, one after the other")
  func deliverySettings() throws {
    var driver = Driver()
    driver.press("5 a Enter e")
    driver.type("list-7")
    driver.press("Enter")
    driver.type("200")
    driver.press("Enter")
    #expect(driver.state.notices.last?.notice.text.contains("200") ?? false)
    driver.press("Ctrl-U 1 0 Enter")
    driver.type("@Buyers")
    driver.press("Enter")
    #expect(driver.state.overlay == nil)
    let asked = driver.effects.questions.compactMap { question in
      if case .preflight(let request) = question { request } else { nil }
    }
    let last = try #require(asked.last)
    #expect(last.settings == ["list_id": "list-7"])
    #expect((last.holdoutPercent, last.suppress) == (10, "@Buyers"))
    guard case .copy(let command)? = driver.press("C").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(command.contains("--holdout 10 --suppress @Buyers --set 'list_id=list-7'"))
    driver.press("e Ctrl-U Enter Esc")
    let without = driver.effects.questions.last
    guard case .preflight(let request)? = without else {
      Issue.record("nothing was asked")
      return
    }
    #expect(request.settings.isEmpty)
    // What one channel is told, another one is not.
    driver.press("Down")
    guard case .preflight(let other)? = driver.effects.questions.last else { return }
    #expect(other.holdoutPercent == 0)
  }

  @Test("a setting that is missing names the key that sets it, not an option of commands")
  func missingSetting() {
    var driver = Driver()
    driver.press("5 a Enter")
    var flight = Sample.preflight
    flight.obstacles = [Obstacle("it needs the setting “list_id”", setting: .init("list_id"))]
    driver.state.audiences.preflight.arrived(flight)
    #expect(driver.text.contains("it needs the setting “list_id”; e sets it"))
    #expect(!driver.text.contains("--set"))
    driver.press("x")
    #expect(driver.state.notices.last?.notice.text == "it needs the setting “list_id”; e sets it")
  }
}
