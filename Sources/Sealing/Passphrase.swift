internal import Basis
internal import CSodium

/// How much work and memory one try at a passphrase costs.
package struct PassphraseCost: Hashable, Sendable {
  package let operations: UInt64
  package let memory: Int

  /// Makes a cost; nil beyond what a machine can be asked for (16 rounds, 1 GiB).
  package init?(operations: UInt64, memory: Int) {
    guard (1...16).contains(operations), (8_192...(1 << 30)).contains(memory) else { return nil }
    self.init(checked: operations, memory)
  }

  private init(checked operations: UInt64, _ memory: Int) {
    (self.operations, self.memory) = (operations, memory)
  }

  /// Under a second and 256 MiB, for a key that lies on the disk.
  package static let moderate = PassphraseCost(checked: 3, 256 << 20)
}

/// A data key sealed under a passphrase, with what is needed to try one.
struct PassphraseLock: Equatable {
  static let saltSize = 16

  var salt: [UInt8]
  var cost: PassphraseCost
  var sealedKey: [UInt8]

  private static let context = "parterre data key"

  /// Seals `key` under `passphrase` with a new salt.
  init(_ key: SecretKey, _ passphrase: [UInt8], _ cost: PassphraseCost) throws(Fault) {
    salt = SecureRandom.bytes(Self.saltSize)
    self.cost = cost
    sealedKey = []
    let vault = try Vault(try derivedKey(passphrase))
    let plain = key.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    sealedKey = vault.seal(plain, context: Self.context)
  }

  init(salt: [UInt8], cost: PassphraseCost, sealedKey: [UInt8]) {
    (self.salt, self.cost, self.sealedKey) = (salt, cost, sealedKey)
  }

  /// Opens the data key, or says that this is not the passphrase.
  func open(_ passphrase: [UInt8], _ path: String) throws(Fault) -> SecretKey {
    let vault = try Vault(try derivedKey(passphrase))
    guard let plain = try? vault.open(sealedKey, context: Self.context),
      let key = SecretKey(plain)
    else {
      throw Fault(
        .refused, path, reason: "this passphrase does not open the key",
        remedy: "Check the passphrase, or restore the key file from a backup")
    }
    return key
  }

  /// The key that the passphrase and the salt make (Argon2id).
  private func derivedKey(_ passphrase: [UInt8]) throws(Fault) -> SecretKey {
    Library.prepare()
    var bytes = [UInt8](repeating: 0, count: SecretKey.size)
    let characters = passphrase.map { CChar(bitPattern: $0) }
    let status = unsafe crypto_pwhash(
      &bytes, UInt64(bytes.count), characters, UInt64(characters.count), salt, cost.operations,
      cost.memory, crypto_pwhash_alg_argon2id13())
    defer { unsafe sodium_memzero(&bytes, bytes.count) }
    guard status == 0, let key = SecretKey(bytes) else {
      throw Fault(
        .store, "the passphrase", reason: "its derivation needs \(cost.memory >> 20) MiB of memory",
        remedy: "Free some memory and try again")
    }
    return key
  }
}
