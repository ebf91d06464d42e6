import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("What is taken up again after a crash or a quit") struct ResumingTests {
  private static let name = DraftStore.Key(name: "Autumn win-back")

  private func driver(_ memory: ScreenMemory?, drafts: DraftStore = DraftStore()) -> Driver {
    var startup = Sample.startup()
    (startup.memory, startup.drafts) = (memory, drafts)
    var driver = Driver()
    driver.state = AppState(startup)
    driver.effects = []
    driver.send(.started)
    return driver
  }

  @Test("the draft of a saved segment knows its version, and what is different since")
  func named() {
    var driver = driver(
      nil, drafts: DraftStore([.init(Self.name, text: "country in (DE, AT, CH)")]))
    driver.press("3")
    #expect(driver.text.contains("Autumn win-back · v3, 1 edit since"), "\(driver.text)")
    #expect(driver.text.contains("since v3"))
    #expect(driver.state.disabledReason(.compare) == nil)
    #expect(
      driver.press("v").questions == [
        .difference(name: "Autumn win-back", version: 3, text: "country in (DE, AT, CH)")
      ])
    driver.press("Esc s Enter")
    let saved = driver.effects.questions.compactMap { question in
      if case .save(let request) = question { request.basedOn } else { nil }
    }
    #expect(saved == [3])
  }

  @Test("what is muted comes back, is left by a text that says nothing new, and outlives a save")
  func muted() {
    var driver = Driver()
    driver.press("3 Enter Down m")
    let (edited, rows) = (driver.state.segments.builder, driver.state.segments.builder.rows.count)
    #expect(edited.hasMuted)
    let drafts = driver.state.drafts
    driver.press("t Esc")
    #expect(driver.state.segments.builder == edited)
    driver.press("t Ctrl-End Space Backspace Esc")
    #expect(driver.state.segments.builder == edited)
    #expect(driver.state.drafts == drafts)
    driver.press("s Enter")
    #expect(driver.state.segments.builder.hasMuted)
    #expect(driver.text.contains("what is muted is no part of it"), "\(driver.text)")
    #expect(driver.state.drafts.draft(of: Self.name)?.muted == drafts.draft(of: Self.name)?.muted)
    var again = self.driver(nil, drafts: drafts)
    again.press("3")
    #expect(again.state.segments.builder.rows.count == rows)
    #expect(again.state.segments.builder.text == edited.text)
    #expect(again.state.segments.builder.rows.map(\.isMuted) == edited.rows.map(\.isMuted))
    again.press("t Ctrl-End Enter a n d Space a g e Space = Space 1 Esc")
    #expect(!again.state.segments.builder.hasMuted)
    again.press("u")
    #expect(
      again.state.segments.builder.text == edited.text || again.state.segments.builder.canUndo)
  }

  @Test("a text that was typed back to what is saved leaves no draft")
  func typedBack() {
    var driver = Driver()
    driver.press("3 Enter t Ctrl-End Space")
    driver.press("Backspace Esc")
    #expect(driver.state.drafts == DraftStore())
    #expect(!driver.state.segments.isDirty)
  }

  @Test(
    "places that no screen has are held to what there is",
    arguments: [Size(80, 24), Size(120, 36), Size(200, 60)], [Int.max, Int.min, 10_000_000])
  func immense(_ size: Size, _ place: Int) {
    var memory = ScreenMemory()
    for pane in Pane.allCases {
      memory.dividers[.side(pane)] = place
      for panel in Panel.allCases {
        (memory.dividers[.height(pane, panel)], memory.dividers[.width(pane, panel)]) = (
          place, place
        )
      }
    }
    for panel in Panel.allCases {
      memory.lists[panel] = .init(
        selection: max(0, place), sort: .init(column: max(0, place), isDescending: false))
    }
    for answers in [true, false] {
      var startup = Sample.startup(size)
      startup.memory = memory
      var driver = Driver(answers: answers)
      driver.state = AppState(startup)
      driver.send(.started)
      for pane in ["0", "1", "2", "3", "4", "5", "6"] {
        driver.press(pane)
        driver.press("Down PageDown o o Up")
        let last = driver.state.layout.frames.map(\.rect.endRow).max()
        #expect(last == driver.state.layout.body.endRow)
        #expect(!driver.text.isEmpty)
      }
    }
  }

  @Test("the draft of a segment that was removed meanwhile is not lost")
  func removed() {
    let key = DraftStore.Key(name: "Gone")
    var driver = driver(nil, drafts: DraftStore([.init(key, text: "age > 40")]))
    driver.press("3")
    #expect(driver.state.segments.builder.text == "age > 40")
    #expect(driver.state.segments.version == nil)
    #expect(driver.text.contains("Segments › Gone · not saved"))
  }

  @Test("a half-typed text has no size until it can be read")
  func halfTyped() {
    var driver = driver(
      nil, drafts: DraftStore([.init(.init(number: 1), text: "age > ?")]))
    driver.press("3")
    #expect(driver.state.segments.mode == .text)
    #expect(!driver.text.contains("100.0 %"))
    #expect(driver.text.contains("– people"))
    #expect(driver.text.contains("the text has mistakes"))
    #expect(!driver.effects.questions.contains { if case .count = $0 { true } else { false } })
    driver.press("Ctrl-End Backspace 4 0")
    #expect(driver.state.segments.count.value != nil)
    #expect(!driver.text.contains("the text has mistakes"))
  }

  @Test("a half-typed text of a saved segment has that one to go back to")
  func halfTypedOfSaved() {
    var driver = driver(nil, drafts: DraftStore([.init(Self.name, text: "age > ?")]))
    driver.press("3")
    #expect(driver.state.segments.editor.text == "age > ?")
    driver.press("Esc")
    #expect(driver.state.segments.builder.text == Sample.tree.text)
    #expect(driver.state.segments.count.value != nil)
  }

  @Test("pane, focus, places in lists, orders, widths, lens, report and segment come back")
  func screen() {
    var first = Driver()
    first.press("3 o o Down Down")
    first.press("4 Down Enter")
    first.state.dividers[.side(.segments)] = 44
    first.state.dividers[.height(.sources, .sources)] = 9
    first.press("L")
    first.type("household")
    first.press("Enter T Down Enter 3 Enter 1 Down")
    let memory = first.state.memory
    #expect(memory.pane == .sources)
    #expect(memory.lens == .household)
    #expect(memory.theme == "paper")
    #expect(memory.segment?.name == first.state.segments.name)

    var second = driver(memory)
    #expect(second.state.pane == .sources)
    #expect(second.state.list(.sources).selection == 1)
    // The detail is that of the row one was on.
    #expect(second.effects.questions.contains(.source(name: Sample.sources[1].name)))
    second.press("3")
    #expect(second.state.segments.name == first.state.segments.name)
    #expect(second.state.list(.library).sort == ListState.Sort(column: 1, isDescending: false))
    #expect(second.state.dividers == first.state.dividers)
    second.press("4")
    #expect(second.state.reports.request == first.state.reports.request)
    #expect(second.state.memory.theme == "paper")
  }

  @Test("a report that is not asked for yet is not said to be empty")
  func report() {
    var memory = ScreenMemory()
    memory.pane = .reports
    var startup = Sample.startup()
    startup.memory = memory
    var driver = Driver(answers: false)
    driver.state = AppState(startup)
    driver.send(.started)
    #expect(driver.state.pane == .reports)
    #expect(!driver.text.contains("No rows"), "\(driver.text)")
  }

  @Test("what the settings decide wins over what was left")
  func decided() {
    var memory = ScreenMemory()
    memory.pane = .people
    memory.dividers = [.side(.segments): 50, .side(.consent): 60]
    var startup = Sample.startup()
    (startup.memory, startup.start, startup.sideWidths) = (memory, .reports, [.segments: 40])
    let state = AppState(startup)
    #expect(state.pane == .reports)
    #expect(state.dividers == [.side(.segments): 40, .side(.consent): 60])
  }

  @Test("nothing that was typed to find somebody is left behind")
  func secrets() {
    var driver = Driver()
    driver.press("6 s")
    driver.type("email:mara@example.org")
    driver.press("Enter 1 /")
    driver.type("mara")
    driver.press("Enter")
    #expect(!"\(driver.state.memory)".contains("mara"))
  }
}

