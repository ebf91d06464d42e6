/// How the bytes of a file are packed, told by the first of them.
package enum Compression: String, Sendable, CaseIterable {
  case none
  case gzip
  case zstd

  /// How many leading bytes are needed to tell.
  static let magicLength = 4

  /// Tells the compression of a file that begins with `head`.
  package init(head: Span<UInt8>) {
    if head.count >= 2, head[0] == 0x1F, head[1] == 0x8B {
      self = .gzip
    } else if head.count >= 4, Self.isZstd(head) {
      self = .zstd
    } else {
      self = .none
    }
  }

  /// A zstd file opens with a frame, or with a skippable frame of any of sixteen kinds.
  private static func isZstd(_ head: Span<UInt8>) -> Bool {
    let isFrame = head[0] == 0x28 && head[1] == 0xB5 && head[2] == 0x2F && head[3] == 0xFD
    let isSkippable =
      head[0] & 0xF0 == 0x50 && head[1] == 0x2A && head[2] == 0x4D && head[3] == 0x18
    return isFrame || isSkippable
  }
}
