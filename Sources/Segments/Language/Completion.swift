internal import Basis
internal import Columns

/// What may stand at a place in the text of a segment.
package struct Completion: Sendable, Equatable {
  package struct Item: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
      case keyword, attribute, event, field, purpose, namespace, source, segment, model, value
    }

    /// The text to insert, in quotes where it needs them.
    package let text: String
    package let kind: Kind
  }

  /// Whose values may stand at the place.
  package enum ValueSource: Sendable, Equatable {
    case attribute(String)
    case field(event: String, field: String)
  }

  /// The bytes before the cursor that an item replaces.
  package let place: Range<Int>
  /// Names and keywords that begin with what stands there, or else contain it.
  package let items: [Item]
  /// Where a value may stand: what it is a value of, for the caller to offer some.
  package let values: ValueSource?

  static let nothing = Completion(place: 0..<0, items: [], values: nil)
}

extension Checker {
  /// Tells what may stand before the byte at `offset`, given what stands before it.
  ///
  /// Whatever could follow is tried on the parser, so that completion knows the grammar only from it.
  package func completion(in text: String, at offset: Int) -> Completion {
    let bytes = Array(text.utf8)
    var end = min(max(0, offset), bytes.count)
    // Within a letter the cursor stands before it.
    while end < bytes.count, end > 0, (0x80..<0xC0).contains(bytes[end]) { end -= 1 }
    let before = String(decoding: bytes[..<end], as: UTF8.self)
    guard let (prefix, partial) = Self.split(before) else { return .nothing }
    let tokens = Self.tokens(prefix)
    var items = Self.keywords.filter { Self.isAllowed($0, after: tokens) }
      .map { Completion.Item(text: $0, kind: .keyword) }
    var values: Completion.ValueSource?
    if let (kind, uses) = Self.nameWanted(after: tokens) {
      let context = Context(tokens: tokens, uses: uses)
      items += names(kind, context).map { Completion.Item(text: $0.text, kind: $0.kind) }
      if kind == .value { values = context.valueSource }
    }
    let wanted = SimpleFolding.folded(partial)
    let starting = items.filter { Self.bare($0.text).hasPrefix(wanted) }
    let containing = items.filter {
      !Self.bare($0.text).hasPrefix(wanted)
        && TextMatch.contains(
          Array(Self.bare($0.text).utf8).span, Array(wanted.utf8).span)
    }
    let start = prefix.utf8.count
    return Completion(
      place: start..<before.utf8.count, items: starting + (wanted.isEmpty ? [] : containing),
      values: values)
  }

  private static func bare(_ text: String) -> String {
    SimpleFolding.folded(text.first == "\"" ? String(text.dropFirst()) : text)
  }

  // MARK: Text

  /// Cuts off the word or quote that is being written; nil inside a comment.
  private static func split(_ before: String) -> (prefix: String, partial: String)? {
    var lexer = Lexer(before)
    var last: Token?
    while true {
      do throws(Problem) {
        let token = try lexer.next()
        guard token.kind != .end else { break }
        last = token
      } catch {
        // A quote that is open is a name or a value in the making.
        return cut(before, at: error.place.lowerBound, dropping: 1)
      }
    }
    if let comment = lexer.comments.last, comment.upperBound == before.utf8.count { return nil }
    guard let last, last.place.upperBound == before.utf8.count, case .word = last.kind else {
      return (before, "")
    }
    return cut(before, at: last.place.lowerBound, dropping: 0)
  }

  private static func cut(
    _ text: String, at offset: Int, dropping count: Int
  ) -> (prefix: String, partial: String) {
    let bytes = Array(text.utf8)
    return (
      String(decoding: bytes[..<offset], as: UTF8.self),
      String(decoding: bytes[offset...].dropFirst(count), as: UTF8.self)
    )
  }

  private static func tokens(_ text: String) -> [Token] {
    var lexer = Lexer(text)
    var tokens = (try? lexer.tokens()) ?? []
    if tokens.last?.kind == .end { tokens.removeLast() }
    return tokens
  }

  // MARK: Grammar

