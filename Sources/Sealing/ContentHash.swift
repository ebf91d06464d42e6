internal import CSodium

/// A running BLAKE2b-256 over bytes that arrive in pieces: files, batches, ledgers.
package struct ContentHash: Sendable {
  private var state = pt_blake2b_state()

  /// Starts a hash; `domain`, of at most 16 bytes, keeps hashes of different kinds apart.
  package init(domain: StaticString = "") {
    Library.prepare()
    var personal = [16 of UInt8](repeating: 0)
    precondition(domain.utf8CodeUnitCount <= personal.count, "a domain has at most 16 bytes")
    for (index, byte) in domain.description.utf8.enumerated() { personal[index] = byte }
    unsafe personal.span.withUnsafeBufferPointer { buffer in
      unsafe pt_blake2b_init(&state, nil, 0, 32, buffer.baseAddress)
    }
  }

  /// Takes in `bytes`.
  package mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe pt_blake2b_update(&state, buffer.baseAddress, buffer.count)
    }
  }

  /// Takes in `bytes`.
  package mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

  /// The hash of everything taken in so far; more may follow.
  package func finish() -> Digest {
    var bytes = [32 of UInt8](repeating: 0)
    var span = bytes.mutableSpan
    unsafe span.withUnsafeMutableBufferPointer { place in
      unsafe withUnsafePointer(to: state) { unsafe pt_blake2b_final($0, place.baseAddress, 32) }
    }
    return Digest { bytes[$0] }
  }

  /// The hash of `bytes` in one call.
  package static func of(_ bytes: Span<UInt8>, domain: StaticString = "") -> Digest {
    var hash = ContentHash(domain: domain)
    hash.update(bytes)
    return hash.finish()
  }
}
