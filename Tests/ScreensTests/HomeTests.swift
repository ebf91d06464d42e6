import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("The home pane") struct HomeTests {
  @Test("home shows coverage and segments where there is room, and opens their panes")
  func home() {
    var driver = Driver(Size(160, 50))
    #expect(driver.text.contains("Coverage by purpose"))
    #expect(driver.text.contains("Newsletter readers"))
    driver.press("Tab Tab Tab Enter")
    #expect(driver.state.pane == .consent)
    driver.press("0 Tab Down Enter")
    #expect(driver.state.pane == .segments)
    #expect(driver.state.segments.title == "Newsletter readers")
  }

  @Test("a small home has its panels one after the other, and says that there are more")
  func smallHome() {
    var driver = Driver(Size(80, 24))
    #expect(driver.text.contains("Tab: 5 more"))
    for title in ["Workspace", "Sources", "Coverage by purpose", "Segments"] {
      driver.press("Tab")
      #expect(driver.text.contains("─ \(title) "))
    }
  }

  @Test("an item of the home pane opens what it is about")
  func attention() {
    var driver = Driver()
    driver.press("Down Down Enter")
    #expect(driver.state.pane == .sources)
    #expect(driver.state.focused == .rejects)
    driver.press("Enter")
    #expect(driver.text.contains("kunden_2026-11-21.csv:1204 · Geburtsdatum"))
  }
}
