package import Basis
package import Columns

/// How many of a segment's units a channel can use, step by step.
package struct Waterfall: Sendable, Equatable {
  /// One step: who is left, and how many were lost at it.
  package struct Step: Sendable, Equatable {
    package enum Kind: Hashable, Sendable {
      case matched
      case consented(purpose: String)
      /// At least one of the namespaces that the channel takes is known.
      case reachable(namespaces: [String])
      case notSuppressed
      case notHeldOut
    }

    package let kind: Kind
    package let count: Int
    package let lost: Int
  }

  package let steps: [Step]
  /// How many are delivered.
  package var delivered: Int { steps.last?.count ?? 0 }
}

/// What a channel asks of the units that it is given.
package struct DeliveryTerms: Sendable {
  /// Purposes that must all be granted.
  package var purposes: [String] = []
  /// Namespaces of which one must be known; none means that every unit is reachable.
  package var namespaces: [String] = []
  package var suppressed: UnitSet?
  package var heldOut: UnitSet?
  package init() {}
}

extension SetPlanner {
  /// Follows a segment down to who is delivered; the members are those of the last step.
  package func waterfall(
    _ segment: Segment, _ terms: DeliveryTerms
  ) throws(Fault) -> (waterfall: Waterfall, delivered: UnitSet) {
    var left = try units(segment)
    var steps = [Waterfall.Step(kind: .matched, count: left.count, lost: 0)]
    func take(_ kind: Waterfall.Step.Kind, _ next: DenseSet) {
      steps.append(Waterfall.Step(kind: kind, count: next.count, lost: left.count - next.count))
      left = next
    }
    for purpose in terms.purposes {
      let granting = try units(.consent([Name(purpose)]))
      take(.consented(purpose: purpose), left.intersection(granting))
    }
    if !terms.namespaces.isEmpty {
      let reachable = try units(.or(terms.namespaces.map { .has(Name($0)) }))
      take(.reachable(namespaces: terms.namespaces), left.intersection(reachable))
    }
    if let suppressed = terms.suppressed {
      take(.notSuppressed, left.subtracting(DenseSet(suppressed, bound: unitCount)))
    }
    if let heldOut = terms.heldOut {
      take(.notHeldOut, left.subtracting(DenseSet(heldOut, bound: unitCount)))
    }
    return (Waterfall(steps: steps), left.unitSet)
  }
}
