package import Sealing

/// A consent record's own random number, kept where an erasure removes it.
///
/// The ledger holds hashes under it. Once it is gone nobody can tell whose a record was, nor that
/// two records were the same person's, and the chain stays whole.
package struct RecordSalt: Hashable, Sendable {
  package let number: Int64

  package init(_ number: Int64) { self.number = number }

  /// What stands for an identifier in the ledger; `identifier` is its keyed hash.
  package func who(_ identifier: UInt64) -> Digest {
    var writer = CanonicalWriter(reserving: 48)
    writer.write("who")
    writer.write(number)
    writer.write(identifier)
    return SHA256.of(writer.bytes.span)
  }

  /// What stands for a raw proof in the ledger.
  package func evidence(_ proof: [UInt8]) -> Digest {
    var writer = CanonicalWriter(reserving: 48 + proof.count)
    writer.write("evidence")
    writer.write(number)
    writer.write(proof)
    return SHA256.of(writer.bytes.span)
  }
}
