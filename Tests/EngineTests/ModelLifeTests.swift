import Basis
import Engine
import Requests
import Testing

@Suite("Models from day to day") struct ModelLifeTests {
  @Test("a model that a segment asks stays, and an unknown one is told with the nearest name")
  func removal() throws {
    let world = try ModelWorkspace()
    _ = try world.train("buyers", ModelWorkspace.likeBuyers)
    _ = try world.desk.save(
      SaveRequest(name: "Best", text: "top 5 % by score(buyers)", note: "", basedOn: nil),
      terms: world.terms)
    #expect(try world.desk.modelCard("buyers").users == ["Best"])
    let refused = #expect(throws: Fault.self) {
      try world.desk.removeModel("buyers", now: TestWorkspace.now)
    }
    #expect(refused?.reason == "Best asks it")
    let unknown = #expect(throws: Fault.self) { try world.count("score(buyer) > 0.5") }
    #expect(unknown?.remedy == "Did you mean buyers?")
    let own = #expect(throws: Fault.self) {
      try world.train("buyers", .likeness(seed: "@Best"))
    }
    #expect(own?.reason == "its definition asks for its own score")
    try world.desk.removeSegment("Best", now: TestWorkspace.now)
    try world.desk.removeModel("buyers", now: TestWorkspace.now)
    #expect(try world.desk.models().isEmpty)
    #expect(throws: Fault.self) { try world.count("score(buyers) > 0.5") }
    #expect(try world.desk.check().problems == [])
  }

  @Test("scores follow the data with the weights as they were learned")
  func staleness() throws {
    let world = try ModelWorkspace()
    let card = try world.train("buyers", ModelWorkspace.likeBuyers)
    let text = "score(buyers) >= 0.6"
    let before = try world.count(text)
    try world.ingest(
      (0..<400).flatMap { user in
        (0..<6).map { ModelWorkspace.line(user, "view", 3, $0 * 60 + user) }
      }, as: "later.csv")
    let now = try world.desk.modelCard("buyers")
    #expect(now.isStale && !card.isStale)
    #expect(now.traits == card.traits && now.trainedAt == card.trainedAt)
    #expect(try world.count(text) > before)
    // Another program, with nothing kept, finds the same.
    let fresh = QuestionDesk(path: world.workspace.path)
    #expect(
      try fresh.count(text, each: false, terms: world.terms).total.count == world.count(text))
  }

  @Test("an erasure takes out the person's score and marks the models")
  func erasure() throws {
    let world = try ModelWorkspace()
    let card = try world.train("buyers", ModelWorkspace.likeBuyers)
    let scored = try world.desk.members(
      of: "score(buyers) >= 0",
      .init(limit: 1, namespaces: ["user_id"], reveal: true, purposes: [card.purpose]),
      terms: world.terms)
    let user = try #require(scored.members.first?.identifiers.first?.values.first)
    let before = try world.count("score(buyers) >= 0")
    let report = try world.desk.accessReport("user_id:\(user)", terms: world.terms)
    #expect(report.scores.map(\.model) == ["buyers"])
    let preview = try world.desk.erasurePreview("user_id:\(user)", lens: .person)
    #expect(preview.steps.contains { $0.place == "model_training" && $0.count == 1 })
    _ = try world.desk.erase(
      "user_id:\(user)", lens: .person, removals: world.workspace.folder + "/removals",
      now: TestWorkspace.now)
    #expect(try world.desk.modelCard("buyers").erasedSince == 1)
    #expect(try world.count("score(buyers) >= 0") == before - 1)
    // Trained again it has not seen the person.
    #expect(try world.train("buyers", ModelWorkspace.likeBuyers).erasedSince == 0)
  }

  @Test("the reasons of a score add up to it")
  func explanation() throws {
    let world = try ModelWorkspace()
    _ = try world.train("will", ModelWorkspace.willBuy)
    let members = try world.desk.members(
      of: "everyone", .init(limit: 60), terms: world.terms
    ).members
    var scored = 0
    for member in members {
      let person = PersonReference.profile(ProfileID(member.profile))
      let answer = try world.desk.explain("will", person, terms: world.terms)
      guard let score = answer.score else { continue }
      scored += 1
      let total = answer.reasons.filter(\.holds).reduce(answer.startWeight) { $0 + $1.weight }
      // The odds of the score are what the weights add up to.
      #expect(abs(score / (1 - score) - Self.exponential(total)) < 1e-6)
      let why = try world.desk.why("score(will) >= 0.000001", person, terms: world.terms)
      #expect(why.isMember)
    }
    #expect(0 < scored && scored < members.count)
  }

  /// e to the power of x by its series, for small x.
  private static func exponential(_ x: Double) -> Double {
    var (term, sum) = (1.0, 1.0)
    for n in 1..<60 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }

  @Test("the reach at a score is what counting it gives")
  func reach() throws {
    let world = try ModelWorkspace()
    let card = try world.train("will", ModelWorkspace.willBuy)
    let reach = try world.desk.modelReach("will", terms: world.terms)
    #expect(reach.population == (try world.count("everyone")))
    #expect(reach.scored == (try world.count("consent(personalised_ads)")))
    #expect(reach.steps.map(\.people) == reach.steps.map(\.people).sorted())
    for step in reach.steps {
      #expect(try world.count("score(will) >= \(step.score)") == step.people)
    }
    let last = try #require(reach.steps.last)
    #expect(last.recall == 1 && abs(last.precision - card.test.baseRate) < 1e-12)
  }

  @Test("a model and its traits can be asked for in SQL")
  func views() throws {
    let world = try ModelWorkspace()
    let card = try world.train("will", ModelWorkspace.willBuy)
    var rows: [[Value?]] = []
    try world.desk.sql(
      "SELECT m.kind, count(*) FROM models m JOIN model_traits t ON t.model = m.model GROUP BY 1",
      terms: world.terms, names: { _ in },
      row: {
        rows.append($0)
        return true
      })
    #expect(rows == [[.text("logistic"), .integer(Int64(card.traits.count))]])
  }
}
