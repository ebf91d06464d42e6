import Basis
import Testing

@Suite("Numbers with what they count") struct CountedTests {
  @Test("one is told as one, none and many as many, in whatever figures")
  func numbers() {
    #expect([0, 1, 2].map { Counted.text($0, "row") } == ["0 rows", "1 row", "2 rows"])
    #expect(Counted.text(1, "batch", "batches") == "1 batch")
    #expect(Counted.text(4_000, "batch", "batches", figure: "4,000") == "4,000 batches")
  }
}