@Suite("Figures of a segment that has just been opened") struct OpeningTests {
  private func isCount(_ question: Question) -> Bool {
    if case .count = question { true } else { false }
  }

  @Test("nothing is counted and nothing edited before the segment is read")
  func reading() throws {
    var driver = Driver()
    driver.press("3")
    driver.answers = false
    let effects = driver.press("Enter")
    #expect(!effects.questions.contains { isCount($0) })
    #expect(driver.text.contains("– people"), "\(driver.text)")
    #expect(!driver.text.contains("as saved"))
    driver.press("n a")
    #expect(driver.state.overlay == nil)
    #expect(driver.state.notices.last?.notice.text == "The segment is still being read")
    let check = Driver.check(Sample.tree.text)
    let read = driver.report(try #require(driver.job(.load)), .answered(.checked(check)))
    #expect(read.questions.contains(.count(.tree(Sample.tree))))
  }

  @Test("a channel that is chosen before the segment is read waits for it, too")
  func channel() throws {
    var driver = Driver()
    driver.press("3")
    driver.answers = false
    driver.press("Enter D")
    #expect(driver.chooser != nil)
    let effects = driver.press("Enter")
    #expect(!effects.questions.contains { if case .waterfall = $0 { true } else { false } })
  }

  @Test("an edit before the first count has its change against the size that was saved")
  func early() throws {
    var driver = Driver()
    driver.press("3")
    driver.answers = false
    driver.press("Enter")
    let check = Driver.check(Sample.tree.text)
    driver.report(try #require(driver.job(.load)), .answered(.checked(check)))
    driver.press("Down n")
    #expect(driver.text.contains("– by the last edit"), "\(driver.text)")
    let tree = driver.state.segments.builder.definition.tree
    let count = driver.report(
      try #require(driver.job(.count)), .answered(.counted(Sample.count(tree, total: 90_411))))
    #expect(driver.text.contains("– by the last edit"))
    // What it was before is asked only once the total is there.
    #expect(count.questions.contains(.total(.tree(Sample.tree))))
    let before = SegmentTotal(
      count: 184_203, precision: .exact, population: 1_000_000, milliseconds: 1)
    driver.report(try #require(driver.job(.before)), .answered(.total(before)))
    #expect(driver.text.contains("−93,792 by the last edit"))
  }
}

@Suite("Segments that were never saved") struct UnsavedSegmentTests {
  private func withDraft() -> Driver {
    var driver = Driver()
    driver.press("3 Ctrl-N t")
    driver.type("country = DE")
    driver.press("Esc")
    return driver
  }

  @Test("a second one begins empty, and the first is in the list to go on with")
  func second() {
    var driver = withDraft()
    driver.press("o Ctrl-N y")
    #expect(driver.state.segments.builder.isEmpty)
    #expect(driver.state.segments.title == "new segment 2")
    driver.press("t")
    driver.type("age > 40")
    driver.press("Esc o")
    #expect(driver.text.contains("new segment  draft"), "\(driver.text)")
    #expect(driver.text.contains("new segment 2  draft"))
    driver.press("Home Enter y")
    #expect(driver.state.segments.builder.text == "country = DE")
    #expect(driver.state.drafts.unnamed.map(\.text) == ["country = DE", "age > 40"])
  }

  @Test("going back to the one that is open keeps its undo")
  func same() {
    var driver = withDraft()
    driver.press("o Home Enter")
    #expect(driver.state.overlay == nil)
    driver.press("u")
    #expect(driver.state.segments.builder.text == "country = D")
  }

  @Test("saving one forgets its draft and no other")
  func save() {
    var driver = withDraft()
    driver.press("o Ctrl-N y t")
    driver.type("age > 40")
    driver.press("Esc s")
    driver.type("Older")
    driver.press("Enter")
    #expect(driver.state.drafts.drafts.map(\.text) == ["country = DE"])
  }

  @Test("a draft is thrown away only after asking")
  func forget() {
    var driver = withDraft()
    driver.press("o Home d")
    #expect(driver.confirmation?.title == "Throw the draft away?")
    #expect(driver.state.drafts.drafts.count == 1)
    #expect(driver.press("y").contains(.saveDraft(DraftStore())))
    #expect(driver.state.segments.mode == .library)
    #expect(!driver.state.hasUnsavedWork)
    driver.press("Home x")
    #expect(driver.state.pane == .audiences)
  }

  @Test("nothing is done with a draft that only a saved segment can")
  func refused() {
    var driver = withDraft()
    driver.press("o Home")
    for action in [Action.rename, .tick, .exportSegment] {
      #expect(driver.state.disabledReason(action) == "A draft has to be saved first: open it")
    }
  }
}
