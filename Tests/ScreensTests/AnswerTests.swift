import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("Answers that are waited for, come late or fail") struct AnswerTests {
  @Test("an answer to a job that was called off is dropped")
  func stale() throws {
    var driver = Driver(answers: false)
    let first = try #require(driver.job(.sources))
    let effects = driver.press("1")
    #expect(effects.first == .cancel(first))
    driver.report(first, .answered(.sources(Sample.sources)))
    #expect(driver.state.sources.all.value == nil)
  }

  @Test("what went well goes away after four seconds, an error stays until it is read")
  func notices() {
    var driver = Driver()
    driver.send(.noticed(Notice("copied", .ok)))
    driver.send(.noticed(Notice("the disk is full", .error)))
    #expect(driver.state.millisecondsToNextTick == 4_000)
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 4_000)))
    #expect(driver.state.notices.map(\.notice.text) == ["the disk is full"])
    #expect(driver.state.millisecondsToNextTick == nil)
    driver.press("!")
    #expect(driver.text.contains("the disk is full"))
    driver.press("Esc")
    #expect(driver.state.notices.isEmpty)
  }

  @Test("idle, the run loop is asked for no tick at all")
  func idle() {
    #expect(Driver().state.millisecondsToNextTick == nil)
    #expect(Driver(answers: false).state.millisecondsToNextTick == 100)
  }

  @Test("an error stands where the content would be, with what to do")
  func fault() throws {
    var driver = Driver(answers: false)
    driver.press("1")
    let job = try #require(driver.job(.sources))
    let fault = Fault(
      .damaged, "catalogue", reason: "a page is torn", remedy: "Run parterre verify")
    driver.report(job, .failed(fault))
    #expect(driver.text.contains("catalogue: a page is torn."))
    #expect(driver.text.contains("Run parterre verify."))
  }

  @Test("waiting shows after 200 ms, not before")
  func loading() {
    var driver = Driver(answers: false)
    driver.press("1")
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 199)))
    #expect(!driver.text.contains("ms"))
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 340)))
    #expect(driver.text.contains("340 ms"))
  }

  @Test("new data asks again for what is on the screen")
  func newData() {
    var driver = Driver()
    driver.press("2")
    let effects = driver.send(.workspaceChanged)
    #expect(effects.count == 3)
  }

  @Test("the work that runs is shown with rate and time left, and can be called off")
  func work() throws {
    var driver = Driver()
    driver.press("1 a")
    driver.type("orders.csv")
    driver.answers = false
    driver.press("Enter")
    let job = try #require(driver.job(.ingest))
    let progress = Progress(
      what: "reading orders.csv", done: 250_000, total: 1_000_000, unit: "rows", elapsedSeconds: 2)
    driver.report(job, .progress(progress))
    #expect(driver.text.contains("250,000 rows · 125k/s · 6.0 s left"))
    #expect(driver.press("q") == [])
    driver.press("Esc")
    #expect(driver.press("Ctrl-X") == [.cancel(job)])
    #expect(driver.state.work.isEmpty)
  }

  @Test("the end of long work says what is done, without a share that stands still")
  func phases() throws {
    var driver = Driver()
    driver.ingest("a.csv")
    let job = try #require(driver.job(.ingest))
    driver.report(
      job,
      .progress(
        Progress(
          what: "Ingesting a.csv for crm: making it part of the workspace", done: 0, total: nil,
          unit: "", elapsedSeconds: 3)))
    let line = driver.text.split(separator: "\n").last ?? ""
    #expect(line.contains("making it part of the workspace"))
    #expect(line.contains("3.0 s"))
    #expect(!line.contains("%"))
  }

  @Test("a rate and a time left go on with the time while nothing new is told")
  func stalled() throws {
    var driver = Driver()
    driver.ingest("a.csv")
    let job = try #require(driver.job(.ingest))
    driver.report(
      job,
      .progress(
        Progress(what: "reading", done: 500, total: 1_000, unit: "rows", elapsedSeconds: 5)))
    #expect(driver.text.contains("100/s · 5.0 s left"))
    driver.send(.tick(Instant(milliseconds: Sample.now.milliseconds + 5_000)))
    #expect(driver.text.contains("50/s · 10.0 s left"), "\(driver.text.suffix(130))")
  }
}
