import Cells
import Glibc
import Requests
import Screens
import Testing

@Suite("Key tables") struct KeyTests {
  @Test("every key has a name that can be struck, and means one thing in its table")
  func tables() {
    for context in KeyContext.allCases {
      var seen: Set<String> = []
      for key in context.bindings.flatMap(\.keys) {
        for part in key.split(separator: " ") {
          #expect(KeyStroke(part)?.description == String(part), "\(context) \(key)")
        }
        #expect(seen.insert(key).inserted, "\(key) twice in \(context)")
      }
    }
  }

  @Test("every action can be reached by a key")
  func reach() {
    let reached = Set(KeyContext.allCases.flatMap { $0.bindings.map(\.action) })
    #expect(Set(Action.allCases).subtracting(reached).isEmpty)
  }

  @Test("brackets are never the only key of an action")
  func brackets() {
    for binding in KeyContext.allCases.flatMap(\.bindings) {
      #expect(!binding.keys.allSatisfy { ["[", "]", "{", "}"].contains($0) })
    }
  }

  @Test("keys can be given to other actions, and a slip is told")
  func rebind() {
    var keymap = Keymap()
    #expect(keymap.bind("segment.add", to: ["Ctrl-A"]) == nil)
    #expect(keymap.bindings(.builder).first { $0.action == .addCondition }?.keys == ["Ctrl-A"])
    #expect(keymap.bind("segment.fly", to: ["f"]) == "there is no action “segment.fly”")
    #expect(keymap.bind("quit", to: ["Ctrl-Banana"]) == "“Ctrl-Banana” is not the name of a key")

    var startup = Sample.startup()
    startup.keymap = keymap
    var driver = Driver()
    driver.state = AppState(startup)
    driver.press("3 Enter Ctrl-A")
    #expect(driver.picker != nil, "the new key does nothing")
  }

  @Test("docs/keys.md is what the tables say")
  func page() {
    let root = "\(#filePath)".split(separator: "/").dropLast(3).joined(separator: "/")
    Golden.check(KeysPage.markdown(), at: "/\(root)/docs/keys.md", "docs/keys.md")
  }

  @Test("docs/language.md is what the guide says")
  func language() {
    let root = "\(#filePath)".split(separator: "/").dropLast(3).joined(separator: "/")
    Golden.check(LanguageGuide.markdown(), at: "/\(root)/docs/language.md", "docs/language.md")
  }
}
