/// A hash of 256 bits.
package struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let words: [4 of UInt64]

  /// Makes a digest from 32 bytes; nil for any other number.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.init { bytes[$0] }
  }

  /// Makes a digest from 64 hexadecimal digits of any case; nil for anything else.
  package init?(hex: some StringProtocol) {
    guard let bytes = Hex.bytes(of: hex) else { return nil }
    self.init(bytes)
  }

  init(_ byte: (Int) -> UInt8) {
    words = [4 of UInt64] { word in
      (0..<8).reduce(0) { $0 << 8 | UInt64(byte(word * 8 + $1)) }
    }
  }

  /// The digest of nothing but zeros, which stands before the first link of a chain.
  package static let zero = Digest { _ in 0 }

  /// The byte at `index`, from 0 to 31.
  package subscript(index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: words[index >> 3] >> UInt64(56 - (index & 7) * 8))
  }

  /// The first 64 bits, for a short name of the whole.
  package var prefix: UInt64 { words[0] }

  /// The 32 bytes in order.
  package var bytes: [UInt8] { (0..<32).map { self[$0] } }

  /// The digest as 64 lower-case hexadecimal digits.
  package var hex: String {
    var text: [UInt8] = []
    text.reserveCapacity(64)
    appendHex(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the 64 hexadecimal digits to `text`.
  package func appendHex(to text: inout [UInt8]) {
    for index in 0..<32 { Hex.append(self[index], to: &text) }
  }

  package var description: String { hex }

  package static func == (a: Digest, b: Digest) -> Bool {
    a.words[0] == b.words[0] && a.words[1] == b.words[1]
      && a.words[2] == b.words[2] && a.words[3] == b.words[3]
  }

  package static func < (a: Digest, b: Digest) -> Bool {
    for index in 0..<4 where a.words[index] != b.words[index] {
      return a.words[index] < b.words[index]
    }
    return false
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }
}

/// Bytes as hexadecimal digits.
package enum Hex {
  /// Writes `bytes` as lower-case digits, two to a byte.
  package static func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes { append(byte, to: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads digits of any case, two to a byte; nil for anything else.
  package static func bytes(of text: some StringProtocol) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(of: digits[index]), let low = value(of: digits[index + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  static func append(_ byte: UInt8, to text: inout [UInt8]) {
    text.append(digit(byte >> 4))
    text.append(digit(byte & 15))
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 65...70: digit - 55
    case 97...102: digit - 87
    default: nil
    }
  }
}
