package import Basis
internal import Sealing
internal import Storage
internal import Synchronization

/// The passphrases of this process: where they come from, and the keys that they have opened.
///
/// Deriving a key from a passphrase costs half a second on purpose, and every question opens its
/// workspace anew; so a key that was opened is kept, in memory that is never swapped, for as long as
/// its file stays the same. It is one for the process, as the person at the keyboard is.
package enum KeyRing {
  private struct State {
    var ask: @Sendable (String) -> [UInt8]? = { _ in nil }
    var opened: [String: (file: [UInt8], key: SecretKey)] = [:]
  }
  private static let state = Mutex(State())

  /// Says whom to ask for the passphrase of the workspace at a path.
  package static func setSource(_ ask: @escaping @Sendable (String) -> [UInt8]?) {
    state.withLock { $0.ask = ask }
  }

  /// The data key in the file at `path`.
  static func key(at path: String) throws(Fault) -> SecretKey {
    guard try KeyFile.protection(at: path) == .passphrase else { return try KeyFile.load(path) }
    let file = try FileSystem.read(path)
    let (known, ask) = state.withLock { ($0.opened[path], $0.ask) }
    if let known, known.file == file { return known.key }
    guard let passphrase = ask(path) else {
      throw Fault(
        .refused, path, reason: "the key is locked with a passphrase",
        remedy: "Give it in PARTERRE_PASSPHRASE, or run this in a terminal to be asked")
    }
    let key = try KeyFile.load(path, passphrase: passphrase)
    state.withLock { $0.opened[path] = (file, key) }
    return key
  }
}

extension Workspace {
  /// Locks the workspace's key with a passphrase, or with none, and notes that it was done.
  package static func relock(_ path: String, passphrase: [UInt8]?, now: Timestamp) throws(Fault) {
    let workspace = try Workspace(path: path, for: .write)
    let keyPath = path + "/" + keyName
    let key = try KeyRing.key(at: keyPath)
    try KeyFile.relock(keyPath, key: key, passphrase: passphrase)
    try workspace.catalogue.audit(
      "passphrase", "key", passphrase == nil ? "removed" : "set", at: now)
  }
}
