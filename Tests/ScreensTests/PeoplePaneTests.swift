import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("The people pane") struct PeoplePaneTests {
  @Test("an identifier is looked for by its namespace, and shown masked")
  func search() {
    var driver = Driver()
    driver.press("6 s")
    driver.type("email:mara@example.org")
    let effects = driver.press("Enter")
    #expect(
      effects.questions == [
        .findPeople(PersonSearch(namespace: "email", value: "mara@example.org"))
      ])
    #expect(!driver.text.contains("mara"))
    #expect(driver.text.contains("email:ma•••••"))
    #expect(driver.text.contains("ma•••@•••.org"))
  }

  @Test("nobody found says so")
  func nobody() {
    var driver = Driver()
    driver.press("6 s")
    driver.type("nobody")
    driver.press("Enter")
    #expect(driver.text.contains("Nobody has no•••••"))
  }

  @Test("what is revealed masks itself after ten seconds and is never copied")
  func reveal() {
    var driver = Driver()
    driver.press("6 s x Enter")
    #expect(
      driver.press("r").questions == [
        .person(.profile(ProfileID(70_111)), reveal: true)
      ])
    #expect(driver.text.contains("mara@example.org"))
    #expect(driver.state.millisecondsToNextTick != nil)
    #expect(!driver.press("c").contains { if case .copy = $0 { true } else { false } })
    #expect(!driver.press("Y").contains { if case .copy = $0 { true } else { false } })
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 9_999)))
    #expect(driver.text.contains("mara@example.org"))
    driver.answers = false
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 10_000)))
    #expect(!driver.text.contains("mara"))
  }

  @Test("a revealed view that comes too late is not shown")
  func late() throws {
    var driver = Driver()
    driver.press("6 s x Enter")
    driver.answers = false
    driver.press("r")
    let job = try #require(driver.job(.person))
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 10_000)))
    driver.report(job, .answered(.person(Driver.person(true))))
    #expect(!driver.text.contains("mara"))
  }

  @Test("why a person is in a segment is asked from the person")
  func why() {
    var driver = Driver()
    driver.press("6 s x Enter w")
    let effects = driver.press("Enter")
    #expect(
      effects.questions == [
        .why(.text("@\"Autumn win-back\""), .profile(ProfileID(70_111)))
      ])
  }
}
