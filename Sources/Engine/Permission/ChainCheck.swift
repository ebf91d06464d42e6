internal import Basis
internal import Consent
internal import Sealing
internal import Storage

/// Checks a stored chain against its own hashes, its sealed end and its roots.
struct ChainCheck {
  private var verifier: ChainVerifier
  private var problems: [String] = []
  private let hasEnd: Bool
  /// The roots that are stored, by how many entries they stand for, and the last that was due.
  private let stored: [UInt64: LedgerRoot]
  private var lastDue: LedgerRoot?
  /// How many entries were seen.
  var entries: UInt64 { verifier.entries }
  /// How many roots were held against the chain, its end among them.
  var rootsChecked: Int { verifier.rootsChecked }

  /// Starts on the chain called `name`, whose `end` and `roots` are stored beside it.
  ///
  /// `further` are roots that were kept elsewhere. Without the key seals are not looked at.
  init(
    _ name: String, end: SealedRoot?, roots: [SealedRoot], further: [LedgerRoot] = [],
    key: SecretKey?
  ) {
    var genuine: [LedgerRoot] = []
    for sealed in roots + (end.map { [$0] } ?? []) {
      if let root = sealed.root, key.map({ sealed.isGenuine(under: $0) }) ?? true {
        genuine.append(root)
      } else if sealed == end {
        problems.append("the end of the chain was not sealed by this workspace")
      } else {
        problems.append(
          "the root after \(sealed.root.map { String($0.count) } ?? "some") records was not sealed "
            + "by this workspace")
      }
    }
    verifier = ChainVerifier(
      name: name, roots: genuine + further, expectedCount: end?.root?.count)
    hasEnd = end != nil
    stored = Dictionary(
      roots.compactMap { $0.root.map { ($0.count, $0) } }, uniquingKeysWith: { first, _ in first })
  }

  mutating func check(_ link: ChainLink) { verifier.check(link) }

  /// Notes that the chain grew to so many entries at a time, when a root of it may have been due.
  ///
  /// A root that is gone is found by that alone where the table of roots had no seal yet.
  mutating func grew(to count: UInt64, at time: Timestamp) {
    if let root = stored[count] {
      lastDue = root
    } else if RootSchedule().isDue(after: lastDue, count: count, now: time) {
      problems.append("the root after record \(count) is missing")
      lastDue = LedgerRoot(count: count, head: .zero, tree: .zero, time: time.seconds)
    }
  }

  /// Ends the check and tells what is wrong, in the order of the entries.
  mutating func finish() -> [String] {
    if !hasEnd, entries > 0 {
      problems.append(
        "the sealed end of the chain was removed, so that its \(Counted.text(Int(entries), "record")) "
          + "may have been added to or cut off")
    }
    return verifier.finish().map(\.description) + problems
  }
}

extension ChainCheck {
  /// Checks the whole audit log.
  static func audit(_ catalogue: Catalogue, key: SecretKey?) throws(Fault) -> [String] {
    var check = ChainCheck(
      "audit", end: try catalogue.auditEnd(), roots: try catalogue.auditRoots(), key: key)
    try catalogue.forEachAuditLink { link in
      check.check(link)
      if let entry = AuditEntry(link) { check.grew(to: link.sequence, at: entry.time) }
    }
    return check.finish()
  }
}
