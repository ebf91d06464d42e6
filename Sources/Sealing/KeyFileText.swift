internal import Basis

/// A key file's content: one word and one value a line.
enum KeyFileText {
  case plain([UInt8])
  case locked(PassphraseLock)

  private static let header = "parterre-key 1"

  static func plain(_ key: SecretKey) -> KeyFileText {
    .plain(key.withBytes { bytes in bytes.indices.map { bytes[$0] } })
  }

  static func locked(
    _ key: SecretKey, _ passphrase: [UInt8], _ cost: PassphraseCost
  ) throws(Fault) -> KeyFileText {
    .locked(try PassphraseLock(key, passphrase, cost))
  }

  /// The content as text.
  var lines: String {
    switch self {
    case .plain(let key):
      """
      \(Self.header)
      key \(Hex.text(of: key))

      """
    case .locked(let lock):
      """
      \(Self.header)
      salt \(Hex.text(of: lock.salt))
      operations \(lock.cost.operations)
      memory \(lock.cost.memory)
      locked \(Hex.text(of: lock.sealedKey))

      """
    }
  }

  /// Reads a key file's content; `path` is named in faults.
  init(_ text: String, _ path: String) throws(Fault) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    guard lines.first == Self.header[...] else {
      throw Self.damaged(path, line: 1, "it is not a key file of this version")
    }
    lines.removeFirst()
    var values: [Substring: Substring] = [:]
    for (index, line) in lines.enumerated() {
      let parts = line.split(separator: " ")
      guard parts.count == 2, values.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw Self.damaged(path, line: index + 2, "a line is not one word and one value")
      }
    }
    if values.count == 1, let key = values["key"].flatMap(Hex.bytes), key.count == SecretKey.size {
      self = .plain(key)
    } else if values.count == 4, let lock = Self.lock(values) {
      self = .locked(lock)
    } else {
      throw Self.damaged(path, line: 2, "the key or its lock is not whole")
    }
  }

  private static func lock(_ values: [Substring: Substring]) -> PassphraseLock? {
    guard let salt = values["salt"].flatMap(Hex.bytes), salt.count == PassphraseLock.saltSize,
      let operations = values["operations"].flatMap({ UInt64($0) }),
      let memory = values["memory"].flatMap({ Int($0) }),
      let cost = PassphraseCost(operations: operations, memory: memory),
      let sealed = values["locked"].flatMap(Hex.bytes),
      sealed.count == SecretKey.size + Vault.overhead
    else { return nil }
    return PassphraseLock(salt: salt, cost: cost, sealedKey: sealed)
  }

  private static func damaged(_ path: String, line: Int, _ reason: String) -> Fault {
    Fault(
      .damaged, path, reason: reason, remedy: "Restore the key file from a backup",
      place: Fault.Place(line: line))
  }
}
