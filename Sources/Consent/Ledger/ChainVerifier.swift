internal import Sealing

/// Something that is wrong with a stored chain, and with which of its entries.
package enum ChainFinding: Hashable, Sendable, CustomStringConvertible {
  /// The entry's content or hash is not what was appended.
  case changed(UInt64)
  /// Entries are missing from the chain.
  case removed(ClosedRange<UInt64>)
  /// An entry stands at another place than its own.
  case moved(UInt64, to: UInt64)
  /// An entry is there that was never appended.
  case inserted(UInt64)
  /// An entry names another hash as that of the one before it: one of the two was exchanged.
  case exchanged(UInt64, or: UInt64)
  /// The entries up to this one are not those that a root was taken of.
  case rewritten(upTo: UInt64)

  package var description: String {
    switch self {
    case .changed(let sequence): "record \(sequence) was changed"
    case .removed(let range):
      range.count == 1
        ? "record \(range.lowerBound) was removed"
        : "records \(range.lowerBound) to \(range.upperBound) were removed"
    case .moved(let own, let place): "record \(own) was moved to place \(place)"
    case .inserted(let sequence): "record \(sequence) was inserted"
    case .exchanged(let before, let sequence):
      before == 0
        ? "record \(sequence) was exchanged"
        : "records \(before) and \(sequence) do not fit together: one of them was exchanged"
    case .rewritten(let sequence): "the records up to \(sequence) are not those of an earlier root"
    }
  }
}

/// Checks a stored chain entry by entry, in the order of their places, and names what is wrong.
package struct ChainVerifier: Sendable {
  /// What was found so far, in the order of the entries.
  package private(set) var findings: [ChainFinding] = []
  /// How many entries were seen.
  package private(set) var entries: UInt64 = 0
  /// How many roots were held against the chain.
  package private(set) var rootsChecked = 0
  private var last: Digest
  private var place: UInt64 = 0
  private var tree = MerkleFrontier()
  private var roots: ArraySlice<LedgerRoot>
  private let expectedCount: UInt64?

  /// Starts on the chain called `name`.
  ///
  /// `roots` are earlier ones that the chain must still extend; `expectedCount` is how many
  /// entries it should have, from a sealed root at its end.
  package init(name: String, roots: [LedgerRoot] = [], expectedCount: UInt64? = nil) {
    last = LedgerChain.genesis(name)
    self.roots = roots.sorted { ($0.count, $0.time) < ($1.count, $1.time) }[...]
    self.expectedCount = expectedCount
    checkRoots()
  }

  /// Checks the next entry.
  package mutating func check(_ link: ChainLink) {
    entries += 1
    guard link.sequence > place else {
      findings.append(.inserted(link.sequence))
      return
    }
    if let expectedCount, link.sequence > expectedCount {
      findings.append(.inserted(link.sequence))
    } else {
      examine(link)
    }
    place = link.sequence
    last = link.hash
    tree.append(link.hash)
    checkRoots()
  }

  private mutating func examine(_ link: ChainLink) {
    let hasGap = link.sequence > place + 1
    if hasGap { findings.append(.removed((place + 1)...(link.sequence - 1))) }
    guard link.isConsistent else {
      findings.append(.changed(link.sequence))
      return
    }
    if let own = link.ownSequence, own != link.sequence {
      findings.append(.moved(own, to: link.sequence))
    } else if !hasGap, link.previous != last {
      findings.append(.exchanged(link.sequence - 1, or: link.sequence))
    }
  }

  private mutating func checkRoots() {
    while let root = roots.first, root.count <= place {
      roots.removeFirst()
      rootsChecked += 1
      let isExtended =
        root.count == place && tree.count == place && root.head == last && root.tree == tree.root
      // Where an entry is already named, that no root fits any more is only the consequence.
      if !isExtended, findings.isEmpty { findings.append(.rewritten(upTo: root.count)) }
    }
  }

  /// Ends the check and returns everything that is wrong.
  package mutating func finish() -> [ChainFinding] {
    let end = max(expectedCount ?? 0, roots.map(\.count).max() ?? 0)
    if place < end { findings.append(.removed((place + 1)...end)) }
    roots = []
    return findings
  }
}
