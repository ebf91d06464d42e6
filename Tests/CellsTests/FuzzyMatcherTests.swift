import Basis
import Cells
import Support
import Testing

@Suite("Fuzzy matcher") struct FuzzyMatcherTests {
  @Test("starts of words beat letters inside words")
  func order() {
    let names = ["discount", "last country", "country", "encounter", "Consent Out"]
    #expect(FuzzyMatcher("cou").ranked(names).map(\.index).prefix(2) == [2, 1])
    #expect(FuzzyMatcher("co").ranked(names).first?.index == 2)
    #expect(FuzzyMatcher("lc").ranked(names).first?.index == 1)
  }

  @Test("the best places are lit, not the first")
  func positions() {
    #expect(FuzzyMatcher("win").match("draw in a window")?.positions == [10, 11, 12])
    #expect(FuzzyMatcher("ab").match("a_ab")?.positions == [2, 3])
    #expect(FuzzyMatcher("de meta").match("Meta, delivered")?.positions == [0, 1, 2, 3, 6, 7])
  }

  @Test("capitals match capitals only, small letters both")
  func capitals() {
    #expect(FuzzyMatcher("De").match("dezember") == nil)
    #expect(FuzzyMatcher("de").match("Dezember") != nil)
  }

  @Test("nothing typed keeps everything in its order")
  func empty() {
    #expect(FuzzyMatcher("").ranked(["b", "a"]).map(\.index) == [0, 1])
    #expect(FuzzyMatcher(" ").isEmpty)
  }

  @Test("a text matches exactly when the pattern is a subsequence, and the places spell it")
  func oracle() {
    for seed in UInt64(0)..<1500 {
      var random = Seeded(seed)
      let text = random.text(of: "aAb_ cé", upTo: 10)
      let pattern = random.text(of: "abcé", upTo: 4)
      let match = FuzzyMatcher(pattern).match(text)
      var rest = Array(pattern)[...]
      for character in text where character.lowercased() == rest.first.map(String.init) {
        rest.removeFirst()
      }
      #expect((match != nil) == rest.isEmpty, "\(pattern) in \(text)")
      if let match {
        let characters = Array(text)
        #expect(match.positions.map { characters[$0].lowercased() }.joined() == pattern)
      }
    }
  }
}
