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

  @Test("revealing waits while something is written, and its ten seconds begin when it shows")
  func waiting() throws {
    var driver = Driver()
    driver.press("6 s x Enter")
    driver.press("1 a Ctrl-U")
    driver.type("a.csv")
    driver.answers = false
    driver.press("Enter")
    driver.press("6")
    #expect(driver.press("r").questions == [])
    #expect(driver.text.contains("Revealing identifiers waits for its turn"))
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 20_000)))
    let writer = try #require(driver.job(.ingest))
    #expect(
      driver.report(writer, .cancelled).questions.contains(
        .person(.profile(ProfileID(70_111)), reveal: true)))
    let job = try #require(driver.job(.reveal))
    driver.report(job, .answered(.person(Driver.person(true))))
    #expect(driver.text.contains("mara@example.org"))
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 29_999)))
    #expect(driver.text.contains("mara@example.org"))
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 30_000)))
    #expect(!driver.text.contains("mara"))
  }

  @Test(
    "what was called off or is not looked at any more is not revealed", arguments: ["r", "1", "S"])
  func late(key: String) throws {
    var driver = Driver()
    driver.press("6 s x Enter")
    driver.answers = false
    driver.press("r")
    let job = try #require(driver.job(.reveal))
    driver.press(key)
    driver.report(job, .answered(.person(Driver.person(true))))
    driver.press("6")
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
