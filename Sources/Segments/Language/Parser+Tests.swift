extension Parser {
  /// Reads what may follow a name as its test; nil where no test begins.
  mutating func test() throws(Problem) -> Test? {
    if case .comparison(let comparison) = current.kind {
      advance()
      return .compare(comparison, try literal())
    }
    if accept("between") {
      let low = try literal()
      try expect(word: "and", after: "the lower end")
      return .between(low, try literal())
    }
    if accept("is") {
      let isNegated = accept("not")
      guard accept("known") else { throw notKnown(isNegated ? 2 : 1) }
      return .known(!isNegated)
    }
    let isNegated = isWord("not") && startsNegatableTest(index + 1)
    guard isNegated || startsNegatableTest(index) else { return nil }
    if isNegated { advance() }
    if accept("in") {
      guard accept(.open) else {
        throw problem(
          "\(current.shown) cannot follow in", expected: ["`(`"], fixes: valuesFix())
      }
      var values: [Literal] = []
      repeat { values.append(try literal()) } while accept(.comma)
      try expect(.close, "`,` or `)`", after: "a value")
      return .member(values, negated: isNegated)
    }
    let operation = try textOperator()
    return .text(operation, try text(), negated: isNegated)
  }

  /// What a test was meant as that does not begin here.
  func testFixes() -> [Fix] { likeFix() + habits(Habits.tests) }

  /// Values behind `in` as they are written here: in parentheses.
  private func valuesFix() -> [Fix] {
    let list = listed(from: index, isOpen: true) ?? ("(\(current.spelled))", index + 1)
    return [Fix(range: index..<list.end, text: list.text)]
  }

  /// The problem with what stands behind `is`, of which this many words were read.
  private func notKnown(_ count: Int) -> Problem {
    let start = index - count
    var fixes = habits(Habits.tests, at: start)
    if current.isValue {
      fixes.append(
        Fix(range: start..<index + 1, text: "\(count > 1 ? "!=" : "=") \(current.spelled)"))
    }
    return problem(
      "\(current.shown) cannot follow \(count > 1 ? "is not" : "is")", expected: ["known"],
      fixes: fixes)
  }

  /// Whether a test that `not` can stand before begins at the token `position`.
  private func startsNegatableTest(_ position: Int) -> Bool {
    guard position < tokens.count, case .word(let word) = tokens[position].kind else {
      return false
    }
    return switch word {
    case "contains", "matches", "in": true
    case "starts", "ends": position + 1 < tokens.count && tokens[position + 1].kind == .word("with")
    default: false
    }
  }

  private mutating func textOperator() throws(Problem) -> TextOperator {
    if accept("contains") { return .contains }
    if accept("matches") { return .matches }
    let isStart = isWord("starts")
    advance()
    try expect(word: "with", after: isStart ? "starts" : "ends")
    return isStart ? .startsWith : .endsWith
  }

  private mutating func text() throws(Problem) -> String {
    let token = current
    uses.append(NameUse(index: index, kind: .value))
    guard let value = literalContent(token) else {
      throw problem("\(token.shown) is no text", expected: ["a text in quotes"])
    }
    advance()
    return Literal(value).asText
  }

  mutating func literal() throws(Problem) -> Literal {
    let token = current
    uses.append(NameUse(index: index, kind: .value))
    guard let content = literalContent(token) else {
      throw problem(
        "\(token.shown) is no value", expected: ["a word", "a \"text\"", "a number", "a date"],
        fixes: openedValueFix())
    }
    advance()
    return Literal(content, place: token.place)
  }

  /// `= (DE)` and `= (DE, FR)`.
  private func openedValueFix() -> [Fix] {
    guard index > 0, current.kind == .open else { return [] }
    let test: Fix? =
      switch tokens[index - 1].kind {
      case .comparison(.equal): Fix(range: index - 1..<index, text: "in")
      case .comparison(.notEqual): Fix(range: index - 1..<index, text: "not in")
      default: nil
      }
    return unwrapped(at: index) + [test].compactMap(\.self)
  }

  private func literalContent(_ token: Token) -> Literal.Content? {
    switch token.kind {
    case .word("and"), .word("or"), .word("not"): nil
    case .word("true"): .boolean(true)
    case .word("false"): .boolean(false)
    case .word(let text), .quoted(let text): .text(text)
    case .number(let number): .number(number)
    case .moment(let moment): .moment(moment)
    case .comparison, .open, .close, .comma, .dot, .at, .percent, .end: nil
    }
  }

  // MARK: Filters

  /// Reads what follows `where`: tests joined by `and`, and groups in parentheses.
  ///
  /// An `and` that is not followed by a field's test, or by a group of such, ends it.
  mutating func filter() throws(Problem) -> Filter {
    var parts = [try filterItem()]
    while isWord("and"), startsFilterItem(index + 1) {
      advance()
      parts.append(try filterItem())
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func filterItem() throws(Problem) -> Filter {
    guard accept(.open) else { return try fieldTest() }
    let inner = try anyOf(depth: 1)
    try expect(.close, "`)`", after: "the tests")
    return inner
  }

  private mutating func anyOf(depth: Int) throws(Problem) -> Filter {
    var parts = [try allOf(depth: depth)]
    while accept("or") { parts.append(try allOf(depth: depth)) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func allOf(depth: Int) throws(Problem) -> Filter {
    guard depth <= Self.deepest else {
      throw problem("more than \(Self.deepest) groups stand inside each other")
    }
    var parts: [Filter] = []
    repeat {
      if accept(.open) {
        parts.append(try anyOf(depth: depth + 1))
        try expect(.close, "`)`", after: "the tests")
      } else {
        parts.append(try fieldTest())
      }
    } while accept("and")
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func fieldTest() throws(Problem) -> Filter {
    let field = try name(.field)
    guard let test = try test() else {
      if current.kind == .open, Keywords.functions.contains(field.text) { throw notOfEvent }
      throw problem(
        "\(current.shown) cannot follow the name of a field",
        expected: ["=", "!=", "<", "<=", ">", ">=", "in (…)", "between", "contains", "is known"],
        fixes: testFixes() + unwrapped(at: index - 2))
    }
    return .test(field, test)
  }

  /// Whether a field's test, or a group that begins with one, stands at the token `position`.
  private func startsFilterItem(_ position: Int) -> Bool {
    var position = position
    while position < tokens.count, tokens[position].kind == .open { position += 1 }
    guard position + 1 < tokens.count else { return false }
    switch tokens[position].kind {
    case .quoted: break
    case .word(let word):
      guard !Keywords.reserved.contains(word) else { return false }
    case .number, .moment, .comparison, .open, .close, .comma, .dot, .at, .percent, .end:
      return false
    }
    switch tokens[position + 1].kind {
    case .comparison, .word("between"), .word("is"): return true
    case .word("not"): return startsNegatableTest(position + 2)
    default: return startsNegatableTest(position + 1)
    }
  }
}
