import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("Segments that are saved, left and found again") struct SavedSegmentTests {
  @Test("saving asks for a note, is based on the version that was edited, and forgets the draft")
  func save() {
    var driver = Driver()
    driver.press("3 Enter n s")
    driver.type("turned")
    let effects = driver.press("Enter")
    let text = driver.state.segments.builder.text
    #expect(
      effects.questions == [
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
    #expect(driver.state.drafts.text(of: .init(name: "Autumn win-back")) == edited)
    #expect(driver.text.contains("Newsletter readers"))
  }

  @Test("after a crash the draft opens by itself")
  func draft() {
    let drafts = DraftStore([.init(.init(number: 1), text: "age > 40")])
    var driver = Driver(drafts: drafts)
    driver.press("3")
    #expect(driver.state.segments.mode == .builder)
    #expect(driver.state.segments.builder.text == "age > 40")
    #expect(driver.state.hasUnsavedWork)
  }

  @Test("a draft with mistakes opens as text")
  func brokenDraft() {
    var driver = Driver(drafts: DraftStore([.init(.init(number: 1), text: "age > ?")]))
    driver.press("3")
    #expect(driver.state.segments.mode == .text)
    #expect(driver.state.segments.editor.text == "age > ?")
  }

  @Test("a version of the past comes into the builder as one edit that undo takes back")
  func version() throws {
    var driver = Driver()
    driver.press("3 Enter Tab Tab Tab Down Enter")
    #expect(driver.state.segments.builder.text == "country = DE")
    driver.press("u")
    #expect(driver.state.segments.builder.text == Sample.tree.text)
  }

  @Test("the builder is compared with the version that is edited, or with the one in the history")
  func compare() throws {
    var driver = Driver()
    driver.press("3 Enter Down n")
    let text = driver.state.segments.builder.text
    let name = driver.state.segments.name
    #expect(
      driver.press("v").questions == [.difference(name: name, version: 3, text: text)])
    #expect(driver.text.contains("+ not country in (DE, AT, CH)"))
    #expect(driver.text.contains("−32,408"))
    driver.press("Esc")
    driver.state.focus[.segments] = .history
    driver.press("Down")
    #expect(
      driver.press("v").questions == [.difference(name: name, version: 2, text: text)])
    driver.press("Esc Ctrl-N y")
    driver.state.focus[.segments] = .tree
    #expect(driver.state.disabledReason(.compare) != nil)
  }

  @Test("two ticked segments are compared, one is not enough")
  func overlap() {
    var driver = Driver()
    driver.press("3 Space v")
    #expect(driver.state.overlay == nil)
    let effects = driver.press("Space v")
    #expect(
      effects.questions.last == .overlap(names: ["Autumn win-back", "Newsletter readers"]))
    #expect(driver.text.contains("25.0 %"))
  }

  @Test("removing asks first, with another key than the one that started it")
  func remove() {
    var driver = Driver()
    driver.press("3 d d")
    #expect(driver.state.overlay != nil)
    let effects = driver.press("y")
    #expect(effects.questions == [.removeSegment(name: "Autumn win-back")])
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
}
