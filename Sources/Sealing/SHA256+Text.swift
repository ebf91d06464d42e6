internal import CSodium

extension SHA256 {
  /// Appends the 64 lower-case hexadecimal digits of the SHA-256 of `bytes`; it allocates nothing.
  package static func appendHex(of bytes: Span<UInt8>, to text: inout [UInt8]) {
    unsafe append(bytes, to: &text) { digest, room in
      unsafe sodium_bin2hex(room, 65, digest, 32)
      return 64
    }
  }

  /// Appends the Base64 of the 32 bytes of the SHA-256 of `bytes`; it allocates nothing.
  package static func appendBase64(of bytes: Span<UInt8>, to text: inout [UInt8]) {
    unsafe append(bytes, to: &text) { digest, room in
      unsafe sodium_bin2base64(room, 65, digest, 32, Int32(sodium_base64_VARIANT_ORIGINAL))
      return 44
    }
  }

  private static func append(
    _ bytes: Span<UInt8>, to text: inout [UInt8],
    _ write: (UnsafePointer<UInt8>, UnsafeMutablePointer<CChar>) -> Int
  ) {
    unsafe withUnsafeTemporaryAllocation(byteCount: 32 + 65, alignment: 8) { room in
      guard let start = room.baseAddress else { return }
      let digest = unsafe start.assumingMemoryBound(to: UInt8.self)
      unsafe bytes.withUnsafeBufferPointer { buffer in
        _ = unsafe crypto_hash_sha256(digest, buffer.baseAddress, UInt64(buffer.count))
      }
      let characters = unsafe (start + 32).assumingMemoryBound(to: CChar.self)
      let count = unsafe write(digest, characters)
      unsafe text.append(contentsOf: UnsafeRawBufferPointer(start: start + 32, count: count))
    }
  }
}

/// A running SHA-256 over bytes that arrive in pieces.
package struct RunningSHA256: Sendable {
  private var state = crypto_hash_sha256_state()

  package init() { _ = unsafe crypto_hash_sha256_init(&state) }

  /// Takes in `bytes`.
  package mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      _ = unsafe crypto_hash_sha256_update(&state, buffer.baseAddress, UInt64(buffer.count))
    }
  }

  /// The hash of everything taken in so far; more may follow.
  package func finish() -> Digest {
    var copy = state
    var result = [32 of UInt8](repeating: 0)
    var span = result.mutableSpan
    unsafe span.withUnsafeMutableBufferPointer { place in
      if let start = place.baseAddress { _ = unsafe crypto_hash_sha256_final(&copy, start) }
    }
    return Digest { result[$0] }
  }
}
