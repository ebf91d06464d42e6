import Basis
import Cells
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
    #expect(!driver.text.split(separator: "\n")[1].contains("5 Audiences"))
    driver.press(":")
    #expect(!driver.text.contains("Reports"))
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
    let asked = driver.effects.questions
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

  @Test("Ctrl-C leaves a dialog and not the program")
  func interrupt() {
    var driver = Driver()
    driver.press(":")
    #expect(driver.press("Ctrl-C") == [])
    #expect(driver.state.overlay == nil)
    #expect(driver.press("Ctrl-C") == [.quit])
  }

  @Test("a screen that is too small says so on one line")
  func small() {
    var driver = Driver()
    driver.send(.input(.resize(Size(59, 14))))
    #expect(driver.text.trimmingLines == "parterre needs 60×15, this is 59×14")
    driver.send(.input(.resize(Size(60, 15))))
    #expect(driver.text.contains("Needs attention"))
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
