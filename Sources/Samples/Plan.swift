package import Basis

/// How large the generated world is, and which one of all possible worlds.
package struct Plan: Sendable, Equatable {
  package var profiles: Int
  package var events: Int
  package var days: Int
  package var seed: UInt64
  /// The midnight at which the feeds end.
  package var end: Timestamp

  /// 2026-11-01, when the feeds end unless another day is asked for.
  package static let defaultEnd = Timestamp(1_793_491_200)

  package init(profiles: Int, events: Int, days: Int = 120, seed: UInt64 = 7, end: Timestamp = defaultEnd) {
    (self.profiles, self.events, self.days) = (max(1, profiles), max(0, events), max(1, days))
    (self.seed, self.end) = (seed, end)
  }

  /// The midnight at which day `day` begins, counted from 0.
  func start(of day: Int) -> Int64 { end.seconds - Int64(days - day) * 86_400 }

  /// A generator for one thing of the world, independent of all others.
  func random(_ thing: UInt64, _ number: Int, _ other: Int = 0) -> Seeded {
    var mixed = Hash64.mixed(seed &+ thing &* 0x9E37_79B9_7F4A_7C15)
    mixed = Hash64.mixed(mixed ^ UInt64(number))
    return Seeded(Hash64.mixed(mixed ^ UInt64(other) << 32))
  }
}
