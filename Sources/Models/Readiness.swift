/// What there must be before a model is trained, and what there is.
package struct Readiness: Sendable, Equatable {
  package struct Check: Sendable, Equatable {
    package let name: String
    package let found: Int
    package let needed: Int
    /// Why less does not do.
    package let reason: String
    package var passes: Bool { found >= needed }

    package init(_ name: String, found: Int, needed: Int, reason: String) {
      (self.name, self.found, self.needed, self.reason) = (name, found, needed, reason)
    }
  }

  package private(set) var checks: [Check]

  /// The checks of every model.
  package init(examples: Int, others: Int, traits: Int, eventTypes: Int) {
    checks = [
      Check(
        "examples", found: examples, needed: 100,
        reason: "with fewer examples what they have in common is chance"),
      Check(
        "others", found: others, needed: 100,
        reason: "with fewer others nothing stands out against them"),
      Check(
        "event types", found: eventTypes, needed: 2,
        reason: "what people do tells more than who they are"),
      Check(
        "traits", found: traits, needed: 5, reason: "a few traits make a segment, not a model"),
    ]
  }

  /// Adds the check of a model of the future: it learns from the past behind the horizon.
  package mutating func require(daysOfHistory days: Int, horizon: Int) {
    checks.append(
      Check(
        "days of history", found: days, needed: 3 * horizon,
        reason: "traits need twice the horizon before the time that is learned from"))
  }

  package var failures: [Check] { checks.filter { !$0.passes } }
}
