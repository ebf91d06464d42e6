package import Basis

/// How much to generate, and for which period.
package struct Plan: Hashable, Sendable {
  package let profiles: Int
  package let events: Int
  package let days: Int
  package let seed: UInt64
  /// The instant at which the period ends; no event is later.
  package let end: Timestamp

  /// 2026-11-01 00:00 UTC, so that a plan without an end always means the same period.
  package static let usualEnd = Timestamp(1_793_491_200)

  package init(
    profiles: Int, events: Int, days: Int = 90, seed: UInt64 = 1, end: Timestamp = Plan.usualEnd
  ) {
    (self.profiles, self.events, self.days) = (profiles, events, days)
    (self.seed, self.end) = (seed, end)
  }

  /// The small set that lies in SampleData.
  package static let small = Plan(profiles: 2_000, events: 30_000)

  /// Refuses what can't be generated.
  func check() throws(Fault) {
    func limit(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(Fault) {
      guard !range.contains(value) else { return }
      throw Fault(
        .usage, "--\(name)", reason: "\(value) is out of range",
        remedy: "Give a number from \(range.lowerBound) to \(range.upperBound)")
    }
    try limit("profiles", profiles, 10...4_000_000)
    try limit("events", events, 100...2_000_000_000)
    try limit("days", days, 1...1_500)
  }
}
