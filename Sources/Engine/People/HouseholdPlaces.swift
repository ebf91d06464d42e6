internal import Basis
internal import Columns
internal import Identity

/// Where persons were seen to live: addresses that sources give, and networks that they shared.
struct HouseholdPlaces {
  private(set) var keys = HouseholdKeys()

  /// Gathers the places of a snapshot's persons.
  ///
  /// A person counts as seen on a day once, however many of their devices were. A batch keeps the
  /// first time at which it saw two identifiers together, so a feed of several days counts as one:
  /// fewer households rather than false ones.
  init(_ snapshot: Snapshot, _ population: Population) throws(Fault) {
    let rule = snapshot.identity.rules.household
    let hasAttribute = snapshot.vocabulary.attributes[rule.attribute] == .text
    let kinds = snapshot.namespaces.map { name -> HouseholdKeys.Kind? in
      if rule.addresses.contains(name) { return .address }
      return rule.networks.contains(name) ? .network : nil
    }
    guard hasAttribute || kinds.contains(where: { $0 != nil }) else {
      throw Fault(
        .refused, "the household lens",
        reason: "no source gives an attribute “\(rule.attribute)” or an identifier of a network",
        remedy: "Map an address, such as street and postcode joined, or an `ip`; "
          + "or count persons")
    }
    if hasAttribute { try addAddresses(rule.attribute, snapshot) }
    addPlaces(kinds, population)
  }

  private mutating func addAddresses(_ attribute: String, _ snapshot: Snapshot) throws(Fault) {
    for run in snapshot.facts {
      guard let table = try FactTable.read(attribute, from: run.file),
        case .codes(let codes) = table.values
      else { continue }
      for (row, node) in table.nodes.enumerated() where codes[row] != 0 {
        keys.append(node: node, key: UInt64(codes[row]), kind: .address, days: 1)
      }
    }
  }

  /// One row a person and place, with the number of distinct days.
  private mutating func addPlaces(_ kinds: [HouseholdKeys.Kind?], _ population: Population) {
    let resolver = population.resolver
    let people = population.people.clusters
    let links = resolver.links
    var seen: [Sighting] = []
    for row in 0..<links.count {
      let first = kinds[Int(resolver.namespaces[Int(links.a[row])])]
      let second = kinds[Int(resolver.namespaces[Int(links.b[row])])]
      guard (first == nil) != (second == nil) else { continue }
      let (place, node) =
        first != nil ? (links.a[row], links.b[row]) : (links.b[row], links.a[row])
      seen.append(
        Sighting(
          place: place, unit: people.units[Int(node)], day: links.time[row] / 86_400,
          isAddress: (first ?? second) == .address))
    }
    seen.sort { ($0.place, $0.unit, $0.day) < ($1.place, $1.unit, $1.day) }
    var start = 0
    while start < seen.count {
      let one = seen[start]
      var (end, days) = (start + 1, 1)
      while end < seen.count, seen[end].place == one.place, seen[end].unit == one.unit {
        if seen[end].day != seen[end - 1].day { days += 1 }
        end += 1
      }
      keys.append(
        node: people.smallest[Int(one.unit)], key: Self.placeBit | UInt64(one.place),
        kind: one.isAddress ? .address : .network, days: days)
      start = end
    }
  }

  /// Keeps the keys of identifiers apart from those of addresses in words.
  private static let placeBit: UInt64 = 1 << 40
}

private struct Sighting {
  let place: UInt32
  let unit: UInt32
  let day: UInt32
  let isAddress: Bool
}
