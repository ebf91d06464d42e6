/// The words of the language.
enum Keywords {
  /// Words that stand for themselves wherever a name could stand; as names they need quotes.
  static let reserved: Set<String> = [
    "and", "or", "not", "did", "in", "between", "is", "where", "then", "everyone", "first",
    "second", "last", "has", "from", "top", "bottom",
  ]

  /// Words that begin a function where a parenthesis follows, and are names elsewhere.
  static let functions =
    ["consent", "score", "sequence"] + Measure.Function.allCases.map(\.rawValue)

  /// Words that have a meaning in some places only.
  static let contextual: Set<String> = [
    "known", "contains", "starts", "ends", "with", "matches", "at", "least", "most", "exactly",
    "more", "fewer", "than", "time", "times", "since", "before", "after", "ago", "to", "within",
    "of", "by", "profiles",
  ]

  /// Returns `text` as a name: bare where the lexer reads it back so, else in quotes.
  static func name(_ text: String) -> String {
    guard !reserved.contains(text) else { return quoted(text) }
    if isPlain(text) { return text }
    var lexer = Lexer(text)
    if let token = try? lexer.next(), token.kind == .word(text),
      token.place.count == text.utf8.count
    {
      return text
    }
    return quoted(text)
  }

  /// Whether `text` is surely one word, as most names are.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
    return text.utf8.allSatisfy {
      switch $0 {
      case 48...57, 65...90, 97...122, UInt8(ascii: "_"): true
      default: false
      }
    }
  }

  /// Returns `text` in quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
