import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("The consent pane") struct ConsentPaneTests {
  @Test("consent is broken down the other way, and the ledger is verified")
  func consent() {
    var driver = Driver()
    driver.press("2")
    #expect(
      driver.press("b").questions == [
        .consent(ConsentRequest(breakdown: .source))
      ])
    driver.press("v")
    #expect(
      driver.state.notices.last?.notice.text == "All 4,120,334 records of the ledger are as written"
    )
  }

  @Test("a person's consent is found by what they are called, and shown masked")
  func consentOfOne() {
    var driver = Driver(Size(120, 40))
    driver.press("2 s")
    #expect(driver.state.takesIdentifier(.focus(true)))
    driver.type("email:mara@example.org")
    let effects = driver.press("Enter")
    let person = PersonReference.identifier(namespace: "email", value: "mara@example.org")
    #expect(effects.questions == [.consentHistory(person)])
    #expect(driver.text.contains("One person › email:ma•••••"))
    #expect(driver.text.contains("✗ refused"))
    driver.press("Down")
    #expect(driver.text.contains("refused by ma•••@•••.org through newsletter"))
    #expect(!driver.text.contains("mara@example.org"))
  }
}
