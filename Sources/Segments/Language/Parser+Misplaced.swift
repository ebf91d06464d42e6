/// What is told of a word where nothing goes on with it.
extension Parser {
  /// Notes how the condition that ends here could go on.
  mutating func leaveOpen(_ words: String?...) {
    openEnd = (index, words.compactMap { $0.map { "`\($0)`" } })
  }

  /// The problem with the current token behind a condition, where `end` could have stood as well.
  func misplaced(_ end: String) -> Problem {
    guard current.kind != .end else {
      return problem("\(current.shown) cannot follow the group", expected: [end])
    }
    let open = openEnd.map { $0.index == index ? $0.words : [] } ?? []
    return problem(
      "\(current.shown) cannot follow here", expected: open + ["`and`", "`or`", end],
      fixes: numberFix() + listFix() + runFix() + timesFix() + likelyJoints + phraseFix())
  }

  /// What begins a condition and can be nothing else.
  static let openers = [
    "did", "not", "has", "from", "first", "second", "last", "top", "bottom", "everyone",
  ]

  /// The problem with another condition among the tests of an event's fields.
  var notOfEvent: Problem {
    problem(
      "\(current.shown) cannot stand among the tests behind `where`",
      expected: ["a field of the event, or parentheses around `did … where …`"])
  }

  /// What the current word was most likely meant as.
  var likelyJoints: [Fix] {
    habits(Habits.joints) + boundFix() + slips(among: Self.joints)
  }

  private static let joints = [
    "and", "or", "where", "in", "between", "since", "before", "at", "exactly", "more", "fewer",
    "then", "within", "to", "ago", "of",
  ]

  /// `at lest`, of which the second word is the wrong one.
  private func boundFix() -> [Fix] {
    guard current.spelled.lowercased() == "at", case .word(let bound) = following,
      let nearest = ["least", "most"].nearest(to: bound)
    else { return [] }
    return [Fix(range: index..<index + 2, text: "at \(nearest)")]
  }

  /// `three times`, which does not say whether it is at least or exactly.
  private func timesFix() -> [Fix] {
    guard case .word = current.kind, [.word("times"), .word("time")].contains(following) else {
      return []
    }
    return habits(Habits.numbers).filter { $0.range.count == 1 }
      .map { Fix(range: index..<index + 1, text: "at least \($0.text)") }
  }
}
