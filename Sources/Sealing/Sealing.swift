// Sealing: everything that must be secret or unforgeable.
//
// Bytes come in; content hashes, keyed look-up hashes, sealed values and random numbers go out, all
// made by libsodium. It is the only module that touches that library and, besides key files, it
// reads and writes nothing. It never logs, and no fault of its carries a key or a plain value.
internal import CSodium

/// Chooses libsodium's fastest routines for this machine, once, before the first use.
enum Library {
  private static let isReady = sodium_init() >= 0

  /// Makes sure that the library is ready; it fails only where the system has no randomness.
  static func prepare() {
    precondition(isReady, "the system offers no random numbers")
  }
}
