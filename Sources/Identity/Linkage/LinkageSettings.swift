/// Two records are compared only where a blocking rule lets them meet: where all its parts agree.
package struct BlockingRule: Sendable, Equatable {
  package var parts: [ColumnPart]

  package init(_ parts: [ColumnPart]) { self.parts = parts }

  /// A rule of whole columns.
  package init(_ columns: String...) { parts = columns.map { ColumnPart($0) } }
}

/// Everything that a probabilistic linkage is told.
package struct LinkageSettings: Sendable, Equatable {
  /// Which records may be pairs.
  package enum Scope: String, Sendable, CaseIterable {
    case everything
    /// Only records of different sources.
    case betweenSources = "between_sources"
  }

  package var comparisons: [Comparison]
  /// Pairs are made by any of these; a pair that several make is made once.
  package var blocking: [BlockingRule]
  /// Each trains the comparisons that it does not touch; empty means the blocking rules.
  package var training: [BlockingRule] = []
  /// Rules that only matches meet, to tell how many matches there are.
  package var certain: [BlockingRule] = []
  /// The share of all matches that the certain rules find.
  package var certainRecall = 0.7
  /// The chance that two records match; nil means that certain rules tell it, or else the pairs.
  package var lambda: Double?
  package var scope = Scope.everything
  /// How many random pairs tell how often levels come up among non-matches.
  package var randomPairs = 500_000
  /// The most pairs that one training rule looks at.
  package var trainingPairs = 2_000_000
  package var seed: UInt64 = 1
  /// Pairs below this weight are not kept.
  package var leastWeight = -4.0
  /// The probability from which two records are one person.
  package var threshold = 0.95
  /// At most one record of each source in a cluster.
  package var isOneToOne = false

  package init(comparisons: [Comparison], blocking: [BlockingRule]) {
    (self.comparisons, self.blocking) = (comparisons, blocking)
  }
}
