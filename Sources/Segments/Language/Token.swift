/// A piece of a segment's text.
struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// A bare word, keyword or name; which of them is the parser's business.
    case word(String)
    case quoted(String)
    case number(DecimalNumber)
    case moment(Moment)
    case comparison(Comparison)
    case open, close, comma, dot, at, percent
    case end
  }

  let kind: Kind
  let place: Range<Int>

  /// The token as it stands in a text; blanks between two tokens are not among it.
  var spelled: String {
    switch kind {
    case .word(let word): word
    case .quoted(let text): Keywords.quoted(text)
    case .number(let number): number.text
    case .moment(let moment): moment.text
    case .comparison(let comparison): comparison.rawValue
    case .open: "("
    case .close: ")"
    case .comma: ","
    case .dot: "."
    case .at: "@"
    case .percent: "%"
    case .end: ""
    }
  }

  /// The token as a message names it.
  var shown: String {
    switch kind {
    case .quoted(let text): "\"\(text)\""
    case .end: "the end"
    case .word, .number, .moment, .comparison, .open, .close, .comma, .dot, .at, .percent:
      "`\(spelled)`"
    }
  }
}

/// Cuts a text into tokens, in one pass over its bytes.
struct Lexer {
  let bytes: [UInt8]
  var offset = 0
  /// Where comments stand, for highlighting.
  private(set) var comments: [Range<Int>] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Returns all tokens, the last of kind `end`.
  mutating func tokens() throws(Problem) -> [Token] {
    var found: [Token] = []
    while true {
      let token = try next()
      found.append(token)
      if token.kind == .end { return found }
    }
  }

  /// Returns the next token; a problem leaves the lexer behind the bytes at fault.
  mutating func next() throws(Problem) -> Token {
    skipBlanks()
    let start = offset
    guard offset < bytes.count else { return Token(kind: .end, place: start..<start) }
    if let sign = foreignComparison() { throw sign }
    if let kind = symbol() { return Token(kind: kind, place: start..<offset) }
    if bytes[offset] == UInt8(ascii: "\"") {
      let text = try quoted()
      return Token(kind: .quoted(text), place: start..<offset)
    }
    if let quote = typographicQuote() { throw quote }
    if let sign = wideSign() { throw sign }
    let isNegative =
      bytes[offset] == UInt8(ascii: "-") && offset + 1 < bytes.count
      && (48...57).contains(bytes[offset + 1])
    if isNegative { offset += 1 }
    guard isNegative || isWordByte(bytes[offset]) else { throw foreign() }
    let kind = try word(from: start)
    return Token(kind: kind, place: start..<offset)
  }

  private mutating func skipBlanks() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      case 0x80... where wideBlank(at: offset) > 0: offset += wideBlank(at: offset)
      case UInt8(ascii: "#"):
        let start = offset
        while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
        comments.append(start..<offset)
      default: return
      }
    }
  }

  private mutating func symbol() -> Token.Kind? {
    let following = offset + 1 < bytes.count ? bytes[offset + 1] : 0
    let isPaired = following == UInt8(ascii: "=")
    let (kind, length): (Token.Kind, Int)
    switch bytes[offset] {
    case UInt8(ascii: "("): (kind, length) = (.open, 1)
    case UInt8(ascii: ")"): (kind, length) = (.close, 1)
    case UInt8(ascii: ","): (kind, length) = (.comma, 1)
    case UInt8(ascii: "."): (kind, length) = (.dot, 1)
    case UInt8(ascii: "@"): (kind, length) = (.at, 1)
    case UInt8(ascii: "%"): (kind, length) = (.percent, 1)
    case UInt8(ascii: "="): (kind, length) = (.comparison(.equal), 1)
    case UInt8(ascii: "!") where isPaired: (kind, length) = (.comparison(.notEqual), 2)
    case UInt8(ascii: "<"):
      (kind, length) = isPaired ? (.comparison(.lessOrEqual), 2) : (.comparison(.less), 1)
    case UInt8(ascii: ">"):
      (kind, length) = isPaired ? (.comparison(.greaterOrEqual), 2) : (.comparison(.greater), 1)
    default: return nil
    }
    offset += length
    return kind
  }

  private mutating func quoted() throws(Problem) -> String {
    let start = offset
    offset += 1
    var content: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard offset < bytes.count else { break }
        switch bytes[offset] {
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): content.append(bytes[offset])
        default:
          throw Problem(
            at: offset - 1..<offset, "a backslash stands for nothing here",
            expected: ["\\\"", "\\\\", "\\n", "\\t"])
        }
        offset += 1
      default: content.append(byte)
      }
    }
    throw Problem(at: start..<start + 1, "the quote is never closed", expected: ["\""])
  }

  /// Reads a word, a number or a moment; a sign, if any, has been passed.
  private mutating func word(from start: Int) throws(Problem) -> Token.Kind {
    let isNumeric = (48...57).contains(bytes[offset])
    var opened = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      let following = offset + 1 < bytes.count ? bytes[offset + 1] : 0
      let joins =
        byte == UInt8(ascii: "-") && isWordByte(following)
        || isNumeric && [0x2E, 0x2F, 0x3A].contains(byte) && (48...57).contains(following)
      guard joins || isWordByte(byte), !endsWord(at: offset, from: start, &opened) else { break }
      offset += 1
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if !isNumeric {
      if let shortened = shortenedNot(text, from: start) { throw shortened }
      return .word(text)
    }
    if let number = DecimalNumber(text) { return .number(number) }
    if let moment = Moment(text) { return .moment(moment) }
    if text.utf8.allSatisfy({ !isWordByte($0) || (48...57).contains($0) })
      || text.utf8.contains(UInt8(ascii: ":"))
      || ForeignDate.beginsLikeOne(text)
    {
      throw ForeignDate.problem(with: text, at: start..<offset)
    }
    return .word(text)
  }

  /// How many bytes a blank beyond ASCII has, of which texts copied from web pages and documents are
  /// full; 0 where there is none.
  func wideBlank(at offset: Int) -> Int {
    guard offset + 1 < bytes.count else { return 0 }
    let third = offset + 2 < bytes.count ? bytes[offset + 2] : 0
    switch (bytes[offset], bytes[offset + 1], third) {
    // No-break space.
    case (0xC2, 0xA0, _): return 2
    // Spaces of all widths, the zero one among them; narrow no-break, ideographic, byte order mark.
    case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xAF), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
      return 3
    default: return 0
    }
  }

  /// ASCII letters, digits and the underscore; beyond ASCII everything belongs to a word.
  func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }
}
