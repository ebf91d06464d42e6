/// What was most likely meant by numbers, values and lists of them.
extension Parser {
  // MARK: Numbers

  /// What was meant where a number was expected at the current token.
  func numberFixes() -> [Fix] {
    guard case .word(let word) = current.kind else { return unwrapped(at: index) }
    var fixes = habits(Habits.numbers)
    if Habits.fillers.contains(word.lowercased()), index + 1 < tokens.count {
      if case .number(let number) = following {
        fixes.append(Fix(range: index..<index + 2, text: number.text))
      }
      fixes += habits(Habits.numbers, at: index + 1)
        .map { Fix(range: index..<$0.range.upperBound, text: $0.text) }
    }
    if word.last == "x", let count = Int(word.dropLast()) {
      fixes.append(Fix(range: index..<index + 1, text: "\(count) times"))
    }
    return fixes
  }

  /// `1,5` and `1 000 000`, which other places write so, before or behind the current token.
  func numberFix() -> [Fix] {
    var start = index
    if current.kind == .comma { start -= 1 }
    if case .number = current.kind { start -= 1 }
    guard start >= 0, start < index, case .number(var number) = tokens[start].kind else {
      return []
    }
    var end = start + 1
    while end < tokens.count, let next = grouped(number, with: end) {
      (number, end) = next
      if number.text.contains(".") { break }
    }
    return end > start + 1 ? [Fix(range: start..<end, text: number.text)] : []
  }

  /// A number with the group behind it, at the token `position`, and where that ends.
  private func grouped(
    _ number: DecimalNumber, with position: Int
  ) -> (DecimalNumber, Int)? {
    let hasComma = tokens[position].kind == .comma
    let last = position + (hasComma ? 1 : 0)
    guard case .number(let group) = tokens[last].kind, group.text.first != "-" else { return nil }
    let whole = group.text.prefix { $0 != "." }
    let gap = tokens[last].place.lowerBound - tokens[position - 1].place.upperBound
    guard gap == 1 || !hasComma else { return nil }
    let (digits, isThousands) = (number.text.filter { $0 != "." }, whole.count == 3)
    let joined: DecimalNumber? =
      if isThousands, !number.text.contains(".") {
        DecimalNumber(digits + group.text)
      } else if hasComma, !group.text.contains(".") {
        DecimalNumber("\(digits).\(group.text)")
      } else {
        nil
      }
    return joined.map { ($0, last + 1) }
  }

  // MARK: Values

  /// Tokens without blanks between them that were meant as one text, such as `a@b.com`.
  func runFix() -> [Fix] {
    var (start, end) = (index, index)
    while start > 0, tokens[start - 1].place.upperBound == tokens[start].place.lowerBound,
      tokens[start - 1].canBeInText
    {
      start -= 1
    }
    while tokens[end].canBeInText, tokens[end].kind != .end,
      end == index || tokens[end - 1].place.upperBound == tokens[end].place.lowerBound
    {
      end += 1
    }
    let isText = tokens[start..<end].contains { $0.kind == .at || $0.isWordlike }
    guard end - start > 1, start < index, isText else { return [] }
    let text = tokens[start..<end].map(\.spelled).joined()
    return [Fix(range: start..<end, text: Keywords.quoted(text))]
  }

  /// `city = New York`, of which the second word is in the way.
  func phraseFix() -> [Fix] {
    guard index > 1, case .comparison = tokens[index - 2].kind, tokens[index - 1].isWordlike else {
      return []
    }
    let end = tokens[index...].firstIndex { !$0.isWordlike } ?? index
    let text = tokens[index - 1..<end].map(\.spelled).joined(separator: " ")
    return [Fix(range: index - 1..<end, text: Keywords.quoted(text))]
  }

  /// Words that `in` was meant for, from the token `start` on: `DE, FR` or `DE or FR`.
  func listed(from start: Int, isOpen: Bool = false) -> (text: String, end: Int)? {
    guard tokens[start].isValue else { return nil }
    var values = [tokens[start].spelled]
    var end = start + 1
    while end + 1 < tokens.count, tokens[end].isListJoint, tokens[end + 1].isValue,
      isOpen || end + 2 >= tokens.count || tokens[end + 2].endsValue
    {
      values.append(tokens[end + 1].spelled)
      end += 2
    }
    return values.count > 1 ? ("(\(values.joined(separator: ", ")))", end) : nil
  }

