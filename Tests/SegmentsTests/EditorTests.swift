import Basis
import Columns
import Segments
import Testing

@Suite("Segment editor") struct EditorTests {
  var checker: Checker {
    var vocabulary = Vocabulary()
    vocabulary.attributes = ["country": .text, "age": .integer, "home town": .text]
    vocabulary.events = ["purchase": ["revenue": .money, "category": .text], "visit": [:]]
    vocabulary.purposes = ["ads", "email"]
    vocabulary.namespaces = ["email", "phone"]
    return Checker(
      vocabulary,
      references: References(
        ["vips": .everyone],
        models: [
          "buyers": Scorecard(purpose: "ads", base: 0, terms: [], scale: .chance),
          "lost soon": Scorecard(purpose: "ads", base: 0, terms: [], scale: .chance),
        ]))
  }

  func items(_ text: String) -> [String] {
    checker.completion(in: text, at: text.utf8.count).items.map(\.text)
  }

  @Test("names of the right kind are offered where one may stand")
  func names() {
    #expect(items("did pur") == ["purchase"])
    #expect(items("did not ") == ["purchase", "visit"])
    #expect(items("did purchase where rev") == ["revenue"])
    #expect(items("consent(ads, ") == ["ads", "email"])
    #expect(items("has ") == ["email", "phone"])
    #expect(items("@v") == ["vips"])
    #expect(items("score(") == ["buyers", "\"lost soon\""])
    #expect(items("top 5 % by score(b") == ["buyers"])
    #expect(items("age > 3 and co").prefix(3) == ["consent(", "count(", "country"])
    #expect(items("\"home") == ["\"home town\""])
    #expect(items("sum(purchase.") == ["category", "date", "hour", "revenue", "source", "weekday"])
    #expect(items("did visit where weekday = mon") == ["monday"])
  }

