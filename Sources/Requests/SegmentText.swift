/// What the engine says about a segment's text while it is being typed.
package struct SegmentCheck: Hashable, Sendable {
  package var text: String
  /// In the order of the text; what lies between tokens is space.
  package var tokens: [SegmentToken]
  /// Every problem at once, in the order of the text.
  package var problems: [SegmentProblem]
  /// The tree of the text; nil as long as it cannot be read.
  package var tree: SegmentTree?

  /// True when the text means something that can be counted.
  package var isSound: Bool { tree != nil && !problems.contains { $0.gravity == .error } }

  package init(
    text: String, tokens: [SegmentToken], problems: [SegmentProblem], tree: SegmentTree?
  ) {
    (self.text, self.tokens, self.problems, self.tree) = (text, tokens, problems, tree)
  }
}

/// A piece of a segment's text, for highlighting.
package struct SegmentToken: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case keyword, name, unknownName, string, number, date, symbol, reference, comment
  }

  /// Bytes of UTF-8 from the start of the text.
  package var range: Range<Int>
  package var kind: Kind

  package init(_ range: Range<Int>, _ kind: Kind) { (self.range, self.kind) = (range, kind) }
}

/// What is wrong with a segment's text, and where.
package struct SegmentProblem: Hashable, Sendable {
  package enum Gravity: Hashable, Sendable { case error, warning }

  /// Bytes of UTF-8 from the start of the text; empty at a place where something is missing.
  package var range: Range<Int>
  /// What was found and what was expected.
  package var message: String
  /// What most likely was meant, to put in place of the range.
  package var suggestion: String?
  package var gravity: Gravity

  package init(
    _ range: Range<Int>, message: String, suggestion: String? = nil, gravity: Gravity = .error
  ) {
    (self.range, self.message) = (range, message)
    (self.suggestion, self.gravity) = (suggestion, gravity)
  }
}

/// A word that could stand at the cursor.
package struct Completion: Hashable, Sendable {
  /// What it would take the place of, in bytes of UTF-8.
  package var replacing: Range<Int>
  package var text: String
  /// What it is: `attribute`, `event`, `keyword`.
  package var kind: String
  package var count: Int?

  package init(replacing: Range<Int>, text: String, kind: String, count: Int?) {
    (self.replacing, self.text, self.kind, self.count) = (replacing, text, kind, count)
  }
}