  /// `country = DE or AT` and `country = DE, AT`: a list, of whose values some were read.
  func listFix() -> [Fix] {
    guard let start = previousStart, start + 2 < index, tokens[start].isWordlike else { return [] }
    let test: String
    switch tokens[start + 1].kind {
    case .comparison(.equal): test = "in"
    case .comparison(.notEqual): test = "not in"
    default: return []
    }
    guard let list = listed(from: start + 2), list.end >= index else { return [] }
    return [Fix(range: start..<list.end, text: "\(tokens[start].spelled) \(test) \(list.text)")]
  }

  /// `did purchase or visit`: the keyword of the condition before, before the name that stands alone.
  func carriedFix() -> [Fix] {
    guard index > 1, let start = previousStart, tokens[index - 1].isWordlike,
      [.word("did"), .word("has"), .word("from")].contains(tokens[start].kind),
      [.word("and"), .word("or"), .word("not")].contains(tokens[index - 2].kind)
    else { return [] }
    let text = "\(tokens[start].spelled) \(tokens[index - 1].spelled)"
    return [Fix(range: index - 1..<index, text: text)]
  }

  /// `LIKE "%x%"`, which is a test of the letters at an end, in the middle, or a pattern.
  func likeFix() -> [Fix] {
    let isNegated = current.spelled.lowercased() == "not"
    let start = index + (isNegated ? 1 : 0)
    guard start + 1 < tokens.count, ["like", "ilike"].contains(tokens[start].spelled.lowercased()),
      case .quoted(let pattern) = tokens[start + 1].kind
    else { return [] }
    let text = Self.test(like: pattern)
    return [Fix(range: index..<start + 2, text: isNegated ? "not \(text)" : text)]
  }

  private static func test(like pattern: String) -> String {
    let (opens, closes) = (pattern.first == "%", pattern.last == "%")
    let bare = pattern.dropFirst(opens ? 1 : 0).dropLast(closes ? 1 : 0)
    guard opens || closes, !bare.contains(where: { "%_".contains($0) }) else {
      let glob = String(pattern.map { $0 == "%" ? "*" : $0 == "_" ? "?" : $0 })
      return "matches \(Keywords.quoted(glob))"
    }
    let test = opens && closes ? "contains" : opens ? "ends with" : "starts with"
    return "\(test) \(Keywords.quoted(String(bare)))"
  }

  /// `30 < age` and `30 < age < 40`, turned round.
  func mirroredFix() -> [Fix] {
    guard index + 2 < tokens.count, case .comparison(let first) = tokens[index + 1].kind,
      tokens[index + 2].isWordlike
    else { return [] }
    let name = tokens[index + 2].spelled
    let text = "\(name) \(first.mirrored.rawValue) \(current.spelled)"
    guard index + 4 < tokens.count, case .comparison(let second) = tokens[index + 3].kind,
      tokens[index + 4].isValue
    else { return [Fix(range: index..<index + 3, text: text)] }
    return [
      Fix(
        range: index..<index + 5,
        text: "\(text) and \(name) \(second.rawValue) \(tokens[index + 4].spelled)")
    ]
  }

  /// `age > 30 and < 40`: the name of the condition before.
  func repeatedNameFix() -> [Fix] {
    guard let start = previousStart, tokens[start].isWordlike,
      case .comparison = tokens[start + 1].kind
    else { return [] }
    let text = "\(tokens[start].spelled) \(current.spelled)"
    return [Fix(range: index..<index + 1, text: text)]
  }
}

extension Token {
  var isWordlike: Bool {
    switch kind {
    case .word(let word): !Keywords.reserved.contains(word)
    case .quoted: true
    case .number, .moment, .comparison, .open, .close, .comma, .dot, .at, .percent, .end: false
    }
  }

  var isValue: Bool {
    switch kind {
    case .word(let word): !Keywords.reserved.contains(word.lowercased())
    case .quoted, .number, .moment: true
    case .comparison, .open, .close, .comma, .dot, .at, .percent, .end: false
    }
  }

  /// What stands between the values of a list, or was meant to.
  var isListJoint: Bool { kind == .comma || ["or", "OR", "Or"].contains(spelled) }

  /// Whether a value before it stood alone.
  var endsValue: Bool {
    switch kind {
    case .end, .close, .comma: true
    case .word(let word): ["and", "or"].contains(word.lowercased())
    case .quoted, .number, .moment, .comparison, .open, .dot, .at, .percent: false
    }
  }

  /// Whether it may be a piece of a text that was not put in quotes.
  var canBeInText: Bool {
    switch kind {
    case .word, .number, .moment, .at, .dot, .percent: true
    case .quoted, .comparison, .open, .close, .comma, .end: false
    }
  }
}
