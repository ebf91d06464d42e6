import Basis
import Identity
import Testing

@Suite("Linkage in words") struct LinkageTextTests {
  @Test("parts of columns are read")
  func parts() throws {
    #expect(try ColumnPart(text: "surname") == ColumnPart("surname"))
    #expect(try ColumnPart(text: "surname/3") == ColumnPart("surname", .first(3)))
    #expect(try ColumnPart(text: "mail/user") == ColumnPart("mail", .emailUser))
    #expect(try ColumnPart(text: "born/year") == ColumnPart("born", .year))
    #expect {
      try ColumnPart(text: "mail/usr")
    } throws: {
      ($0 as? Fault)?.remedy == "Did you mean mail/user?"
    }
    #expect(throws: Fault.self) { try ColumnPart(text: "/3") }
    #expect(throws: Fault.self) { try ColumnPart(text: "a/0") }
    #expect(throws: Fault.self) { try BlockingRule(texts: []) }
  }

  @Test("every kind of comparison can be asked for", arguments: Comparison.Kind.allCases)
  func kinds(kind: Comparison.Kind) throws {
    let columns = kind == .fullName ? ["first", "last"] : ["first"]
    let comparison = try Comparison(kind: kind.rawValue, columns: columns)
    #expect(!comparison.levels.isEmpty)
    #expect(throws: Fault.self) { try Comparison(kind: kind.rawValue, columns: []) }
  }

  @Test("thresholds, weights and mistakes are told apart")
  func thresholds() throws {
    let comparison = try Comparison(
      kind: "jaro_winkler", columns: ["a"], thresholds: [0.95, 0.8], frequencyWeight: 2)
    #expect(
      comparison.levels.map(\.label) == ["exact", "Jaro–Winkler ≥ 0.95", "Jaro–Winkler ≥ 0.8"])
    #expect(comparison.levels[0].frequencyWeight == 1)
    #expect(throws: Fault.self) {
      try Comparison(kind: "number", columns: ["a"], thresholds: [-1])
    }
    #expect {
      try Comparison(kind: "levenstein", columns: ["a"])
    } throws: {
      ($0 as? Fault)?.remedy == "Did you mean levenshtein?"
    }
  }

  @Test(
    "limits are read",
    arguments: [("5", 5, nil), ("5 per 30d", 5, 30), ("2 per 1w", 2, 7)] as [(String, Int, Int?)])
  func limits(text: String, count: Int, days: Int?) throws {
    #expect(try IdentityRules.Limit(text: text) == IdentityRules.Limit(count, days: days))
  }

  @Test("what is no limit is refused", arguments: ["", "0", "-1", "5 per", "5 per 3y", "x per 3d"])
  func noLimits(text: String) {
    #expect(throws: Fault.self) { try IdentityRules.Limit(text: text) }
  }
}
