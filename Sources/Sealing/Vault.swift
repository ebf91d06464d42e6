package import Basis
internal import CSodium

/// The key of a workspace: it seals personal values and derives the keys of look-up hashes.
package struct Vault: Sendable {
  private let key: [UInt8]
  private static let keyBytes = 32
  private static let nonceBytes = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
  private static let tagBytes = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

  /// Makes a new key file that only its owner can read.
  package static func create(keyFile: String) throws(Fault) {
    guard FileSystem.kind(of: keyFile) == nil else {
      throw Fault(
        .alreadyExists, keyFile, reason: "there is a key already",
        remedy: "Keep it: what it sealed cannot be opened without it")
    }
    try FileSystem.writeAtomically(randomBytes(keyBytes), to: keyFile, mode: 0o600)
  }

  /// Reads the key; refuses a file that others can read.
  package init(keyFile: String) throws(Fault) {
    let key = try FileSystem.read(keyFile, limit: 4_096)
    guard key.count == Self.keyBytes else {
      throw Fault(
        .damaged, keyFile, reason: "it is not a key of \(Self.keyBytes) bytes",
        remedy: "Put the workspace's own key file back")
    }
    let permissions = FileSystem.permissions(of: keyFile) ?? 0
    guard permissions & 0o077 == 0 else {
      throw Fault(
        .refused, keyFile, reason: "others can read the key",
        remedy: "Run chmod 600 on it")
    }
    self.key = key
  }

  /// A look-up hash with a key of its own for each domain.
  package func keyedHash(domain: String) -> KeyedHash {
    KeyedHash(key: derived("hash"), domain: domain)
  }

  /// Seals bytes so that they can only be opened with this key and for the same context.
  package func seal(_ plain: [UInt8], context: String) -> [UInt8] {
    let nonce = randomBytes(Self.nonceBytes)
    return seal(plain, context: context, nonce: nonce)
  }

  /// Seals bytes with a nonce made from them, so that the same bytes give the same sealed ones.
  ///
  /// It tells an onlooker that two sealed blocks are equal and nothing else; that is what lets two
  /// runs of one ingest end in the same files.
  package func sealDeterministically(_ plain: [UInt8], context: String) -> [UInt8] {
    var nonce = [UInt8](repeating: 0, count: Self.nonceBytes)
    let nonceKey = derived("nonce " + context)
    unsafe crypto_generichash(
      &nonce, nonce.count, plain, UInt64(plain.count), nonceKey, nonceKey.count)
    return seal(plain, context: context, nonce: nonce)
  }

  private func seal(_ plain: [UInt8], context: String, nonce: [UInt8]) -> [UInt8] {
    let sealingKey = derived("seal")
    let associated = Array(context.utf8)
    var sealed = [UInt8](repeating: 0, count: plain.count + Self.tagBytes)
    unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
      &sealed, nil, plain, UInt64(plain.count), associated, UInt64(associated.count), nil, nonce,
      sealingKey)
    return nonce + sealed
  }

  /// Opens sealed bytes; refuses what was changed or sealed for another context.
  package func open(_ sealed: [UInt8], context: String) throws(Fault) -> [UInt8] {
    let associated = Array(context.utf8)
    let sealingKey = derived("seal")
    guard sealed.count >= Self.nonceBytes + Self.tagBytes else { throw Self.damage }
    let nonce = Array(sealed[..<Self.nonceBytes])
    let body = Array(sealed[Self.nonceBytes...])
    var plain = [UInt8](repeating: 0, count: body.count - Self.tagBytes)
    let status = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
      &plain, nil, nil, body, UInt64(body.count), associated, UInt64(associated.count), nonce,
      sealingKey)
    guard status == 0 else { throw Self.damage }
    return plain
  }

  private func derived(_ purpose: String) -> [UInt8] {
    var derived = [UInt8](repeating: 0, count: Self.keyBytes)
    let name = Array(purpose.utf8)
    unsafe crypto_generichash(&derived, derived.count, name, UInt64(name.count), key, key.count)
    return derived
  }

  private static let damage = Fault(
    .damaged, "a sealed value", reason: "it was changed, or another key sealed it",
    remedy: "Restore the workspace, with its key, from a backup")
}
