internal import CSodium

/// A 64-bit hash under a secret key (SipHash-2-4), by which identifiers are looked up.
///
/// Without the key nobody can try out e-mail addresses against the hashes in a workspace.
package struct KeyedHash: Sendable {
  private let key: [UInt8]

  /// Makes the hash of a domain from 32 bytes of key; equal texts of two domains differ.
  package init(key: [UInt8], domain: String) {
    precondition(Sodium.isReady && key.count == Int(crypto_generichash_KEYBYTES))
    var derived = [UInt8](repeating: 0, count: Int(crypto_shorthash_KEYBYTES))
    let name = Array(domain.utf8)
    unsafe crypto_generichash(
      &derived, derived.count, name, UInt64(name.count), key, key.count)
    self.key = derived
  }

  /// The hash of `bytes`; some tens of nanoseconds for an identifier.
  package func callAsFunction(_ bytes: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0
    unsafe bytes.withUnsafeBufferPointer { input in
      unsafe withUnsafeMutableBytes(of: &hash) { output in
        guard let out = unsafe output.bindMemory(to: UInt8.self).baseAddress else { return }
        unsafe key.withUnsafeBufferPointer { key in
          guard let secret = key.baseAddress else { return }
          _ = unsafe crypto_shorthash(
            out, input.baseAddress, UInt64(input.count), secret)
        }
      }
    }
    return hash
  }
}
