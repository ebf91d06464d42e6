/// A piece of a segment's text with what it is, for colouring.
package struct HighlightedPiece: Hashable, Sendable {
  package enum Role: Hashable, Sendable {
    case keyword, name, text, number, date, symbol, comment, reference, mistake
  }

  package let place: Range<Int>
  package let role: Role
}

extension Segment {
  /// Cuts a text into coloured pieces, in order; works on texts that do not parse, too.
  ///
  /// Blanks belong to no piece. Words count as keywords wherever the language gives them a meaning.
  package static func highlighted(_ text: String) -> [HighlightedPiece] {
    var lexer = Lexer(text)
    var pieces: [HighlightedPiece] = []
    var before: Token.Kind?
    reading: while true {
      do throws(Problem) {
        let token = try lexer.next()
        guard token.kind != .end else { break reading }
        let role = before == .at ? .reference : role(of: token.kind, before: before)
        pieces.append(HighlightedPiece(place: token.place, role: role))
        before = token.kind
      } catch {
        pieces.append(HighlightedPiece(place: error.place, role: .mistake))
        before = nil
      }
    }
    pieces += lexer.comments.map { HighlightedPiece(place: $0, role: .comment) }
    return pieces.sorted { $0.place.lowerBound < $1.place.lowerBound }
  }

  private static func role(
    of kind: Token.Kind, before: Token.Kind?
  ) -> HighlightedPiece.Role {
    switch kind {
    case .word(let word):
      let isUnit = TimeSpan.Unit(rawValue: word.hasSuffix("s") ? String(word.dropLast()) : word)
      if case .comparison = before { return .text }
      let isKeyword =
        Keywords.reserved.contains(word) || Keywords.contextual.contains(word)
        || Keywords.functions.contains(word) || isUnit != nil
      return isKeyword ? .keyword : .name
    case .quoted: return .text
    case .number: return .number
    case .moment: return .date
    case .at: return .reference
    case .comparison, .open, .close, .comma, .dot, .percent: return .symbol
    case .end: return .symbol
    }
  }
}
