internal import Basis
internal import Sealing
internal import Storage

/// Seals the bytes of rejected rows, which are whatever a feed said of somebody.
struct RejectSeal {
  private let vault: Vault
  private static let context = "rejects"

  init(_ vault: Vault) { self.vault = vault }

  func seal(_ raw: [UInt8]) -> [UInt8] { vault.seal(raw, context: Self.context) }

  /// The row as it came; one that an older Parterre kept is not sealed.
  func open(_ stored: [UInt8], isSealed: Bool) throws(Fault) -> [UInt8] {
    isSealed ? try vault.open(stored, context: Self.context) : stored
  }

  /// Seals what an older Parterre kept plain, within the caller's transaction.
  func sealAll(in catalogue: Catalogue) throws(Fault) {
    try catalogue.forEachReject { (reject) throws(Fault) in
      if !reject.isSealed { try catalogue.seal(reject, as: seal(reject.raw)) }
    }
  }
}
