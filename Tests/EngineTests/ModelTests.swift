import Basis
import Engine
import Requests
import Testing

@Suite("Models") struct ModelTests {
  @Test("a look-alike is trained, listed, scored, and never made of what its seed says")
  func likeness() throws {
    let world = try ModelWorkspace()
    let card = try world.train("buyers", ModelWorkspace.likeBuyers)
    #expect(try world.desk.models() == [card])
    #expect(card.kind == .weights && card.version == 1 && !card.isStale)
    // What keen people do is found, and not more than there is to find.
    #expect(card.test.low > 0.6 && card.test.high < 0.95)
    #expect(!card.traits.contains { $0.condition.contains("purchase") })
    #expect(!card.traits.contains { $0.condition.contains("surname") })
    #expect(!card.traits.contains { $0.condition.contains("shopfloor") })
    #expect(card.traits.contains { $0.condition.contains("view") && $0.weight > 0 })
    let all = try world.count("score(buyers) >= 0")
    let high = try world.count("score(buyers) >= 0.7")
    #expect(0 < high && high < all)
    #expect(try world.count("top 10 % by score(buyers)") == (all + 9) / 10)
    #expect(try world.train("buyers", ModelWorkspace.likeBuyers, kind: .logistic).version == 2)
  }

  @Test("who has not granted the purpose is neither learned from nor scored")
  func consent() throws {
    let world = try ModelWorkspace()
    let card = try world.train("will", ModelWorkspace.willBuy)
    let granted = try world.count("consent(personalised_ads)")
    #expect(0 < granted && granted < ModelWorkspace.people)
    #expect(try world.count("score(will) >= 0") == granted)
    #expect(try world.count("score(will) >= 0 and not consent(personalised_ads)") == 0)
    let tested = card.test.examples + card.test.others
    #expect(card.examples + card.others + tested < granted)
    let fault = #expect(throws: Fault.self) {
      try world.desk.train(
        ModelRequest(name: "x", goal: ModelWorkspace.willBuy, purpose: "email"),
        terms: world.terms)
    }
    #expect(fault?.reason.hasPrefix("0 examples of 100") == true, "\(fault?.description ?? "")")
  }

  @Test("SQL over plain tables scores the same people", arguments: ModelKind.allCases)
  func sameInSQL(kind: ModelKind) throws {
    let world = try ModelWorkspace()
    _ = try world.train("will", ModelWorkspace.willBuy, kind: kind)
    for step in try world.desk.modelReach("will", terms: world.terms).steps.dropLast(2) {
      let text = "score(will) > \(step.score) and not country = IT"
      let query = try world.desk.sql(text, terms: world.terms)
      var units: [UInt32] = []
      try world.desk.sql(query, terms: world.terms, names: { _ in }) { row in
        if case .integer(let unit)? = row[0] { units.append(UInt32(unit)) }
        return true
      }
      let members = try world.desk.members(
        of: text, .init(limit: .max), terms: world.terms
      ).members.map(\.profile)
      #expect(units == members)
    }
  }

  @Test("a foresight sees nothing of what came after its time")
  func noLeakage() throws {
    let (plain, told) = (try ModelWorkspace(), try ModelWorkspace())
    // Every buyer's thanks and better tier would tell all, but they came with the purchase.
    try told.ingest(
      told.buyers.map { ModelWorkspace.line($0, "thanks", 2, $0, tier: "gold") }, as: "after.csv")
    let expected = try plain.train("will", ModelWorkspace.willBuy)
    let found = try told.train("will", ModelWorkspace.willBuy)
    #expect(found.traits == expected.traits)
    #expect(found.test == expected.test)
    #expect(expected.test.low > 0.6 && expected.test.high < 0.95)
    // The past purchases may tell of future ones.
    #expect(expected.traits.contains { $0.condition.contains("purchase") })
    // A look-alike of today sees them, and sets aside what alone tells the answer.
    let today = try told.train(
      "like", .likeness(seed: "did purchase in last 30 days"), excluded: ["visit", "tier"])
    #expect(today.telling.contains { $0.contains("thanks") })
    #expect(!today.traits.contains { $0.condition.contains("thanks") })
    #expect(!today.traits.contains { $0.condition.contains("visit") })
  }

  @Test("examples drawn by chance are refused, and nothing is kept")
  func meaningless() throws {
    let world = try ModelWorkspace()
    for kind in ModelKind.allCases {
      let fault = #expect(throws: Fault.self) {
        try world.train("x", .likeness(seed: "bucket = b1"), kind: kind)
      }
      #expect(fault?.code == .refused)
      #expect(fault?.reason.contains("no better than the base rate") == true)
    }
    #expect(try world.desk.models().isEmpty)
  }

  @Test("what is missing is told before anything is trained")
  func guardrails() throws {
    let world = try ModelWorkspace()
    var checks: [ModelCheck] = []
    let fault = #expect(throws: Fault.self) {
      try world.desk.train(
        ModelRequest(
          name: "x",
          goal: .foresight(target: "did purchase in last 60 days", horizon: 60 * 86_400),
          base: "country = IT and did purchase"), terms: world.terms
      ) { checks = $0 }
    }
    #expect(fault?.code == .refused)
    #expect(
      checks.filter { !$0.passes }.map(\.name) == ["examples", "others", "days of history"])
  }

  @Test(
    "what cannot be a model is refused with the reason",
    arguments: [
      ("did purchase in last 60 days", "further than the horizon"),
      ("country = DE", "no event within the horizon"), ("did purchase", "no `in last"),
    ])
  func targets(target: String, reason: String) throws {
    let world = try ModelWorkspace()
    let fault = #expect(throws: Fault.self) {
      try world.train("x", .foresight(target: target, horizon: 30 * 86_400))
    }
    #expect(fault?.reason.contains(reason) == true)
  }
}
