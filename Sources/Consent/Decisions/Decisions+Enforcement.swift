extension Decisions {
  /// The decisions about several purposes together: allowed where every one is.
  ///
  /// Where they differ the strictest of those that forbid is told, so that a loss has one reason:
  /// refused before expired before no signal.
  package static func all(of decisions: [Decisions]) -> [UInt8] {
    guard var states = decisions.first?.units else { return [] }
    for other in decisions.dropFirst() {
      precondition(other.units.count == states.count, "all decisions are about the same units")
      for unit in states.indices { states[unit] = strictest(states[unit], other.units[unit]) }
    }
    return states
  }

  private static func strictest(_ a: UInt8, _ b: UInt8) -> UInt8 {
    func rank(_ state: UInt8) -> Int {
      switch ConsentDecision(rawValue: state) {
      case .granted: 0
      case .interest: 1
      case .noSignal, nil: 2
      case .expired: 3
      case .refused: 4
      }
    }
    return rank(a) >= rank(b) ? a : b
  }
}
