import Requests
import Screens
import Testing

@testable import parterre

@Suite("What work is called") struct QuestionWorkTests {
  @Test("long work says what it is and what it counts")
  func names() {
    let ingest = Question.ingest(IngestRequest(source: "web", files: ["a.csv"])).work
    #expect(ingest == Work("Ingesting a.csv for web", counting: "bytes", .long, .writing))
    #expect(Question.verifyLedger.work == Work("Checking the ledger", counting: "records", .long))
  }
}
