/// How records end in a feed.
package enum RecordEnd: Sendable, Equatable {
  case line
  /// A line end that no quoted field encloses.
  case csvLine(quote: UInt8, delimiter: UInt8)

  /// The place behind the last record that `bytes` hold whole; nil where they hold none.
  package func last(in bytes: [UInt8]) -> Int? {
    switch self {
    case .csvLine(let quote, let delimiter) where bytes.contains(quote):
      Self.lastUnquotedLineEnd(bytes.span, quote, delimiter)
    case .line, .csvLine:
      bytes.lastIndex(of: 10).map { $0 + 1 }
    }
  }

  /// Walks the fields, because a quote in the middle of one means nothing.
  private static func lastUnquotedLineEnd(
    _ bytes: Span<UInt8>, _ quote: UInt8, _ delimiter: UInt8
  ) -> Int? {
    var last: Int?
    var isFieldStart = true
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == quote, isFieldStart {
        var isClosed = false
        while index < bytes.count, !isClosed {
          if bytes[index] == quote {
            if index + 1 < bytes.count, bytes[index + 1] == quote {
              index += 1
            } else {
              isClosed = true
            }
          }
          index += 1
        }
        isFieldStart = false
        continue
      }
      isFieldStart = byte == delimiter || byte == 10 || byte == 13
      if byte == 10 { last = index }
    }
    return last
  }
}
