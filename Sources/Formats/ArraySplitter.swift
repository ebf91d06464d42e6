internal import Basis

/// Finds the elements of one JSON array that may be far larger than memory.
///
/// Elements are rewritten in place so that each stands on a line of its own: the commas between
/// them become line ends, and line ends inside them spaces. Documents that merely follow one
/// another, as some tools write them, are split in the same way. It only finds borders; whether
/// an element is sound JSON is told by whoever reads it.
struct ArraySplitter: Sendable {
  private enum Place {
    case start
    case between
    case element
    case behind
  }

  /// The line of each element that ended since the last call of `take`.
  private(set) var recordLines: [Int] = []
  /// The element that is being passed over because it is too long.
  private var discarded: LongRecord?
  private(set) var tooLong: [LongRecord] = []
  /// How many of the bytes given to `scan` were looked at before.
  private var scanned = 0
  private var place = Place.start
  /// The documents stand one after another, without an array round them.
  private var isBare = false
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var line = 1
  private var wasReturn = false
  private var elementLine = 1
  /// Where the element began that has not ended yet, while none of it was dropped.
  private var elementStart = 0

  var isInElement: Bool { place == .element }
  /// Whether a feed that ends here is whole.
  var mayEnd: Bool { place == .behind || place == .start || (isBare && place == .between) }
  var currentLine: Int { line }

  /// Looks at the bytes that are new; returns the offset behind the last element that ended.
  mutating func scan(_ buffer: inout [UInt8], name: String) throws(Fault) -> Int {
    var bytes = buffer.mutableSpan
    var end = 0
    for index in scanned..<bytes.count {
      let byte = bytes[index]
      count(byte)
      switch place {
      case .start: try open(byte, &bytes, index, name)
      case .between: try step(byte, &bytes, index, name)
      case .element:
        let wasDiscarded = discarded != nil
        if inside(byte, &bytes, index) { end = index + 1 }
        if wasDiscarded || place == .behind { bytes[index] = 0x20 }
      case .behind:
        guard Self.isBlank(byte) else { throw trailing(name) }
        bytes[index] = 0x20
      }
    }
    scanned = bytes.count
    return end
  }

  /// Forgets the first `count` bytes, which were handed out, and gives the lines of their elements.
  mutating func take(_ count: Int) -> (lines: [Int], tooLong: [LongRecord]) {
    scanned -= count
    elementStart -= count
    defer { (recordLines, tooLong) = ([], []) }
    return (recordLines, tooLong)
  }

  /// Passes over the element that has begun; the bytes given to `scan` so far are dropped.
  mutating func discard(_ bytes: [UInt8], offset: Int) {
    scanned = 0
    guard discarded == nil, place == .element else {
      grow(by: bytes.count)
      return
    }
    let held = bytes[elementStart...]
    discarded = LongRecord(
      line: elementLine, byteOffset: offset + elementStart, length: held.count,
      head: Array(held.prefix(LongRecord.headLength)))
  }

  private mutating func grow(by count: Int) {
    discarded = discarded.map {
      LongRecord(
        line: $0.line, byteOffset: $0.byteOffset, length: $0.length + count, head: $0.head)
    }
  }

  private mutating func count(_ byte: UInt8) {
    if byte == 0x0D || (byte == 0x0A && !wasReturn) { line += 1 }
    wasReturn = byte == 0x0D
  }

  private mutating func open(
    _ byte: UInt8, _ bytes: inout MutableSpan<UInt8>, _ index: Int, _ name: String
  ) throws(Fault) {
    if Self.isBlank(byte) || (byte >= 0xEF && index < 3) {
      bytes[index] = 0x20
    } else if byte == UInt8(ascii: "[") {
      bytes[index] = 0x20
      place = .between
    } else if byte == UInt8(ascii: "{") {
      isBare = true
      begin(byte, index)
    } else {
      throw Fault(
        .malformed, name, reason: "a JSON array was expected, but the text begins otherwise",
        remedy: "Name the right format, or wrap the objects in [ and ]",
        place: Fault.Place(file: name, line: line))
    }
  }

  private mutating func step(
    _ byte: UInt8, _ bytes: inout MutableSpan<UInt8>, _ index: Int, _ name: String
  ) throws(Fault) {
    if Self.isBlank(byte) {
      bytes[index] = isBare ? 0x0A : 0x20
    } else if byte == UInt8(ascii: ",") {
      bytes[index] = 0x0A
    } else if byte == UInt8(ascii: "]"), !isBare {
      bytes[index] = 0x20
      place = .behind
    } else {
      begin(byte, index)
    }
  }

  private mutating func begin(_ byte: UInt8, _ index: Int) {
    place = .element
    elementLine = line
    elementStart = index
    depth = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") ? 1 : 0
    isInString = byte == UInt8(ascii: "\"")
    isEscaped = false
  }

  /// Takes one byte of an element; true when the element has ended, before or with this byte.
  private mutating func inside(
    _ byte: UInt8, _ bytes: inout MutableSpan<UInt8>, _ index: Int
  ) -> Bool {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      } else if byte == 0x0A || byte == 0x0D {
        // A control character is as wrong inside a string as the line end that stood here.
        bytes[index] = 0x01
      }
      return false
    }
    switch byte {
    case UInt8(ascii: "\""):
      isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      if depth <= 0 {
        end(at: index)
        if depth < 0 { place = .behind }
        return true
      }
    case UInt8(ascii: ",") where depth == 0:
      bytes[index] = 0x0A
      end(at: index)
      return true
    case 0x0A, 0x0D:
      bytes[index] = 0x20
    default: break
    }
    return false
  }

  private mutating func end(at index: Int) {
    place = .between
    guard discarded != nil else {
      recordLines.append(elementLine)
      return
    }
    grow(by: index + 1)
    if let ended = discarded { tooLong.append(ended) }
    discarded = nil
  }

  private func trailing(_ name: String) -> Fault {
    Fault(
      .malformed, name, reason: "text follows the end of the JSON array",
      remedy: "Remove what stands behind the closing ], or load the file as JSON lines",
      place: Fault.Place(file: name, line: line))
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
