import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("What is written waits for its turn") struct QueueTests {
  @Test("a second ingest waits for the first, and begins when that has ended, however it did")
  func queue() throws {
    let summary = IngestSummary(
      source: "crm", files: 1, filesKnown: 0, rows: 1, accepted: 1, duplicates: 0, rejected: [],
      seconds: 1)
    let fault = Fault(.malformed, "b.csv", reason: "it is broken", remedy: "Mend it")
    let endings: [JobEvent] = [.answered(.ingested(summary)), .failed(fault), .cancelled]
    for ending in endings {
      var driver = Driver()
      #expect(driver.ingest("a.csv").questions.count == 1)
      #expect(driver.ingest("b.csv").questions.isEmpty)
      #expect(driver.text.contains("Ingesting b.csv for crm waits for its turn"))
      let first = try #require(driver.state.work.first)
      #expect(driver.state.work.map(\.state) == [.running, .waiting])
      driver.send(.tick(Instant(milliseconds: Sample.now.milliseconds + 5_000)))
      #expect(driver.text.contains("· 1 waiting"), "\(driver.text)")
      let effects = driver.report(first.id, ending)
      #expect(
        effects.questions.contains(.ingest(IngestRequest(source: "crm", files: ["b.csv"]))))
      #expect(driver.state.work.map(\.state) == [.running])
    }
  }

  @Test("what waits can be called off before it begins, and what is called off is waited for")
  func calledOff() throws {
    var driver = Driver()
    driver.ingest("a.csv")
    driver.ingest("b.csv")
    driver.ingest("c.csv")
    driver.press("Ctrl-X")
    #expect(driver.text.contains("Call off what?"))
    driver.type("b.csv")
    #expect(driver.press("Enter") == [])
    #expect(
      driver.state.work.map(\.title) == ["Ingesting a.csv for crm", "Ingesting c.csv for crm"])
    let first = try #require(driver.state.work.first)
    driver.press("Ctrl-X")
    driver.type("a.csv")
    #expect(driver.press("Enter") == [.cancel(first.id)])
    // The engine has not stopped yet, and nobody else may write.
    #expect(driver.state.work.map(\.state) == [.waiting])
    #expect(driver.report(first.id, .cancelled).questions.count == 1)
    #expect(driver.state.work.map(\.state) == [.running])
  }

  @Test("a segment that is saved meanwhile waits, too, and is saved afterwards")
  func saving() throws {
    var driver = Driver()
    driver.press("3 Enter Down n")
    driver.ingest("a.csv")
    let first = try #require(driver.job(.ingest))
    driver.press("3 s")
    #expect(driver.press("Enter").questions.isEmpty)
    #expect(driver.state.work.map(\.state) == [.running, .waiting])
    let effects = driver.report(first, .cancelled)
    #expect(effects.questions.contains { if case .save = $0 { true } else { false } })
  }

  @Test("what waits is done under the viewpoint that it was asked under")
  func viewpoint() throws {
    var driver = Driver()
    driver.ingest("a.csv")
    driver.ingest("b.csv")
    let first = try #require(driver.state.work.first)
    driver.state.viewpoint.lens = .device
    let effects = driver.report(first.id, .cancelled)
    let lenses = effects.compactMap { effect in
      if case .ask(let inquiry) = effect { inquiry.viewpoint.lens } else { nil }
    }
    #expect(lenses == [.person])
  }

  // MARK: Watching

  /// Begins to watch for the first source, and leaves that open.
  private func watching(_ driver: inout Driver) throws -> JobID {
    driver.answers = true
    driver.press("1 w Ctrl-U")
    driver.type("drop")
    driver.answers = false
    driver.press("Enter")
    return try #require(driver.job(.watch(source: "crm")))
  }

  private func states(_ driver: Driver) -> [RunningJob.State] { driver.state.work.map(\.state) }

  @Test("a watch waits for its turn as well, and lets others go first once it has begun")
  func watch() throws {
    var driver = Driver()
    driver.ingest("a.csv")
    let first = try #require(driver.job(.ingest))
    let watch = try watching(&driver)
    driver.ingest("b.csv")
    #expect(states(driver) == [.running, .waiting, .waiting])
    driver.report(first, .cancelled)
    #expect(states(driver) == [.running, .waiting])
    let effects = driver.report(watch, .estimate(.done("Watching drop for crm")))
    #expect(effects.questions == [.ingest(IngestRequest(source: "crm", files: ["b.csv"]))])
    #expect(states(driver) == [.resting, .running])
    #expect(driver.text.contains("Watching drop for crm"))
  }

  @Test("what waits for a watch that takes a file in begins when that has stopped")
  func watchCalledOff() throws {
    var driver = Driver()
    let watch = try watching(&driver)
    driver.report(watch, .estimate(.done("Watching drop for crm")))
    driver.report(
      watch,
      .progress(Progress(what: "Watching", done: 1, total: 9, unit: "bytes", elapsedSeconds: 1)))
    driver.ingest("b.csv")
    #expect(states(driver) == [.running, .waiting])
    #expect(driver.press("w") == [.cancel(watch)])
    #expect(states(driver) == [.waiting])
    #expect(driver.report(watch, .cancelled).questions.count == 1)
    #expect(states(driver) == [.running])
  }

  // MARK: Saving

  private static let name = DraftStore.Key(name: "Autumn win-back")

  /// A changed segment whose save waits for an ingest, which is returned.
  private func waitingSave(_ driver: inout Driver) throws -> JobID {
    driver.press("3 Enter Down n")
    driver.ingest("a.csv")
    driver.answers = true
    driver.press("3 s Enter")
    #expect(states(driver) == [.running, .waiting])
    return try #require(driver.job(.ingest))
  }

  /// Ends the work, which lets the next one begin and be answered.
  private func end(_ job: JobID, _ driver: inout Driver) {
    driver.answers = true
    driver.report(job, .cancelled)
  }

  @Test("what is edited while a save waits stays, and is no part of what was saved")
  func editedMeanwhile() throws {
    var driver = Driver()
    let ingest = try waitingSave(&driver)
    let sent = driver.state.segments.builder.text
    driver.press("d")
    let edited = driver.state.segments.builder.text
    end(ingest, &driver)
    #expect(driver.state.segments.version == 4)
    #expect(driver.state.segments.savedText == sent)
    #expect(driver.state.segments.isDirty)
    #expect(driver.state.drafts.text(of: Self.name) == edited)
    driver.press("u")
    #expect(!driver.state.segments.isDirty)
  }

  @Test("a segment that is opened while the save of another waits stays what it is")
  func openedMeanwhile() throws {
    var driver = Driver()
    let ingest = try waitingSave(&driver)
    driver.press("o Down Enter y n")
    let draft = driver.state.segments.builder.text
    end(ingest, &driver)
    #expect(driver.state.segments.name == "Newsletter readers")
    #expect(driver.state.segments.version == 7)
    #expect(
      driver.state.drafts == DraftStore([.init(.init(name: "Newsletter readers"), text: draft)]))
    #expect(driver.text.contains("“Autumn win-back” saved as version 4"), "\(driver.text)")
  }

  @Test("what was edited before another segment was opened is kept as a draft of the new version")
  func leftMeanwhile() throws {
    var driver = Driver()
    let ingest = try waitingSave(&driver)
    driver.press("d")
    let edited = driver.state.segments.builder.text
    driver.press("o Down Enter y")
    end(ingest, &driver)
    #expect(driver.state.drafts == DraftStore([.init(Self.name, text: edited)]))
  }

  @Test("a save that waits for another one of the same segment is based on that")
  func savedTwice() throws {
    var driver = Driver()
    let ingest = try waitingSave(&driver)
    driver.press("d s Enter")
    driver.effects = []
    end(ingest, &driver)
    let bases = driver.effects.questions.compactMap { question in
      if case .save(let request) = question { request.basedOn } else { nil }
    }
    #expect(bases == [3, 4])
    #expect(driver.state.segments.version == 5)
    #expect(!driver.state.segments.isDirty)
  }

  @Test("the open segment follows its new name, with its draft and with a save that waits")
  func renamed() throws {
    var driver = Driver()
    driver.press("3 Enter n")
    let edited = driver.state.segments.builder.text
    driver.ingest("a.csv")
    driver.answers = true
    driver.press("3 o Home r Ctrl-U")
    driver.type("Win-back")
    driver.press("Enter Enter s Enter")
    #expect(states(driver) == [.running, .waiting, .waiting])
    driver.effects = []
    end(try #require(driver.job(.ingest)), &driver)
    let saved = driver.effects.questions.filter { if case .save = $0 { true } else { false } }
    #expect(
      saved == [.save(SaveRequest(name: "Win-back", text: edited, note: "", basedOn: 3))])
    #expect(driver.state.segments.name == "Win-back")
    #expect(driver.state.drafts.drafts.isEmpty)
  }
}
