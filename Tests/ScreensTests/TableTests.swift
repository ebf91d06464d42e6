import Basis
import Cells
import Requests
import Screens
import Testing

@Suite("Tables of every pane") struct TableTests {
  @Test("a filter narrows while it is typed, and Esc brings the former one back")
  func filter() {
    var driver = Driver()
    driver.press("1 /")
    driver.type("first !web")
    #expect(driver.text.contains("3 shown"))
    driver.press("Enter /")
    driver.type(" zzz")
    driver.press("Esc")
    #expect(driver.state.lists[.sources]?.filter == "first !web")
    driver.press("Esc")
    #expect(driver.state.lists[.sources]?.filter == "")
  }

  @Test("sorting goes from column to column and turns round")
  func sort() {
    var driver = Driver()
    driver.press("1 o")
    #expect(driver.text.contains("Source▲"))
    driver.press("O")
    #expect(driver.text.contains("Source▼"))
    #expect(driver.state.sources.all.value?.count == 6)
    for _ in 0..<11 { driver.press("o") }
    #expect(driver.state.lists[.sources]?.sort == nil)
  }

  @Test("a click on a title sorts by its column, and another one the other way round")
  func titles() throws {
    var driver = Driver()
    driver.press("1")
    func click(_ title: String, plus offset: Int = 0) throws {
      let lines = driver.text.split(separator: "\n").map { String($0) }
      let row = try #require(lines.firstIndex { $0.contains(title) })
      let start = try #require(lines[row].firstRange(of: title)).lowerBound
      driver.click(lines[row].distance(from: lines[row].startIndex, to: start) + offset, row)
    }
    try click("Rejected")
    #expect(driver.state.lists[.sources]?.sort == .init(column: 7, isDescending: false))
    #expect(driver.text.contains("Rejected▲"))
    try click("Rejected")
    #expect(driver.text.contains("Rejected▼"))
    try click("Source ")
    #expect(driver.state.lists[.sources]?.sort == .init(column: 0, isDescending: false))
    // A course sorts by its last figure.
    try click("Last 8", plus: 2)
    #expect(driver.state.lists[.sources]?.sort == .init(column: 9, isDescending: false))
    // The bar beside a figure sorts as the figure does.
    driver.press("4 Enter")
    try click("Impressions", plus: 14)
    #expect(driver.state.lists[.reportTable]?.sort == .init(column: 1, isDescending: false))
  }

  @Test("a panel without a table says so instead of writing an empty file")
  func noList() {
    var driver = Driver()
    driver.press("2")
    var (lists, others) = (0, 0)
    for _ in 0..<8 {
      driver.press("Tab X")
      if driver.text.contains("Write the table as CSV") {
        lists += 1
        driver.press("Esc")
      } else {
        #expect(driver.text.contains("There is no table here to write"))
        others += 1
      }
    }
    #expect(lists > 0 && others > 0)
  }

  @Test("a receipt has what a narrow table leaves out")
  func receipts() {
    var driver = Driver(Size(80, 24))
    driver.press("1 i")
    for words in ["Party", "Expected", "Known", "Accepted"] {
      #expect(driver.text.contains(words))
    }
    driver.press("Esc 2 i")
    #expect(driver.text.contains("Ends ≤ 30 d"))
  }
}
