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
    Decisions(
      try snapshot.consent.column(of: purpose), decidingMap,
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

  /// The units that decide about consent: under the lens of devices, persons.
  var decidingMap: UnitMap {
    let deciding = persons ?? units
    return UnitMap(units: deciding.unitOfNode, unitCount: deciding.count)
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

  /// The units that may be addressed.
  ///
  /// Every list and every file of people that leaves is intersected with this. Where each identifier
  /// decides for itself alone, one that has the permission is enough for its unit, and
  /// `allowedIdentifiers` tells by which of them it may be addressed.
  func allowedUnits(for purpose: String, asOf instant: Timestamp) throws(Fault) -> UnitSet {
    let states = try states(on: purpose, asOf: instant)
    let allowed = states.indices.filter { ConsentDecision(rawValue: states[$0])?.isAllowed == true }
    return UnitSet(allowed.map { UInt32($0) })
  }

  /// The identifiers that may leave for all of some purposes; nil where every identifier of a unit
  /// that may be addressed does, because none of the purposes lets identifiers decide alone.
  func allowedIdentifiers(for purposes: [String], asOf instant: Timestamp) throws(Fault) -> Bitmap?
  {
    var allowed: Bitmap?
    for purpose in purposes where snapshot.consent.rule(for: purpose).scope == .own {
      let nodes = try decisions(on: purpose, asOf: instant).allowedNodes
      var kept = Bitmap(count: units.unitOfNode.count)
      for node in nodes where allowed?.contains(node) ?? true { kept.insert(node) }
      allowed = kept
    }
    return allowed
  }

  /// The identifiers by which a delivery of an earlier instant may have been made; nil where none of
  /// the purposes lets identifiers decide alone.
  ///
  /// A refusal that was said before the delivery and came in after it had kept nothing back: of a
  /// unit that it leaves without any identifier, all count that ever had the permission.
  func formerIdentifiers(for purposes: [String], at instant: Timestamp) throws(Fault) -> Bitmap? {
    guard var former = try allowedIdentifiers(for: purposes, asOf: instant) else { return nil }
    var known = Bitmap(count: unitCount)
    for node in former.members() { if let unit = units[node] { known.insert(unit) } }
    for purpose in purposes where snapshot.consent.rule(for: purpose).scope == .own {
      let column = try snapshot.consent.column(of: purpose)
      let granted = zip(column.nodes, column.isGranted).filter(\.1).map(\.0)
      for node in try granted + interested(in: purpose) {
        guard let unit = units[node], !known.contains(unit) else { continue }
        former.insert(node)
      }
    }
    return former
  }

  /// The units that have an identifier of a namespace for which `fits` holds.
  func units(withNamespace name: String, where fits: (UInt32) -> Bool) throws(Fault) -> UnitSet {
    var found = Bitmap(count: unitCount)
    guard let code = snapshot.namespaces.firstIndex(of: name) else { return UnitSet() }
    for reader in snapshot.identifiers.map(\.reader) {
      for (index, namespace) in try reader.namespaces().enumerated() where namespace == UInt32(code)
      {
        let node = reader.firstNode + UInt32(index)
        if let unit = units[node], fits(node) { found.insert(unit) }
      }
    }
    return UnitSet(found.members())
  }
}
