import Columns
import Models
import Segments
import Testing

@Suite("What a definition mentions") struct MentionsTests {
  @Test("every fact of a segment is found, those of built-in scores and windows among them")
  func mentions() throws {
    var vocabulary = Vocabulary()
    vocabulary.attributes = ["country": .text]
    vocabulary.rfm = RFMTerms(event: "order", measure: "amount")
    let segment = try Segment(
      parsing: """
        country = DE and (did purchase or last visit < 3 days ago) and from crm
        and not rfm_recency = 5 and top 10 % by sum(refund.amount)
        and sequence(open then click then not bounce) and score(other) > 0.5
        and did login 1 day to 3 days after first signup
        """)
    let found = Mentions(segment, vocabulary: vocabulary)
    #expect(found.attributes == ["country", "rfm_recency"])
    #expect(
      found.events == [
        "purchase", "visit", "order", "refund", "open", "click", "bounce", "login", "signup",
      ])
    #expect(found.sources == ["crm"] && found.models == ["other"])
  }

  @Test(
    "what can be foreseen happens within the horizon",
    arguments: [
      ("did purchase in last 30 days", true), ("not did visit in last 1 month", true),
      ("did a in last 7 days and sum(b.c) in last 30 days > 5", true),
      ("did purchase in last 31 days", false), ("did purchase", false),
      ("did purchase since 2026-01-01", false), ("country = DE", false), ("@Buyers", false),
      ("did a in last 7 days or last b < 3 days ago", false),
    ])
  func foresight(text: String, isForeseeable: Bool) throws {
    let problem = try Segment(parsing: text).foresightProblem(horizon: 30 * 86_400)
    #expect((problem == nil) == isForeseeable, "\(problem ?? "")")
  }

  @Test("what there must be is told with what there is")
  func readiness() {
    var readiness = Readiness(examples: 99, others: 100, traits: 5, eventTypes: 2)
    readiness.require(daysOfHistory: 89, horizon: 30)
    #expect(readiness.failures.map(\.name) == ["examples", "days of history"])
  }
}
