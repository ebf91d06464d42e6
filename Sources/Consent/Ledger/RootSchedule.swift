package import Basis

/// When a root of a chain is to be kept: after so many entries, and at the first of each day.
package struct RootSchedule: Hashable, Sendable {
  package var entries: UInt64

  package init(entries: UInt64 = 1_000) { self.entries = max(1, entries) }

  /// Whether a chain of `count` entries should have a root now, after `last`.
  package func isDue(after last: LedgerRoot?, count: UInt64, now: Timestamp) -> Bool {
    guard count > 0 else { return false }
    guard let last else { return true }
    guard count > last.count else { return false }
    let isNewDay =
      now.seconds.dividedByFloor(86_400).quotient > last.time.dividedByFloor(86_400).quotient
    return isNewDay || count - last.count >= entries
  }
}
