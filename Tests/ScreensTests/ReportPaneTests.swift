import Basis
import Cells
import Publishing
import Requests
import Screens
import Testing

@Suite("The reports pane") struct ReportPaneTests {
  @Test("a report runs with its settings, sorts with totals below and becomes a segment")
  func report() {
    var driver = Driver()
    driver.press("4 e Ctrl-U")
    driver.type("channel")
    let effects = driver.press("Enter")
    #expect(
      effects.questions == [
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
    let asked = driver.effects.questions.suffix(5).map { question -> String? in
      guard case .report(let request) = question else { return nil }
      return request.settings.first { $0.name == "by" }?.value
    }
    // The row's days, and then what it is made of.
    #expect(
      asked == [
        "day,channel", "channel,campaign", "channel,placement", "channel,creative",
        "channel,segment",
      ])
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
    var small = Driver(Size(80, 18))
    small.press("4 e Ctrl-U")
    small.type("channel")
    small.press("Enter Enter")
    #expect(small.state.reports.courses.value == nil)
  }

  @Test("people of whom no segment can be made are told why, by either key")
  func unsaid() throws {
    var driver = Driver()
    driver.press("4 Enter")
    var table = try #require(driver.state.reports.table.value)
    table.rows[0].segment = nil
    table.rows[0].reasonForNoSegment = "No segment says who they were"
    driver.state.reports.table.arrived(table)
    for key in ["+", "Enter", "Right"] {
      driver.send(.tick(Instant(milliseconds: driver.state.now.milliseconds + 10_000)))
      driver.press(key)
      #expect(driver.state.notices.last?.notice.text == "No segment says who they were", "\(key)")
    }
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

  @Test("the campaign of a row gets a budget; what cannot be read is typed again")
  func budget() throws {
    var driver = Driver()
    driver.press("4 Enter b")
    driver.type("500 2026-08-03 2026-10-31")
    #expect(driver.press("Enter").questions == [])
    #expect(driver.state.notices.last?.notice.text.contains("500EUR") == true)
    driver.press("Ctrl-U")
    driver.type("500EUR 2026-08-03 2026-10-31")
    let from = try #require(CivilDate(year: 2_026, month: 8, day: 3))
    let to = try #require(CivilDate(year: 2_026, month: 10, day: 31))
    let euro = try #require(Currency("EUR"))
    #expect(
      driver.press("Enter").questions.first
        == .setBudget(
          BudgetRequest(
            campaign: "autumn", amount: Money(minorUnits: 50_000, currency: euro), from: from,
            to: to)))
    // A total is no campaign.
    driver.press("G")
    #expect(driver.state.disabledReason(.setBudget) != nil)
  }

  @Test(
    "further looks at a report are its own requests, asked one after the other where there is room")
  func furtherLooks() throws {
    var driver = Driver(Size(200, 60))
    driver.press("4 Down Down Enter")
    func asked(_ driver: Driver) -> [String] {
      driver.effects.questions.compactMap { question in
        guard case .report(let request) = question, request.name == "sessions" else { return nil }
        return request.settings.first { $0.name == "by" }?.value
      }
    }
    let all = ["channel", "day,channel", "length", "device", "landing_page"]
    #expect(asked(driver) == all)
    #expect(driver.state.jobs.isEmpty)
    #expect(driver.text.contains("Direct, day by day"))
    #expect(driver.text.contains("By landing page"))
    driver.press("Down")
    #expect(driver.text.contains("Email, day by day"))
    var small = Driver(Size(80, 24))
    small.press("4 Down Down Enter")
    #expect(asked(small) == ["channel", "day,channel"])
    // New data makes them old, but what was known stays in sight.
    driver.answers = false
    driver.send(.workspaceChanged)
    #expect(driver.text.contains("By landing page"))
    #expect(driver.text.contains("/sale"))
    small.send(.input(.resize(Size(200, 60))))
    #expect(asked(small) == all)
  }

  @Test("further looks follow the row that is selected")
  func furtherLooksOfRow() {
    var driver = Driver(Size(200, 60))
    driver.press("4 Down Down Down Down Enter")
    let fields = "Fields of crm"
    #expect(driver.text.contains(fields))
    #expect(driver.text.contains("bad_date"))
    driver.press("Down")
    #expect(driver.text.contains("Fields of web"))
    var other = Driver(Size(200, 60))
    other.press("4 Down Down Down Enter Down")
    #expect(other.text.contains("Revenue by model of Email"))
    #expect(other.text.contains("Email > Direct"))
  }

  @Test("Tab leads to each further look, which is a list like any other, on any screen")
  func lookFocused() throws {
    for size in [Size(200, 60), Size(80, 24)] {
      var driver = Driver(size)
      driver.press("4 Down Down Down Down Enter Tab")
      #expect(driver.state.focused == .look1)
      #expect(driver.text.contains("─ Fields of crm ─"), "\(driver.text)")
      let fields = try #require(driver.state.reports.asides[0].table.value)
      let names = fields.rows.filter { $0.cells.first == .text("crm") }.map { row in
        CellText.text(row.cells[1], .text)
      }
      driver.press("o")
      #expect(driver.text.contains("\(fields.columns[1].title)▲"))
      driver.press("O")
      driver.press("X")
      let written = driver.press("Enter").compactMap { effect in
        if case .write(let text, _) = effect { text } else { nil }
      }
      let lines = try #require(written.first).split(separator: "\r\n")
      let first = lines.dropFirst().map { String($0.prefix { $0 != "," }) }
      #expect(first == names.sorted(by: >))
      driver.press("Tab")
      #expect(driver.text.contains("─ Rejected of crm ─"))
      driver.press("Esc")
      #expect(driver.state.focused == .reportKinds)
    }
  }

  @Test("a click on a further look leads to it, and its small drawing makes room for the others")
  func lookClicked() throws {
    var driver = Driver(Size(200, 60))
    driver.press("4 Down Down Down Down Enter")
    let lines = driver.text.split(separator: "\n", omittingEmptySubsequences: false)
    let row = try #require(lines.firstIndex { $0.contains("Fields of crm") })
    driver.click(40, row + 2)
    #expect(driver.state.focused == .look1)
    #expect(driver.text.split(separator: "Fields of crm").count == 2)
  }

  @Test("a further look that has no names leaves its room to the others")
  func emptyLook() throws {
    var driver = Driver(Size(200, 60), answers: false)
    driver.press("4")
    func answer(_ slot: Slot, _ event: JobEvent) throws {
      let job = try #require(driver.job(slot))
      driver.send(.reported(JobReport(job: job, event: event)))
    }
    try answer(.reports, .answered(.reports(Sample.furtherReports)))
    let table = try #require(driver.state.reports.request)
    try answer(.table, .answered(.table(Sample.table(table))))
    try answer(.courses, .cancelled)
    try answer(.aside(0), .answered(.table(Sample.table(table))))
    #expect(driver.text.contains("By device"))
    let fault = Fault(
      .badReport, "--by device", reason: "no event of a session tells it", remedy: "")
    try answer(.aside(1), .failed(fault))
    #expect(!driver.text.contains("By device"))
    #expect(driver.text.contains("By landing page"))
    // What is damaged is no reason to be silent.
    let damage = Fault(.damaged, "columns/3.col", reason: "its checksum is wrong", remedy: "")
    try answer(.aside(2), .failed(damage))
    #expect(driver.text.contains("its checksum is wrong"))
  }
}
