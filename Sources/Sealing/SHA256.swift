internal import CSodium

/// The hash that destinations ask for, and its keyed form.
package enum SHA256 {
  /// The SHA-256 of `bytes`.
  package static func of(_ bytes: Span<UInt8>) -> Digest {
    var result = [32 of UInt8](repeating: 0)
    var span = result.mutableSpan
    unsafe span.withUnsafeMutableBufferPointer { place in
      unsafe bytes.withUnsafeBufferPointer { buffer in
        if let start = place.baseAddress {
          _ = unsafe crypto_hash_sha256(start, buffer.baseAddress, UInt64(buffer.count))
        }
      }
    }
    return Digest { result[$0] }
  }

  /// The SHA-256 of a text's UTF-8 as 64 lower-case hexadecimal digits.
  package static func hex(of text: String) -> String { of(Array(text.utf8).span).hex }

  /// The HMAC-SHA-256 of `bytes` under a key of any length.
  package static func authentication(of bytes: Span<UInt8>, key: Span<UInt8>) -> Digest {
    var state = crypto_auth_hmacsha256_state()
    var result = [32 of UInt8](repeating: 0)
    unsafe key.withUnsafeBufferPointer { buffer in
      if let start = buffer.baseAddress {
        _ = unsafe crypto_auth_hmacsha256_init(&state, start, buffer.count)
      } else {
        _ = unsafe crypto_auth_hmacsha256_init(&state, [0], 0)
      }
    }
    unsafe bytes.withUnsafeBufferPointer { buffer in
      _ = unsafe crypto_auth_hmacsha256_update(&state, buffer.baseAddress, UInt64(buffer.count))
    }
    var span = result.mutableSpan
    unsafe span.withUnsafeMutableBufferPointer { place in
      if let start = place.baseAddress { _ = unsafe crypto_auth_hmacsha256_final(&state, start) }
    }
    return Digest { result[$0] }
  }
}
