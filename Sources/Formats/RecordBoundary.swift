/// Finds where the last whole record of a buffer ends.
enum RecordBoundary {
  /// The offset behind the last line end in `bytes`, or 0; a CR counts only where no LF is.
  static func lastLine(in bytes: Span<UInt8>, range: Range<Int>) -> Int {
    if let feed = ByteSearch.last(0x0A, in: bytes, range: range) { return feed + 1 }
    // An LF may follow a CR that is the last byte so far.
    guard let end = range.last,
      let back = ByteSearch.last(0x0D, in: bytes, range: range.lowerBound..<end)
    else { return 0 }
    return back + 1
  }

  /// The offset behind the last record of a delimited file, or 0 if none ends in `bytes`.
  ///
  /// Quotes are read exactly as the scanner reads them, so that no chunk is cut inside a field.
  static func lastRecord(in bytes: Span<UInt8>, _ dialect: Dialect) -> Int {
    guard let quote = dialect.quote else {
      return lastLine(in: bytes, range: 0..<bytes.count)
    }
    var boundary = 0
    var regionStart = 0
    var position = 0
    while true {
      let at = ByteSearch.first(quote, in: bytes, from: position)
      guard at < bytes.count else { break }
      position = at + 1
      guard at == 0 || isFieldStart(after: bytes[at - 1], dialect) else { continue }
      switch QuotedField.end(in: bytes, from: at + 1, quote: quote) {
      case .closed(let close, _):
        if let end = lineEnd(in: bytes, regionStart..<at) { boundary = end }
        (regionStart, position) = (close + 1, close + 1)
      case .open:
        return lineEnd(in: bytes, regionStart..<at) ?? boundary
      case .tooLong:
        // The scanner rejects the line on which the quote was opened and goes on behind it.
        let end = ByteSearch.firstLineEnd(in: bytes, from: at)
        if end + 1 >= bytes.count { return lineEnd(in: bytes, regionStart..<at) ?? boundary }
        return bytes[end] == 0x0D && bytes[end + 1] == 0x0A ? end + 2 : end + 1
      }
    }
    let tail = lastLine(in: bytes, range: regionStart..<bytes.count)
    return tail > 0 ? tail : boundary
  }

  private static func isFieldStart(after byte: UInt8, _ dialect: Dialect) -> Bool {
    byte == dialect.delimiter || byte == 0x0A || byte == 0x0D
  }

  /// Inside known bytes a CR needs no LF to be a line end.
  private static func lineEnd(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    if let feed = ByteSearch.last(0x0A, in: bytes, range: range) { return feed + 1 }
    return ByteSearch.last(0x0D, in: bytes, range: range).map { $0 + 1 }
  }
}
