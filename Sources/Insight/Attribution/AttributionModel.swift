/// How the credit for a conversion is given to the touches before it.
package enum AttributionModel: String, Sendable, Hashable, CaseIterable {
  case last
  case lastNonDirect = "last-non-direct"
  case first
  case linear
  case decay
  case position
  case markov
  case shapley
  case shapleyRate = "shapley-rate"

  package var title: String {
    switch self {
    case .last: "Last"
    case .lastNonDirect: "Last non-direct"
    case .first: "First"
    case .linear: "Linear"
    case .decay: "Time decay"
    case .position: "Position"
    case .markov: "Markov"
    case .shapley: "Shapley"
    case .shapleyRate: "Shapley (rate)"
    }
  }

  /// Whether it also looks at the paths that led nowhere.
  package var needsNulls: Bool { self == .markov || self == .shapleyRate }

  /// Whether it looks at each conversion by itself.
  package var isRule: Bool { !needsNulls }
}

/// The numbers that the rules among the models work with.
package struct AttributionRules: Sendable, Equatable {
  /// Seconds in which a touch loses half of its weight.
  package var halfLife: Double = 7 * 86_400
  /// What the first and the last of at least three touches get; the rest is for those in between.
  package var firstShare = 0.4
  package var lastShare = 0.4

  package init() {}
}
