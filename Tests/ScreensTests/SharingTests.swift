import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("A screen that others look at") struct SharingTests {
  @Test("shows the same pseudonym for a name wherever it stands, and the name after it is over")
  func names() throws {
    var driver = Driver()
    driver.press("1")
    let before = driver.text
    #expect(before.contains("newsletter"))
    driver.press("S")
    let shared = driver.text
    // What a source is called may be the word for its kind, too, which is no name.
    let words = Set(Sample.sources.flatMap { [$0.kind, $0.party] })
    for source in Sample.sources where source.name.count > 3 && !words.contains(source.name) {
      #expect(!shared.contains(source.name), "\(source.name)")
    }
    #expect(shared.contains("shared"))
    #expect(!shared.contains("spring.workspace"))
    driver.press("j j j")
    let row = try #require(
      driver.text.split(separator: "\n").first { $0.contains("▸") })
    let pseudonym = try #require(
      row.split(separator: " ").first { $0.contains("-") && $0.contains("▸") }?
        .split(separator: "▸").last)
    // The pane below it names the same source.
    #expect(driver.text.contains("› \(pseudonym)"))
    driver.press("S")
    #expect(driver.text.contains("newsletter"))
  }

  @Test("writes no list with the names behind the pseudonyms")
  func lists() {
    var driver = Driver()
    driver.press("1 S")
    #expect(driver.press("X") == [])
    #expect(driver.state.notices.last?.notice.text == "The screen is shared; S ends that")
    driver.press("S X")
    #expect(driver.text.contains("Write the table as CSV"))
  }

  @Test("hides figures of few people, and no others")
  func figures() throws {
    var driver = Driver()
    driver.press("3")
    driver.press("S")
    #expect(!driver.text.contains("Autumn win-back"))
    #expect(driver.text.contains("184,203"))
    var count = Sample.count()
    count.total.count = 7
    driver.press("Enter")
    driver.answers = false
    driver.press("R")
    let job = try #require(driver.job(.count))
    driver.report(job, .answered(.counted(count)))
    driver.press("i")
    driver.press("Esc")
    driver.send(.input(.resize(Size(80, 24))))
    #expect(driver.text.contains("<10 people"), "\(driver.text)")
  }

  @Test("reveals nobody, and masks who is revealed at once")
  func reveal() {
    var driver = Driver()
    driver.press("6 s x Enter r")
    #expect(driver.text.contains("mara@example.org"))
    driver.press("S")
    #expect(!driver.text.contains("mara@example.org"))
    #expect(driver.state.disabledReason(.reveal) == "The screen is shared; S ends that")
  }

  @Test("whose a segment is, and where it is kept, is nobody's business either")
  func owners() {
    var driver = Driver()
    driver.press("3")
    driver.state.segments.library.arrived([
      SavedSegment(
        name: "Leavers", reference: "@Leavers", text: "country = \"DE\"", version: 1, note: "",
        savedAt: Sample.now.timestamp, size: 5_000, folder: "Northern house", tags: ["autumn26"],
        owner: "Mara Lind")
    ])
    for name in ["Leavers", "Northern house", "autumn26", "Mara Lind"] {
      #expect(driver.text.contains(name))
    }
    driver.press("S")
    for name in ["Leavers", "Northern house", "autumn26", "Mara Lind"] {
      #expect(!driver.text.contains(name), "\(name)")
    }
  }

  @Test("what was said stays in the list of notices after it has gone from the screen")
  func notices() {
    var driver = Driver()
    driver.press("S S")
    driver.send(.tick(Sample.now.advanced(byMilliseconds: 60_000)))
    #expect(driver.state.notices.isEmpty)
    driver.press("!")
    #expect(driver.text.contains("Names and figures are as they are"))
  }
}

@Suite("Words of ours on a shared screen") struct SharedWordTests {
  @Test("a source that is called as its kind has a pseudonym, and its kind has none")
  func kinds() throws {
    var driver = Driver()
    driver.press("1 S")
    let lines = driver.text.split(separator: "\n")
    let row = try #require(lines.first { $0.contains("▸") })
    let cells = row.dropFirst().split(separator: " ").map { String($0) }
    #expect(cells[0] == "▸" + cells[0].dropFirst() && !cells[0].contains("crm"))
    #expect(Array(cells[1...2]) == ["first", "crm"])
  }
}
