/// What is written in other languages and by word processors, and how the same is written here.
extension Lexer {
  /// The quotes that word processors set, with those that close them.
  private static let typographicQuotes: [Character: Set<Character>] = [
    "“": ["”"], "„": ["“", "”"], "”": ["”"], "«": ["»"], "»": ["«"], "‘": ["’"], "‚": ["‘", "’"],
    "’": ["’"], "‹": ["›"], "›": ["‹"], "‛": ["’"], "‟": ["”"], "´": ["´"], "′": ["′"],
    "″": ["″"], "＂": ["＂"], "＇": ["＇"],
  ]

  /// Passes a text in quotes as word processors set them, and returns how it is written here.
  ///
  /// Taken as letters they would be part of a value that nobody has.
  mutating func typographicQuote() -> Problem? {
    guard [0xE2, 0xC2, 0xEF].contains(bytes[offset]) else { return nil }
    let start = offset
    let first = String(decoding: bytes[offset...].prefix(3), as: UTF8.self).first
    guard let first, let closings = Self.typographicQuotes[first] else { return nil }
    let rest = Substring(decoding: bytes[offset...], as: UTF8.self)
    let text = rest.dropFirst().prefix { !closings.contains($0) && !$0.isNewline }
    let isClosed = text.endIndex < rest.endIndex && closings.contains(rest[text.endIndex])
    let shown = isClosed ? rest[...text.endIndex] : rest.prefix(1)
    offset += shown.utf8.count
    return Problem(
      at: start..<offset, "`\(shown)` has no meaning in a segment",
      expected: isClosed ? [] : ["a \"text\""],
      suggestion: isClosed ? Keywords.quoted(String(text)) : nil)
  }

  /// Comparisons of other languages that begin like ours; the longer ones first.
  private static let comparisons: [(sign: String, here: String)] = [
    ("===", "="), ("!==", "!="), ("==", "="), ("<>", "!="), ("=>", ">="), ("=<", "<="),
    ("=!", "!="), ("=~", "matches"), ("!~", "not matches"),
  ]

  /// Passes a comparison as another language writes it.
  mutating func foreignComparison() -> Problem? {
    let rest = bytes[offset...].prefix(3)
    guard let found = Self.comparisons.first(where: { rest.starts(with: $0.sign.utf8) }) else {
      return nil
    }
    return unknown(found.sign, "`\(found.here)`")
  }

  /// Signs beyond ASCII: of mathematics, and as wide as an ideograph.
  private static let wideSigns: [Unicode.Scalar: String] = [
    "≥": ">=", "⩾": ">=", "≤": "<=", "⩽": "<=", "≠": "!=", "∧": "and", "∨": "or", "¬": "not",
    "→": "then", "（": "(", "）": ")", "［": "(", "］": ")", "，": ",", "、": ",", "＝": "=",
    "＜": "<", "＞": ">", "％": "%", "＠": "@", "！": "not", "＆": "and", "｜": "or", "：": "=",
  ]

  /// Those of them that end a word; the others may stand within one, as names in Japanese have them.
  private static let endingSigns: Set<Unicode.Scalar> = [
    "≥", "⩾", "≤", "⩽", "≠", "，", "＝", "＜", "＞", "％",
  ]

  /// Passes a sign beyond ASCII that begins no word.
  mutating func wideSign() -> Problem? {
    guard let sign = wideScalar(at: offset), let here = Self.wideSigns[sign] else { return nil }
    return unknown(String(sign), "`\(here)`")
  }

  /// Whether a word ends before `offset`, given how many wide parentheses were opened within it.
  ///
  /// A word of the language ends before a parenthesis, as `in` does before its values.
  func endsWord(at offset: Int, from start: Int, _ opened: inout Int) -> Bool {
    if wideBlank(at: offset) > 0 { return true }
    guard let sign = wideScalar(at: offset) else { return false }
    if sign == "（" {
      opened += 1
      let word = String(decoding: bytes[start..<offset], as: UTF8.self)
      if word == "in" || Keywords.functions.contains(word) { return true }
    }
    if sign == "）" { opened -= 1 }
    return opened < 0 || Self.endingSigns.contains(sign)
  }

