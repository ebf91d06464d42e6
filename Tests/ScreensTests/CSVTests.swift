import Basis
import Cells
import Formats
import Requests
import Screens
import Testing

@Suite("Tables as files and on the clipboard") struct CSVTests {
  /// What Y copies, row by row.
  private func copied(_ driver: inout Driver) -> [[String]] {
    guard case .copy(let text)? = driver.press("Y").first else { return [] }
    #expect(text.hasSuffix("\r\n"))
    return text.split(separator: "\r\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    }
  }

  private func written(_ driver: inout Driver) -> String? {
    driver.press("X")
    guard case .prompt? = driver.state.overlay else { return nil }
    for case .write(let text, _) in driver.press("Enter") { return text }
    return nil
  }

  @Test("times are ISO 8601, figures plain, and nothing is cut")
  func values() throws {
    var driver = Driver(Size(80, 24))
    driver.press("1")
    let rows = copied(&driver)
    let head = try #require(rows.first)
    #expect(
      Array(head.prefix(6)) == ["source", "party", "kind", "last_batch", "freshness", "rows"])
    #expect(rows.count == Sample.sources.count + 1)
    let web = try #require(rows.first { $0.first == "web" })
    #expect(web[3] == Sample.ago(hours: 8).iso8601)
    #expect(web[5] == "14820114")
    #expect(web[4] == "late")
    // One that never came has no time.
    #expect(try #require(rows.first { $0.first == "panel" })[3] == "")
    driver.press("Tab")
    #expect(copied(&driver)[1][0] == Sample.detail.batches[0].file)
  }

  @Test("a file holds the same as the clipboard, filtered and sorted as it is")
  func same() throws {
    var driver = Driver()
    driver.press("1 /")
    driver.type("first")
    driver.press("Enter o O")
    guard case .copy(let text)? = driver.press("Y").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(written(&driver) == text)
    let names = text.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",")[0] }
    #expect(names == ["web", "newsletter", "crm", "app"])
  }

  @Test("what needs attention has a head, and what is empty has one, too")
  func heads() {
    var driver = Driver()
    #expect(copied(&driver).first == ["urgency", "what", "kind"])
    driver.press("5 Tab Tab")
    driver.state.audiences.activations.arrived([])
    #expect(
      written(&driver) == "when,segment,channel,delivered,added,removed,file,number,sha256\r\n")
  }

  @Test("a text with commas, quotes and breaks is quoted, and no formula is left")
  func quoting() throws {
    var driver = Driver()
    driver.press("1 Tab")
    var detail = Sample.detail
    detail.batches[0].file = "a \"b\", c\nd.csv"
    detail.batches[1].file = "=SUM(A1)"
    driver.state.sources.detail.arrived(detail)
    let text = try #require(written(&driver))
    #expect(text.contains("\"a \"\"b\"\", c\nd.csv\","))
    #expect(text.contains("\r\n'=SUM(A1),"))
  }

  @Test("every panel with a table writes that table, and no other panel's")
  func own() {
    var driver = Driver()
    var heads: [String: String] = [:]
    for pane in ["0", "1", "2", "3", "4", "5", "6", "6 s m @ x Enter"] {
      driver.press(pane)
      for _ in driver.state.panels {
        if let head = written(&driver)?.prefix(while: { $0 != "\r\n" }) {
          heads["\(driver.state.focused)"] = String(head)
        }
        driver.press("Tab")
      }
    }
    #expect(heads["knownBy"] == "known_by,identifiers,people,share")
    #expect(heads["groupSizes"] == "identifiers_from,people,share,identifiers_to")
    #expect(heads["consentTrend"] == "day,purpose,granted,withdrawn")
    #expect(heads["consentMap"] == "purpose,DE,AT,CH,FR,GB")
    #expect(heads["timeline"] == "when,event,detail,source,starts_session")
    #expect(heads["rejects"] == "rows,reason,explanation")
    #expect(heads.count >= 20, "\(heads.keys)")
    // Only the two views of one list may agree, and looks at the same figures.
    let own = heads.filter { !$0.key.hasPrefix("look") }
    #expect(Set(own.values).count >= own.count - 1)
  }

  @Test("a report's table is what the command prints")
  func report() throws {
    var driver = Driver()
    driver.press("4 Enter")
    let text = try #require(written(&driver))
    let table = try #require(driver.state.reports.table.value)
    #expect(text.split(separator: "\r\n").count == table.rows.count + 1)
    #expect(text.hasPrefix("campaign,"))
    #expect(!text.contains("1,204"))
  }

  @Test("what is copied of who they are is the attribute that is selected")
  func facet() throws {
    var driver = Driver()
    driver.press("3 Enter")
    driver.state.focus[.segments] = .facets
    for name in ["plan,pro", "channel,email", "age,35–44"] {
      guard case .copy(let text)? = driver.press("c").first else {
        Issue.record("nothing was copied")
        return
      }
      #expect(text.hasPrefix(name))
      driver.press("Down")
    }
    #expect(copied(&driver).count == 9)
  }

  @Test("a shared screen copies pseudonyms and no small figures")
  func shared() {
    var driver = Driver()
    driver.press("1 S")
    let names = copied(&driver).dropFirst().map { $0[0] }
    #expect(names.count == Sample.sources.count)
    #expect(!names.contains("newsletter"))
  }
}

@Suite("Sorting every table") struct SortingTests {
  /// Every panel of every pane, with the keys that lead to its pane.
  private static let panes = ["0", "1", "2", "3", "3 Enter", "4", "5", "6", "6 s m @ x Enter"]

  @Test("o goes through every column of every list, each shown in its head", arguments: panes)
  func columns(_ keys: String) {
    var driver = Driver(Size(300, 100))
    driver.press(keys)
    let panels = driver.state.panels
    for panel in panels {
      driver.state.focus[driver.state.pane] = panel
      guard panel.isList, panel != .tree else { continue }
      // A key lets a further look of a report be asked for, which is not known before.
      driver.press("Home")
      var shown = 0
      for _ in 0..<40 {
        driver.press("o")
        guard driver.state.lists[panel]?.sort != nil else { break }
        let isShown = driver.text.contains("▲")
        #expect(isShown, "\(panel) sorts by column \(shown), which nobody sees")
        driver.press("O")
        let isTurned = driver.text.contains("▼")
        #expect(isTurned, "\(panel)")
        driver.press("O")
        shown += 1
      }
      if driver.state.disabledReason(.sort) == nil {
        #expect(shown > 0, "\(panel) cannot be sorted")
      }
      driver.state.lists[panel] = ListState()
    }
  }

  @Test("the map and the losses of consent sort by what they show")
  func consent() throws {
    var driver = Driver()
    driver.press("2")
    driver.state.focus[.consent] = .consentMap
    driver.press("o o")
    // By the share of the first country, least first.
    #expect(driver.text.contains("DE▲"))
    #expect(driver.state.lists[.purposes]?.sort == nil)
    driver.state.focus[.consent] = .consentLosses
    driver.press("o o O")
    #expect(driver.text.contains("granted▼"))
    let lines = driver.text.split(separator: "\n").map { String($0) }
    let row = try #require(lines.firstIndex { $0.contains("granted▼") })
    let place = try #require(lines[row].firstRange(of: "expired")).lowerBound
    driver.click(lines[row].distance(from: lines[row].startIndex, to: place), row)
    #expect(driver.state.lists[.consentLosses]?.sort == .init(column: 3, isDescending: false))
  }
}
