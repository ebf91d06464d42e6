/// A link that did not join, and why; no limit bites silently.
package struct Refusal: Sendable, Equatable {
  /// Why a link did not join.
  package enum Reason: Sendable, Equatable {
    /// The profile would have more identifiers of this namespace than its rule allows.
    case limit(namespace: UInt16)
    /// An analyst decided that these two are not one person.
    case decision(UInt32, UInt32)
    /// The profile would be suspiciously large: the group named by its smallest node is held apart.
    case suspicious(group: UInt32, size: Int)
  }

  package let a: UInt32
  package let b: UInt32
  package let time: UInt32
  package let source: UInt16
  package let batch: UInt32
  package let evidence: LinkEvidence
  package let reason: Reason

  init(_ links: borrowing LinkColumns, row: Int, reason: Reason) {
    (a, b) = (min(links.a[row], links.b[row]), max(links.a[row], links.b[row]))
    (time, source, batch) = (links.time[row], links.source[row], links.batch[row])
    evidence = links.evidence(at: row)
    self.reason = reason
  }
}
