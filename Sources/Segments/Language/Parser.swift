/// Where the nodes of a tree stand in the text; the same shape as the tree.
package struct PlaceTree: Hashable, Sendable {
  package let place: Range<Int>
  package let children: [PlaceTree]

  /// The place of the node that `path` leads to; nil where there is none.
  package subscript(path path: some Collection<Int>) -> Range<Int>? {
    guard let first = path.first else { return place }
    return children.indices.contains(first) ? children[first][path: path.dropFirst()] : nil
  }

  /// The path of the innermost node that holds the byte at `offset`.
  package func path(at offset: Int) -> [Int] {
    for (index, child) in children.enumerated()
    where child.place.lowerBound <= offset && offset <= child.place.upperBound {
      return [index] + child.path(at: offset)
    }
    return []
  }
}

extension Segment {
  /// Reads a segment; a problem names its place, what was expected and what was probably meant.
  package init(parsing text: String) throws(Problem) {
    self = try Segment.parsed(text).segment
  }

  /// Reads a segment together with the places of its nodes.
  package static func parsed(
    _ text: String
  ) throws(Problem) -> (segment: Segment, places: PlaceTree) {
    var lexer = Lexer(text)
    var parser = Parser(tokens: try lexer.tokens())
    return try parser.whole()
  }
}

/// Reads tokens by recursive descent, one function for each rule of the grammar.
struct Parser {
  typealias Placed = (segment: Segment, places: PlaceTree)

  /// Deeper nesting is refused, so that no text can exhaust the stack.
  static let deepest = 200

  let tokens: [Token]
  var index = 0
  private var depth = 0
  /// The names and values that were read or wanted so far, for completion.
  var uses: [NameUse] = []
  /// Where the condition began that was read last.
  var previousStart: Int?
  /// Whether it is only tried how far a suggestion leads.
  private(set) var isTrial = false
  /// How the condition that ended last could have gone on, and before which token it ended.
  var openEnd: (index: Int, words: [String])?

  init(tokens: [Token]) { self.tokens = tokens }

  /// Reads what stands nowhere in a text, so that all tokens get their numbers as places.
  init(trying kinds: [Token.Kind]) {
    tokens = kinds.enumerated().map { Token(kind: $0.element, place: $0.offset..<$0.offset + 1) }
    isTrial = true
  }

  mutating func whole() throws(Problem) -> Placed {
    if tokens.count == 1 {
      throw problem(
        "a segment needs at least one condition", expected: ["everyone", "a condition"])
    }
    let parsed = try either()
    guard current.kind == .end else { throw misplaced("the end") }
    return parsed
  }

  // MARK: Groups

  private mutating func either() throws(Problem) -> Placed {
    let first = try both()
    guard isWord("or") else { return first }
    var parts = [first]
    while accept("or") { parts.append(try both()) }
    return grouped(parts, as: Segment.or)
  }

  private mutating func both() throws(Problem) -> Placed {
    let first = try unary()
    guard isWord("and") else { return first }
    var parts = [first]
    while accept("and") { parts.append(try unary()) }
    return grouped(parts, as: Segment.and)
  }

  private func grouped(_ parts: [Placed], as group: ([Segment]) -> Segment) -> Placed {
    let places = parts.map(\.places)
    let start = places.first?.place.lowerBound ?? 0
    let end = places.last?.place.upperBound ?? start
    return (group(parts.map(\.segment)), PlaceTree(place: start..<end, children: places))
  }

