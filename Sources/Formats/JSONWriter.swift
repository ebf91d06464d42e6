/// Writes JSON as a stream of keys and values, the same bytes for the same calls.
///
/// The caller opens and closes objects and arrays; commas come by themselves.
package struct JSONWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// Whether the innermost object or array has a member already.
  private var hasMember: [Bool] = [false]
  private var isAfterKey = false

  package init() {}

  package mutating func beginObject() { open(UInt8(ascii: "{")) }
  package mutating func endObject() { close(UInt8(ascii: "}")) }
  package mutating func beginArray() { open(UInt8(ascii: "[")) }
  package mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Writes the key of the value that follows.
  package mutating func key(_ name: String) {
    separate()
    appendString(name)
    bytes.append(UInt8(ascii: ":"))
    isAfterKey = true
  }

  package mutating func string(_ text: String) {
    separate()
    appendString(text)
  }

  package mutating func integer(_ number: Int64) { word(String(number)) }
  package mutating func integer(_ number: Int) { word(String(number)) }
  package mutating func boolean(_ truth: Bool) { word(truth ? "true" : "false") }
  package mutating func null() { word("null") }

  /// Writes the shortest digits that read back as the same number; JSON has no infinities.
  package mutating func double(_ number: Double) {
    guard number.isFinite else { return null() }
    if let whole = Int64(exactly: number), number.magnitude < 0x1p53 {
      word(String(whole))
    } else {
      word(String(number))
    }
  }

  /// Writes text that is JSON already.
  package mutating func raw(_ json: String) { word(json) }

  /// Ends a line, so that the next value is a document of its own.
  package mutating func endLine() {
    bytes.append(0x0A)
    hasMember = [false]
  }

  /// Gives the bytes written so far and begins anew.
  package mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    hasMember.append(false)
  }

  private mutating func close(_ bracket: UInt8) {
    precondition(hasMember.count > 1, "nothing is open")
    hasMember.removeLast()
    bytes.append(bracket)
  }

  private mutating func word(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func separate() {
    if isAfterKey {
      isAfterKey = false
      return
    }
    let last = hasMember.count - 1
    if hasMember[last] { bytes.append(UInt8(ascii: last == 0 ? "\n" : ",")) }
    hasMember[last] = true
  }

  private mutating func appendString(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x0A: bytes += Array("\\n".utf8)
      case 0x0D: bytes += Array("\\r".utf8)
      case 0x09: bytes += Array("\\t".utf8)
      case ..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
