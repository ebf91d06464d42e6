internal import CSodium

/// The library, initialised once before anything else of it is used.
enum Sodium {
  /// Reading this starts the library; libsodium itself makes that safe from any thread.
  static let isReady: Bool = sodium_init() >= 0
}

/// Random bytes from the operating system.
package func randomBytes(_ count: Int) -> [UInt8] {
  precondition(Sodium.isReady, "libsodium could not start")
  var bytes = [UInt8](repeating: 0, count: count)
  unsafe randombytes_buf(&bytes, count)
  return bytes
}
