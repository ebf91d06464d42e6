import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("The segments pane") struct SegmentsTests {
  static func questions(_ effects: [Effect]) -> [Question] {
    effects.compactMap { effect in
      if case .ask(let inquiry) = effect { inquiry.question } else { nil }
    }
  }

  @Test("opening a segment reads its text and then counts it; the rest follows the exact count")
  func open() {
    var driver = Driver()
    driver.press("3")
    driver.effects = []
    driver.press("Enter")
    let asked = Self.questions(driver.effects)
    #expect(asked.contains(.check(text: Sample.tree.text)))
    #expect(asked.contains(.count(.tree(Sample.tree))))
    #expect(asked.contains(.waterfall(.tree(Sample.tree), destination: "meta")))
    #expect(asked.contains(.trend(.tree(Sample.tree), days: 90)))
    #expect(driver.state.segments.edits == 0)
    #expect(!driver.state.hasUnsavedWork)
  }

  @Test("an edit counts again, calls off what the old total led to and keeps a draft")
  func edit() {
    var driver = Driver()
    driver.press("3 Enter")
    driver.answers = false
    driver.press("R")
    let before = driver.state.jobs.map(\.id)
    let effects = driver.press("Down n")
    let text = driver.state.segments.builder.text
    #expect(effects.contains(.saveDraft(DraftStore([.init(name: "Autumn win-back", text: text)]))))
    guard let job = driver.state.jobs.first(where: { $0.slot == .count })?.id else {
      Issue.record("nothing is counted")
      return
    }
    #expect(!before.contains(job))
    #expect(effects.contains { if case .cancel = $0 { true } else { false } })
    #expect(
      Self.questions(effects) == [.count(.tree(driver.state.segments.builder.definition.tree))])
  }

  @Test("the last exact figure stays, dimmed and marked, until the new one is there")
  func stale() {
    var driver = Driver(Size(80, 24))
    driver.press("3 Enter Down")
    driver.answers = false
    driver.press("n")
    #expect(driver.text.contains("≈184,203 people"))
    guard let job = driver.job(.count) else { return }
    let tree = driver.state.segments.builder.definition.tree
    var estimate = Sample.count(tree, total: 90_000)
    estimate.total.precision = .estimate(low: 88_000, high: 92_000)
    driver.send(.reported(JobReport(job: job, event: .estimate(.counted(estimate)))))
    #expect(driver.text.contains("≈90,000 people"))
    let exact = Sample.count(tree, total: 90_411)
    let effects = driver.send(.reported(JobReport(job: job, event: .answered(.counted(exact)))))
    #expect(driver.text.contains(" 90,411 people"))
    #expect(driver.text.contains("exact"))
    #expect(driver.text.contains("−93,792 by the last edit"))
    #expect(Self.questions(effects).count == 3)
  }

  @Test("moving through the picker asks for the total of each, calling off the one before")
  func preview() {
    var driver = Driver()
    driver.press("3 Enter a")
    driver.answers = false
    let first = driver.press("Down")
    let event = driver.state.segments.builder.adding(.condition("did purchase"))
    #expect(Self.questions(first) == [.total(.tree(event))])
    guard let job = driver.job(.preview) else {
      Issue.record("there is no preview")
      return
    }
    let second = driver.press("Down")
    #expect(second.first == .cancel(job))
    let closed = driver.press("Esc")
    #expect(closed.count == 1)
    #expect(driver.state.overlay == nil)
    #expect(driver.state.segments.edits == 0)
  }

  @Test("counts come into the picker while one moves through it, and the cursor stays")
  func lateCounts() throws {
    var driver = Driver()
    driver.answers = false
    driver.press("3 Ctrl-N a")
    let job = try #require(driver.job(.candidates))
    var offered = Sample.candidates
    for index in offered.indices { offered[index].count = nil }
    driver.send(.reported(JobReport(job: job, event: .estimate(.candidates(offered)))))
    driver.press("Down Down")
    #expect(!driver.text.contains("402,118"))
    driver.effects = []
    driver.send(.reported(JobReport(job: job, event: .answered(.candidates(Sample.candidates)))))
    #expect(driver.text.contains("402,118"))
    #expect(driver.text.contains("did email_open"))
    #expect(driver.effects == [])
  }

  @Test("the builder is compared with the version that is edited, or with the one in the history")
  func compare() {
    var driver = Driver()
    driver.press("3 Enter Down n")
    let text = driver.state.segments.builder.text
    let name = driver.state.segments.name
    #expect(
      Self.questions(driver.press("v")) == [.difference(name: name, version: 3, text: text)])
    #expect(driver.text.contains("+ not country in (DE, AT, CH)"))
    #expect(driver.text.contains("−32,408"))
    driver.press("Esc")
    driver.state.focus[.segments] = .history
    driver.press("Down")
    #expect(
      Self.questions(driver.press("v")) == [.difference(name: name, version: 2, text: text)])
    driver.press("Esc Ctrl-N y")
    driver.state.focus[.segments] = .tree
    #expect(driver.state.disabledReason(.compare) != nil)
  }

  @Test("who types before anything is offered stands on the best of it once it is there")
  func earlyTyping() throws {
    var driver = Driver()
    driver.answers = false
    driver.press("3 Ctrl-N a")
    driver.type("phone")
    let job = try #require(driver.job(.candidates))
    driver.send(.reported(JobReport(job: job, event: .answered(.candidates(Sample.candidates)))))
    guard case .conditions(let picker) = driver.state.overlay else {
      Issue.record("the picker is gone")
      return
    }
    #expect(picker.selected?.candidate.condition == "has phone")
  }

  @Test("the name of a kind offers all of that kind, after what is called so")
  func kinds() {
    var driver = Driver()
    driver.press("3 Ctrl-N a")
    driver.type("camp")
    guard case .conditions(let picker) = driver.state.overlay else {
      Issue.record("the picker is gone")
      return
    }
    #expect(picker.offers.map(\.candidate.name) == ["autumn", "spring", "camp"])
  }

  @Test("an event offers what can be asked of it, and the choice becomes a condition")
  func event() {
    var driver = Driver()
    driver.press("3 Ctrl-N a")
    driver.type("purch")
    driver.press("Enter")
    #expect(driver.text.contains("did purchase in last 7 days"))
    driver.press("Down Down Enter")
    #expect(driver.state.segments.builder.text == "did purchase in last 30 days")
  }

  @Test("a campaign becomes a group of its events, or those of them that are ticked")
  func campaign() {
    func builder(_ keys: String) -> Builder {
      var driver = Driver()
      driver.press("3 Ctrl-N a")
      driver.type("autumn")
      #expect(Self.questions(driver.press("Enter")) == [.candidates(.campaign("autumn"))])
      driver.press(keys)
      return driver.state.segments.builder
    }
    let (viewed, clicked) =
      ("did ad_view where campaign = autumn", "did ad_click where campaign = autumn")
    #expect(builder("Enter").text == viewed + " or " + clicked)
    #expect(builder("Enter").rows.map(\.depth) == [0, 1, 2, 2, 1])
    #expect(builder("Down Down Space Enter").text == clicked)
    #expect(builder("Down Space Space Enter").text == viewed + " or " + clicked)
  }

  @Test("a campaign of one event is added at once")
  func smallCampaign() {
    var driver = Driver()
    driver.press("3 Ctrl-N a")
    driver.type("spring")
    driver.press("Enter")
    #expect(driver.state.segments.builder.text == "did ad_click where campaign = spring")
  }

  @Test("several values are ticked into one condition")
  func values() {
    var driver = Driver()
    driver.press("3 Ctrl-N a Enter Space Space Enter")
    #expect(driver.state.segments.builder.text == "country in (DE, AT)")
    driver.press("a Enter Down Enter")
    #expect(
      driver.state.segments.builder.text == "country in (DE, AT) and country = AT")
  }

  @Test("a condition can be typed whole: it is read, counted and only then taken")
  func typed() {
    var driver = Driver()
    driver.press("3 Ctrl-N a")
    driver.type("age > ?")
    driver.press("Enter")
    guard case .line = driver.state.overlay else {
      Issue.record("the line is not read")
      return
    }
    #expect(driver.text.contains("“?” is no condition"))
    driver.press("Enter")
    #expect(driver.state.segments.builder.isEmpty)
    driver.press("Backspace 4 0 Enter")
    #expect(driver.state.segments.builder.text == "age > 40")
    #expect(driver.state.overlay == nil)
  }

  @Test("e edits the condition, Tab completes, Esc leaves it as it was")
  func line() {
    var driver = Driver()
    driver.press("3 Enter e Ctrl-U Tab")
    guard case .line(let line) = driver.state.overlay else {
      Issue.record("there is no line")
      return
    }
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

  @Test("saving asks for a note, is based on the version that was edited, and forgets the draft")
  func save() {
    var driver = Driver()
    driver.press("3 Enter n s")
    driver.type("turned")
    let effects = driver.press("Enter")
    let text = driver.state.segments.builder.text
    #expect(
      Self.questions(effects) == [
        .save(SaveRequest(name: "Autumn win-back", text: text, note: "turned", basedOn: 3))
      ])
    #expect(driver.state.segments.version == 4)
    #expect(!driver.state.hasUnsavedWork)
    #expect(driver.effects.contains(.saveDraft(DraftStore())))
  }

  @Test("a new segment asks for its name when it is saved")
  func saveNew() {
    var driver = Driver()
    driver.press("3 Ctrl-N")
    #expect(driver.state.disabledReason(.save) != nil)
    driver.press("a Down Enter Enter s")
    driver.type("Buyers")
    driver.press("Enter")
    #expect(driver.state.segments.name == "Buyers")
    #expect(driver.state.segments.version == 1)
  }

  @Test("another segment opens only after asking, and the draft of the first is there again")
  func leave() {
    var driver = Driver()
    driver.press("3 Enter n")
    let edited = driver.state.segments.builder.text
    driver.press("o Down Enter")
    #expect(driver.state.segments.name == "Autumn win-back")
    driver.press("y")
    #expect(driver.state.segments.name == "Newsletter readers")
    #expect(driver.state.drafts.text(of: "Autumn win-back") == edited)
    #expect(driver.text.contains("Newsletter readers"))
  }

  @Test("after a crash the draft opens by itself")
  func draft() {
    let drafts = DraftStore([.init(name: "", text: "age > 40")])
    var driver = Driver(drafts: drafts)
    driver.press("3")
    #expect(driver.state.segments.mode == .builder)
    #expect(driver.state.segments.builder.text == "age > 40")
    #expect(driver.state.hasUnsavedWork)
  }

  @Test("a draft with mistakes opens as text")
  func brokenDraft() {
    var driver = Driver(drafts: DraftStore([.init(name: "", text: "age > ?")]))
    driver.press("3")
    #expect(driver.state.segments.mode == .text)
    #expect(driver.state.segments.editor.text == "age > ?")
  }

  @Test("a version of the past comes into the builder as one edit that undo takes back")
  func version() {
    var driver = Driver()
    driver.press("3 Enter Tab Tab Tab Down Enter")
    #expect(driver.state.segments.builder.text == "country = DE")
    driver.press("u")
    #expect(driver.state.segments.builder.text == Sample.tree.text)
  }

  @Test("an attribute of the strip adds its most frequent value")
  func facet() {
    var driver = Driver()
    driver.press("3 Enter Shift-Tab Enter")
    #expect(driver.state.segments.builder.text.contains("plan = \"pro\""))
  }

  @Test("two ticked segments are compared, one is not enough")
  func overlap() {
    var driver = Driver()
    driver.press("3 Space v")
    #expect(driver.state.overlay == nil)
    let effects = driver.press("Space v")
    #expect(
      Self.questions(effects) == [.overlap(names: ["Autumn win-back", "Newsletter readers"])])
    #expect(driver.text.contains("25.0 %"))
  }

  @Test("removing asks first, with another key than the one that started it")
  func remove() {
    var driver = Driver()
    driver.press("3 d d")
    #expect(driver.state.overlay != nil)
    let effects = driver.press("y")
    #expect(Self.questions(effects) == [.removeSegment(name: "Autumn win-back")])
  }

  @Test("why shows each condition with the fact that decides it")
  func why() {
    var driver = Driver()
    driver.press("3 Enter w")
    driver.type("email:mara@example.org")
    let effects = driver.press("Enter")
    #expect(
      Self.questions(effects) == [
        .why(
          .tree(Sample.tree), .identifier(namespace: "email", value: "mara@example.org"))
      ])
    #expect(driver.text.contains("✗ not in the segment"))
    #expect(driver.text.contains("refused 19 Nov, newsletter"))
  }

  @Test("a saved segment is handed over to the audiences, an unsaved one is not")
  func export() {
    var driver = Driver()
    driver.press("3 Enter x")
    #expect(driver.state.pane == .audiences)
    #expect(driver.state.audiences.segment == "@\"Autumn win-back\"")
    driver.press("3 n x")
    #expect(driver.state.pane == .segments)
  }

  @Test("figures find their rows even where the engine's tree has other nodes")
  func figures() {
    var driver = Driver()
    driver.press("3 Enter")
    driver.answers = false
    driver.press("Down m")
    guard let job = driver.job(.count) else { return }
    var count = Sample.count(driver.state.segments.builder.definition.tree)
    count.nodes.removeAll { $0.text.hasPrefix("country") }
    driver.send(.reported(JobReport(job: job, event: .answered(.counted(count)))))
    let figures = driver.state.segments.figures
    let rows = driver.state.segments.builder.rows.compactMap(\.node)
    let email = rows.first { $0.title == "not did email_open in last 30 days" }
    let country = rows.first { $0.title.hasPrefix("country") }
    #expect(email.flatMap { figures[$0.id]?.text } == "not did email_open in last 30 days")
    #expect(country.flatMap { figures[$0.id] } == nil)
  }

  @Test("muted conditions stay in sight and count for nothing")
  func mute() {
    var driver = Driver()
    driver.press("3 Enter m")
    #expect(!driver.state.segments.builder.text.contains("country"))
    #expect(driver.text.contains("country in (DE, AT, CH)  muted"))
  }
}
