/// Turns one JSON array of objects, however it is laid out, into a line an element.
///
/// It only follows brackets and strings, so that an array of any size passes through in bounded
/// memory; whether an element is sound is seen when its line is read.
struct ArrayFlattener {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var hasBegun = false
  private var isInElement = false

  /// Appends the elements in `bytes` to `output`; one may go on in the next piece.
  mutating func append(_ bytes: [UInt8], to output: inout [UInt8]) {
    output.reserveCapacity(output.count + bytes.count + bytes.count / 64)
    for byte in bytes { append(byte, to: &output) }
  }

  /// Ends the line of an element that the feed left open.
  mutating func finish(into output: inout [UInt8]) {
    if isInElement { output.append(10) }
    isInElement = false
  }

  private mutating func append(_ byte: UInt8, to output: inout [UInt8]) {
    if isInString {
      output.append(byte == 10 || byte == 13 ? 32 : byte)
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return
    }
    if depth == 0 { return appendBetween(byte, to: &output) }
    output.append(byte == 10 || byte == 13 ? 32 : byte)
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      if depth == 0 { finish(into: &output) }
    default: break
    }
  }

  /// Between elements: the outer brackets and commas go, and what begins an element stays.
  private mutating func appendBetween(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case 9, 10, 13, 32: break
    case UInt8(ascii: "[") where !hasBegun: hasBegun = true
    case UInt8(ascii: ","), UInt8(ascii: "]"): finish(into: &output)
    default:
      output.append(byte)
      isInElement = true
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { depth = 1 }
      if byte == UInt8(ascii: "\"") { isInString = true }
    }
  }
}
