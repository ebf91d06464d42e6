import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("Home, watched folders and one person's consent") struct HomeTests {
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

  @Test("a person's consent is found by what they are called, and shown masked")
  func consentOfOne() {
    var driver = Driver(Size(120, 40))
    driver.press("2 s")
    #expect(driver.state.takesIdentifier)
    driver.type("email:mara@example.org")
    let effects = driver.press("Enter")
    let person = PersonReference.identifier(namespace: "email", value: "mara@example.org")
    #expect(SegmentsTests.questions(effects) == [.consentHistory(person)])
    #expect(driver.text.contains("One person › email:ma•••••"))
    #expect(driver.text.contains("✗ refused"))
    driver.press("Down")
    #expect(driver.text.contains("refused by ma•••@•••.org through newsletter"))
    #expect(!driver.text.contains("mara@example.org"))
  }

  @Test("a folder is watched until w is struck again, and what comes is told")
  func watch() throws {
    var driver = Driver(answers: false)
    driver.press("1")
    let sources = try #require(driver.job(.sources))
    driver.send(.reported(JobReport(job: sources, event: .answered(.sources(Sample.sources)))))
    driver.press("w")
    driver.type("drop")
    driver.press("Enter")
    let job = try #require(driver.job(.watch(source: "crm")))
    #expect(driver.text.contains("Watching for crm… Ctrl-X"))
    let summary = IngestSummary(
      source: "crm", files: 1, filesKnown: 0, rows: 7, accepted: 7, duplicates: 0, rejected: [],
      seconds: 0.1)
    driver.send(.reported(JobReport(job: job, event: .estimate(.ingested(summary)))))
    #expect(driver.text.contains("crm: 7 rows accepted"))
    #expect(driver.job(.watch(source: "crm")) == job)
    // Waiting costs nothing: when everything else is answered there is nothing to tick for.
    for other in driver.state.jobs where other.id != job {
      driver.send(.reported(JobReport(job: other.id, event: .cancelled)))
    }
    let late = driver.state.now.advanced(byMilliseconds: 60_000)
    driver.send(.tick(late))
    #expect(driver.state.millisecondsToNextTick == nil)
    #expect(driver.press("w") == [.cancel(job)])
  }

  @Test("the mapping of a source can be read")
  func mapping() {
    var driver = Driver()
    driver.press("1 m")
    #expect(driver.text.contains("How crm is read"))
  }

  @Test("sources are sorted by every column that they have")
  func sorting() {
    var driver = Driver(Size(200, 40))
    driver.press("1 o o o o o O")
    #expect(driver.text.contains("Freshness▼"))
    // What never came is later than everything that is late.
    let row = driver.text.split(separator: "\n").first { $0.contains("▸") }
    #expect(row?.contains("panel") == true)
  }
}
