import Basis
import Columns
import Segments
import Testing

@Suite("Segment text") struct SegmentTextTests {
  @Test("text to tree to text is stable", arguments: UInt64(0)..<40)
  func roundTrip(seed: UInt64) throws {
    var source = RandomSegments(seed, names: .wild)
    for _ in 0..<100 {
      let tree = source.segment()
      let text = tree.description
      let read = try Segment(parsing: text)
      #expect(read == tree, "\(text)")
      #expect(read.description == text)
    }
  }

  @Test("the formatter keeps the tree", arguments: UInt64(100)..<120)
  func formatting(seed: UInt64) throws {
    var source = RandomSegments(seed, names: .wild)
    for _ in 0..<50 {
      let tree = source.segment(depth: 4)
      let text = tree.formatted(width: 60)
      #expect(try Segment(parsing: text) == tree, "\(text)")
    }
  }

  @Test(
    "no text crashes the parser, and every problem has a place in it", arguments: UInt64(0)..<40)
  func fuzz(seed: UInt64) {
    var source = RandomSegments(seed, names: .wild)
    for _ in 0..<50 {
      var bytes = Array(source.segment().description.utf8)
      for _ in 0..<source.random.within(1...4) where !bytes.isEmpty {
        let place = source.random.below(bytes.count)
        switch source.random.below(3) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(UInt8(source.random.within(0...255)), at: place)
        default: bytes.swapAt(place, source.random.below(bytes.count))
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      do throws(Problem) {
        _ = try Segment(parsing: text)
      } catch {
        #expect(error.place.lowerBound >= 0 && error.place.upperBound <= text.utf8.count)
        #expect(!error.rendered(in: text).isEmpty)
      }
      _ = Segment.highlighted(text)
    }
  }

  @Test("deep nesting is refused, not a crash")
  func deepNesting() {
    let open = String(repeating: "(", count: 100_000)
    #expect(throws: Problem.self) { try Segment(parsing: open) }
    let nots = String(repeating: "not ", count: 100_000) + "everyone"
    #expect(throws: Problem.self) { try Segment(parsing: nots) }
    let filter = "did a where " + String(repeating: "(", count: 50_000) + "x = 1"
    #expect(throws: Problem.self) { try Segment(parsing: filter) }
  }

  @Test(
    "what stands in the agreement is read",
    arguments: [
      "country = US and age between 25 and 34",
      "did purchase at least 3 times in last 30 days",
      "did not email_open where campaign = cmp_01 and hour >= 9",
      "did visit 0 days to 7 days after first purchase where revenue > 10",
      "did visit 30 days to 60 days ago",
      "sum(purchase.revenue) in last 90 days > 200",
      "count(visit) in last 7 days > count(visit) 7 days to 14 days ago",
      "days(visit) in last 30 days >= 5",
      "gap(visit) > 10",
      "last purchase < 30 days ago",
      "second purchase within 30 days of first purchase",
      "sequence(product_view then add_to_cart then not purchase) within 7 days in last 30 days",
      "consent(ads, email) and has email and from crm and not @\"Old customers\"",
      "score(churn) >= 0.5 or top 10 % by ltv or bottom 100 profiles by sum(purchase.revenue)",
      "everyone",
    ])
  func reads(text: String) throws {
    #expect(try Segment(parsing: text).description == text)
  }

  @Test("comments and line breaks mean nothing")
  func comments() throws {
    let text = "country = US # where they live\n  and\n# more\nage > 30"
    #expect(try Segment(parsing: text).description == "country = US and age > 30")
  }

  @Test("a window may also stand behind the number or the tests")
  func lenientOrder() throws {
    #expect(
      try Segment(parsing: "sum(a.b) > 2 in last 3 days").description
        == "sum(a.b) in last 3 days > 2")
    #expect(
      try Segment(parsing: "did a where x = 1 in last 3 days at least 2 times").description
        == "did a at least 2 times in last 3 days where x = 1")
  }

  @Test("a test after a where is the event's, and parentheses end it")
  func greedyFilter() throws {
    let greedy = try Segment(parsing: "did a where x = 1 and country = US")
    guard case .behaviour = greedy else {
      Issue.record("one condition expected, got \(greedy)")
      return
    }
    let text = "(did a where x = 1) and country = US"
    #expect(try Segment(parsing: text).description == text)
  }
}

@Suite("Segment wording") struct SegmentWordingTests {
  @Test(
    "different wordings of one question have one canonical text",
    arguments: [
      ("age >= 25 and age <= 34", "age between 25.0 and 34"),
      ("b = 1 and (a = 2 and c = 3)", "(c = 3 and b = 1) and a = 2 and everyone"),
      ("country = US or country = GB", "country in (gb, US, us)"),
      ("not not did visit", "did visit at least 1 time"),
      ("did not visit", "did visit at most 0 times"),
      ("did visit fewer than 3 times", "not did visit more than 2 times"),
      ("count(visit) in last 7 days >= 2", "did visit at least 2 times in last 7 days"),
      ("a = 1 and not a = 1", "not everyone"), ("a = 1 or not a = 1 or b = 2", "everyone"),
      ("consent(email, ads)", "consent(ads) and consent(email)"),
      ("sum(a.b) > sum(c.d)", "sum(c.d) < sum(a.b)"),
    ])
  func canonical(a: String, b: String) throws {
    let (first, second) = (try Segment(parsing: a), try Segment(parsing: b))
    if a.hasPrefix("age") {
      // Digits are kept, since for a text 25 and 25.0 differ.
      #expect(first.canonical.description == "age between 25 and 34")
    } else {
      #expect(first.canonical.description == second.canonical.description)
    }
  }

