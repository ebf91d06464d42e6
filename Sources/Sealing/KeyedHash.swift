internal import CSodium

/// A 64-bit hash that nobody without the key can compute or foresee (SipHash-2-4).
///
/// It is what identifiers are looked up by. Each namespace has a key of its own, so that the same
/// value in two namespaces has two unrelated hashes.
package struct KeyedHash: Sendable {
  private var key: [16 of UInt8]

  /// Makes the hash of one namespace under `key`.
  package init(_ key: SecretKey, namespace: String) {
    var state = pt_blake2b_state()
    var derived = [16 of UInt8](repeating: 0)
    let name = Array(namespace.utf8)
    unsafe pt_blake2b_init(&state, key.pointer, SecretKey.size, 16, nil)
    unsafe pt_blake2b_update(&state, name, name.count)
    var span = derived.mutableSpan
    unsafe span.withUnsafeMutableBufferPointer { place in
      unsafe pt_blake2b_final(&state, place.baseAddress, 16)
    }
    self.key = derived
  }

  /// Makes the hash under a ready 128-bit key.
  package init(key: [16 of UInt8]) { self.key = key }

  /// The hash of `bytes`; it allocates nothing.
  package func of(_ bytes: Span<UInt8>) -> UInt64 {
    var result: UInt64 = 0
    unsafe withUnsafeMutableBytes(of: &result) { place in
      unsafe key.span.withUnsafeBufferPointer { key in
        unsafe bytes.withUnsafeBufferPointer { buffer in
          if let start = place.baseAddress, let key = key.baseAddress {
            _ = unsafe crypto_shorthash(
              start.assumingMemoryBound(to: UInt8.self), buffer.baseAddress,
              UInt64(buffer.count), key)
          }
        }
      }
    }
    return UInt64(littleEndian: result)
  }

  /// The hash of a text's UTF-8.
  package func of(_ text: String) -> UInt64 { of(Array(text.utf8).span) }
}
