internal import Basis
internal import Columns
internal import Consent

/// What a list of people is for, and who has permitted it.
///
/// It is always persons that permit: a device or a household has no say, whichever a list is of.
struct ListPermission {
  let purposes: [String]
  private let persons: NodeUnits
  /// The persons who permit each purpose.
  private let allowed: [UnitSet]
  /// The identifiers that may leave; nil where a person's permission is that of all they have.
  private let identifiers: Bitmap?

  init(purposes: [String], persons: WorkspaceAudience, asOf now: Timestamp) throws(Fault) {
    let catalogue = persons.snapshot.consent.configuration.catalogue
    var allowed: [UnitSet] = []
    for name in purposes {
      _ = try catalogue.required(name)
      allowed.append(try persons.allowedUnits(for: name, asOf: now))
    }
    (self.purposes, self.persons, self.allowed) = (purposes, persons.units, allowed)
    identifiers = try persons.allowedIdentifiers(for: purposes, asOf: now)
  }

  /// Whether an identifier may leave: its person permits it and, where identifiers decide for
  /// themselves alone, it does; nobody's identifier never leaves.
  func allows(node: UInt32) -> Bool {
    permitsPerson(of: node) && identifiers?.contains(node) ?? true
  }

  private func permitsPerson(of node: UInt32) -> Bool {
    guard let person = persons[node] else { return false }
    return allowed.allSatisfy { $0.contains(person) }
  }

  /// The units of a lens of which every person permits it.
  func units(of lens: NodeUnits) -> Bitmap {
    var units = Bitmap(count: lens.count)
    for unit in 0..<UInt32(lens.count) { units.insert(unit) }
    for (node, unit) in lens.unitOfNode.enumerated()
    where unit != NodeUnits.none && !permitsPerson(of: UInt32(node)) {
      units.remove(unit)
    }
    return units
  }
}

extension QuestionDesk {
  /// Who has permitted what a list is for, as of now, whatever instant and lens were asked about.
  func permission(for purposes: [String]) throws(Fault) -> ListPermission {
    let persons = try audience(.person)
    let configuration = persons.snapshot.consent.configuration
    let names =
      purposes.isEmpty
      ? [configuration.catalogue.name(of: configuration.listPurpose)] : purposes
    return try ListPermission(purposes: names, persons: persons, asOf: clock())
  }
}