  private static let keywords: [String] = {
    let words = [
      "and", "or", "not", "did", "did not", "has", "from", "first", "second", "last", "top",
      "bottom", "everyone", "where", "then", "then not", "within", "of first", "by", "profiles",
      "in last", "in (", "not in (", "between", "since", "before", "after", "ago", "to",
      "at least", "at most", "exactly", "more than", "fewer than", "times", "is known",
      "is not known", "not contains", "true", "false", "=", "!=", "<", "<=", ">", ">=", "(", ")",
      "@", "%",
    ]
    let units = TimeSpan.Unit.allCases.map { $0.rawValue + "s" }
    return words + Keywords.functions.map { $0 + "(" } + TextOperator.allCases.map(\.rawValue)
      + units
  }()

  /// Whether the parser gets past `word` when it stands behind `tokens`.
  private static func isAllowed(_ word: String, after tokens: [Token]) -> Bool {
    let added = self.tokens(word)
    // Where any value may stand, words of the language are only offered if they are values.
    if let (kind, _) = nameWanted(after: tokens), kind == .value || kind != .attribute {
      guard kind == .value && (word == "true" || word == "false") else { return false }
    }
    var parser = parser(tokens + added)
    do throws(Problem) {
      _ = try parser.whole()
      return !parser.uses.contains { $0.index == tokens.count && $0.kind != .value }
    } catch {
      let isBehind = parser.index >= tokens.count + added.count
      return isBehind && !parser.uses.contains { $0.index == tokens.count && $0.kind != .value }
    }
  }

  /// The kind of name that the parser wants behind `tokens`, with all that it read before.
  private static func nameWanted(after tokens: [Token]) -> (NameUse.Kind, [NameUse])? {
    let stand = Token(kind: .word("x"), place: 0..<1)
    var parser = parser(tokens + [stand])
    _ = try? parser.whole()
    guard let use = parser.uses.first(where: { $0.index == tokens.count }) else { return nil }
    return (use.kind, parser.uses)
  }

  private static func parser(_ tokens: [Token]) -> Parser {
    Parser(trying: tokens.map(\.kind) + [.end])
  }

  // MARK: Names

  /// What the names before the place were.
  private struct Context {
    let tokens: [Token]
    let uses: [NameUse]

    func latest(_ kind: NameUse.Kind) -> (text: String, index: Int)? {
      guard let use = uses.last(where: { $0.kind == kind && $0.index < tokens.count }) else {
        return nil
      }
      switch tokens[use.index].kind {
      case .word(let text), .quoted(let text): return (text, use.index)
      case .number, .moment, .comparison, .open, .close, .comma, .dot, .at, .percent, .end:
        return nil
      }
    }

    var valueSource: Completion.ValueSource? {
      let (attribute, field) = (latest(.attribute), latest(.field))
      if let field, let event = latest(.event), field.index > attribute?.index ?? -1 {
        return .field(event: event.text, field: field.text)
      }
      return attribute.map { .attribute($0.text) }
    }
  }

  private func names(
    _ kind: NameUse.Kind, _ context: Context
  ) -> [(text: String, kind: Completion.Item.Kind)] {
    let (names, shown): ([String], Completion.Item.Kind)
    switch kind {
    case .attribute: (names, shown) = (vocabulary.attributeNames, .attribute)
    case .event: (names, shown) = (vocabulary.events.keys.sorted(), .event)
    case .field:
      let event = context.latest(.event)?.text ?? ""
      (names, shown) = (vocabulary.fieldNames(of: event), .field)
    case .purpose: (names, shown) = (vocabulary.purposes.sorted(), .purpose)
    case .namespace: (names, shown) = (vocabulary.namespaces.sorted(), .namespace)
    case .source: (names, shown) = (vocabulary.sources.sorted(), .source)
    case .segment: (names, shown) = (references.segments.keys.sorted(), .segment)
    case .model: (names, shown) = (references.models.keys.sorted(), .model)
    case .value:
      guard case .field(let event, let field) = context.valueSource,
        vocabulary.fieldType(field, of: event) == .weekday
      else { return [] }
      (names, shown) = (Weekday.names, .value)
    }
    return names.map { (Keywords.name($0), shown) }
  }
}
