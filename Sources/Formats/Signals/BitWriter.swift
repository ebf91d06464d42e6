/// Collects big-endian bits and writes them as base64url text.
package struct BitWriter: Sendable {
  private var bytes: [UInt8] = []
  /// How many bits were written.
  package private(set) var count = 0

  package init() {}

  /// Appends the lowest `width` bits of `value`, most significant first.
  package mutating func write(_ value: UInt64, _ width: Int) {
    var needed = width
    while needed > 0 {
      if count % 8 == 0 { bytes.append(0) }
      let free = 8 - count % 8
      let taken = min(free, needed)
      let part = value >> UInt64(needed - taken) & ((1 << UInt64(taken)) - 1)
      bytes[bytes.count - 1] |= UInt8(truncatingIfNeeded: part << UInt64(free - taken))
      count += taken
      needed -= taken
    }
  }

  /// Appends the lowest `width` bits of a number that is not negative.
  package mutating func write(_ number: Int, _ width: Int) {
    write(UInt64(truncatingIfNeeded: number), width)
  }

  /// Appends one bit, 1 for true.
  package mutating func write(_ flag: Bool) { write(flag ? UInt64(1) : 0, 1) }

  /// The bits padded with zeros to whole bytes, as base64url.
  package var text: String { Base64URL.text(of: bytes) }
}
