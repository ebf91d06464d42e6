import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("The palette") struct PaletteTests {
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
  func paletteElsewhere() throws {
    var driver = Driver()
    driver.press("3 :")
    driver.type("audit a new feed")
    #expect(driver.text.contains("1 A"))
    driver.press("Enter")
    #expect(driver.state.pane == .sources)
    let prompt = try #require(driver.prompt)
    #expect(prompt.purpose == .studyFile)
    driver = Driver()
    driver.press(":")
    driver.type("read the whole ledger")
    #expect(driver.press("Enter").questions.contains(.verifyLedger))
    #expect(driver.state.pane == .consent)
  }

  @Test("the palette leads to what another pane does with a chosen row, and leaves it to its key")
  func paletteToRow() throws {
    var driver = Driver()
    driver.press(":")
    driver.type("take out what a batch")
    driver.press("Enter")
    #expect(driver.state.pane == .sources)
    #expect(driver.state.focused == .batches)
    #expect(driver.state.overlay == nil)
    #expect(driver.text.contains("u: Take out what a batch brought"))
    driver.press("u")
    let question = try #require(driver.confirmation)
    #expect(question.title == "Undo this batch?")
    driver = Driver()
    driver.press("2 :")
    driver.type("rename; references")
    driver.press("Enter")
    #expect(driver.state.focused == .library)
    #expect(driver.state.overlay == nil)
  }

  @Test("the palette tells what has to be opened before an action, and leaves text for the tree")
  func paletteToBuilder() throws {
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
    let prompt = try #require(driver.prompt)
    #expect(prompt.purpose == .saveName)
    #expect(driver.state.pane == .segments)
  }

  @Test("the palette has every action of every pane once, the open pane's before the others'")
  func paletteHasAll() throws {
    var driver = Driver()
    for keys in ["0", "1", "2", "3", "3 Enter", "4", "5", "6", "1 A x Enter"] {
      driver.press(keys + " :")
      let chooser = try #require(driver.chooser, "no palette at \(keys)")
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
    let chooser = try #require(driver.chooser)
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
    #expect(driver.state.takesIdentifier(.focus(true)))
    driver.type("m@x")
    #expect(
      driver.press("Enter").questions == [
        .findPeople(PersonSearch(namespace: nil, value: "m@x"))
      ])
  }
}

@Suite("People in the palette") struct PalettePeopleTests {
  @Test("an identifier is looked up while it is typed, and nobody's leads nowhere")
  func nobody() {
    var driver = Driver()
    driver.press("1 :")
    driver.type("email:nobody")
    #expect(
      driver.effects.questions.last
        == .findPeople(PersonSearch(namespace: "email", value: "nobody")))
    #expect(driver.text.contains("Nobody has email:no•••••"))
    driver.press("Enter")
    #expect(driver.state.pane == .sources)
    #expect(driver.state.notices.last?.notice.text == "Nobody has email:no•••••")
    driver.press("Backspace")
    #expect(driver.text.contains("Show the person email:no•••••"))
    driver.press("Enter")
    #expect(driver.state.pane == .people)
  }

  @Test("a look for somebody that fails does not go on for ever, and leads there still")
  func failing() throws {
    var driver = Driver()
    driver.press(":")
    driver.answers = false
    driver.type("nobody@example.org")
    let job = try #require(driver.job(.palettePerson))
    driver.report(
      job, .failed(Fault(.malformed, "people", reason: "it is broken", remedy: "Mend it")))
    #expect(driver.text.contains("Show the person"))
    #expect(!driver.text.contains("looking…"))
    driver.press("Enter")
    #expect(driver.state.pane == .people)
  }

  @Test("whoever does not wait for it is told there that nobody has it")
  func inHaste() {
    var driver = Driver()
    driver.press(":")
    driver.answers = false
    driver.type("nobody@example.org")
    #expect(driver.text.contains("looking…"))
    driver.answers = true
    driver.press("Enter")
    #expect(driver.state.pane == .people)
  }
}

@Suite("Receipts") struct ReceiptTests {
  @Test(
    "every figure's receipt says what it is, how fresh, how sure and whose consent it asked",
    arguments: ["0", "0 Tab", "1", "1 Tab", "2", "2 Tab", "3", "5", "6"])
  func whole(_ keys: String) {
    var driver = Driver(Size(160, 60))
    driver.press(keys)
    driver.press("i")
    for words in ["definition", "freshness", "precision", "took", "as of", "data version"] {
      let isTold = driver.text.contains(words)
      // What may be wrong with channels is told by the preflight, of which there is none yet.
      #expect(isTold || keys == "5", "\(keys): no \(words)")
    }
    let asksConsent = driver.text.contains("consent applied")
    #expect(asksConsent || keys == "6")
  }

  @Test("a receipt names the filter of the list it is about")
  func filter() {
    var driver = Driver()
    driver.press("1 /")
    driver.type("first")
    driver.press("Enter i")
    #expect(driver.text.contains("rows with “first”"))
  }
}
