internal import Basis

/// Reads one JSON document by recursive descent, strictly as RFC 8259 has it.
struct JSONParser {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0

  init(_ bytes: [UInt8], file: String) { (self.bytes, self.file) = (bytes, file) }

  mutating func document() throws(Fault) -> JSONValue {
    guard TextCheck.isSound(bytes.span) else { throw fault("this is not UTF-8 text") }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    let value = try value(depth: 0)
    skipBlanks()
    guard position == bytes.count else { throw fault("text follows the end of the document") }
    return value
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private mutating func value(depth: Int) throws(Fault) -> JSONValue {
    guard depth <= JSONValue.deepest else {
      throw fault("it is nested deeper than \(JSONValue.deepest) levels")
    }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(Fault) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw fault("a value was expected") }
    position += word.utf8.count
    return value
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func array(_ depth: Int) throws(Fault) -> JSONValue {
    position += 1
    var items: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array(items) }
    while true {
      items.append(try value(depth: depth + 1))
      if take(UInt8(ascii: "]")) { return .array(items) }
      guard take(UInt8(ascii: ",")) else { throw fault("a comma or ] was expected") }
    }
  }

  private mutating func object(_ depth: Int) throws(Fault) -> JSONValue {
    position += 1
    var members: [JSONMember] = []
    var keys: Set<String> = []
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw fault("a key in quotes was expected") }
      let key = try string()
      guard keys.insert(key).inserted else { throw fault("a key stands twice in one object") }
      guard take(UInt8(ascii: ":")) else { throw fault("a colon was expected") }
      members.append(JSONMember(key, try value(depth: depth + 1)))
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw fault("a comma or } was expected") }
    }
  }

  private mutating func number() throws(Fault) -> JSONValue {
    let start = position
    var isWhole = true
    if next == UInt8(ascii: "-") { position += 1 }
    let leading = next
    let digits = skipDigits()
    guard digits > 0, digits == 1 || leading != UInt8(ascii: "0") else {
      throw fault("a value was expected")
    }
    if next == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      guard skipDigits() > 0 else { throw fault("digits were expected after the point") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      guard skipDigits() > 0 else { throw fault("digits were expected in the exponent") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let whole = Int64(text) { return .integer(whole) }
    guard let number = Double(text), number.isFinite else { throw fault("the number is too large") }
    return .double(number)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = next, byte >= 48, byte <= 57 { position += 1 }
    return position - start
  }

  private mutating func string() throws(Fault) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      case ..<0x20: throw fault("a control character stands in a text")
      default: text.append(byte)
      }
    }
    throw fault("a text is never closed")
  }

  private mutating func escape(into text: inout [UInt8]) throws(Fault) {
    let byte = next
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte ?? 0)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var scalar = try unit()
      if scalar & 0xFC00 == 0xD800, bytes[position...].starts(with: "\\u".utf8) {
        position += 2
        let low = try unit()
        guard low & 0xFC00 == 0xDC00 else { throw fault("half a surrogate pair stands alone") }
        scalar = 0x10000 + ((scalar & 0x3FF) << 10 | (low & 0x3FF))
      }
      guard !(0xD800...0xDFFF).contains(scalar) else {
        throw fault("half a surrogate pair stands alone")
      }
      Transcoder.append(scalar: scalar, to: &text)
    default: throw fault("there is no such escape")
    }
  }

  private mutating func unit() throws(Fault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
        throw fault("four hexadecimal digits were expected")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private func fault(_ reason: String) -> Fault {
    let end = min(position, bytes.count)
    let line = 1 + ByteSearch.count(0x0A, in: bytes.span, range: 0..<end)
    let start = ByteSearch.last(0x0A, in: bytes.span, range: 0..<end).map { $0 + 1 } ?? 0
    return Fault(
      .malformed, file, reason: reason, remedy: "Correct the JSON there and try again",
      place: Fault.Place(file: file, line: line, column: end - start + 1))
  }
}
