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

  /// The open rejects of a source, or of all, with their rows as they came.
  func openRejects(
    of source: SourceID? = nil, limit: Int = .max, in catalogue: Catalogue
  ) throws(Fault) -> [RejectRecord] {
    var rejects = try catalogue.openRejects(of: source, limit: limit)
    for index in rejects.indices where rejects[index].isSealed {
      rejects[index].raw = try open(rejects[index].raw, isSealed: true)
    }
    return rejects
  }

  /// A row as it is shown to somebody who has not asked to see it: its shape and the first letter of
  /// every word that one letter does not give away.
  static func masked(_ text: String) -> String {
    var shown = ""
    var word: [Character] = []
    func mask(_ word: [Character]) -> String {
      guard let first = word.first else { return "" }
      return word.count > 3 ? "\(first)••" : "••"
    }
    for character in text {
      if character.isLetter || character.isNumber {
        word.append(character)
      } else {
        shown += mask(word)
        shown.append(character)
        word.removeAll(keepingCapacity: true)
      }
    }
    return shown + mask(word)
  }

  /// Seals what an older Parterre kept plain, within the caller's transaction.
  func sealAll(in catalogue: Catalogue) throws(Fault) {
    try catalogue.forEachReject { (reject) throws(Fault) in
      if !reject.isSealed { try catalogue.seal(reject, as: seal(reject.raw)) }
    }
  }
}