  private mutating func unary() throws(Problem) -> Placed {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw problem("more than \(Self.deepest) groups stand inside each other")
    }
    let start = current.place.lowerBound
    if accept("not") {
      let inner = try unary()
      return (
        .not(inner.segment),
        PlaceTree(place: start..<inner.places.place.upperBound, children: [inner.places])
      )
    }
    if accept(.open) {
      let inner = try either()
      guard accept(.close) else { throw misplaced("`)`") }
      // The parentheses belong to the group, so that a click on one of them finds it.
      return (inner.segment, PlaceTree(place: start..<lastEnd, children: inner.places.children))
    }
    let first = index
    let segment = try condition()
    previousStart = first
    return (segment, PlaceTree(place: start..<lastEnd, children: []))
  }

  // MARK: Conditions

  private mutating func condition() throws(Problem) -> Segment {
    let token = current
    switch token.kind {
    case .at:
      advance()
      return .reference(try name(.segment))
    case .quoted:
      return try attribute()
    case .word(let word):
      if let segment = try keyword(word) { return segment }
      if following == .open {
        if let segment = try function(word) { return segment }
        throw problem(
          "there is no function `\(word)`",
          fixes: habits(Habits.functions) + slips(among: Keywords.functions + ["not"]))
      }
      if Keywords.reserved.contains(word) {
        throw problem(
          "`\(word)` cannot begin a condition", expected: ["a condition", "not", "`(`"],
          fixes: habits(Habits.openers) + quotedFix(word))
      }
      return try attribute()
    case .number, .moment, .comparison, .open, .close, .comma, .dot, .percent, .end:
      throw problem(
        "\(token.shown) cannot begin a condition", expected: ["a condition", "not", "`(`"],
        fixes: mirroredFix() + repeatedNameFix())
    }
  }

  private mutating func keyword(_ word: String) throws(Problem) -> Segment? {
    switch word {
    case "everyone":
      advance()
      return .everyone
    case "did":
      advance()
      return .behaviour(try behaviour())
    case "first", "second", "last":
      return .recency(try recency())
    case "has":
      try expectNoNot()
      return .has(try name(.namespace))
    case "from":
      try expectNoNot()
      return .from(try name(.source))
    case "top", "bottom":
      return .rank(try rank())
    default: return nil
    }
  }

  /// Passes the keyword; `has not` is said `not has`.
  private mutating func expectNoNot() throws(Problem) {
    let word = current.spelled
    advance()
    guard isWord("not") else { return }
    throw problem(
      "`not` cannot follow \(word)",
      fixes: [Fix(range: index - 1..<index + 1, text: "not \(word)")])
  }

  private mutating func function(_ word: String) throws(Problem) -> Segment? {
    switch word {
    case "consent":
      advance()
      try expect(.open, "`(`", after: "consent")
      var purposes: [Name] = []
      repeat { purposes.append(try name(.purpose)) } while accept(.comma)
      try expect(.close, "`,` or `)`", after: "a purpose")
      return .consent(purposes)
    case "score":
      let model = try scoredModel()
      return .score(model, try comparison(), try number("a number"))
    case "sequence":
      advance()
      return .sequence(try sequence())
    default:
      guard Measure.Function(rawValue: word) != nil else { return nil }
      return .aggregate(try aggregate())
    }
  }

  /// Reads `score(MODEL)` and returns the model.
  private mutating func scoredModel() throws(Problem) -> Name {
    advance()
    try expect(.open, "`(`", after: "score")
    let model = try name(.model)
    try expect(.close, "`)`", after: "the model")
    return model
  }

  private mutating func attribute() throws(Problem) -> Segment {
    let named = try name(.attribute)
    guard let test = try test() else {
      throw problem(
        "\(current.shown) cannot follow the name of an attribute",
        expected: ["=", "!=", "<", "<=", ">", ">=", "in (…)", "between", "contains", "is known"],
        fixes: testFixes() + openerFixes() + listFix() + carriedFix() + unwrapped(at: index - 2))
    }
    return .attribute(named, test)
  }

  private mutating func rank() throws(Problem) -> Rank {
    let end: Rank.End = isWord("top") ? .top : .bottom
    advance()
    let place = current.place
    let amount = try number("a number")
    let kept: Rank.Amount
    if accept(.percent) {
      guard (0...100).contains(amount.double) else {
        throw Problem(at: place, "a share lies between 0 and 100 %")
      }
      kept = .percent(amount)
    } else {
      guard accept("profiles") else {
        throw problem(
          "\(current.shown) cannot follow the number", expected: ["`%`", "profiles"],
          fixes: habits(Habits.amounts))
      }
      guard let whole = Int(amount.text), whole >= 0 else {
        throw Problem(at: place, "profiles are counted in whole numbers")
      }
      kept = .profiles(whole)
    }
    guard accept("by") else {
      throw problem("\(current.shown) cannot follow here", expected: ["by"])
    }
    if isWord("score"), following == .open { return Rank(end, kept, by: .score(try scoredModel())) }
    if case .word(let word) = current.kind, Measure.Function(rawValue: word) != nil,
      following == .open
    {
      return Rank(end, kept, by: .measure(try measure()))
    }
    return Rank(end, kept, by: .attribute(try name(.attribute)))
  }
}