  @Test("the canonical form is its own canonical form", arguments: UInt64(0)..<10)
  func idempotent(seed: UInt64) {
    var source = RandomSegments(seed, names: .wild)
    for _ in 0..<100 {
      let canonical = source.segment().canonical
      #expect(canonical.canonical == canonical, "\(canonical)")
    }
  }

  @Test("a difference names the conditions that came and went")
  func difference() throws {
    let old = try Segment(parsing: "age > 3 and (country = US or did visit)")
    let new = try Segment(parsing: "age > 4 and (country = US or did visit) and has email")
    let difference = SegmentDifference(from: old, to: new)
    #expect(difference.added.map(\.description) == ["age > 4", "has email"])
    #expect(difference.removed.map(\.description) == ["age > 3"])
    #expect(!difference.meansTheSame)
  }
}

@Suite("Segment checks") struct SegmentCheckTests {
  var vocabulary: Vocabulary {
    var vocabulary = Vocabulary()
    vocabulary.attributes = ["country": .text, "age": .integer, "birthday": .date]
    vocabulary.events = ["purchase": ["revenue": .money, "category": .text]]
    vocabulary.purposes = ["ads"]
    return vocabulary
  }

  @Test("every problem is told at once, in the order of the text")
  func allProblems() throws {
    let text = "contry = US and age = old and did purchse and consent(add) and country > A"
    let found = Checker(vocabulary).problems(in: try Segment(parsing: text))
    #expect(
      found.map(\.message) == [
        "there is no attribute contry", "age is a number, and `old` is none",
        "there is no event purchse", "there is no purpose add",
        "country is a text, which has no order",
      ])
    #expect(found.map(\.suggestion) == ["country", nil, "purchase", "ads", nil])
  }

  @Test(
    "dates the wrong way round are a problem that says how they stand the right way",
    arguments: [
      "did purchase between 2026-03-01 and 2026-02-01",
      "count(purchase) between 2026-03-01 and 2026-02-01 > 3",
      "last purchase between 2026-03-01 and 2026-02-01",
      "sequence(purchase then purchase) between 2026-03-01 and 2026-02-01",
      "birthday between 2026-03-01 and 2026-02-01",
      "did purchase where date between 2026-03-01 and 2026-02-01",
    ])
  func reversed(text: String) throws {
    let found = Checker(vocabulary).problems(in: try Segment(parsing: text))
    #expect(found.map(\.suggestion) == ["`between 2026-02-01 and 2026-03-01`"])
    let oneDay = text.replacing("2026-03-01", with: "2026-02-01")
    #expect(Checker(vocabulary).problems(in: try Segment(parsing: oneDay)).isEmpty)
    let numbers = Checker(vocabulary).problems(in: try Segment(parsing: "age between 30 and 20"))
    #expect(numbers.map(\.suggestion) == ["`between 20 and 30`"])
  }

  @Test("a segment of too many conditions is refused, with references or without")
  func tooLarge() throws {
    let condition = Segment.attribute("age", .known(true))
    func problems(_ count: Int) -> [String] {
      let whole = Segment.or(Array(repeating: condition, count: count))
      return References().problems(in: whole).map(\.message)
    }
    #expect(problems(20_000).isEmpty)
    #expect(
      problems(20_001) == [
        "it has more than 20000 conditions, or more than 400 groups inside each other"
      ])
  }

  @Test("a segment that contains itself is refused with the way round")
  func cycles() throws {
    let references = References([
      "a": try Segment(parsing: "@b or age > 3"), "b": try Segment(parsing: "not @c"),
      "c": try Segment(parsing: "@a"),
    ])
    let segment = try Segment(parsing: "age > 1 and @a")
    let found = Checker(vocabulary, references: references).problems(in: segment)
    #expect(found.map(\.message) == ["a segment cannot contain itself: @a → @b → @c → @a"])
    #expect(found.first?.place == 13..<14)
    #expect(references.dependents(of: "c") == ["a", "b", "c"])
  }

  @Test("what references open to is bounded, however it grows")
  func openedSize() throws {
    var trees = ["s0": try Segment(parsing: "age > 1 or age < 0")]
    for step in 1...60 {
      trees["s\(step)"] = try Segment(parsing: "(@s\(step - 1) and age > 2) or @s\(step - 1)")
    }
    for step in 0...300 {
      let text = step == 0 ? "age > 1" : "not (@t\(step - 1) or age > 2)"
      trees["t\(step)"] = try Segment(parsing: text)
    }
    let references = References(trees)
    func message(_ text: String) throws -> String? {
      references.problems(in: try Segment(parsing: text)).first?.message
    }
    let limit = "has more than 20000 conditions, or more than 400 groups inside each other"
    #expect(try message("@s12 or not @t100") == nil)
    #expect(try message("@s60") == "with what it refers to, @s60 \(limit)")
    #expect(try message("@t300") == "with what it refers to, @t300 \(limit)")
    #expect(try message("@s12 or @s12") == "with what it refers to, it \(limit)")
    #expect(
      try references.resolved(Segment(parsing: "@s3")).conditions.count == 2 << 3 + 7)
    #expect(references.dependents(of: "t0").count == 300)
  }

  @Test("the caret stands below the word")
  func caret() throws {
    let text = "country = US\nand agee > 3"
    let found = Checker(vocabulary).problems(in: try Segment(parsing: text))
    #expect(
      found.first?.rendered(in: text) == """
        2 | and agee > 3
          |     ^^^^ there is no attribute agee. Did you mean age?
        """)
  }
}
