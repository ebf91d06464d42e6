import Basis
import Engine
import Requests
import Testing

@Suite("Segments over an ingested workspace") struct IngestedSegmentTests {
  @Test(
    "random conditions have exactly the members that SQL finds", arguments: UInt64(1)...3,
    [Lens.person, .device, .household])
  func againstSQL(seed: UInt64, lens: Lens) throws {
    let world = try IngestedWorld(seed: seed, lens: lens)
    if lens == .household { #expect(world.unitCount == 13) }
    if lens == .device { #expect(world.unitCount > 60) }
    var texts = RandomTexts(seed: seed)
    var telling = 0
    for _ in 0..<120 {
      let text = texts.segment(depth: 2)
      let expected = try world.expected(text)
      let members = try world.answered(text)
      #expect(members == expected, "\(text)")
      if !members.isEmpty, members.count < world.unitCount * 3 / 4 { telling += 1 }
    }
    // Trees that hold for nobody or for everybody would prove little.
    #expect(telling > 30)
  }

  @Test(
    "sums and averages of decimals are decimals, in whatever order rows came",
    arguments: [["0.1", "0.2", "0.3"], ["0.3", "0.2", "0.1"]])
  func decimals(amounts: [String]) throws {
    let workspace = try TestWorkspace()
    for (number, amount) in amounts.enumerated() {
      _ = try workspace.ingest(
        "\(TestWorkspace.header)order,2026-08-01T10:00:0\(number)Z,u1,,,\(amount)\n",
        as: "f\(number).csv")
    }
    let texts = [
      "sum(order.amount) = 0.6", "sum(order.amount) <= 0.6", "sum(order.amount) >= 0.6",
      "avg(order.amount) = 0.2",
    ]
    for text in texts {
      let count = try workspace.desk.count(
        text, each: false, terms: QuestionDesk.Terms(asOf: TestWorkspace.now))
      #expect(count.total.count == 1, "\(text)")
    }
  }

  @Test("a desk that may keep nothing answers the same")
  func tinyBudget() throws {
    let world = try IngestedWorld(seed: 9)
    let desk = QuestionDesk(path: world.workspace.path, memory: MemoryBudget(bytes: 1))
    var texts = RandomTexts(seed: 9)
    for _ in 0..<20 {
      let text = texts.segment(depth: 2)
      let count = try desk.count(text, each: false, terms: world.terms).total.count
      #expect(count == (try world.answered(text).count), "\(text)")
    }
  }

  @Test(
    "what is held stays within a tiny budget, and the answers are those without one",
    arguments: [1, 6_000, 12_000, 30_000])
  func heldWithinBudget(budget: Int) throws {
    let world = try IngestedWorld(seed: 9)
    let path = world.workspace.path
    // Counts alone decide here, whatever else the process of the tests has.
    let tight = QuestionDesk(path: path, memory: MemoryBudget(bytes: budget), ownMemory: { 0 })
    let roomy = QuestionDesk(path: path, ownMemory: { 0 })
    var texts = RandomTexts(seed: 9)
    var kept = 0
    for _ in 0..<60 {
      let text = texts.segment(depth: 2)
      #expect(try tight.total(text, world.terms) == roomy.total(text, world.terms), "\(text)")
      let held = tight.heldBytes
      #expect(held.fixed > 0)
      #expect(held.columns + held.results <= max(0, budget - held.fixed), "\(text)")
      kept = max(kept, held.columns + held.results)
    }
    // The budgets would prove little if they held nothing back, or all of it.
    let whole = roomy.heldBytes
    #expect(whole.columns + whole.results > 30_000)
    #expect((kept > 0) == (budget > whole.fixed))
  }

  @Test("what a process has beyond the counts is taken from what is kept")
  func ownMemory() throws {
    let world = try IngestedWorld(seed: 9)
    let desk = QuestionDesk(
      path: world.workspace.path, memory: MemoryBudget(bytes: 1 << 30), ownMemory: { 1 << 40 })
    let count = try desk.total("did order and country = de", world.terms)
    #expect(count == (try world.answered("did order and country = de").count))
    #expect(desk.heldBytes.columns == 0)
    #expect(desk.heldBytes.results == 0)
  }

  @Test("columns of data that have changed since are let go")
  func replacedData() throws {
    let world = try IngestedWorld(seed: 9)
    let desk = QuestionDesk(path: world.workspace.path)
    _ = try desk.total("did order and country = de", world.terms)
    #expect(desk.heldBytes.columns > 0)
    _ = try world.workspace.desk.undo(batch: 1, now: IngestedWorld.asOf)
    _ = try desk.total("everyone", world.terms)
    #expect(desk.heldBytes.columns == 0)
  }
}

extension QuestionDesk {
  /// How many a segment has, asked as the screen asks.
  fileprivate func total(_ text: String, _ terms: Terms) throws -> Int? {
    guard case .total(let total) = try answer(.total(.text(text)), terms: terms) else { return nil }
    return total.count
  }
}

/// Draws segments as texts over the names of `IngestedWorld`.
private struct RandomTexts {
  var random: Seeded

  init(seed: UInt64) { random = Seeded(seed) }

  mutating func segment(depth: Int) -> String {
    guard depth > 0, random.chance(0.5) else { return "(\(condition()))" }
    let (a, b) = (segment(depth: depth - 1), segment(depth: depth - 1))
    switch random.below(5) {
    case 0, 1: return "(\(a) and \(b))"
    case 2, 3: return "(\(a) or \(b))"
    default: return "not \(a)"
    }
  }

  private mutating func condition() -> String {
    switch random.below(12) {
    case 0, 1:
      return random.pick([
        "country = de", "country != DE", "country in (DE, at)", "country is not known",
        "country contains e", "country matches \"?sterreich\"", "country starts with ö",
        "age between 20 and 40", "age < 30", "age is known", "not age = 30", "age not in (20, 21)",
      ])
    case 2, 3, 4:
      return "did \(random.pick(["", "not "]))\(event()) \(times()) \(window()) \(filter())"
    case 5, 6:
      let measure = random.pick(["sum", "avg", "min", "max", "distinct", "count"])
      return "\(measure)(\(event()).amount) \(window()) \(filter()) "
        + random.pick(["> 2", ">= 2.5", "= 1", "< 4", "!= 0"])
    case 7:
      return "\(random.pick(["days", "gap", "count"]))(\(event())) \(window()) \(filter()) "
        + random.pick([">= 2", "< 3", "> count(\(event()))"])
    case 8:
      return "\(random.pick(["first", "second", "last"])) \(event()) \(filter()) "
        + random.pick([
          "< 10 days ago", ">= 20 days ago", "since 2026-08-10", "before 2026-08-10",
          "within 5 days of first view", "between 2026-08-01 and 2026-08-12",
        ])
    case 9:
      return
        "sequence(\(event()) \(filter()) then \(event())\(random.pick(["", " then not call"]))) "
        + random.pick(["", "within 5 days", "within 12 hours"])
    case 10:
      return random.pick(["has cookie", "from site", "from desk", "from phone", "has user_id"])
    default:
      return random.pick(["top", "bottom"]) + " "
        + random.pick(["20 %", "7 profiles", "33.3 %"]) + " by "
        + random.pick([
          "age", "count(view)", "sum(order.amount) in last 20 days", "max(call.amount)",
        ])
    }
  }

  private mutating func event() -> String { random.pick(IngestedWorld.events) }

  private mutating func times() -> String {
    random.pick([
      "", "", "at least 2 times", "at most 1 time", "exactly 1 time", "exactly 0 times",
      "more than 2 times", "fewer than 3 times",
    ])
  }

  private mutating func window() -> String {
    random.pick([
      "", "in last 12 days", "in last 36 hours", "since 2026-08-12", "before 2026-08-20",
      "between 2026-08-05 and 2026-08-15", "5 days to 15 days ago",
      "0 days to 6 days after first view", "1 hours to 72 hours before last order",
    ])
  }

  private mutating func filter() -> String {
    guard random.chance(0.5) else { return "" }
    let test = random.pick([
      "category = shoes", "category is not known", "category in (hats, none)", "amount > 2",
      "amount is not known", "weekday = monday", "weekday >= 5", "hour between 8 and 17",
      "date > 2026-08-15", "source = site", "source != desk", "landing_page = \"/sale\"",
      "landing_page is known", "session_device = mobile", "session_device is not known",
      "path contains sale", "device matches \"m*\"",
    ])
    return random.chance(0.3) ? "where \(test) and hour < 20" : "where \(test)"
  }
}
