/// What was most likely meant, in the place of some tokens.
struct Fix {
  /// The tokens that it takes the place of.
  let range: Range<Int>
  let text: String
}

extension Parser {
  /// The problem with the current token.
  ///
  /// The first of `fixes` that the parser gets past is its suggestion, and then its place is what
  /// that takes the place of; so nothing is suggested that is refused when it is followed.
  func problem(
    _ message: String, expected: [String] = [], fixes: [Fix] = []
  ) -> Problem {
    let known = expected.filter { $0.utf8.allSatisfy { (97...122).contains($0) } }
    let fix = (doubled() + fixes + slips(among: known) + slipBefore()).first(where: isSound)
    guard let fix else { return Problem(at: current.place, message, expected: expected) }
    let place = tokens[fix.range.lowerBound].place.lowerBound
    let end = tokens[fix.range.upperBound - 1].place.upperBound
    let isEarlier = fix.range == index - 1..<index
    return Problem(
      at: place..<end,
      isEarlier ? "\(tokens[index - 1].shown) cannot stand before \(current.shown)" : message,
      expected: fix.range.lowerBound < index ? [] : expected,
      suggestion: fix.text.first == "\"" ? fix.text : "`\(fix.text)`")
  }

  /// Whether reading goes on behind `fix` once it is made.
  private func isSound(_ fix: Fix) -> Bool {
    guard !isTrial, fix.range.upperBound < tokens.count, let inserted = try? fixedTokens(fix.text)
    else { return false }
    let kinds =
      tokens[..<fix.range.lowerBound].map(\.kind) + inserted
      + tokens[fix.range.upperBound...].map(\.kind)
    var trial = Parser(trying: kinds)
    do throws(Problem) {
      _ = try trial.whole()
      return true
    } catch {
      let behind = fix.range.lowerBound + inserted.count
      return error.place.lowerBound > behind
        || error.place.lowerBound == behind && tokens[fix.range.upperBound].kind == .end
    }
  }

  private func fixedTokens(_ text: String) throws(Problem) -> [Token.Kind] {
    var lexer = Lexer(text)
    return try lexer.tokens().dropLast().map(\.kind)
  }

  // MARK: Words

  /// The longest entry of a table that stands at the token `start`, and the shorter ones after it.
  func habits(_ table: Habits.Table, at start: Int? = nil) -> [Fix] {
    let start = start ?? index
    return (1...4).reversed().compactMap { count in
      guard start + count < tokens.count else { return nil }
      let words = tokens[start..<start + count].map { token in
        if case .number = token.kind { "#" } else { token.spelled.lowercased() }
      }
      guard let text = table[words.joined(separator: " ")] else { return nil }
      return Fix(range: start..<start + count - (words.last == "#" ? 1 : 0), text: text)
    }
  }

  /// The current word as the nearest of `words`, unless that is what it is.
  func slips(among words: [String], at position: Int? = nil) -> [Fix] {
    let position = position ?? index
    guard case .word(let word) = tokens[position].kind, let nearest = words.nearest(to: word),
      nearest != word
    else { return [] }
    return [Fix(range: position..<position + 1, text: nearest)]
  }

  /// A word that was written twice.
  private func doubled() -> [Fix] {
    guard index > 0, current.kind == tokens[index - 1].kind, current.kind != .open else {
      return []
    }
    return [Fix(range: index - 1..<index + 1, text: current.spelled)]
  }

  /// A keyword with a capital letter is read as a name, and the word behind it is in the way.
  private func slipBefore() -> [Fix] {
    guard index > 0, case .word(let word) = tokens[index - 1].kind,
      Keywords.reserved.contains(word.lowercased()), word != word.lowercased()
    else { return [] }
    return [Fix(range: index - 1..<index, text: word.lowercased())]
  }

  // MARK: Names

  /// What was meant by a name that the current token cannot follow.
  func openerFixes() -> [Fix] {
    guard index > 0, case .word(let word) = tokens[index - 1].kind else { return [] }
    let start = index - 1
    return habits(Habits.openers, at: start) + functionFix(word, at: start)
      + slips(among: Self.openers, at: start)
  }

  /// `consent ads` for `consent(ads)`.
  private func functionFix(_ word: String, at start: Int) -> [Fix] {
    guard Keywords.functions.contains(word.lowercased()) else { return [] }
    var end = index
    while tokens[end].isWordlike || tokens[end].kind == .dot { end += 1 }
    guard end > index else { return [] }
    return (index + 1...end).reversed().map { end in
      let inner = tokens[index..<end].map(\.spelled).joined()
      return Fix(range: start..<end, text: "\(word.lowercased())(\(inner))")
    }
  }

  /// A single word in parentheses that begin at the token `start`.
  func unwrapped(at start: Int) -> [Fix] {
    guard start >= 0, start + 2 < tokens.count, tokens[start].kind == .open,
      tokens[start + 2].kind == .close
    else { return [] }
    return [Fix(range: start..<start + 3, text: tokens[start + 1].spelled)]
  }

  /// A reserved word in quotes, as a name; not where a name stands behind it, which was meant then.
  func quotedFix(_ word: String) -> [Fix] {
    if case .word(let next) = following, !["in", "is", "between", "not"].contains(next),
      !Keywords.contextual.contains(next)
    {
      return []
    }
    guard following != .open, following != .at else { return [] }
    return [Fix(range: index..<index + 1, text: Keywords.quoted(word))]
  }
}
