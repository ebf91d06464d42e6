internal import CSodium

/// Hides bytes under a number of their own (ChaCha20): without the number nobody can read them.
///
/// It proves nothing about the bytes; who unmasks them checks them against a hash. Unlike a sealed
/// value it is as long as the plain one, and it is gone for good once its number is erased.
package struct StreamMask: Sendable {
  private let key: SecretKey

  package init(_ key: SecretKey) { self.key = key }

  /// Masks plain bytes, or unmasks masked ones; each number is used for one text only.
  package func apply(_ bytes: [UInt8], number: Int64) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    var result = bytes
    let nonce = (0..<8).map { UInt8(truncatingIfNeeded: number >> Int64($0 * 8)) }
    unsafe result.withUnsafeMutableBufferPointer { place in
      if let start = place.baseAddress {
        _ = unsafe crypto_stream_chacha20_xor(
          start, bytes, UInt64(bytes.count), nonce, key.pointer)
      }
    }
    return result
  }
}
