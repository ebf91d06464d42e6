import Basis
import Cells
import Formats
import Requests
import Screens
import Testing

@Suite("What holds on every pane") struct ShellTests {
  @Test("starting asks for the header and the sources, and nothing else")
  func start() {
    var driver = Driver(answers: false)
    let questions = driver.effects.map { effect -> Question? in
      if case .ask(let inquiry) = effect { inquiry.question } else { nil }
    }
    #expect(questions == [.header, .sources])
    #expect(driver.send(.input(.focus(true))) == [])
  }

  @Test("numbers open panes, and a pane that does not work yet is neither shown nor opened")
  func panes() {
    var startup = Sample.startup()
    startup.panes = [.sources, .consent, .segments]
    var driver = Driver()
    driver.state = AppState(startup)
    driver.press("2")
    #expect(driver.state.pane == .consent)
    driver.press("5")
    #expect(driver.state.pane == .consent)
    #expect(driver.state.notices.last?.notice.text == "Audiences is not part of this workspace yet")
    #expect(!driver.text.split(separator: "\n")[1].contains("Audiences"))
    driver.press(":")
    #expect(!driver.text.contains("Reports"))
  }

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

  @Test("what the engine does not answer is neither asked nor shown")
  func features() {
    var startup = Sample.startup()
    startup.missing = Set(Feature.allCases)
    startup.panes = [.sources, .consent, .segments]
    var driver = Driver()
    driver.state = AppState(startup)
    driver.effects = []
    driver.send(.started)
    driver.press("1 2 3 Enter n e Esc")
    let asked = SegmentsTests.questions(driver.effects)
    for question in asked {
      switch question {
      case .waterfall, .facets, .trend, .versions, .ledger, .complete, .destinations:
        Issue.record("\(question) was asked")
      default: break
      }
    }
    #expect(!driver.text.contains("Who they are"))
    #expect(!driver.text.contains("export"))
    driver.press("?")
    #expect(!driver.text.contains("waterfall"))
    driver.press("Esc 1 a")
    #expect(driver.state.overlay == nil)
    #expect(!driver.text.contains("ingest"))
  }

