/// A place in a text that is read from left to right; it takes the text with each call.
struct ByteCursor {
  var offset = 0

  func isAtEnd(_ text: Span<UInt8>) -> Bool { offset >= text.count }

  func hasDigit(_ text: Span<UInt8>) -> Bool {
    offset < text.count && text[offset] >= 48 && text[offset] <= 57
  }

  /// How many digits follow.
  func digitRun(_ text: Span<UInt8>) -> Int {
    var end = offset
    while end < text.count, text[end] >= 48, text[end] <= 57 { end += 1 }
    return end - offset
  }

  /// Passes over one byte if it is the next.
  mutating func skip(_ text: Span<UInt8>, _ byte: UInt8) -> Bool {
    guard offset < text.count, text[offset] == byte else { return false }
    offset += 1
    return true
  }

  mutating func skipSpaces(_ text: Span<UInt8>) {
    while offset < text.count, text[offset] == 32 { offset += 1 }
  }

  mutating func skipDigits(_ text: Span<UInt8>) -> Int {
    let run = digitRun(text)
    offset += run
    return run
  }

  /// Passes over letters and tells how many.
  mutating func skipLetters(_ text: Span<UInt8>) -> Int {
    let start = offset
    while offset < text.count, text[offset] | 32 >= 97 && text[offset] | 32 <= 122 || text[offset] >= 128 {
      offset += 1
    }
    return offset - start
  }

  /// Reads exactly `digits` digits.
  mutating func number(_ text: Span<UInt8>, _ digits: Int) -> Int64? {
    guard offset + digits <= text.count else { return nil }
    var value: Int64 = 0
    for index in offset..<offset + digits {
      let digit = text[index] &- 48
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    offset += digits
    return value
  }

  /// Reads one digit or more, at most `digits`.
  mutating func upTo(_ text: Span<UInt8>, _ digits: Int) -> Int64? {
    let run = min(digits, digitRun(text))
    return run == 0 ? nil : number(text, run)
  }
}

/// The names of months in English and German, whole or cut to three letters.
enum MonthNames {
  private static let names: [(name: [UInt8], month: Int)] = [
    ("january", 1), ("januar", 1), ("jänner", 1), ("february", 2), ("februar", 2), ("march", 3),
    ("märz", 3), ("mrz", 3), ("april", 4), ("may", 5), ("mai", 5), ("june", 6), ("juni", 6),
    ("july", 7), ("juli", 7), ("august", 8), ("september", 9), ("sept", 9), ("october", 10),
    ("oktober", 10), ("november", 11), ("december", 12), ("dezember", 12),
  ].map { (Array($0.0.utf8), $0.1) }

  static func read(_ text: Span<UInt8>, _ cursor: inout ByteCursor) -> Int? {
    let start = cursor.offset
    let length = cursor.skipLetters(text)
    guard length >= 3 else { return nil }
    let word = (start..<start + length).map { text[$0] < 128 ? text[$0] | 32 : text[$0] }
    _ = cursor.skip(text, 46)
    for (name, month) in names {
      if word == name || word.count == 3 && name.starts(with: word) { return month }
      if word.count == 4, name.starts(with: word), name[1] == 0xC3 { return month }
    }
    return nil
  }
}
