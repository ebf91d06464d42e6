/// Where a quoted field ends; the scanner and the chunk reader must agree on it.
enum QuotedField {
  /// A quote that is open for longer than this was never meant to be one.
  static let longest = 1 << 20

  enum End {
    /// The closing quote; `hasDoubled` when quotes inside are doubled.
    case closed(at: Int, hasDoubled: Bool)
    /// The bytes end inside the field.
    case open
    case tooLong
  }

  /// Finds the closing quote of a field whose first byte is at `start`.
  static func end(in bytes: Span<UInt8>, from start: Int, quote: UInt8) -> End {
    let limit = min(bytes.count, start + longest)
    var position = start
    var hasDoubled = false
    while position < limit {
      let at = ByteSearch.first(quote, in: bytes, from: position, to: limit)
      if at == limit { break }
      guard at + 1 < bytes.count, bytes[at + 1] == quote else {
        return .closed(at: at, hasDoubled: hasDoubled)
      }
      hasDoubled = true
      position = at + 2
    }
    return bytes.count - start > longest ? .tooLong : .open
  }
}
