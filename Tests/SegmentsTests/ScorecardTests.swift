import Columns
import Segments
import Testing

@Suite("Scorecards") struct ScorecardTests {
  @Test(
    "scores lie between 0 and 1 and never fall with the total",
    arguments: [
      Scorecard.Scale.chance, .share(lowest: -700, highest: 1_300), .share(lowest: 5, highest: 5),
    ])
  func scales(scale: Scorecard.Scale) {
    let scores = stride(from: -40_000, through: 40_000, by: 50).map { scale.score($0) }
    #expect(scores.allSatisfy { (0...1).contains($0) })
    #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(scores.first ?? 1 < 0.001 && scores.last ?? 0 > 0.999)
  }

  @Test("a chance of one half is a total of nothing, and odds of e are a thousand points")
  func chances() {
    #expect(Scorecard.Scale.chance.score(0) == 0.5)
    #expect(abs(Scorecard.Scale.chance.score(1_000) - 0.731_058_578_630_005) < 1e-12)
    #expect(Scorecard.Scale.share(lowest: -500, highest: 1_500).score(0) == 0.25)
  }

  @Test("a segment knows the models that it asks, those of ranks among them")
  func models() throws {
    let text = "score(a) > 0.5 and not (top 5 % by score(\"b c\") or age > 3)"
    let segment = try Segment(parsing: text)
    #expect(segment.models == ["a", "b c"])
    #expect(segment.description == text)
    let references = References(["s": segment, "t": .everyone])
    #expect(references.segments(asking: "b c") == ["s"])
    let problems = Checker(.init(), references: References(models: ["buyers": .empty]))
      .problems(in: try Segment(parsing: "score(buyer) > 0.5"))
    #expect(problems.map(\.message) == ["there is no model buyer"])
    #expect(problems.first?.suggestion == "buyers")
  }
}

extension Scorecard {
  fileprivate static let empty = Scorecard(purpose: "ads", base: 0, terms: [], scale: .chance)
}
