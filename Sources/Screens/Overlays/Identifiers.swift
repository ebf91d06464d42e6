internal import Basis

/// Tells what is typed to find a person from what is typed to find anything else.
enum Identifiers {
  /// True for `namespace:value`, an e-mail address or a telephone number.
  static func isWhole(_ text: String) -> Bool {
    let text = text.trimmed
    if let value = value(of: text) { return !value.isEmpty }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    if parts.count == 2, !text.contains(" "), !parts[0].isEmpty { return parts[1].contains(".") }
    return isPhone(text)
  }

  /// True from where on it can only become one: what follows is nobody's business.
  static func begins(_ text: String) -> Bool {
    let text = text.trimmed
    return value(of: text) != nil || text.dropFirst().contains("@") || isPhone(text)
  }

  /// What stands behind a namespace; nil where there is none.
  private static func value(of text: String) -> Substring? {
    guard let colon = text.firstIndex(of: ":"), colon > text.startIndex,
      text[..<colon].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else { return nil }
    let value = text[text.index(after: colon)...]
    return value.first == " " ? nil : value
  }

  private static func isPhone(_ text: String) -> Bool {
    let digits = text.filter { $0.isASCII && $0.isNumber }
    return digits.count >= 7
      && text.allSatisfy { ($0.isASCII && $0.isNumber) || "+-()/. ".contains($0) }
  }
}
