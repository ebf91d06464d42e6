internal import CSodium

/// Random numbers that nobody can foresee, from the operating system.
package struct SecureRandom: RandomNumberGenerator, Sendable {
  package init() { Library.prepare() }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    UInt64(randombytes_random()) << 32 | UInt64(randombytes_random())
  }

  /// Draws `count` random bytes.
  package static func bytes(_ count: Int) -> [UInt8] {
    Library.prepare()
    var bytes = [UInt8](repeating: 0, count: count)
    unsafe bytes.withUnsafeMutableBytes { buffer in
      if let start = buffer.baseAddress { unsafe randombytes_buf(start, buffer.count) }
    }
    return bytes
  }
}
