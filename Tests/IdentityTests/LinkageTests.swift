import Basis
import Identity
import Testing

@Suite("Probabilistic linkage") struct LinkageTests {
  static func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-6) -> Bool {
    abs(a - b) <= tolerance
  }

  @Test(
    "Jaro and Jaro–Winkler agree with the published values",
    arguments: [
      ("MARTHA", "MARHTA", 0.9444, 0.9611), ("DIXON", "DICKSONX", 0.7667, 0.8133),
      ("DWAYNE", "DUANE", 0.8222, 0.8400), ("CRATE", "TRACE", 0.7333, 0.7333), ("", "", 0, 0),
      ("", "A", 0, 0), ("A", "A", 1, 1),
    ])
  func jaroWinkler(a: String, b: String, jaro: Double, winkler: Double) {
    var similarity = TextSimilarity()
    let (x, y) = (a.unicodeScalars.map(\.value), b.unicodeScalars.map(\.value))
    #expect(Self.close(similarity.jaro(x.span, y.span), jaro, 5e-5))
    #expect(Self.close(similarity.jaroWinkler(x.span, y.span), winkler, 5e-5))
    #expect(Self.close(similarity.jaro(y.span, x.span), jaro, 5e-5))
  }

  static func slowEdits(_ a: [Character], _ b: [Character], swaps: Bool) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    let (x, y) = (Array(a.dropLast()), Array(b.dropLast()))
    var best = min(
      slowEdits(x, y, swaps: swaps) + (a.last == b.last ? 0 : 1),
      slowEdits(x, b, swaps: swaps) + 1, slowEdits(a, y, swaps: swaps) + 1)
    if swaps, a.count > 1, b.count > 1, a.last == b[b.count - 2], a[a.count - 2] == b.last {
      best = min(best, slowEdits(Array(x.dropLast()), Array(y.dropLast()), swaps: swaps) + 1)
    }
    return best
  }

  @Test("edits are those of the plain recursion, up to any limit", arguments: UInt64(0)..<40)
  func edits(seed: UInt64) {
    var random = Seeded(seed)
    var similarity = TextSimilarity()
    for _ in 0..<4 {
      let draw = { (random: inout Seeded) in
        String((0..<random.below(6)).map { _ in random.pick(["a", "b", "c"] as [Character]) })
      }
      let (a, b) = (draw(&random), draw(&random))
      let (x, y) = (a.unicodeScalars.map(\.value), b.unicodeScalars.map(\.value))
      for swaps in [false, true] {
        let plain = Self.slowEdits(Array(a), Array(b), swaps: swaps)
        #expect(TextSimilarity.edits(a, b, swaps: swaps) == plain)
        for limit in 0...4 {
          let bounded = similarity.edits(x.span, y.span, limit: limit, swaps: swaps)
          #expect(bounded == min(plain, limit + 1))
        }
      }
    }
  }

  @Test("weights and probabilities agree with the worked example")
  func scoring() {
    let model = LinkageModel(
      lambda: 1e-4, m: [[0.95, 0.05], [0.9, 0.1]], u: [[0.001, 0.999], [0.01, 0.99]])
    #expect(Self.close(model.priorWeight, -13.287568))
    #expect(Self.close(model.weight(0, 0), 9.891784))
    #expect(Self.close(model.weight(1, 0), 6.491853))
    let weight = model.priorWeight + model.weight(0, 0) + model.weight(1, 0)
    #expect(Self.close(weight, 3.096069))
    #expect(Self.close(LinkageModel.probability(ofWeight: weight), 0.895297))
    for (share, adjustment, total, probability) in [
      (0.02, -4.321928, -1.225859, 0.299496), (0.0001, 3.321928, 6.417997, 0.988440),
    ] {
      let added = LinkageModel.frequencyWeight(1, exactU: 0.001, share, share, rarest: 0)
      #expect(Self.close(added, adjustment))
      #expect(Self.close(weight + added, total))
      #expect(Self.close(LinkageModel.probability(ofWeight: weight + added), probability))
    }
  }

  @Test(
    "a match weight is the logarithm of the odds",
    arguments: [(0.0, 0.5), (2, 0.8), (3, 0.889), (4, 0.941), (7, 0.992)])
  func probabilities(weight: Double, probability: Double) {
    #expect(Self.close(LinkageModel.probability(ofWeight: weight), probability, 5e-4))
    #expect(Self.close(LinkageModel.weight(ofProbability: 1 / (1 + 1 / 8.0)), 3))
    #expect(LinkageModel.probability(ofWeight: -2_000) == 0)
    #expect(LinkageModel.probability(ofWeight: 2_000) == 1)
  }

  @Test("expectation–maximisation agrees with the worked example")
  func em() {
    let patterns = [
      PatternCount([0, 0], 60), PatternCount([0, 1], 30), PatternCount([1, 0], 40),
      PatternCount([1, 1], 870),
    ]
    let start = LinkageModel(
      lambda: 0.1, m: [[0.9, 0.1], [0.9, 0.1]], u: [[0.05, 0.95], [0.05, 0.95]])
    var em = ExpectationMaximisation()
    em.learnsU = true
    let first = em.step(start, patterns)
    for (found, wanted) in zip(first.probabilities, [0.972973, 0.173913, 0.173913, 0.001230]) {
      #expect(Self.close(found, wanted))
    }
    #expect(Self.close(first.model.lambda, 0.071622))
    #expect(Self.close(first.model.m[0][0], 0.887935))
    #expect(Self.close(first.model.m[1][0], 0.912217))
    #expect(Self.close(first.model.u[0][0], 0.028441))
    #expect(Self.close(first.model.u[1][0], 0.037339))
    let (model, iterations) = em.run(from: start, patterns)
    #expect(iterations == 4)
    #expect(Self.close(model.lambda, 0.072324))
    #expect(Self.close(model.m[0][0], 0.891785))
    #expect(Self.close(model.m[1][0], 0.915855))
    #expect(Self.close(model.u[0][0], 0.027490))
    #expect(Self.close(model.u[1][0], 0.036393))
  }

  static let small = RecordTable([
    ("first", ["ann", "anne", "bob", nil, "carl"]),
    ("last", ["oak", "oak", "elm", "elm", "ann"]),
    ("born", ["1980-01-02", "1980-02-01", "1999-12-31", "1999-12-30", "19800102"]),
    ("mail", ["a@x.org", "a@y.org", nil, "b@x.org", "a@x.org"]),
    ("tags", ["a|b", "b|c", "d", "", "a|b|c|d"]),
    ("zip", ["AB1 2CD", "AB1 2CE", "AB1 3CD", "AC1 1AA", "B1 1AA"]),
    ("size", ["10", "11", "20", "x", "10"]),
  ])

  func levels(_ comparison: Comparison, _ a: Int, _ b: Int) throws -> String {
    let settings = LinkageSettings(
      comparisons: [comparison], blocking: [BlockingRule("last")])
    let linkage = try Linkage(settings, Self.small)
    let model = LinkageModel(
      lambda: 0.5, m: [[Double](repeating: 0.1, count: comparison.levelCount)],
      u: [[Double](repeating: 0.1, count: comparison.levelCount)])
    return linkage.waterfall(a, b, model)[1].level
  }

  @Test("each kind of comparison finds its level")
  func comparisonLevels() throws {
    #expect(try levels(.name("first"), 0, 0) == "exact")
    #expect(try levels(.name("first"), 0, 1) == "Jaro–Winkler ≥ 0.92")
    #expect(try levels(.name("first"), 0, 2) == "anything else")
    #expect(try levels(.name("first"), 0, 3) == "unknown")
    #expect(try levels(.levenshtein("first"), 0, 1) == "edits ≤ 1")
    #expect(try levels(.dateOfBirth("born"), 2, 3) == "one edit")
    #expect(try levels(.dateOfBirth("born"), 0, 1) == "within a month")
    #expect(try levels(.dateOfBirth("born"), 0, 4) == "within a month")
    #expect(try levels(.dateOfBirth("born"), 0, 2) == "anything else")
    #expect(try levels(.email("mail"), 0, 1) == "same user part")
    #expect(try levels(.email("mail"), 0, 4) == "exact")
    #expect(try levels(.email("mail"), 0, 2) == "unknown")
    #expect(try levels(.overlap("tags", [2, 1]), 0, 1) == "at least 1 in common")
    #expect(try levels(.overlap("tags", [2, 1]), 0, 4) == "at least 2 in common")
    #expect(try levels(.postcode("zip"), 0, 1) == "same sector")
    #expect(try levels(.postcode("zip"), 0, 2) == "same district")
    #expect(try levels(.postcode("zip"), 0, 3) == "anything else")
    #expect(try levels(.number("size", [1]), 0, 1) == "within 1.0")
    #expect(try levels(.number("size", [1]), 0, 3) == "anything else")
    #expect(try levels(.fullName(first: "first", last: "last"), 0, 1) == "both Jaro–Winkler ≥ 0.92")
    #expect(try levels(.fullName(first: "first", last: "last"), 2, 3) == "last exact")
  }

  @Test("names that changed places are found")
  func swapped() throws {
    let table = RecordTable([("first", ["ann", "oak"]), ("last", ["oak", "ann"])])
    let settings = LinkageSettings(
      comparisons: [.fullName(first: "first", last: "last")], blocking: [])
    let model = LinkageModel(
      lambda: 0.5, m: [[Double](repeating: 0.1, count: 7)],
      u: [[Double](repeating: 0.1, count: 7)])
    #expect(try Linkage(settings, table).waterfall(0, 1, model)[1].level == "swapped")
  }

  @Test("an unknown column is named with its nearest neighbour")
  func unknownColumn() {
    let settings = LinkageSettings(comparisons: [.exact("lst")], blocking: [])
    #expect {
      try Linkage(settings, Self.small)
    } throws: { error in
      (error as? Fault)?.remedy == "Did you mean last?"
    }
  }
}
