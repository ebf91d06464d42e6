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
    // Nearly every text is told by its first byte, and every cell of an export comes by here.
    switch text.first {
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return !isSignedNumber(text)
    case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "|"): return true
    case UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): return true
    case 0xEF: return isFullWidthSign(text)
    default: return false
    }
  }

  /// Some spreadsheets take these for signs as well.
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
