internal import Basis
internal import Columns
internal import Consent
internal import Storage

/// What holds for one purpose under one lens at one instant.
extension WorkspaceAudience {
  /// The state of every unit as the raw value of a `ConsentDecision`.
  ///
  /// Consent is a person's: under the lens of devices each has the state of the person whose it is.
  func states(on purpose: String, asOf instant: Timestamp) throws(Fault) -> [UInt8] {
    ofUnits(try decisions(on: purpose, asOf: instant).units)
  }

  /// The decisions about every identifier and every unit; under the lens of devices, every person.
  private func decisions(on purpose: String, asOf instant: Timestamp) throws(Fault) -> Decisions {
    let deciding = persons ?? units
    let map = UnitMap(units: deciding.unitOfNode, unitCount: deciding.count)
    return Decisions(
      try snapshot.consent.column(of: purpose, under: map), map,
      snapshot.consent.rule(for: purpose), asOf: instant, interested: try interested(in: purpose))
  }

  /// The states of those who decide as states of the units: a device is of one person.
  private func ofUnits(_ states: [UInt8]) -> [UInt8] {
    guard let persons else { return states }
    var own = [UInt8](repeating: ConsentDecision.noSignal.rawValue, count: units.count)
    for (node, unit) in units.unitOfNode.enumerated() where unit != NodeUnits.none {
      if let person = persons[UInt32(node)] { own[Int(unit)] = states[Int(person)] }
    }
    return own
  }

  /// The units as the rules of consent take them.
  var unitMap: UnitMap { UnitMap(units: units.unitOfNode, unitCount: units.count) }

  /// The identifiers of sources that may use data for the purpose where nothing was said.
  func interested(in purpose: String) throws(Fault) -> [UInt32] {
    let names = snapshot.consent.interestSources(for: purpose)
    guard !names.isEmpty else { return [] }
    let sources = Set(snapshot.sources.filter { names.contains($0.name) }.map(\.id))
    var nodes: [UInt32] = []
    for seen in snapshot.sightings where sources.contains(seen.source) {
      nodes += try seen.reader.nodes(of: seen.list)
    }
    return nodes
  }

  /// The units that may be addressed as a whole.
  ///
  /// Every list and every file of people that leaves is intersected with this. Where each identifier
  /// decides for itself alone, nobody is in it of whom one refused or one's grant ran out, for a unit
  /// leaves with any of its identifiers.
  func allowedUnits(for purpose: String, asOf instant: Timestamp) throws(Fault) -> UnitSet {
    let decisions = try decisions(on: purpose, asOf: instant)
    var states = decisions.units
    if snapshot.consent.rule(for: purpose).scope == .own {
      let deciding = persons ?? units
      for (node, state) in decisions.nodes.enumerated() {
        guard let unit = deciding[UInt32(node)], let decision = ConsentDecision(rawValue: state),
          decision == .refused || decision == .expired
        else { continue }
        states[Int(unit)] = state
      }
    }
    let allowed = ofUnits(states).enumerated().filter {
      ConsentDecision(rawValue: $0.element)?.isAllowed == true
    }
    return UnitSet(allowed.map { UInt32($0.offset) })
  }
}
