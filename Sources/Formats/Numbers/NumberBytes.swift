/// The characters that stand around and between digits, as UTF-8 bytes.
enum NumberBytes {
  /// A character between groups of digits.
  enum Separator: Equatable { case point, comma, space, apostrophe }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  /// The width of the space at `index`, or 0: ASCII blanks, U+00A0, U+2009, U+202F.
  static func space(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Int {
    guard index < end else { return 0 }
    switch bytes[index] {
    case 0x20, 0x09, 0x0A, 0x0D: return 1
    case 0xC2: return index + 1 < end && bytes[index + 1] == 0xA0 ? 2 : 0
    case 0xE2:
      guard index + 2 < end, bytes[index + 1] == 0x80 else { return 0 }
      return bytes[index + 2] == 0xAF || bytes[index + 2] == 0x89 ? 3 : 0
    default: return 0
    }
  }

  /// The width of the space that ends at `end`, or 0.
  static func spaceBefore(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    for width in 1...3 where end - width >= start && space(bytes, end - width, end) == width {
      return width
    }
    return 0
  }

  /// The sign at `index`: `+`, `-`, or the minus sign and dashes that typographers use.
  static func sign(
    _ bytes: Span<UInt8>, _ index: Int, _ end: Int
  ) -> (isMinus: Bool, width: Int)? {
    switch bytes[index] {
    case UInt8(ascii: "+"): return (false, 1)
    case UInt8(ascii: "-"): return (true, 1)
    case 0xE2 where index + 2 < end:
      let isMinus = bytes[index + 1] == 0x88 && bytes[index + 2] == 0x92
      let isDash =
        bytes[index + 1] == 0x80 && (bytes[index + 2] == 0x93 || bytes[index + 2] == 0x91)
      return isMinus || isDash ? (true, 3) : nil
    default: return nil
    }
  }

  /// The sign that ends at `end`.
  static func signBefore(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) -> (isMinus: Bool, width: Int)? {
    if bytes[end - 1] < 0x80 { return sign(bytes, end - 1, end) }
    return end - start >= 3 ? sign(bytes, end - 3, end) : nil
  }

  /// The separator of digit groups at `index`.
  static func separator(
    _ bytes: Span<UInt8>, _ index: Int, _ end: Int
  ) -> (kind: Separator, width: Int)? {
    switch bytes[index] {
    case UInt8(ascii: "."): return (.point, 1)
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: "'"): return (.apostrophe, 1)
    case 0xE2 where index + 2 < end && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x99:
      return (.apostrophe, 3)
    default:
      let width = space(bytes, index, end)
      return width > 0 && bytes[index] != 0x0A && bytes[index] != 0x0D ? (.space, width) : nil
    }
  }

  /// The end of the currency code or symbol that begins at `start`.
  static func affixEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var index = start
    while index < end, isAffix(bytes[index]), space(bytes, index, end) == 0 {
      if index > start, sign(bytes, index, end) != nil { break }
      index += 1
    }
    let isAbbreviated = index > start && index < end && bytes[index] == UInt8(ascii: ".")
    // `Fr. 12` has a full stop that is no decimal point: no digit follows it at once.
    if isAbbreviated, index + 1 >= end || !isDigit(bytes[index + 1]) { index += 1 }
    return index
  }

  /// The start of the currency code or symbol that ends at `end`.
  static func affixStart(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var index = end
    if bytes[index - 1] == UInt8(ascii: "."), index - 2 >= start, isAffix(bytes[index - 2]) {
      index -= 1
    }
    while index > start, isAffix(bytes[index - 1]), spaceBefore(bytes, start, index) == 0 {
      index -= 1
    }
    return index
  }

  private static func isAffix(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return (letter >= 97 && letter <= 122 && byte < 0x80) || byte >= 0x80
      || byte == UInt8(ascii: "$")
  }
}

/// Checks that digits stand in groups: one to three first, then threes (or twos and a last three).
struct NumberGroups {
  private var kind: NumberBytes.Separator?
  private var digits = 0
  private var groups = 0
  private var areOthersFull = true

  mutating func countDigit() { digits += 1 }

  /// Notes a separator; false where it can't stand here.
  mutating func open(_ separator: NumberBytes.Separator) -> Bool {
    guard digits > 0, kind == nil || kind == separator else { return false }
    if groups == 0 {
      areOthersFull = digits <= 3
    } else {
      areOthersFull = areOthersFull && (2...3).contains(digits)
    }
    (kind, groups, digits) = (separator, groups + 1, 0)
    return true
  }

  var isWellFormed: Bool { groups == 0 || (areOthersFull && digits == 3) }
}
