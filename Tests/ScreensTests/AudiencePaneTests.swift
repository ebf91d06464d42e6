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

  @Test("what keeps an export from going is the reason of the key")
  func obstacle() throws {
    var driver = Driver()
    driver.press("5 a")
    driver.answers = false
    driver.press("Enter")
    let job = try #require(driver.job(.preflight))
    var flight = Sample.preflight
    flight.obstacles = ["118 people are fewer than the 1,000 that are needed"]
    driver.report(job, .answered(.preflight(flight)))
    driver.press("x")
    #expect(driver.state.overlay == nil)
    #expect(driver.state.notices.last?.notice.text == flight.obstacles[0])
  }
}
