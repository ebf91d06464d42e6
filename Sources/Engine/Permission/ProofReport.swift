/// What a checked proof says.
package struct ProofReport: Sendable, Equatable {
  /// One thing that a proved record says.
  package struct Fact: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }

  /// Whether the proof holds against the roots that were given.
  package let holds: Bool
  /// The record that is proved, or how many records the older root stands for.
  package let place: Int
  /// How many records the newer root stands for.
  package let count: Int
  /// What the record says; empty where a growth is proved, or nothing is.
  package let facts: [Fact]
  package let isGrowth: Bool
}
