/// Fields of delimited text as RFC 4180 has them.
package enum CSVText {
  /// A field, in quotes where it needs them.
  package static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes || text.first == " " || text.last == " " else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// A text that no spreadsheet computes.
  package static func harmless(_ text: String) -> String {
    isFormula(text.utf8) ? "'" + text : text
  }

  /// Whether a spreadsheet takes the text for something to compute; a number with its sign is none.
  package static func isFormula(_ text: some BidirectionalCollection<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    // Full-width signs, which begin with the byte EF, count for some spreadsheets as well.
    guard "=+-@\t\r\n|".utf8.contains(first) || isFullWidthSign(text) else { return false }
    return !isSignedNumber(text)
  }

  private static func isFullWidthSign(_ text: some Collection<UInt8>) -> Bool {
    ["＝", "＋", "－", "＠"].contains { text.starts(with: $0.utf8) }
  }

  /// A sign, digits and at most one point among them.
  private static func isSignedNumber(_ text: some BidirectionalCollection<UInt8>) -> Bool {
    guard text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") else { return false }
    let number = text.dropFirst()
    func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    guard let start = number.first, let end = number.last, isDigit(start), isDigit(end) else {
      return false
    }
    return number.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
      && number.count { $0 == UInt8(ascii: ".") } <= 1
  }
}
