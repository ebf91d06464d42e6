internal import Basis
internal import Consent
internal import Sealing
internal import Storage

/// The chain of erasure receipts of a workspace.
struct ErasureReceipts {
  private static let name = "erasures"
  private let catalogue: Catalogue

  init(_ catalogue: Catalogue) { self.catalogue = catalogue }

  /// Appends a receipt within the caller's transaction; returns its number and its hash.
  func append(_ receipt: ErasureReceipt) throws(Fault) -> (number: Int64, hash: String) {
    var chain = LedgerChain(name: Self.name, continuing: try links().map(\.hash))
    let link = chain.append(receipt.canonical)
    try catalogue.add(
      StoredReceipt(
        sequence: Int64(link.sequence), entry: link.entry, previous: link.previous.bytes,
        hash: link.hash.bytes))
    return (Int64(link.sequence), link.hash.hex)
  }

  /// What is wrong with the receipts or with what they promise.
  func problems() throws(Fault) -> [String] {
    var verifier = ChainVerifier(name: Self.name)
    var problems: [String] = []
    let stored = try catalogue.tombstones()
    let tombstones = TombstoneSet(stored)
    var promised: Set<UInt64> = []
    for link in try links() {
      verifier.check(link)
      guard let receipt = ErasureReceipt(link) else {
        problems.append("Erasure receipt \(link.sequence) cannot be read.")
        continue
      }
      promised.formUnion(receipt.tombstones)
      if !receipt.holds(in: tombstones) {
        problems.append("A tombstone of erasure receipt \(link.sequence) is missing.")
      }
    }
    let strangers = stored.count { !promised.contains($0) }
    if strangers > 0 {
      problems.append("Tombstones that no erasure receipt has: \(strangers).")
    }
    return problems + verifier.finish().map { "The erasure receipts: \($0)." }
  }

  private func links() throws(Fault) -> [ChainLink] {
    try catalogue.receipts().map { (stored) throws(Fault) in
      guard let previous = Digest(stored.previous), let hash = Digest(stored.hash) else {
        throw Fault(
          .damaged, "erasure receipt \(stored.sequence)", reason: "its hashes are not whole",
          remedy: "Restore the workspace from a backup with `parterre restore`")
      }
      return ChainLink(
        sequence: UInt64(stored.sequence), entry: stored.entry, previous: previous, hash: hash)
    }
  }
}
