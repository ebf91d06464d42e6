/// The parts of a URL as ranges of its bytes.
///
/// Nothing is decoded or copied. A scheme may be missing (`//host/path`, `host.example/path`), and
/// so may the host (`/path?query`). User names and passwords are never part of the host.
package struct WebAddress: Sendable, Hashable {
  package private(set) var scheme = 0..<0
  package private(set) var host = 0..<0
  package private(set) var path = 0..<0
  package private(set) var query = 0..<0
  package private(set) var fragment = 0..<0

  /// Takes a URL apart; nil where there is neither a host nor a path.
  package init?(_ bytes: Span<UInt8>) {
    let range = TextBytes.trimmed(bytes)
    var index = range.lowerBound
    let end = range.upperBound
    guard index < end else { return nil }
    if let afterScheme = Self.endOfScheme(bytes, index, end) {
      scheme = index..<afterScheme
      index = afterScheme + 1
    }
    let hasSlashes = end - index >= 2 && bytes[index] == 0x2F && bytes[index + 1] == 0x2F
    if hasSlashes { index += 2 }
    let first = index
    if hasSlashes || (scheme.isEmpty && bytes[index] != 0x2F) {
      while index < end, !Self.endsHost(bytes[index]) { index += 1 }
      host = Self.bareHost(bytes, first, index)
      // Without slashes an `@` makes an e-mail address, and no dot makes a word.
      guard !host.isEmpty,
        hasSlashes || (host.lowerBound == first && Self.looksLikeHost(bytes, host))
      else { return nil }
    } else if !scheme.isEmpty {
      return nil
    }
    path = Self.run(bytes, &index, end) { $0 == 0x3F || $0 == 0x23 }
    if index < end, bytes[index] == 0x3F {
      index += 1
      query = Self.run(bytes, &index, end) { $0 == 0x23 }
    }
    if index < end { fragment = (index + 1)..<end }
  }

  /// Calls `body` with the ranges of each name and value of a query, in order.
  package static func forEachParameter(
    _ bytes: Span<UInt8>, in query: Range<Int>, _ body: (Range<Int>, Range<Int>) -> Void
  ) {
    var start = query.lowerBound
    while start < query.upperBound {
      var end = start
      var equals = -1
      while end < query.upperBound, bytes[end] != UInt8(ascii: "&") {
        if equals < 0, bytes[end] == UInt8(ascii: "=") { equals = end }
        end += 1
      }
      if equals < 0 { equals = end }
      // Pages that escape their links twice leave `amp;` before the name.
      let isEscaped =
        equals - start > 4
        && TextBytes.index(of: "amp;", in: bytes.extracting(start..<(start + 4))) == 0
      body((isEscaped ? start + 4 : start)..<equals, min(equals + 1, end)..<end)
      start = end + 1
    }
  }

  /// Appends the host in small letters, without a final dot.
  package func appendHost(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    LetterCase.appendLowered(bytes.extracting(host), into: &out)
    if out.last == UInt8(ascii: ".") { out.removeLast() }
  }

  /// Appends the page: the path without session ids, doubled slashes and a slash at the end.
  ///
  /// Escapes of characters that need none are resolved, the others are written in capitals, so
  /// that one page has one spelling. An empty path is `/`. Letter case is kept.
  package func appendPage(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    let start = out.count
    out.append(0x2F)
    var index = path.lowerBound
    while index < path.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: ";") {
        while index < path.upperBound, bytes[index] != 0x2F { index += 1 }
        continue
      }
      if byte == UInt8(ascii: "%"), let value = PercentText.escape(bytes, index, path.upperBound) {
        if PercentText.isUnreserved(value) {
          out.append(value)
        } else {
          out += [byte, PercentText.capital(value >> 4), PercentText.capital(value & 15)]
        }
        index += 3
        continue
      }
      if byte != 0x2F || out.last != 0x2F { out.append(byte) }
      index += 1
    }
    if out.count > start + 1, out.last == 0x2F { out.removeLast() }
  }

  private static func run(
    _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, until isEnd: (UInt8) -> Bool
  ) -> Range<Int> {
    let start = index
    while index < end, !isEnd(bytes[index]) { index += 1 }
    return start..<index
  }

  /// The colon behind a scheme; a name with a port (`host:80/path`) is none.
  private static func endOfScheme(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    guard TextBytes.isLetter(bytes[start]) else { return nil }
    var index = start
    while index < end, isSchemeByte(bytes[index]) { index += 1 }
    guard index + 2 < end, bytes[index] == UInt8(ascii: ":"), bytes[index + 1] == 0x2F,
      bytes[index + 2] == 0x2F
    else { return nil }
    return index
  }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    TextBytes.isLetter(byte) || TextBytes.isDigit(byte) || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  private static func endsHost(_ byte: UInt8) -> Bool {
    byte == 0x2F || byte == 0x3F || byte == 0x23 || byte == 0x5C
  }

  /// Leaves out `user:password@` and `:port`.
  private static func bareHost(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Range<Int> {
    var first = start
    for index in start..<end where bytes[index] == UInt8(ascii: "@") { first = index + 1 }
    var last = end
    if first < end, bytes[first] == UInt8(ascii: "[") {
      for index in first..<end where bytes[index] == UInt8(ascii: "]") { last = index + 1 }
    } else {
      for index in first..<end where bytes[index] == UInt8(ascii: ":") {
        last = index
        break
      }
    }
    return first..<last
  }

  private static func looksLikeHost(_ bytes: Span<UInt8>, _ host: Range<Int>) -> Bool {
    var hasDot = false
    for index in host {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") { hasDot = index > host.lowerBound }
      let isNameByte = TextBytes.isLetter(byte) || TextBytes.isDigit(byte) || byte >= 0x80
      guard isNameByte || byte == 0x2E || byte == 0x2D || byte == 0x5F else { return false }
    }
    return hasDot
  }
}

/// The percent escapes of URLs.
package enum PercentText {
  /// Appends a query's value with its escapes and plus signs resolved, once.
  package static func appendDecoded(
    _ bytes: Span<UInt8>, _ range: Range<Int>, into out: inout [UInt8]
  ) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%"), let value = escape(bytes, index, range.upperBound) {
        out.append(value)
        index += 3
      } else {
        out.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
        index += 1
      }
    }
  }

  /// The byte that the escape at `index` stands for.
  static func escape(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> UInt8? {
    guard index + 2 < end else { return nil }
    let high = TextBytes.hexValue(bytes[index + 1])
    let low = TextBytes.hexValue(bytes[index + 2])
    return high < 16 && low < 16 ? high << 4 | low : nil
  }

  static func isUnreserved(_ byte: UInt8) -> Bool {
    TextBytes.isLetter(byte) || TextBytes.isDigit(byte) || byte == 0x2D || byte == 0x2E
      || byte == 0x5F || byte == 0x7E
  }

  static func capital(_ digit: UInt8) -> UInt8 { digit < 10 ? 48 + digit : 55 + digit }
}
