package import Basis
package import Sealing

/// The identifiers that were erased, as keyed hashes: it refuses them without knowing them.
package struct TombstoneSet: Hashable, Sendable {
  private var hashes: Set<UInt64>

  package init(_ hashes: some Sequence<UInt64> = []) { self.hashes = Set(hashes) }

  /// Whether the identifier with `hash` was erased.
  package func contains(_ hash: UInt64) -> Bool { hashes.contains(hash) }

  /// Adds an identifier's hash.
  package mutating func insert(_ hash: UInt64) { hashes.insert(hash) }

  /// All hashes in ascending order.
  package var sorted: [UInt64] { hashes.sorted() }

  /// How many identifiers were erased.
  package var count: Int { hashes.count }

  /// The hash that stands for erased identifiers of one namespace.
  package static func hash(_ vault: Vault, namespace: String) throws(Fault) -> KeyedHash {
    KeyedHash(try vault.key(for: .tombstone), namespace: namespace)
  }
}
