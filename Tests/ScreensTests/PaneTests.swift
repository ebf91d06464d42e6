import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("Sources, consent, people, audiences and reports") struct PaneTests {
  @Test("moving through the sources shows the detail of each and nothing of another")
  func sources() {
    var driver = Driver()
    driver.press("1")
    #expect(driver.state.sources.detail.value?.summary.name == "crm")
    driver.answers = false
    let effects = driver.press("j")
    #expect(driver.state.sources.detail.value == nil)
    #expect(SegmentsTests.questions(effects) == [.source(name: "web")])
  }

  @Test("a file is ingested for the source under the cursor, with paths to choose from")
  func ingest() {
    var driver = Driver()
    driver.press("1 a Down Tab")
    let effects = driver.press("Enter")
    #expect(
      SegmentsTests.questions(effects) == [
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
    #expect(SegmentsTests.questions(effects) == [.undoBatch(BatchID(60))])
  }

  @Test("a source without rejects says so instead of retrying")
  func retry() {
    var driver = Driver()
    driver.press("1 j")
    #expect(driver.press("r") == [])
    #expect(driver.state.notices.last?.notice.text == "This source has no rejected rows")
    driver.press("k")
    #expect(SegmentsTests.questions(driver.press("r")) == [.retryRejects(source: "crm")])
  }

  @Test("an item of the home pane opens what it is about")
  func attention() {
    var driver = Driver()
    driver.press("Down Down Enter")
    #expect(driver.state.pane == .sources)
    #expect(driver.state.focused == .rejects)
    driver.press("Enter")
    #expect(driver.text.contains("kunden_2026-11-21.csv:1204 · Geburtsdatum"))
  }

  @Test("a workspace for reading only says so and writes nothing")
  func readOnly() {
    var driver = Driver(answers: false)
    var header = Sample.header
    header.isReadOnly = true
    guard let job = driver.job(.header) else { return }
    driver.send(.reported(JobReport(job: job, event: .answered(.header(header)))))
    driver.answers = true
    driver.press("1 a")
    #expect(driver.state.overlay == nil)
    #expect(driver.state.disabledReason(.ingest) == "The workspace is open for reading only")
    #expect(driver.text.contains("read-only"))
  }

  @Test("consent is broken down the other way, and the ledger is verified")
  func consent() {
    var driver = Driver()
    driver.press("2")
    #expect(
      SegmentsTests.questions(driver.press("b")) == [
        .consent(ConsentRequest(breakdown: .source))
      ])
    driver.press("v")
    #expect(
      driver.state.notices.last?.notice.text == "All 4,120,334 records of the ledger are as written"
    )
  }

  @Test("an identifier is looked for by its namespace, and shown masked")
  func search() {
    var driver = Driver()
    driver.press("6 s")
    driver.type("email:mara@example.org")
    let effects = driver.press("Enter")
    #expect(
      SegmentsTests.questions(effects) == [
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
      SegmentsTests.questions(driver.press("r")) == [
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
  func late() {
    var driver = Driver()
    driver.press("6 s x Enter")
    driver.answers = false
    driver.press("r")
    guard let job = driver.job(.person) else { return }
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 10_000)))
    driver.send(.reported(JobReport(job: job, event: .answered(.person(Driver.person(true))))))
    #expect(!driver.text.contains("mara"))
  }

  @Test("why a person is in a segment is asked from the person")
  func why() {
    var driver = Driver()
    driver.press("6 s x Enter w")
    let effects = driver.press("Enter")
    #expect(
      SegmentsTests.questions(effects) == [
        .why(.text("@\"Autumn win-back\""), .profile(ProfileID(70_111)))
      ])
  }

  @Test("an export is confirmed by the segment's name and nothing else")
  func export() {
    var driver = Driver()
    driver.press("5")
    #expect(driver.state.disabledReason(.export) == "Choose a segment first")
    driver.press("a Enter x")
    #expect(driver.press("Enter") == [])
    driver.type("Autumn win-back")
    let effects = driver.press("Enter")
    #expect(
      SegmentsTests.questions(effects) == [
        .export(ExportRequest(segment: "@\"Autumn win-back\"", destination: "meta"))
      ])
    #expect(driver.state.notices.last?.notice.text.hasPrefix("118,266 rows written") == true)
  }

  @Test("what keeps an export from going is the reason of the key")
  func obstacle() {
    var driver = Driver()
    driver.press("5 a")
    driver.answers = false
    driver.press("Enter")
    guard let job = driver.job(.preflight) else { return }
    var flight = Sample.preflight
    flight.obstacles = ["118 people are fewer than the 1,000 that are needed"]
    driver.send(.reported(JobReport(job: job, event: .answered(.preflight(flight)))))
    driver.press("x")
    #expect(driver.state.overlay == nil)
    #expect(driver.state.notices.last?.notice.text == flight.obstacles[0])
  }

  @Test("a report runs with its settings, sorts with totals below and becomes a segment")
  func report() {
    var driver = Driver()
    driver.press("4 e Ctrl-U")
    driver.type("channel")
    let effects = driver.press("Enter")
    #expect(
      SegmentsTests.questions(effects) == [
        .report(ReportRequest(name: "campaigns", settings: [.init("by", "channel")]))
      ])
    driver.press("Enter o o")
    let rows = driver.text.split(separator: "\n").map { String($0) }
    let test = rows.firstIndex { $0.contains("test") }
    let autumn = rows.firstIndex { $0.contains("autumn") }
    let all = rows.firstIndex { $0.contains(" all ") }
    #expect(test ?? 99 < autumn ?? 0)
    #expect(autumn ?? 99 < all ?? 0)
    driver.press("G k +")
    #expect(driver.state.pane == .segments)
    #expect(driver.state.segments.builder.text == "did click where campaign = \"autumn\"")
  }

  @Test("rows without a chart of their own show how each went day by day, where there is room")
  func courses() throws {
    var driver = Driver(Size(200, 60))
    driver.press("4 e Ctrl-U")
    driver.type("channel")
    driver.press("Enter Enter")
    #expect(
      SegmentsTests.questions(driver.effects).last
        == .report(ReportRequest(name: "campaigns", settings: [.init("by", "day,channel")])))
    #expect(driver.text.contains("autumn, day by day"))
    #expect(driver.text.contains("Impressions 15.0k"))
    let courses = try #require(driver.state.reports.courses.value)
    let rows = try #require(driver.state.reports.table.value?.rows)
    // A day without a row is one on which nothing happened; the total is the sum of all rows.
    #expect(courses.courses(of: rows[0], dimensions: 1)[0] == [4_000, 9_000, 0, 2_000])
    #expect(courses.courses(of: rows[0], dimensions: 1)[1] == [120, 270, 0, 60])
    #expect(courses.courses(of: rows[2], dimensions: 1) == [])
    #expect(courses.courses(of: rows[3], dimensions: 1)[0] == [4_000, 9_700, 0, 2_000])
    driver.press("G")
    #expect(driver.text.contains("all, day by day"))
    var small = Driver(Size(80, 24))
    small.press("4 e Ctrl-U")
    small.type("channel")
    small.press("Enter Enter")
    #expect(small.state.reports.courses.value == nil)
  }

  @Test("the palette opens a report before the reports were ever looked at")
  func paletteToReport() {
    var driver = Driver()
    driver.press("2 :")
    driver.type("retention")
    driver.press("Enter")
    #expect(driver.state.pane == .reports)
    #expect(driver.state.reports.request?.name == "retention")
  }

  @Test("the palette does what another pane can where nothing has to be chosen for it")
  func paletteElsewhere() {
    var driver = Driver()
    driver.press("3 :")
    driver.type("audit a new feed")
    #expect(driver.text.contains("1 A"))
    driver.press("Enter")
    #expect(driver.state.pane == .sources)
    guard case .prompt(let prompt) = driver.state.overlay else {
      Issue.record("nothing is asked")
      return
    }
    #expect(prompt.purpose == .studyFile)
    driver = Driver()
    driver.press(":")
    driver.type("read the whole ledger")
    #expect(SegmentsTests.questions(driver.press("Enter")).contains(.verifyLedger))
    #expect(driver.state.pane == .consent)
  }

  @Test("the palette leads to what another pane does with a chosen row, and leaves it to its key")
  func paletteToRow() {
    var driver = Driver()
    driver.press(":")
    driver.type("take out what a batch")
    driver.press("Enter")
    #expect(driver.state.pane == .sources)
    #expect(driver.state.focused == .batches)
    #expect(driver.state.overlay == nil)
    #expect(driver.text.contains("u: Take out what a batch brought"))
    driver.press("u")
    guard case .confirm(let question) = driver.state.overlay else {
      Issue.record("nothing is asked")
      return
    }
    #expect(question.title == "Undo this batch?")
    driver = Driver()
    driver.press("2 :")
    driver.type("rename; references")
    driver.press("Enter")
    #expect(driver.state.focused == .library)
    #expect(driver.state.overlay == nil)
  }

  @Test("the palette tells what has to be opened before an action, and leaves text for the tree")
  func paletteToBuilder() {
    var driver = Driver()
    driver.press(":")
    driver.type("dissolve")
    driver.press("Enter")
    #expect(driver.state.focused == .library)
    #expect(driver.text.contains("Open a segment first; then G: Dissolve the group"))
    driver.press("Enter t Tab 1 :")
    #expect(driver.state.segments.mode == .text)
    driver.type("dissolve")
    driver.press("Enter")
    #expect(driver.state.segments.mode == .builder)
    #expect(driver.state.focused == .tree)
    driver.press("1 :")
    driver.type("save under another")
    driver.press("Enter")
    guard case .prompt(let prompt) = driver.state.overlay else {
      Issue.record("nothing is asked")
      return
    }
    #expect(prompt.purpose == .saveName)
    #expect(driver.state.pane == .segments)
  }

  @Test("the palette has every action of every pane once, the open pane's before the others'")
  func paletteHasAll() throws {
    var driver = Driver()
    for keys in ["0", "1", "2", "3", "3 Enter", "4", "5", "6", "1 A x Enter"] {
      driver.press(keys + " :")
      guard case .chooser(let chooser) = driver.state.overlay else {
        Issue.record("no palette at \(keys)")
        return
      }
      let actions = chooser.items.compactMap { item -> Action? in
        switch item.choice {
        case .action(let action), .elsewhere(let action, _): action
        default: nil
        }
      }
      let motions: Set<Action> = [
        .up, .down, .pageUp, .pageDown, .halfUp, .halfDown, .first, .last, .palette, .nextCell,
        .previousCell,
      ]
      #expect(Set(actions) == Set(Action.allCases).subtracting(motions))
      let first = try #require(chooser.items.firstIndex { $0.note != "" })
      #expect(
        chooser.items[..<first].allSatisfy {
          if case .elsewhere = $0.choice { false } else { true }
        })
      driver.press("Esc")
    }
    // “Save” is done here as well as it is elsewhere, and “Save the keys” is longer.
    driver = Driver()
    driver.press("2 :")
    driver.type("save")
    guard case .chooser(let chooser) = driver.state.overlay else { return }
    #expect(chooser.shown.first?.item.choice == .action(.writeKeys))
    #expect(chooser.shown.dropFirst().first?.item.choice == .elsewhere(.save, .builder))
  }

  @Test("what cannot be written is not offered of another pane either")
  func paletteReadOnly() {
    var driver = Driver()
    var header = Sample.header
    header.isReadOnly = true
    driver.state.header.arrived(header)
    driver.press("2 :")
    driver.type("ingest a file")
    #expect(driver.text.contains("The workspace is"))
    driver.press("Enter")
    #expect(driver.state.pane == .consent)
    #expect(driver.text.contains("The workspace is open for reading only"))
  }

  @Test("the palette looks for a person from any pane")
  func paletteToPerson() {
    var driver = Driver()
    driver.press("2 :")
    driver.type("look for a person")
    driver.press("Enter")
    #expect(driver.state.pane == .people)
    #expect(driver.state.takesIdentifier)
    driver.type("m@x")
    #expect(
      SegmentsTests.questions(driver.press("Enter")) == [
        .findPeople(PersonSearch(namespace: nil, value: "m@x"))
      ])
  }

  @Test("a single cell of a report becomes a segment, by keys and by the mouse")
  func cell() throws {
    var driver = Driver()
    driver.press("4 End Enter Right Right")
    #expect(driver.text.contains("[ 25.0]"))
    driver.press("+")
    #expect(driver.state.segments.builder.text == "did visit in last 7 days")
    // A cell that nobody is in says so, and left of the first cell is the row.
    driver = Driver()
    driver.press("4 End Enter Down Right Right Right")
    #expect(driver.state.disabledReason(.makeSegment) == "This cell does not stand for people")
    driver.press("Left Left Left")
    #expect(driver.state.lists[.reportTable]?.column == nil)
    #expect(driver.state.focused == .reportTable)
    #expect(driver.state.disabledReason(.makeSegment) == nil)
    driver.press("Left")
    #expect(driver.state.focused == .reportKinds)
    // The second click on a cell opens its people.
    driver = Driver()
    driver.press("4 End Enter")
    let lines = driver.text.split(separator: "\n").map { Array($0) }
    let row = try #require(lines.firstIndex { String($0).contains("7 Sep") })
    let column = try #require(lines[row].firstIndex(of: "5"))
    driver.click(column, row)
    #expect(driver.text.contains("[ 50.0]"))
    driver.click(column, row)
    #expect(driver.state.segments.builder.text == "did order in last 7 days")
  }

  @Test("a click on a title sorts by its column, and another one the other way round")
  func titles() throws {
    var driver = Driver()
    driver.press("1")
    func click(_ title: String, plus offset: Int = 0) throws {
      let lines = driver.text.split(separator: "\n").map { String($0) }
      let row = try #require(lines.firstIndex { $0.contains(title) })
      let start = try #require(lines[row].firstRange(of: title)).lowerBound
      driver.click(lines[row].distance(from: lines[row].startIndex, to: start) + offset, row)
    }
    try click("Rejected")
    #expect(driver.state.lists[.sources]?.sort == .init(column: 7, isDescending: false))
    #expect(driver.text.contains("Rejected▲"))
    try click("Rejected")
    #expect(driver.text.contains("Rejected▼"))
    try click("Source ")
    #expect(driver.state.lists[.sources]?.sort == .init(column: 0, isDescending: false))
    // The course of the last batches is nothing to sort by.
    try click("Last 8", plus: 2)
    #expect(driver.state.lists[.sources]?.sort == .init(column: 0, isDescending: false))
    // The bar beside a figure sorts as the figure does.
    driver.press("4 Enter")
    try click("Impressions", plus: 14)
    #expect(driver.state.lists[.reportTable]?.sort == .init(column: 1, isDescending: false))
  }

  @Test("the campaign of a row gets a budget; what cannot be read is typed again")
  func budget() throws {
    var driver = Driver()
    driver.press("4 Enter b")
    driver.type("500 2026-08-03 2026-10-31")
    #expect(SegmentsTests.questions(driver.press("Enter")) == [])
    #expect(driver.state.notices.last?.notice.text.contains("500EUR") == true)
    driver.press("Ctrl-U")
    driver.type("500EUR 2026-08-03 2026-10-31")
    let from = try #require(CivilDate(year: 2_026, month: 8, day: 3))
    let to = try #require(CivilDate(year: 2_026, month: 10, day: 31))
    let euro = try #require(Currency("EUR"))
    #expect(
      SegmentsTests.questions(driver.press("Enter")).first
        == .setBudget(
          BudgetRequest(
            campaign: "autumn", amount: Money(minorUnits: 50_000, currency: euro), from: from,
            to: to)))
    // A total is no campaign.
    driver.press("G")
    #expect(driver.state.disabledReason(.setBudget) != nil)
  }
}
