import Requests
import Segments
import Testing

@Suite("The guide to the language") struct LanguageGuideTests {
  @Test(
    "every sentence of the guide can be read, and is printed as it stands there",
    arguments: LanguageGuide.chapters.flatMap(\.entries).map(\.example))
  func examples(text: String) throws {
    #expect(try Segment(parsing: text).description == text)
  }

  @Test("the guide tells every construct of the language")
  func whole() {
    let words =
      Measure.Function.allCases.map(\.rawValue) + Times.Bound.allCases.map(\.rawValue)
      + Comparison.allCases.map(\.rawValue) + TextOperator.allCases.map(\.rawValue)
      + TimeSpan.Unit.allCases.map(\.rawValue) + Anchor.Position.allCases.map(\.rawValue)
      + Rank.End.allCases.map(\.rawValue) + Window.Direction.allCases.map(\.rawValue)
      + ["then not", "is not known", "not in", "consent(", "has ", "from ", "score(", "@", "#"]
    let text = LanguageGuide.markdown()
    for word in words { #expect(text.contains(word), "\(word)") }
  }
}
