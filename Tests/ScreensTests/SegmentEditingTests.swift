import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("Editing a segment") struct SegmentEditingTests {
  @Test("opening a segment reads its text and then counts it; the rest follows the exact count")
  func open() {
    var driver = Driver()
    driver.press("3")
    driver.effects = []
    driver.press("Enter")
    let asked = driver.effects.questions
    #expect(asked.contains(.check(text: Sample.tree.text)))
    #expect(asked.contains(.count(.tree(Sample.tree))))
    #expect(asked.contains(.waterfall(.tree(Sample.tree), destination: "meta")))
    #expect(asked.contains(.trend(.tree(Sample.tree), days: 90)))
    #expect(driver.state.segments.edits == 0)
    #expect(!driver.state.hasUnsavedWork)
  }

  @Test("an edit counts again, calls off what the old total led to and keeps a draft")
  func edit() throws {
    var driver = Driver()
    driver.press("3 Enter")
    driver.answers = false
    driver.press("R")
    let before = driver.state.jobs.map(\.id)
    let effects = driver.press("Down n")
    let text = driver.state.segments.builder.text
    #expect(
      effects.contains(.saveDraft(DraftStore([.init(.init(name: "Autumn win-back"), text: text)]))))
    let job = try #require(driver.job(.count))
    #expect(!before.contains(job))
    #expect(effects.contains { if case .cancel = $0 { true } else { false } })
    #expect(
      effects.questions == [.count(.tree(driver.state.segments.builder.definition.tree))])
  }

  @Test("the last exact figure stays, dimmed and marked, until the new one is there")
  func stale() throws {
    var driver = Driver(Size(80, 24))
    driver.press("3 Enter Down")
    driver.answers = false
    driver.press("n")
    #expect(driver.text.contains("≈184,203 people"))
    let job = try #require(driver.job(.count))
    let tree = driver.state.segments.builder.definition.tree
    var estimate = Sample.count(tree, total: 90_000)
    estimate.total.precision = .estimate(low: 88_000, high: 92_000)
    driver.report(job, .estimate(.counted(estimate)))
    #expect(driver.text.contains("≈90,000 people"))
    let exact = Sample.count(tree, total: 90_411)
    let effects = driver.report(job, .answered(.counted(exact)))
    #expect(driver.text.contains(" 90,411 people"))
    #expect(driver.text.contains("exact"))
    #expect(driver.text.contains("−93,792 by the last edit"))
    #expect(effects.questions.count == 3)
  }

  @Test("figures find their rows even where the engine's tree has other nodes")
  func figures() throws {
    var driver = Driver()
    driver.press("3 Enter")
    driver.answers = false
    driver.press("Down m")
    let job = try #require(driver.job(.count))
    var count = Sample.count(driver.state.segments.builder.definition.tree)
    count.nodes.removeAll { $0.text.hasPrefix("country") }
    driver.report(job, .answered(.counted(count)))
    let figures = driver.state.segments.figures
    let rows = driver.state.segments.builder.rows.compactMap(\.node)
    let email = rows.first { $0.title == "not did email_open in last 30 days" }
    let country = rows.first { $0.title.hasPrefix("country") }
    #expect(email.flatMap { figures[$0.id]?.text } == "not did email_open in last 30 days")
    #expect(country.flatMap { figures[$0.id] } == nil)
  }

  @Test("e edits the condition, Tab completes, Esc leaves it as it was")
  func line() throws {
    var driver = Driver()
    driver.press("3 Enter e Ctrl-U Tab")
    let line = try #require(driver.line)
    #expect(line.input.text == "country")
    driver.press("Esc")
    #expect(driver.state.segments.builder.text == Sample.tree.text)
    driver.press("e Ctrl-U")
    driver.type("plan = pro")
    driver.press("Enter")
    #expect(driver.state.segments.builder.current?.title == "plan = pro")
    #expect(driver.state.segments.edits == 1)
  }

  @Test("text mode edits the same tree, marks mistakes and loses nothing")
  func text() {
    var driver = Driver()
    driver.press("3 Ctrl-N t")
    driver.type("age > 40")
    #expect(driver.state.segments.builder.text == "age > 40")
    driver.type(" ?")
    #expect(driver.text.contains("did you mean country"))
    driver.press("Esc")
    #expect(driver.state.segments.mode == .builder)
    #expect(driver.state.segments.builder.text == "age > 40")
    driver.press("t")
    #expect(driver.state.segments.editor.text == "age > 40 ?")
    driver.press("End Backspace Backspace Esc")
    #expect(driver.state.segments.builder.text == "age > 40")
  }

  @Test("the editor outside gets the text and brings it back as text")
  func outside() {
    var driver = Driver()
    driver.press("3 Enter")
    let effects = driver.press("E")
    #expect(effects == [.edit(SegmentLines.text(Sample.tree))])
    driver.send(.edited("plan = pro\n"))
    #expect(driver.state.segments.mode == .text)
    #expect(driver.state.segments.builder.text == "plan = pro")
  }

  @Test("undo takes back to what is saved, and then there is nothing to save")
  func undo() {
    var driver = Driver()
    driver.press("3 Enter n d")
    #expect(driver.state.segments.edits == 2)
    driver.press("u")
    #expect(driver.state.segments.edits == 1)
    driver.press("u")
    #expect(driver.state.segments.edits == 0)
    #expect(driver.state.drafts.drafts.isEmpty)
    #expect(driver.state.disabledReason(.save) == "Nothing has changed since version 3")
    driver.press("Ctrl-R")
    #expect(driver.state.segments.isDirty)
  }

  @Test("a dot does the last edit again")
  func again() {
    var driver = Driver()
    driver.press("3 Enter n Down")
    driver.press(".")
    #expect(driver.state.segments.builder.current?.isNegated == true)
  }

  @Test("muted conditions stay in sight and count for nothing")
  func mute() throws {
    var driver = Driver()
    driver.press("3 Enter m")
    #expect(!driver.state.segments.builder.text.contains("country"))
    #expect(driver.text.contains("muted  country in (DE, AT, CH)"))
  }

  @Test("an attribute of the strip adds its most frequent value")
  func facet() {
    var driver = Driver()
    driver.press("3 Enter Shift-Tab Enter")
    #expect(driver.state.segments.builder.text.contains("plan = \"pro\""))
  }

  @Test("why shows each condition with the fact that decides it")
  func why() {
    var driver = Driver()
    driver.press("3 Enter w")
    driver.type("email:mara@example.org")
    let effects = driver.press("Enter")
    #expect(
      effects.questions == [
        .why(
          .tree(Sample.tree), .identifier(namespace: "email", value: "mara@example.org"))
      ])
    #expect(driver.text.contains("✗ not in the segment"))
    #expect(driver.text.contains("refused 19 Nov, newsletter"))
  }
}
