import Segments
import Testing

@Suite("Segment errors") struct ErrorCaseTests {
  @Test("every text case is told as written")
  func cases() throws {
    let text = try CaseFile.text("segments/errors.case")
    let cases = text.drop { $0 != "\n" }.dropFirst().split(separator: "\n====\n")
    #expect(cases.count > 10)
    for oneCase in cases {
      let halves = oneCase.split(separator: "\n----\n", maxSplits: 1).map(String.init)
      let expected = halves[1].hasSuffix("\n") ? String(halves[1].dropLast()) : halves[1]
      do throws(Problem) {
        _ = try Segment(parsing: halves[0])
        Issue.record("a problem was expected: \(halves[0])")
      } catch {
        #expect(error.rendered(in: halves[0]) == expected)
      }
    }
  }
}
