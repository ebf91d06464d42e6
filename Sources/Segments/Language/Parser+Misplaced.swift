internal import Basis

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
      suggestion: likelyWord)
  }

  /// What the current word was most likely meant as; nil without a good guess.
  var likelyWord: String? {
    guard case .word(let word) = current.kind else { return nil }
    return phrase(for: word.lowercased()).map { "`\($0)`" }
  }

  private static let joints = [
    "and", "or", "where", "in", "between", "since", "before", "at", "exactly", "more", "fewer",
    "then", "within", "to", "ago", "of",
  ]

  private func phrase(for word: String) -> String? {
    switch (word, following) {
    case ("once", _): return "at least 1 time"
    case ("twice", _): return "at least 2 times"
    case ("thrice", _): return "at least 3 times"
    case ("less", _): return "fewer than"
    case ("then", .number): return "than"
    case ("with", _), ("whose", _), ("having", _): return "where"
    case ("in", .word("the")), ("in", .word("past")), ("in", .word("Last")), ("in", .word("LAST")),
      ("in", .number), ("within", .word),
      ("within", .number), ("last", _), ("past", _), ("during", _):
      return "in last"
    case ("at", .word(let bound)): return ["least", "most"].nearest(to: bound).map { "at \($0)" }
    default: return Self.joints.nearest(to: word)
    }
  }
}
