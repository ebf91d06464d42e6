import Basis
import Cells
import Requests
import Testing

@testable import Screens

@Suite("The sources pane") struct SourcePaneTests {
  @Test("moving through the sources shows the detail of each and nothing of another")
  func sources() {
    var driver = Driver()
    driver.press("1")
    #expect(driver.state.sources.detail.value?.summary.name == "crm")
    driver.answers = false
    let effects = driver.press("j")
    #expect(driver.state.sources.detail.value == nil)
    #expect(effects.questions == [.source(name: "web")])
  }

  @Test("a file is ingested for the source under the cursor, with paths to choose from")
  func ingest() {
    var driver = Driver()
    driver.press("1 a Down Tab")
    let effects = driver.press("Enter")
    #expect(
      effects.questions == [
        .ingest(IngestRequest(source: "crm", files: ["orders.csv"]))
      ])
    #expect(
      driver.state.notices.last?.notice.text
        == "crm: 98 rows accepted, 1 known, 1 rejected in 400 ms")
  }

  @Test("a batch is taken out only after asking")
  func undoBatch() {
    var driver = Driver()
    driver.press("1 u")
    #expect(driver.text.contains("kunden_2026-11-21.csv, taken in 21 Nov 09:03"))
    #expect(driver.press("u") == [])
    let effects = driver.press("y")
    #expect(effects.questions == [.undoBatch(BatchID(60))])
  }

  @Test("a source without rejects says so instead of retrying")
  func retry() {
    var driver = Driver()
    driver.press("1 j")
    #expect(driver.press("r") == [])
    #expect(driver.state.notices.last?.notice.text == "This source has no rejected rows")
    driver.press("k")
    #expect(driver.press("r").questions == [.retryRejects(source: "crm")])
  }

  @Test("a workspace for reading only says so and writes nothing")
  func readOnly() throws {
    var driver = Driver(answers: false)
    var header = Sample.header
    header.isReadOnly = true
    let job = try #require(driver.job(.header))
    driver.report(job, .answered(.header(header)))
    driver.answers = true
    driver.press("1 a")
    #expect(driver.state.overlay == nil)
    #expect(driver.state.disabledReason(.ingest) == "The workspace is open for reading only")
    #expect(driver.text.contains("read-only"))
  }

  @Test("a folder is watched until w is struck again, and what comes is told")
  func watch() throws {
    var driver = Driver(answers: false)
    driver.press("1")
    let sources = try #require(driver.job(.sources))
    driver.report(sources, .answered(.sources(Sample.sources)))
    driver.press("w")
    driver.type("drop")
    driver.press("Enter")
    let job = try #require(driver.job(.watch(source: "crm")))
    #expect(driver.text.contains("Watching for crm… Ctrl-X"))
    driver.report(job, .estimate(.done("Watching drop for crm")))
    #expect(driver.text.contains("Watching drop for crm"))
    let summary = IngestSummary(
      source: "crm", files: 1, filesKnown: 0, rows: 7, accepted: 7, duplicates: 0, rejected: [],
      seconds: 0.1)
    driver.report(job, .estimate(.ingested(summary)))
    #expect(driver.text.contains("crm: 7 rows accepted"))
    #expect(driver.job(.watch(source: "crm")) == job)
    // Waiting costs nothing: when everything else is answered there is nothing to tick for.
    for other in driver.state.jobs where other.id != job {
      driver.report(other.id, .cancelled)
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

  @Test("the batch that is selected stays so when a new one comes in above it")
  func sameBatch() throws {
    var driver = Driver()
    driver.press("1 Tab Down Down")
    let before = Sample.detail.batches[2].id
    var detail = Sample.detail
    var new = detail.batches[0]
    new.id = BatchID(900)
    detail.batches.insert(new, at: 0)
    driver.answers = false
    driver.press("R")
    let sources = try #require(driver.job(.sources))
    driver.report(sources, .answered(.sources(Sample.sources)))
    let job = try #require(driver.job(.source))
    driver.report(job, .answered(.source(detail)))
    let list = driver.state.list(.batches)
    #expect(driver.state.sources.detail.value?.batches[list.selection].id == before)
    #expect(list.selection == 3)
  }

  @Test("only folders are offered for watching")
  func folders() {
    var driver = Driver()
    driver.press("1 w")
    #expect(driver.prompt?.offers == ["feeds/"])
    driver.press("Esc a")
    #expect(driver.prompt?.offers == ["feeds/", "orders.csv"])
  }

  @Test("a source that was made from a feed is the one that is selected")
  func made() throws {
    var driver = Driver()
    driver.press("1 End")
    driver.answers = false
    var state = driver.state
    let request = NewSourceRequest(
      name: "loyal", party: "first", kind: "crm", mapping: "", file: "loyalty.csv")
    let asked = state.ask(.addSource(request), for: .addSource)
    driver.state = state
    guard case .ask(let inquiry)? = asked.first else {
      Issue.record("nothing was asked")
      return
    }
    let summary = IngestSummary(
      source: "loyal", files: 1, filesKnown: 0, rows: 40, accepted: 40, duplicates: 0,
      rejected: [], seconds: 0.1)
    driver.report(inquiry.job, .answered(.ingested(summary)))
    var all = Sample.sources
    all.insert(
      Sample.source("loyal", "first", "crm", 0, nil, .unknown, 40, 40, 0, 0, nil), at: 2)
    let job = try #require(driver.job(.sources))
    driver.report(job, .answered(.sources(all)))
    #expect(driver.state.list(.sources).selection == 2)
    #expect(driver.text.contains("Batches › loyal"))
  }
}
