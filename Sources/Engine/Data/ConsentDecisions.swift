internal import Basis
internal import Columns
internal import Consent
internal import Storage

/// What holds for one purpose under one lens at one instant.
extension WorkspaceAudience {
  /// The decisions about every unit and every identifier.
  func decisions(on purpose: String, asOf instant: Timestamp) throws(Fault) -> Decisions {
    Decisions(
      try snapshot.consent.column(of: purpose), unitMap, snapshot.consent.rule(for: purpose),
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

  /// Who and which identifiers may be used for all of some purposes.
  ///
  /// Every list and every file of people that leaves is intersected with this. A purpose that nobody
  /// ever decided about is granted by nobody.
  func permission(for purposes: [String], asOf instant: Timestamp) throws(Fault) -> Permission {
    var permission = Permission(units: nil, nodes: nil)
    for purpose in purposes {
      let decisions = try decisions(on: purpose, asOf: instant)
      permission.narrow(to: decisions)
    }
    return permission
  }
}

/// The units and the identifiers that may be used; everything where no purpose was asked about.
struct Permission: Sendable {
  private(set) var units: UnitSet?
  private var nodes: Bitmap?

  fileprivate init(units: UnitSet?, nodes: Bitmap?) { (self.units, self.nodes) = (units, nodes) }

  /// Whether an identifier may be used.
  func allows(node: UInt32) -> Bool { nodes?.contains(node) ?? true }

  fileprivate mutating func narrow(to decisions: Decisions) {
    let allowed = UnitSet(decisions.allowedUnits)
    units = units.map { $0.intersection(allowed) } ?? allowed
    var bitmap = Bitmap(count: decisions.nodes.count)
    for node in decisions.allowedNodes where nodes?.contains(node) ?? true { bitmap.insert(node) }
    nodes = bitmap
  }
}
