import Basis
import Formats
import Support
import Testing

/// Reading JSON that nobody knows beforehand.
@Suite("JSON leaves") struct JSONLeavesTests {
  private func scalars(_ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    return try JSONLeaves.scalars(bytes.span)
  }

  @Test("A list gives its texts with their escapes undone, and its numbers and booleans as texts")
  func listOfScalars() throws {
    let list = #" ["café", "a\"b\\c\nd", "😀", 12.5, true, null, {"a": "x"}, ["y"]] "#
    #expect(try scalars(list) == ["café", "a\"b\\c\nd", "😀", "12.5", "true"])
    #expect(try scalars("[]") == [])
  }

  @Test("What a writer wrote comes back")
  func roundTrip() throws {
    var random = Seeded(4)
    for _ in 0..<500 {
      let texts = (0..<random.below(5)).map { _ in
        String(
          (0..<random.below(8)).map { _ in "aé\"\\\n\t\u{1}😀,]".randomElement(using: &random)! })
      }
      #expect(try scalars(JSON.array(texts.map(JSON.string)).text) == texts)
    }
  }

  @Test(
    "What is no list is refused", arguments: ["", "[", "[\"a\"", "[\"a\",]", "[\"a\"] x", "{}"])
  func malformed(text: String) {
    #expect(throws: JSONProblem.self) { try scalars(text) }
  }
}
