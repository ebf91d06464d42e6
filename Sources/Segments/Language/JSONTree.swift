package import Basis

/// The small part of JSON that the trees of segments are written in: no number but whole ones.
package indirect enum JSONTree: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case string(String)
  case array([JSONTree])
  case object([JSONMember])

  package subscript(key: String) -> JSONTree? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  var string: String? { if case .string(let text) = self { text } else { nil } }
  var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
  var boolean: Bool? { if case .boolean(let flag) = self { flag } else { nil } }
  var array: [JSONTree]? { if case .array(let items) = self { items } else { nil } }

  /// The document on one line.
  package var text: String {
    switch self {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .string(let text): Self.quoted(text)
    case .array(let items): "[\(items.map(\.text).joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\(Self.quoted($0.key)):\($0.value.text)" }.joined(separator: ","))}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Reads a document.
  package init(parsing text: String) throws(Fault) {
    var reader = JSONTreeReader(scalars: Array(text.unicodeScalars))
    self = try reader.document()
  }
}

/// A key of an object with its value.
package struct JSONMember: Hashable, Sendable {
  package let key: String
  package let value: JSONTree
  package init(_ key: String, _ value: JSONTree) { (self.key, self.value) = (key, value) }
}

private struct JSONTreeReader {
  let scalars: [Unicode.Scalar]
  private var index = 0

  init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  mutating func document() throws(Fault) -> JSONTree {
    let tree = try value(depth: 0)
    skipBlanks()
    guard index == scalars.count else { throw refused("something follows the document") }
    return tree
  }

  private mutating func value(depth: Int) throws(Fault) -> JSONTree {
    guard depth <= 2 * Parser.deepest else { throw refused("it is nested too deeply") }
    skipBlanks()
    if accept("{") { return .object(try members(depth)) }
    if accept("[") {
      var items: [JSONTree] = []
      skipBlanks()
      if accept("]") { return .array(items) }
      repeat { items.append(try value(depth: depth + 1)) } while acceptAfterBlanks(",")
      guard acceptAfterBlanks("]") else { throw refused("a list is never closed") }
      return .array(items)
    }
    if accept("\"") { return .string(try string()) }
    let start = index
    while index < scalars.count, scalars[index].isASCII,
      !" \n\r\t,:]}".unicodeScalars.contains(scalars[index])
    {
      index += 1
    }
    let word = String(String.UnicodeScalarView(scalars[start..<index]))
    switch word {
    case "null": return .null
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    default:
      guard let number = Int64(word) else { throw refused("a value is not one of the known kinds") }
      return .integer(number)
    }
  }

  private mutating func members(_ depth: Int) throws(Fault) -> [JSONMember] {
    var members: [JSONMember] = []
    if acceptAfterBlanks("}") { return members }
    repeat {
      guard acceptAfterBlanks("\"") else { throw refused("a key is missing") }
      let key = try string()
      guard acceptAfterBlanks(":") else { throw refused("a colon is missing") }
      members.append(JSONMember(key, try value(depth: depth + 1)))
    } while acceptAfterBlanks(",")
    guard acceptAfterBlanks("}") else { throw refused("an object is never closed") }
    return members
  }

  private mutating func string() throws(Fault) -> String {
    var text = String.UnicodeScalarView()
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      if scalar == "\"" { return String(text) }
      text.append(scalar == "\\" ? try escaped() : scalar)
    }
    throw refused("a quote is never closed")
  }

  private mutating func escaped() throws(Fault) -> Unicode.Scalar {
    guard index < scalars.count else { throw refused("a quote is never closed") }
    let scalar = scalars[index]
    index += 1
    switch scalar {
    case "\"", "\\", "/": return scalar
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "u":
      let high = try unit()
      guard (0xD800..<0xDC00).contains(high) else {
        guard let scalar = Unicode.Scalar(high) else { throw refused("half a letter stands alone") }
        return scalar
      }
      guard accept("\\"), accept("u") else { throw refused("half a letter stands alone") }
      let low = try unit()
      guard (0xDC00..<0xE000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      else { throw refused("half a letter stands alone") }
      return scalar
    default: throw refused("a backslash stands for nothing")
    }
  }

  private mutating func unit() throws(Fault) -> UInt32 {
    guard index + 4 <= scalars.count,
      let unit = UInt32(String(String.UnicodeScalarView(scalars[index..<index + 4])), radix: 16)
    else { throw refused("a letter's number is unreadable") }
    index += 4
    return unit
  }

  private mutating func skipBlanks() {
    while index < scalars.count, " \n\r\t".unicodeScalars.contains(scalars[index]) { index += 1 }
  }

  private mutating func acceptAfterBlanks(_ scalar: Unicode.Scalar) -> Bool {
    skipBlanks()
    return accept(scalar)
  }

  private mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
    guard index < scalars.count, scalars[index] == scalar else { return false }
    index += 1
    return true
  }

  private func refused(_ reason: String) -> Fault {
    Fault(.badSegment, "segment", reason: "the JSON cannot be read: \(reason)", remedy: "")
  }
}
