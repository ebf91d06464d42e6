package import Basis

/// The file that holds a workspace's data key, readable by its owner alone.
///
/// The key stands in it as it is, or locked with a passphrase: then the file has the salt and the
/// cost of the passphrase's derivation, and the data key sealed under the derived key, so that the
/// passphrase can change without touching anything that the data key seals.
package enum KeyFile {
  /// How a file's key is to be had.
  package enum Protection: Sendable { case file, passphrase }

  /// Draws a new data key and writes it to `path`, which must not exist.
  package static func create(at path: String) throws(Fault) -> SecretKey {
    let key = try newKey()
    try SecretFile.create(at: path, KeyFileText.plain(key).lines)
    return key
  }

  /// Draws a new data key and writes it to `path`, locked with `passphrase`.
  package static func create(
    at path: String, passphrase: [UInt8], cost: PassphraseCost = .moderate
  ) throws(Fault) -> SecretKey {
    let key = try newKey()
    try SecretFile.create(at: path, try KeyFileText.locked(key, passphrase, cost).lines)
    return key
  }

  /// How the key in the file at `path` is protected.
  package static func protection(at path: String) throws(Fault) -> Protection {
    switch try KeyFileText(try SecretFile.read(path), path) {
    case .plain: .file
    case .locked: .passphrase
    }
  }

  /// Reads the data key; a locked file needs its passphrase.
  package static func load(_ path: String, passphrase: [UInt8]? = nil) throws(Fault) -> SecretKey {
    switch try KeyFileText(try SecretFile.read(path), path) {
    case .plain(let bytes):
      guard let key = SecretKey(bytes) else { throw Vault.noMemory }
      return key
    case .locked(let lock):
      guard let passphrase else {
        throw Fault(
          .refused, path, reason: "the key is locked with a passphrase",
          remedy: "Give the passphrase")
      }
      return try lock.open(passphrase, path)
    }
  }

  /// Locks the data key in the file at `path` with a new passphrase, or with none.
  ///
  /// The file is replaced in one step: it holds the old text or the new one, never a part.
  package static func relock(
    _ path: String, key: SecretKey, passphrase: [UInt8]?, cost: PassphraseCost = .moderate
  ) throws(Fault) {
    let text =
      if let passphrase { try KeyFileText.locked(key, passphrase, cost) } else {
        KeyFileText.plain(key)
      }
    try SecretFile.replace(path, text.lines)
  }

  private static func newKey() throws(Fault) -> SecretKey {
    guard let key = SecretKey.random() else { throw Vault.noMemory }
    return key
  }
}
