import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("A new feed, step by step") struct FeedStudyTests {
  private func opened() -> Driver {
    var driver = Driver()
    driver.press("1 A")
    driver.type("cards.csv")
    driver.press("Enter")
    return driver
  }

  @Test("is looked at before anything is kept, and shown with what its columns become")
  func look() {
    var driver = Driver()
    driver.press("1 A")
    driver.type("cards.csv")
    #expect(
      driver.press("Enter").questions == [
        .study(FeedStudyRequest(path: "cards.csv"))
      ])
    for text in ["identifier email", "personal data, not shown", "998 of the first 1,000"] {
      #expect(driver.text.contains(text), "\(text)")
    }
    // What is wrong with it stands below its columns where the screen is narrow.
    #expect(view(driver.state, Size(80, 24)).text.contains("line 1,204"))
  }

  @Test("one decision about a column leaves what the others were found to be")
  func role() {
    var driver = opened()
    driver.press("End e Ctrl-U")
    driver.type("attribute tier")
    let asked = driver.press("Enter").questions
    let found = [
      "Kundennummer": "identifier user_id", "E-Mail": "identifier email",
      "Stufe": "attribute stufe", "Geändert am": "time", "x7": "attribute tier",
    ]
    #expect(asked == [.study(FeedStudyRequest(path: "cards.csv", roles: found))])
    #expect(driver.text.contains("● attribute tier"))
    driver.press("Space")
    #expect(driver.state.sources.study?.roles["x7"] == FeedStudy.unused)
    driver.press("Space")
    #expect(driver.state.sources.study?.roles["x7"] == nil)
  }

  @Test("becomes a source with a name, a party and a kind, after asking")
  func take() {
    var driver = opened()
    driver.press("s Ctrl-U")
    driver.type("crm")
    driver.press("Enter")
    #expect(driver.state.notices.last?.notice.text == "There is a source “crm” already")
    driver.press("Ctrl-U")
    driver.type("cards")
    driver.press("Enter Ctrl-U")
    driver.type("seventh")
    driver.press("Enter")
    #expect(driver.state.notices.last?.notice.text.contains("none of first") == true)
    driver.press("Enter Enter")
    #expect(driver.text.contains("Make the source “cards”?"))
    #expect(
      driver.press("y").questions.first
        == .addSource(
          NewSourceRequest(
            name: "cards", party: "first", kind: "crm", mapping: "[feed]\nformat = \"csv\"\n",
            file: "cards.csv")))
    #expect(driver.state.sources.study == nil)
    #expect(driver.state.notices.contains { $0.notice.text.contains("12,031 rows accepted") })
  }

  @Test("that is looked at while another one becomes a source stays open")
  func other() throws {
    var driver = opened()
    driver.press("s Ctrl-U")
    driver.type("cards")
    driver.press("Enter Enter Enter")
    driver.answers = false
    driver.press("y")
    let job = try #require(driver.job(.addSource))
    driver.answers = true
    driver.press("Esc A Ctrl-U")
    driver.type("other.csv")
    driver.press("Enter")
    driver.report(
      job,
      .answered(
        .ingested(
          IngestSummary(
            source: "cards", files: 1, filesKnown: 0, rows: 1, accepted: 1, duplicates: 0,
            rejected: [], seconds: 1))))
    #expect(driver.state.sources.study?.path == "other.csv")
    #expect(driver.state.sources.lastStudy?.path == "other.csv")
  }

  @Test("that was left is taken up again with what was decided")
  func leave() {
    var driver = opened()
    driver.press("End Space Esc")
    #expect(driver.state.sources.study == nil)
    #expect(driver.text.contains("Last batch"))
    driver.press("A")
    #expect(driver.text.contains("cards.csv"))
    driver.press("Enter")
    #expect(driver.state.sources.study?.roles["x7"] == nil)
    #expect(driver.state.sources.study?.roles["Stufe"] == "attribute stufe")
  }

  @Test("that cannot come in says why, and makes no source")
  func obstacle() throws {
    var driver = Driver(answers: false)
    driver.press("1 A")
    driver.type("x")
    driver.press("Enter")
    let job = try #require(driver.job(.study))
    var study = Sample.study(FeedStudyRequest(path: "x"))
    study.preview = FeedPreview(obstacle: "no column is an identifier", remedy: "Name one")
    driver.report(job, .answered(.study(study)))
    #expect(driver.text.contains("no column is an identifier"))
    #expect(
      driver.state.disabledReason(.takeFeed) == "With these roles nothing could come in")
  }
}
