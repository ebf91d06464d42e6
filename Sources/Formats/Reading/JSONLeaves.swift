/// A value at the end of a dotted path of a JSON object, such as `context.page.url`.
package struct JSONLeaf: Sendable, Equatable {
  package enum Kind: Sendable, Equatable { case null, string, number, boolean, list }

  package let path: String
  package let kind: Kind
  /// The text without its quotes and escapes; of a list as it is written.
  package let text: [UInt8]
}

/// Why a text is no JSON object.
package struct JSONProblem: Error, Sendable, Equatable {
  package let offset: Int
  package let expected: String
}

/// Reads all leaves of one JSON object whose fields nobody knows beforehand.
///
/// `JSONFields` is many times faster and is what an ingest uses; this one is for looking at feeds.
package struct JSONLeaves {
  private static let deepest = 64
  private var offset = 0
  private var found: [JSONLeaf] = []

  /// The leaves of the object in `text`, in their order.
  package static func read(_ text: Span<UInt8>) throws(JSONProblem) -> [JSONLeaf] {
    var reader = JSONLeaves()
    try reader.object(text, "", 0)
    reader.skipSpace(text)
    guard reader.offset == text.count else { throw reader.problem("nothing behind the object") }
    return reader.found
  }

  /// The elements of the list in `text` that are texts, numbers and booleans, as texts; what is
  /// nested deeper is left out.
  package static func scalars(_ text: Span<UInt8>) throws(JSONProblem) -> [String] {
    var reader = JSONLeaves()
    reader.skipSpace(text)
    try reader.expect(UInt8(ascii: "["), "[", text)
    reader.skipSpace(text)
    if !reader.skip(UInt8(ascii: "]"), text) {
      repeat {
        reader.skipSpace(text)
        try reader.value(text, "", 0)
        reader.skipSpace(text)
      } while reader.skip(UInt8(ascii: ","), text)
      try reader.expect(UInt8(ascii: "]"), ", or ]", text)
    }
    reader.skipSpace(text)
    guard reader.offset == text.count else { throw reader.problem("nothing behind the list") }
    return reader.found.filter { $0.path.isEmpty && $0.kind != .null && $0.kind != .list }
      .map { String(decoding: $0.text, as: UTF8.self) }
  }

  private mutating func object(_ text: Span<UInt8>, _ prefix: String, _ depth: Int)
    throws(JSONProblem)
  {
    guard depth < Self.deepest else { throw problem("fewer than \(Self.deepest) levels") }
    try expect(UInt8(ascii: "{"), "{", text)
    skipSpace(text)
    if skip(UInt8(ascii: "}"), text) { return }
    while true {
      skipSpace(text)
      let key = String(decoding: try string(text), as: UTF8.self)
      skipSpace(text)
      try expect(UInt8(ascii: ":"), ":", text)
      skipSpace(text)
      try value(text, prefix.isEmpty ? key : prefix + "." + key, depth)
      skipSpace(text)
      if skip(UInt8(ascii: "}"), text) { return }
      try expect(UInt8(ascii: ","), ", or }", text)
    }
  }

  private mutating func value(_ text: Span<UInt8>, _ path: String, _ depth: Int)
    throws(JSONProblem)
  {
    guard offset < text.count else { throw problem("a value") }
    switch text[offset] {
    case UInt8(ascii: "{"): try object(text, path, depth + 1)
    case UInt8(ascii: "["):
      let start = offset
      try skipList(text)
      add(path, .list, text, start)
    case UInt8(ascii: "\""):
      found.append(JSONLeaf(path: path, kind: .string, text: try string(text)))
    case UInt8(ascii: "t"): try word("true", text, path, .boolean)
    case UInt8(ascii: "f"): try word("false", text, path, .boolean)
    case UInt8(ascii: "n"): try word("null", text, path, .null)
    case 48...57, UInt8(ascii: "-"):
      let start = offset
      while offset < text.count, Self.isNumeric(text[offset]) { offset += 1 }
      add(path, .number, text, start)
    default: throw problem("a value")
    }
  }

  private mutating func add(
    _ path: String, _ kind: JSONLeaf.Kind, _ text: Span<UInt8>, _ start: Int
  ) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(offset - start)
    for index in start..<offset { bytes.append(text[index]) }
    found.append(JSONLeaf(path: path, kind: kind, text: bytes))
  }

  private mutating func word(
    _ word: StaticString, _ text: Span<UInt8>, _ path: String, _ kind: JSONLeaf.Kind
  ) throws(JSONProblem) {
    let start = offset
    for letter in "\(word)".utf8 { try expect(letter, "\(word)", text) }
    if kind == .null {
      found.append(JSONLeaf(path: path, kind: .null, text: []))
    } else {
      add(path, kind, text, start)
    }
  }

  /// Passes over a list by its brackets and strings.
  private mutating func skipList(_ text: Span<UInt8>) throws(JSONProblem) {
    var depth = 0
    while offset < text.count {
      switch text[offset] {
      case UInt8(ascii: "\""):
        _ = try string(text)
        continue
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
      offset += 1
      if depth == 0 { return }
    }
    throw problem("the end of a list")
  }

  private mutating func string(_ text: Span<UInt8>) throws(JSONProblem) -> [UInt8] {
    try expect(UInt8(ascii: "\""), "a text in quotes", text)
    var bytes: [UInt8] = []
    while offset < text.count {
      let byte = text[offset]
      offset += 1
      if byte == UInt8(ascii: "\"") { return bytes }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard offset < text.count else { break }
      let escaped = text[offset]
      offset += 1
      switch escaped {
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "t"): bytes.append(9)
      case UInt8(ascii: "r"): bytes.append(13)
      case UInt8(ascii: "b"): bytes.append(8)
      case UInt8(ascii: "f"): bytes.append(12)
      case UInt8(ascii: "u"): try appendScalar(text, to: &bytes)
      default: bytes.append(escaped)
      }
    }
    throw problem("the end of a text")
  }

  private mutating func appendScalar(_ text: Span<UInt8>, to bytes: inout [UInt8])
    throws(JSONProblem)
  {
    var scalar = UInt32(try unit(text))
    if UTF16.isLeadSurrogate(UInt16(scalar)), offset + 1 < text.count,
      text[offset] == UInt8(ascii: "\\"), text[offset + 1] == UInt8(ascii: "u")
    {
      offset += 2
      let second = try unit(text)
      if UTF16.isTrailSurrogate(second) {
        scalar = 0x10000 + (scalar - 0xD800) << 10 + UInt32(second - 0xDC00)
      }
    }
    let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
    bytes.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
  }

  private mutating func unit(_ text: Span<UInt8>) throws(JSONProblem) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard offset < text.count, let digit = Character(Unicode.Scalar(text[offset])).hexDigitValue
      else { throw problem("four hexadecimal digits") }
      unit = unit << 4 | UInt16(digit)
      offset += 1
    }
    return unit
  }

  private mutating func skipSpace(_ text: Span<UInt8>) {
    while offset < text.count, [9, 10, 13, 32].contains(text[offset]) { offset += 1 }
  }

  private mutating func skip(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
    guard offset < text.count, text[offset] == byte else { return false }
    offset += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ name: String, _ text: Span<UInt8>)
    throws(JSONProblem)
  {
    guard skip(byte, text) else { throw problem(name) }
  }

  private func problem(_ expected: String) -> JSONProblem {
    JSONProblem(offset: offset, expected: expected)
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
      UInt8(ascii: "E"):
      true
    default: false
    }
  }
}
