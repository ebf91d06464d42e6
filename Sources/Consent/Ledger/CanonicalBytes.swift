package import Sealing

/// Writes values as bytes in exactly one way, so that a hash over them means something.
///
/// Numbers are eight bytes, most significant first; texts and byte strings have their length before
/// them, so that no two lists of values have the same bytes.
package struct CanonicalWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Makes a writer with room for `count` bytes.
  package init(reserving count: Int) { bytes.reserveCapacity(count) }

  /// Appends a number.
  package mutating func write(_ number: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  /// Appends a number that may be negative.
  package mutating func write(_ number: Int64) { write(UInt64(bitPattern: number)) }

  /// Appends bytes with their length.
  package mutating func write(_ value: [UInt8]) {
    write(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  /// Appends a text's UTF-8 with its length.
  package mutating func write(_ text: String) {
    write(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends a hash as its 32 bytes with their length.
  package mutating func write(_ digest: Digest) {
    write(UInt64(32))
    for index in 0..<32 { bytes.append(digest[index]) }
  }
}

/// Reads what `CanonicalWriter` wrote; every method gives nil where the bytes are not of its kind.
package struct CanonicalReader: Sendable {
  private let bytes: [UInt8]
  private var offset = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all bytes were read.
  package var isAtEnd: Bool { offset == bytes.count }

  /// Reads a number.
  package mutating func number() -> UInt64? {
    guard bytes.count - offset >= 8 else { return nil }
    defer { offset += 8 }
    return bytes[offset..<(offset + 8)].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Reads a number that may be negative.
  package mutating func signedNumber() -> Int64? { number().map { Int64(bitPattern: $0) } }

  /// Reads bytes that have their length before them.
  package mutating func value() -> [UInt8]? {
    guard let count = number(), count <= UInt64(bytes.count - offset) else { return nil }
    defer { offset += Int(count) }
    return Array(bytes[offset..<(offset + Int(count))])
  }

  /// Reads a text that has its length before it.
  package mutating func text() -> String? {
    value().flatMap { String(validating: $0, as: UTF8.self) }
  }
}
