internal import Basis

/// Names and codes of things that have a short code, found without regard to case or punctuation.
struct CodeNames: Sendable {
  /// Codes by the hash of the folded name; 64 bits don't meet by chance among a few thousand.
  private var codes: [UInt64: UInt16] = [:]

  /// Adds a name, unless it is taken already.
  mutating func add(_ name: some StringProtocol, code: UInt16) {
    let bytes = Array(name.utf8)
    guard let key = Self.key(bytes.span) else { return }
    if codes[key] == nil { codes[key] = code }
  }

  func code(of name: Span<UInt8>) -> UInt16? {
    Self.key(name).flatMap { codes[$0] }
  }

  /// Two small letters as one number, in the order of the alphabet.
  static func packed(_ first: UInt8, _ second: UInt8) -> UInt16 {
    UInt16(first) << 8 | UInt16(second)
  }

  /// The hash of a name in small letters, without blanks, punctuation and Latin accents.
  private static func key(_ name: Span<UInt8>) -> UInt64? {
    guard name.count <= 96 else { return nil }
    var folded: [UInt8] = []
    folded.reserveCapacity(name.count)
    var isWide = false
    for index in 0..<name.count {
      let byte = name[index]
      isWide = isWide || byte >= 0x80
      if byte >= 0x80 || TextBytes.isLetter(byte) || TextBytes.isDigit(byte) {
        folded.append(TextBytes.lowered(byte))
      }
    }
    if isWide { folded = withoutAccents(folded) }
    return folded.isEmpty ? nil : Hash64.of(folded.span)
  }

  private static func withoutAccents(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for scalar in String(decoding: bytes, as: UTF8.self).lowercased().unicodeScalars {
      switch scalar.value {
      case 0xE0...0xE5, 0x101, 0x103, 0x105: result.append(UInt8(ascii: "a"))
      case 0xE7, 0x107, 0x10D: result.append(UInt8(ascii: "c"))
      case 0xE8...0xEB, 0x113, 0x119, 0x11B: result.append(UInt8(ascii: "e"))
      case 0xEC...0xEF, 0x12B, 0x131, 0x307: result += scalar.value == 0x307 ? [] : [0x69]
      case 0xF1, 0x144, 0x148: result.append(UInt8(ascii: "n"))
      case 0xF2...0xF6, 0xF8, 0x14D, 0x151: result.append(UInt8(ascii: "o"))
      case 0xF9...0xFC, 0x16B, 0x16F, 0x171: result.append(UInt8(ascii: "u"))
      case 0xFD, 0xFF: result.append(UInt8(ascii: "y"))
      case 0x15B, 0x161, 0x15F: result.append(UInt8(ascii: "s"))
      case 0x17A, 0x17C, 0x17E: result.append(UInt8(ascii: "z"))
      case 0xDF: result += [0x73, 0x73]
      case 0xA0, 0x2010...0x2019, 0x202F: break
      default: result += Array(String(scalar).utf8)
      }
    }
    return result
  }
}