  @Test("an answer to a job that was called off is dropped")
  func stale() {
    var driver = Driver(answers: false)
    guard let first = driver.job(.sources) else {
      Issue.record("nothing was asked")
      return
    }
    let effects = driver.press("1")
    #expect(effects.first == .cancel(first))
    driver.send(.reported(JobReport(job: first, event: .answered(.sources(Sample.sources)))))
    #expect(driver.state.sources.all.value == nil)
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

  @Test("a theme shows while it is looked at, and Esc brings the old one back")
  func theme() {
    var driver = Driver()
    driver.press("T")
    #expect(driver.press("Down") == [.useTheme("paper")])
    #expect(driver.press("Esc") == [.useTheme("night")])
    driver.press("T")
    driver.press("Down")
    #expect(driver.press("Enter") == [.useTheme("paper")])
    #expect(driver.state.theme == "paper")
  }

  @Test("q quits at once when nothing would be lost, and asks when something would")
  func quit() {
    var driver = Driver()
    #expect(driver.press("q") == [.quit])
    driver.press("3 Enter n")
    #expect(driver.press("q") == [])
    #expect(driver.press("q") == [])
    #expect(driver.press("Esc") == [])
    driver.press("q")
    #expect(driver.press("y") == [.quit])
  }

  @Test("Esc quits nothing and destroys nothing, however often it is struck")
  func escape() {
    var driver = Driver()
    driver.press("3 Enter Down n")
    let root = driver.state.segments.builder.root
    for _ in 0..<20 { driver.press("Esc") }
    #expect(driver.state.segments.builder.root == root)
    #expect(!driver.effects.contains(.quit))
  }

  @Test("a filter narrows while it is typed, and Esc brings the former one back")
  func filter() {
    var driver = Driver()
    driver.press("1 /")
    driver.type("first !web")
    #expect(driver.text.contains("3 shown"))
    driver.press("Enter /")
    driver.type(" zzz")
    driver.press("Esc")
    #expect(driver.state.lists[.sources]?.filter == "first !web")
    driver.press("Esc")
    #expect(driver.state.lists[.sources]?.filter == "")
  }

  @Test("sorting goes from column to column and turns round")
  func sort() {
    var driver = Driver()
    driver.press("1 o")
    #expect(driver.text.contains("Source▲"))
    driver.press("O")
    #expect(driver.text.contains("Source▼"))
    #expect(driver.state.sources.all.value?.count == 6)
    for _ in 0..<9 { driver.press("o") }
    #expect(driver.state.lists[.sources]?.sort == nil)
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
  func fault() {
    var driver = Driver(answers: false)
    driver.press("1")
    guard let job = driver.job(.sources) else { return }
    let fault = Fault(
      .damaged, "catalogue", reason: "a page is torn", remedy: "Run parterre verify")
    driver.send(.reported(JobReport(job: job, event: .failed(fault))))
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

  @Test("a click opens a pane, focuses a panel and selects, a second one opens")
  func mouse() {
    var driver = Driver()
    driver.click(13, 1)
    #expect(driver.state.pane == .sources)
    driver.click(5, 5)
    #expect(driver.state.lists[.sources]?.selection == 1)
    driver.click(5, 5)
    #expect(driver.state.focused == .batches)
    driver.send(.input(.mouse(MouseEvent(.wheelDown, at: Point(5, 5)))))
    #expect(driver.state.focused == .sources)
    #expect(driver.state.lists[.sources]?.selection == 4)
  }

  @Test("the line between two sides is dragged, and sides keep room")
  func drag() {
    var driver = Driver()
    driver.press("3 Enter")
    driver.click(83, 10)
    driver.send(.input(.mouse(MouseEvent(.drag(.left), at: Point(60, 11)))))
    driver.send(.input(.mouse(MouseEvent(.release(.left), at: Point(60, 11)))))
    #expect(driver.state.layout.place(of: .size)?.section.column == 60)
    driver.send(.input(.mouse(MouseEvent(.drag(.left), at: Point(10, 11)))))
    #expect(driver.state.layout.place(of: .size)?.section.column == 60)
    driver.click(60, 10)
    driver.send(.input(.mouse(MouseEvent(.drag(.left), at: Point(0, 11)))))
    #expect(driver.state.layout.place(of: .size)?.section.column == 24)
  }

  @Test("Ctrl-C leaves a dialog and not the program")
  func interrupt() {
    var driver = Driver()
    driver.press(":")
    #expect(driver.press("Ctrl-C") == [])
    #expect(driver.state.overlay == nil)
    #expect(driver.press("Ctrl-C") == [.quit])
  }

  @Test("a click on a hint does what its key does, and one beside a dialog closes it")
  func hints() {
    var driver = Driver()
    driver.press("1")
    driver.click(2, 35)
    guard case .prompt = driver.state.overlay else {
      Issue.record("the hint does nothing")
      return
    }
    driver.click(0, 0)
    #expect(driver.state.overlay == nil)
  }

  @Test("the palette finds actions, segments and sources and runs them")
  func palette() {
    var driver = Driver()
    driver.press(":")
    driver.type("newsletter re")
    driver.press("Enter")
    #expect(driver.state.pane == .segments)
    #expect(driver.state.segments.name == "Newsletter readers")
    driver.press("Ctrl-P")
    driver.type("coverage").forEach { _ in }
    driver.press("Esc :")
    driver.type("partner")
    driver.press("Enter")
    #expect(driver.state.pane == .sources)
    #expect(driver.state.lists[.sources]?.selection == 4)
  }

  @Test("a screen that is too small says so on one line")
  func small() {
    var driver = Driver()
    driver.send(.input(.resize(Size(59, 14))))
    #expect(driver.text.trimmingLines == "parterre needs 60×15, this is 59×14")
    driver.send(.input(.resize(Size(60, 15))))
    #expect(driver.text.contains("Needs attention"))
  }

  @Test("the work that runs is shown with rate and time left, and can be called off")
  func work() {
    var driver = Driver()
    driver.press("1 a")
    driver.type("orders.csv")
    driver.answers = false
    driver.press("Enter")
    guard let job = driver.job(.ingest) else {
      Issue.record("nothing is ingested")
      return
    }
    let progress = Progress(
      what: "reading orders.csv", done: 250_000, total: 1_000_000, unit: "rows", elapsedSeconds: 2)
    driver.send(.reported(JobReport(job: job, event: .progress(progress))))
    #expect(driver.text.contains("250,000 rows · 125k/s · 6.0 s left"))
    #expect(driver.press("q") == [])
    driver.press("Esc")
    #expect(driver.press("Ctrl-X") == [.cancel(job)])
    #expect(driver.state.work.isEmpty)
  }

  @Test("the command that prints a pane is copied for a shell")
  func command() {
    var driver = Driver()
    driver.press("3 Enter")
    #expect(
      driver.press("C") == [
        .copy(
          "parterre -w /data/spring.workspace count '\(Sample.tree.text)' --each --waterfall meta")
      ])
  }
}

extension String {
  var trimmingLines: String {
    split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(separator: "\n")
  }
}
