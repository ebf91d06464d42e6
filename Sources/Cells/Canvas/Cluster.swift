/// What one cell shows: a scalar with the marks that combine with it, packed in eight bytes.
///
/// Eight bytes of UTF-8 hold a base and at least two marks; marks beyond that are left out. The
/// packing keeps cells trivial to copy and to compare.
package struct Cluster: Hashable, Sendable {
  /// UTF-8, first byte lowest; unused bytes are 0.
  package private(set) var packed: UInt64
  /// How many columns it takes: 1 or 2, and 0 for the right half of a wide one.
  package private(set) var width: UInt8

  init(_ scalar: Unicode.Scalar, width: Int) {
    (packed, self.width) = (0, UInt8(width))
    append(scalar)
  }

  private init(packed: UInt64, width: UInt8) { (self.packed, self.width) = (packed, width) }

  package static let space = Cluster(packed: 0x20, width: 1)
  /// The right half of a wide cluster.
  package static let continuation = Cluster(packed: 0, width: 0)

  /// The first cluster of `text`, made harmless; a space when there is none.
  package init(_ text: String) {
    var clusters = Clusters(text)
    self = clusters.next() ?? .space
  }

  /// Adds a scalar if its bytes still fit.
  mutating func append(_ scalar: Unicode.Scalar) {
    let used = byteCount
    let bytes = scalar.utf8.count
    guard used + bytes <= 8 else { return }
    for (index, byte) in scalar.utf8.enumerated() {
      packed |= UInt64(byte) << UInt64(8 * (used + index))
    }
  }

  /// How many bytes of UTF-8 it has.
  package var byteCount: Int { 8 - packed.leadingZeroBitCount / 8 }

  package var isASCII: Bool { packed < 0x80 }

  /// Adds the UTF-8 bytes to `bytes`; nothing for a continuation.
  package func append(to bytes: inout [UInt8]) {
    var rest = packed
    while rest != 0 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  package var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
