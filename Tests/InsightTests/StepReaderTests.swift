import Basis
import Insight
import Support
import Testing

@Suite("Steps of a funnel") struct StepReaderTests {
  @Test("a > between steps is told from one that compares")
  func pieces() {
    #expect(StepReader.pieces(of: "a > b>c") == ["a", "b", "c"])
    #expect(
      StepReader.pieces(of: "view > buy where amount > 3.5 and n >= 2 > done")
        == ["view", "buy where amount > 3.5 and n >= 2", "done"])
    #expect(
      StepReader.pieces(of: "a where day > 2026-09-01 > \"b > c\"")
        == ["a where day > 2026-09-01", "\"b > c\""])
    #expect(StepReader.pieces(of: "a where t = \"x \\\" > 1\" > b").count == 2)
    #expect(StepReader.pieces(of: "") == [""])
    #expect(StepReader.pieces(of: "a >") == ["a", ""])
  }

  @Test("nothing of a text is lost, whatever it is", arguments: UInt64(0)..<200)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    let text = random.text(of: "ab1> =\"\\-é", upTo: 24)
    let joined = StepReader.pieces(of: text).joined(separator: ">")
    #expect(joined.filter { $0 != " " } == text.filter { $0 != " " })
  }
}
