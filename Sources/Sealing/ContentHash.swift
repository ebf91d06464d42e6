internal import CSodium

/// A 256-bit content hash (BLAKE2b) that is fed piece by piece.
///
/// It cannot be copied, because it owns the state that the library works on.
@safe package struct ContentHash: ~Copyable {
  // The state must lie on 64 bytes, which a Swift value cannot promise.
  private let memory: UnsafeMutableRawPointer
  private let state: OpaquePointer

  package init() {
    precondition(Sodium.isReady, "libsodium could not start")
    unsafe memory = UnsafeMutableRawPointer.allocate(
      byteCount: crypto_generichash_statebytes(), alignment: 64)
    unsafe state = OpaquePointer(memory)
    unsafe crypto_generichash_init(state, nil, 0, 32)
  }

  deinit { unsafe memory.deallocate() }

  package mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { input in
      guard let start = input.baseAddress else { return }
      _ = unsafe crypto_generichash_update(state, start, UInt64(input.count))
    }
  }

  /// The hash of everything that was fed.
  package consuming func finish() -> [UInt8] {
    var hash = [UInt8](repeating: 0, count: 32)
    unsafe crypto_generichash_final(state, &hash, hash.count)
    return hash
  }

  package static func of(_ bytes: [UInt8]) -> [UInt8] {
    var hash = ContentHash()
    hash.update(bytes.span)
    return hash.finish()
  }
}

/// SHA-256, for the formats that ask for it.
package func sha256(_ bytes: [UInt8]) -> [UInt8] {
  precondition(Sodium.isReady, "libsodium could not start")
  var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
  unsafe crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
  return hash
}
