internal import CSodium

/// A key of 256 bits in memory that is kept from swap and wiped when its last user lets go.
///
/// It is a class because it owns that memory: copies of a value would leave copies of the key.
@safe package final class SecretKey: @unchecked Sendable, CustomStringConvertible {
  // Sendable: the memory is written in the initialiser alone and read-only from then on.
  private let memory: UnsafeMutableRawPointer

  /// How many bytes a key has.
  package static let size = 32

  /// Takes over a key of 32 bytes; nil for any other number, or where no memory is left.
  package init?(_ bytes: [UInt8]) {
    Library.prepare()
    guard bytes.count == Self.size, let place = unsafe sodium_malloc(Self.size) else { return nil }
    unsafe place.copyMemory(from: bytes, byteCount: Self.size)
    _ = unsafe sodium_mprotect_readonly(place)
    unsafe memory = place
  }

  deinit { unsafe sodium_free(memory) }

  /// Draws a new key.
  package static func random() -> SecretKey? { SecretKey(SecureRandom.bytes(size)) }

  /// Lets `body` look at the bytes; it must not keep them.
  package func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    let bytes = unsafe UnsafeBufferPointer(
      start: memory.assumingMemoryBound(to: UInt8.self), count: Self.size)
    return body(unsafe bytes.span)
  }

  /// Makes the key for one purpose; nobody can compute this key or another purpose's from it.
  package func derived(for purpose: KeyPurpose) -> SecretKey? {
    var bytes = [UInt8](repeating: 0, count: Self.size)
    let context: [CChar] = Array("parterre".utf8).map { CChar(bitPattern: $0) }
    let status = unsafe crypto_kdf_derive_from_key(
      &bytes, bytes.count, purpose.rawValue, context,
      memory.assumingMemoryBound(to: UInt8.self))
    defer { unsafe sodium_memzero(&bytes, bytes.count) }
    return status == 0 ? SecretKey(bytes) : nil
  }

  var pointer: UnsafePointer<UInt8> {
    unsafe UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
  }

  /// Never the key.
  package var description: String { "a secret key" }
}

/// What a derived key is for; the numbers are part of the on-disk format.
package enum KeyPurpose: UInt64, Sendable, CaseIterable {
  case sealing = 1
  case lookup = 2
  case tombstone = 3
  case subject = 4
  case holdout = 5
  case chain = 6
  case feeds = 7
}
