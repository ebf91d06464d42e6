internal import Basis
internal import Columns
internal import Consent
internal import Storage

/// What holds for one purpose under one lens at one instant.
extension WorkspaceAudience {
  /// The decisions about every unit and every identifier.
  func decisions(on purpose: String, asOf instant: Timestamp) throws(Fault) -> Decisions {
    Decisions(
      try snapshot.consent.column(of: purpose, under: unitMap), unitMap,
      snapshot.consent.rule(for: purpose),
      asOf: instant, interested: try interested(in: purpose))
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
    let allowed = UnitSet(decisions.allowedUnits)
    guard snapshot.consent.rule(for: purpose).scope == .own else { return allowed }
    var barred = Bitmap(count: units.count)
    for (node, state) in decisions.nodes.enumerated() {
      guard let unit = units[UInt32(node)], let decision = ConsentDecision(rawValue: state),
        decision == .refused || decision == .expired
      else { continue }
      barred.insert(unit)
    }
    return allowed.subtracting(UnitSet(barred.members()))
  }
}
