import Basis
import Cells
import Formats
import Requests
import Screens
import Testing

@Suite("The instant and the lens that everything is seen under") struct ViewpointTests {
  @Test("times are those of the workspace's zone, in summer and in winter")
  func zone() throws {
    var startup = Sample.startup(Size(130, 36))
    startup.zone = try Zone.named("Europe/Berlin")
    var driver = Driver()
    driver.state = AppState(startup)
    driver.send(.started)
    #expect(driver.text.contains("as of 21 Nov 15:03 Europe/Berlin"))
    driver.press("@ Ctrl-U")
    driver.type("2026-07-01 14:03")
    driver.press("Enter")
    #expect(driver.state.viewpoint.asOf?.iso8601 == "2026-07-01T12:03:00Z")
    driver.press("@")
    #expect(driver.text.contains("2026-07-01 14:03"))
    driver.press("Ctrl-U")
    driver.type("2026-11-01")
    driver.press("Enter")
    // A day alone is its last second.
    #expect(driver.state.viewpoint.asOf?.iso8601 == "2026-11-01T22:59:59Z")
    driver.press("@")
    #expect(driver.text.contains("2026-11-01 "))
  }

  @Test("the lens asks everything again under the new one")
  func lens() {
    var driver = Driver()
    driver.press("1 L Down Down")
    let effects = driver.press("Enter")
    #expect(driver.state.viewpoint.lens == .household)
    let lenses = effects.compactMap { effect -> Lens? in
      if case .ask(let inquiry) = effect { inquiry.viewpoint.lens } else { nil }
    }
    #expect(lenses == [.household, .household])
  }

  @Test("an instant is looked back to, and empty is now again")
  func asOf() {
    var driver = Driver()
    driver.press("@")
    driver.type("2026-11-01 12:30")
    driver.press("Enter")
    #expect(driver.state.viewpoint.asOf?.iso8601 == "2026-11-01T12:30:00Z")
    driver.press("@ Ctrl-U")
    driver.type("someday")
    driver.press("Enter")
    #expect(driver.state.viewpoint.asOf?.iso8601 == "2026-11-01T12:30:00Z")
    driver.press("@ Ctrl-U Enter")
    #expect(driver.state.viewpoint.asOf == nil)
  }
}
