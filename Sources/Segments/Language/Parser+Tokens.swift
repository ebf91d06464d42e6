internal import Basis

extension Parser {
  var current: Token { tokens[min(index, tokens.count - 1)] }
  /// What stands behind the current token.
  var following: Token.Kind { tokens[min(index + 1, tokens.count - 1)].kind }
  /// The end of the token that was read last.
  var lastEnd: Int { index > 0 ? tokens[index - 1].place.upperBound : 0 }

  mutating func advance() { index = min(index + 1, tokens.count - 1) }

  func isWord(_ word: String) -> Bool { current.kind == .word(word) }

  mutating func accept(_ word: String) -> Bool { accept(.word(word)) }

  mutating func accept(_ kind: Token.Kind) -> Bool {
    guard current.kind == kind else { return false }
    advance()
    return true
  }

  mutating func expect(_ kind: Token.Kind, _ shown: String, after what: String) throws(Problem) {
    guard accept(kind) else {
      throw problem(
        "\(current.shown) cannot follow \(what)", expected: [shown], fixes: commaFix())
    }
  }

  /// Values of a list with a word between them.
  private func commaFix() -> [Fix] {
    guard ["or", "and"].contains(current.spelled.lowercased()) else { return [] }
    return [Fix(range: index..<index + 1, text: ",")]
  }

  mutating func expect(word: String, after what: String) throws(Problem) {
    guard accept(word) else {
      throw problem("\(current.shown) cannot follow \(what)", expected: [word])
    }
  }

  /// Reads a bare or quoted name of a kind.
  mutating func name(_ kind: NameUse.Kind) throws(Problem) -> Name {
    let token = current
    let what = kind.rawValue
    uses.append(NameUse(index: index, kind: kind))
    switch token.kind {
    case .quoted(let text):
      advance()
      return Name(text, place: token.place)
    case .word(let word):
      guard !Keywords.reserved.contains(word) else {
        if kind == .field, Self.openers.contains(word) { throw notOfEvent }
        throw problem(
          "`\(word)` is a word of the language", expected: [what], fixes: quotedFix(word))
      }
      advance()
      return Name(word, place: token.place)
    case .number, .moment, .comparison, .open, .close, .comma, .dot, .at, .percent, .end:
      throw problem("\(token.shown) is no name", expected: [what], fixes: unwrapped(at: index))
    }
  }

  mutating func comparison() throws(Problem) -> Comparison {
    guard case .comparison(let comparison) = current.kind else {
      throw problem(
        "\(current.shown) cannot follow here", expected: Comparison.allCases.map(\.rawValue),
        fixes: habits(Habits.comparisons))
    }
    advance()
    return comparison
  }

  mutating func number(_ what: String) throws(Problem) -> DecimalNumber {
    guard case .number(let number) = current.kind else {
      throw problem(
        "\(current.shown) is no number", expected: [shortDuration.map { "`\($0)`" } ?? what],
        fixes: numberFixes())
    }
    advance()
    return number
  }

  /// `30d`, which is how options are written, as it is written here: `30 days`.
  private var shortDuration: String? {
    guard case .word(let word) = current.kind, let number = Int(word.dropLast()),
      let unit = TimeSpan.Unit.allCases.first(where: { $0.rawValue.first == word.last })
    else { return nil }
    return "\(number) \(unit.rawValue)\(number == 1 ? "" : "s")"
  }

  /// Reads a whole number of reasonable size that is not negative.
  mutating func whole(_ what: String) throws(Problem) -> Int {
    let token = current
    let number = try number(what)
    guard let whole = Int(number.text), (0...1_000_000_000).contains(whole) else {
      throw Problem(at: token.place, "`\(number.text)` does not fit here", expected: [what])
    }
    return whole
  }
}

/// A place among the tokens where a name or a value stands, or should.
struct NameUse {
  enum Kind: String {
    case attribute = "the name of an attribute"
    case event = "an event"
    case field = "a field of the event"
    case purpose = "a purpose"
    case namespace = "a namespace, such as email"
    case source = "the name of a source"
    case segment = "the name of a segment"
    case model = "the name of a model"
    case value = "a value"
  }

  let index: Int
  let kind: Kind
}

extension Sequence<String> {
  /// The word that `name` most likely means, if one is near enough.
  func nearest(to name: String) -> String? { NearestName.to(name, among: self) }
}