  /// The scalar at `offset` where it may be one of the signs.
  private func wideScalar(at offset: Int) -> Unicode.Scalar? {
    guard [0xC2, 0xE2, 0xE3, 0xEF].contains(bytes[offset]) else { return nil }
    return String(decoding: bytes[offset...].prefix(3), as: UTF8.self).unicodeScalars.first
  }

  /// Signs of other languages by what is written here; they are doubled in some.
  private static let signs: [String: String] = [
    "&": "and", "&&": "and", "|": "or", "||": "or", "!": "not", "[": "(", "{": "(", "]": ")",
    "}": ")", ":": "=", "->": "then", ":=": "=", "//": "#", "--": "#",
  ]

  /// Passes something that begins nothing in a segment.
  mutating func foreign() -> Problem {
    let sign = bytes[offset]
    if sign == UInt8(ascii: "'") || sign == UInt8(ascii: "`"),
      let end = bytes[(offset + 1)...].firstIndex(of: sign)
    {
      let text = String(decoding: bytes[(offset + 1)..<end], as: UTF8.self)
      return unknown(
        String(decoding: bytes[offset...end], as: UTF8.self), Keywords.quoted(text))
    }
    if let address = webAddress() { return address }
    let pair = String(decoding: bytes[offset...].prefix(2), as: UTF8.self)
    if let here = Self.signs[pair] { return unknown(pair, "`\(here)`") }
    let single = String(decoding: [sign], as: UTF8.self)
    if let here = Self.signs[single] { return unknown(single, "`\(here)`") }
    let text = unquoted()
    guard text.utf8.contains(where: isWordByte) else { return unknown(single, nil) }
    // With more digits it is a telephone number, which nobody compares with others.
    let isNumber =
      text.first == "+" && text.count <= 7 && DecimalNumber(String(text.dropFirst())) != nil
    return unknown(text, isNumber ? "`\(text.dropFirst())`" : Keywords.quoted(text))
  }

  /// Passes the rest of `https://example.com/page`, of which the first letters were taken as a word.
  private mutating func webAddress() -> Problem? {
    guard bytes[offset...].starts(with: "://".utf8) else { return nil }
    while offset > 0, isWordByte(bytes[offset - 1]) { offset -= 1 }
    let rest = bytes[offset...].prefix { !" \t\n\r(),\"".utf8.contains($0) }
    let address = String(decoding: rest, as: UTF8.self)
    return unknown(address, Keywords.quoted(address))
  }

  /// The text from here on that needs quotes, such as `/home` and `*sale*`.
  private func unquoted() -> String {
    let start = offset
    let isApart = start == 0 || [0x20, 0x09, 0x0A, 0x28, 0x2C, 0x3D].contains(bytes[start - 1])
    guard isApart, "/*+?^~".utf8.contains(bytes[start]) else { return "" }
    let rest = bytes[start...].prefix { !" \t\n\r(),\"'`=<>&|;".utf8.contains($0) }
    return String(decoding: rest, as: UTF8.self)
  }

  /// `didn't`, of which the quote would be taken as one that opens a text.
  mutating func shortenedNot(_ word: String, from start: Int) -> Problem? {
    guard word == "didn", bytes[offset...].starts(with: "'t".utf8) else { return nil }
    offset = start
    return unknown("didn't", "`did not`")
  }

  /// Passes `text`, and tells what is written here in its place.
  private mutating func unknown(_ text: String, _ suggestion: String?) -> Problem {
    let start = offset
    offset += text.utf8.count
    return Problem(
      at: start..<offset, "`\(text)` has no meaning in a segment", suggestion: suggestion)
  }
}