  @Test("keywords are offered where the grammar takes them, and only there")
  func keywords() {
    #expect(items("did purchase in l").contains("in last") == false)
    #expect(items("did purchase at l").isEmpty)
    #expect(
      Set(["at least", "in last", "where", "and", "or"]).isSubset(of: items("did purchase ")))
    #expect(!items("did purchase ").contains("then"))
    #expect(items("sequence(visit th") == ["then", "then not"])
    #expect(items("did purchase in last 3 d") == ["days"])
    #expect(Set(["=", "is known", "contains", "in ("]).isSubset(of: items("country ")))
    #expect(items("age > 3 # and wh").isEmpty)
  }

  @Test("where a value may stand, it is told whose")
  func values() {
    func values(_ text: String) -> Completion.ValueSource? {
      checker.completion(in: text, at: text.utf8.count).values
    }
    #expect(values("country = ") == .attribute("country"))
    #expect(values("country in (DE, U") == .attribute("country"))
    #expect(
      values("age > 3 and did purchase where category = ")
        == .field(event: "purchase", field: "category"))
    #expect(values("age > 3 ") == nil)
  }

  @Test("completion survives any text at any place", arguments: UInt64(0)..<5)
  func anyPlace(seed: UInt64) {
    var source = RandomSegments(seed, names: .wild)
    for _ in 0..<6 {
      let text = source.segment(depth: 2).description
      for _ in 0..<4 {
        let offset = source.random.below(text.utf8.count + 1)
        let place = checker.completion(in: text, at: offset).place
        #expect(place.upperBound <= max(offset, 2))
      }
    }
  }

  @Test("pieces are coloured by what they are")
  func highlighting() {
    let text = "age > 3 and @vips # so"
    let bytes = Array(text.utf8)
    let pieces = Segment.highlighted(text).map { piece in
      (String(decoding: bytes[piece.place], as: UTF8.self), piece.role)
    }
    #expect(pieces.map(\.0) == ["age", ">", "3", "and", "@", "vips", "# so"])
    #expect(
      pieces.map(\.1) == [
        .name, .symbol, .number, .keyword, .reference, .reference, .comment,
      ])
  }

  @Test("tree to JSON to tree is stable", arguments: UInt64(0)..<20)
  func json(seed: UInt64) throws {
    var source = RandomSegments(seed, names: .wild)
    for _ in 0..<40 {
      let tree = source.segment()
      let read = try JSONTree(parsing: tree.json.text)
      #expect(try Segment(json: read) == tree)
    }
  }

  @Test(
    "JSON that is no tree is refused with the member at fault and what was expected",
    arguments: [
      (#"[]"#, "an object with `node` is expected"),
      (#"{"node":"nothing"}"#, "there is no node `nothing`"),
      (#"{"node":"did"}"#, "`event` is missing"),
      (#"{"node":"and","parts":[]}"#, "`and` needs at least two parts"),
      (
        #"{"node":"did","event":"purchase","windw":{"last":"1 day"}}"#,
        "`did` has no member `windw`; Did you mean `window`?"
      ),
      (#"{"node":"did","not":"true","event":"visit"}"#, "`not` must be true or false"),
      (#"{"node":"did","event":"a","event":"b"}"#, "`did` has the member `event` twice"),
      (#"{"node":"did","event":3}"#, "`event` must be a text"),
      (#"{"node":"did","event":"a","window":"1 day"}"#, "`window` must be an object"),
      (#"{"node":"did","event":"a","window":{}}"#, "`window` says nothing"),
      (
        #"{"node":"did","event":"a","window":{"last":"1 day","since":"2026-01-01"}}"#,
        "`window` says `last` and `since` at once"
      ),
      (#"{"node":"did","event":"a","window":{"last":"1 dai"}}"#, "`last` must be a length of time"),
      (
        #"{"node":"did","event":"a","times":{"bound":"at lest","count":2}}"#,
        "`bound` cannot be `at lest`; Did you mean `at least`?"
      ),
      (
        #"{"node":"did","event":"a","times":{"bound":"at least","count":"2"}}"#,
        "`count` must be a whole number"
      ),
      (
        #"{"node":"did","event":"a","where":{"field":"f","test":{"known":true},"any":[]}}"#,
        "`where` says `field` and `any` at once"
      ),
      (
        #"{"node":"consent","purposes":["email",{"x":"ads"}]}"#,
        "`purposes` must be a list of texts"
      ),
      (#"{"node":"consent","purposes":[]}"#, "`purposes` must name one at least"),
      (#"{"node":"attribute","name":"a","test":{"is":"~","value":"x"}}"#, "`is` cannot be `~`"),
      (
        #"{"node":"attribute","name":"a","test":{"is":"=","value":"x","in":["y"]}}"#,
        "`test` says `is` and `in` at once"
      ),
      (#"{"node":"attribute","name":"a","test":{"known":"yes"}}"#, "`known` must be true or false"),
      (
        #"{"node":"attribute","name":"a","test":{"is":"=","value":7}}"#,
        "a value of `value` must be"
      ),
      (
        #"{"node":"attribute","name":"a","test":{"between":["1"]}}"#,
        "`between` must be a list of two ends"
      ),
      (
        #"{"node":"rank","end":"top","percent":"5","profiles":3,"by":"ltv"}"#,
        "`rank` has one of `percent` and `profiles`, not both"
      ),
      (
        #"{"node":"compare","measure":{"function":"days","event":"a","field":"f"},"is":">","value":1}"#,
        "`days` works on no `field`"
      ),
      (
        #"{"node":"when","position":"last","event":"a","test":{"ago":"3 days","is":"<","or":1}}"#,
        "the test of `when` has no member `or`"
      ),
      (
        #"{"node":"sequence","steps":[{"event":"a","filter":{}}]}"#,
        "a step has no member `filter`"
      ),
    ])
  func badJSON(text: String, expected: String) throws {
    let json = try JSONTree(parsing: text)
    let fault = #expect(throws: Fault.self) { try Segment(json: json) }
    let told = fault.map { "\($0.reason); \($0.remedy)" } ?? ""
    #expect(told.hasPrefix(expected), "\(told)")
  }
}
