package import Basis
internal import CSodium

/// Seals values so that only the holder of the data key can read or change them.
///
/// A sealed value is one version byte, 24 random bytes and the XChaCha20-Poly1305 text with its
/// tag: `overhead` bytes more than the plain one. The context is not stored but must be the same
/// when it is opened, so that a sealed value cannot be moved to another place.
package struct Vault: Sendable {
  private let dataKey: SecretKey
  private let sealingKey: SecretKey

  private static let version: UInt8 = 1
  private static let nonceSize = 24
  private static let tagSize = 16
  /// How many bytes a sealed value is longer than the plain one.
  package static let overhead = 1 + nonceSize + tagSize

  /// Makes a vault over a workspace's data key.
  package init(_ dataKey: SecretKey) throws(Fault) {
    self.dataKey = dataKey
    sealingKey = try Self.derived(from: dataKey, .sealing)
  }

  /// The key for one purpose, derived from the data key.
  package func key(for purpose: KeyPurpose) throws(Fault) -> SecretKey {
    try Self.derived(from: dataKey, purpose)
  }

  /// The look-up hash of identifiers of one namespace.
  package func lookup(namespace: String) throws(Fault) -> KeyedHash {
    KeyedHash(try key(for: .lookup), namespace: namespace)
  }

  /// Seals `plain` for the place that `context` names.
  package func seal(_ plain: [UInt8], context: String) -> [UInt8] {
    let nonce = SecureRandom.bytes(Self.nonceSize)
    let context = Array(context.utf8)
    var sealed = [UInt8](repeating: 0, count: plain.count + Self.overhead)
    sealed[0] = Self.version
    sealed.replaceSubrange(1..<(1 + Self.nonceSize), with: nonce)
    unsafe sealed.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress {
        _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
          start + 1 + Self.nonceSize, nil, plain, UInt64(plain.count), context,
          UInt64(context.count), nil, nonce, sealingKey.pointer)
      }
    }
    return sealed
  }

  /// Opens what was sealed for the same `context`; anything else is a fault.
  package func open(_ sealed: [UInt8], context: String) throws(Fault) -> [UInt8] {
    guard sealed.count >= Self.overhead, sealed[0] == Self.version else { throw Self.unreadable }
    let nonce = Array(sealed[1..<(1 + Self.nonceSize)])
    let text = Array(sealed[(1 + Self.nonceSize)...])
    let context = Array(context.utf8)
    var plain = [UInt8](repeating: 0, count: sealed.count - Self.overhead)
    let status = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
      &plain, nil, nil, text, UInt64(text.count), context, UInt64(context.count), nonce,
      sealingKey.pointer)
    guard status == 0 else { throw Self.unreadable }
    return plain
  }

  private static func derived(
    from key: SecretKey, _ purpose: KeyPurpose
  ) throws(Fault) -> SecretKey {
    guard let derived = key.derived(for: purpose) else { throw noMemory }
    return derived
  }

  static let noMemory = Fault(
    .store, "the data key", reason: "no memory is left to hold it",
    remedy: "Close other programs or raise the limit of locked memory (ulimit -l)")

  private static let unreadable = Fault(
    .damaged, "a sealed value", reason: "it was changed, moved or sealed under another key",
    remedy: "Run `parterre verify`; restore the workspace together with its key file")
}
