internal import Basis
internal import Columns
internal import Consent
internal import Sealing
internal import Storage

/// Reads the ledger's chain link by link from its sections.
struct LedgerLinks {
  private let folder: String
  private let sections: [LedgerSection]

  init(_ workspace: Workspace) throws(Fault) {
    folder = workspace.columnsFolder
    sections = try workspace.catalogue.ledgerSections()
  }

  /// The hashes of the first `count` entries, or of all where there are fewer; linear.
  func hashes(upTo count: Int) throws(Fault) -> [Digest] {
    var hashes: [Digest] = []
    for section in sections where hashes.count < count {
      switch section.kind {
      case .withdrawal: hashes.append(section.hash)
      case .records:
        let run = try run(of: section)
        for row in 0..<min(run.count, count - hashes.count) { hashes.append(run.hash(at: row)) }
      }
    }
    return hashes
  }

  /// The entry at `place`, counted from 1; nil where there is none.
  func link(at place: Int) throws(Fault) -> ChainLink? {
    guard let section = sections.last(where: { $0.first <= UInt64(place) }) else { return nil }
    let row = place - Int(section.first)
    guard row < section.count else { return nil }
    switch section.kind {
    case .withdrawal:
      return ChainLink(
        sequence: section.first,
        content: LedgerWithdrawal(time: section.at, batch: section.batch, source: section.source)
          .canonical,
        previous: section.previous, hash: section.hash)
    case .records:
      let run = try run(of: section)
      guard row < run.count else { return nil }
      return run.link(at: row, after: row > 0 ? run.hash(at: row - 1) : section.previous)
    }
  }

  private func run(of section: LedgerSection) throws(Fault) -> LedgerRun {
    try LedgerRun(section, try RunFile(path: folder + "/" + (section.run ?? "")))
  }
}
