internal import Basis
internal import Columns
internal import Identity

/// Where persons were seen to live: addresses that sources give, and networks that they shared.
struct HouseholdPlaces {
  private(set) var keys = HouseholdKeys()

  /// Gathers the places of a snapshot's persons.
  ///
  /// A person counts as seen on a day once, however many of their devices were.
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
    if hasAttribute { try addAddresses(rule.attribute, snapshot, population) }
    try addPlaces(kinds, snapshot, population)
  }

  private mutating func addAddresses(
    _ attribute: String, _ snapshot: Snapshot, _ population: Population
  ) throws(Fault) {
    for run in snapshot.facts {
      guard let table = try FactTable.read(attribute, from: run.file),
        case .codes(let codes) = table.values
      else { continue }
      for (row, node) in table.nodes.enumerated() where codes[row] != 0 && !population.isBad(node) {
        keys.append(node: node, key: UInt64(codes[row]), kind: .address, days: 1)
      }
    }
  }

  /// One row a person and place, with the number of days.
  ///
  /// A batch keeps the first day on which it saw two identifiers together and the number of days;
  /// first days that batches share count once.
  private mutating func addPlaces(
    _ kinds: [HouseholdKeys.Kind?], _ snapshot: Snapshot, _ population: Population
  ) throws(Fault) {
    let (namespaces, people) = (population.resolver.namespaces, population.people.clusters)
    var seen: [Sighting] = []
    for run in snapshot.links where !Population.isIgnored(run, snapshot) {
      let table = try LinkTable(run.file)
      for (a, row) in zip(table.a, 0...) {
        let b = table.b[row]
        let first = kinds[Int(namespaces[Int(a)])]
        let second = kinds[Int(namespaces[Int(b)])]
        guard (first == nil) != (second == nil), population.isAlive(a), population.isAlive(b)
        else { continue }
        let (place, node) = first != nil ? (a, b) : (b, a)
        seen.append(
          Sighting(
            place: place, unit: people.units[Int(node)], day: table.times[row] / 86_400,
            further: max(table.days[row], 1) - 1, isAddress: (first ?? second) == .address))
      }
    }
    seen.sort { ($0.place, $0.unit, $0.day, $1.further) < ($1.place, $1.unit, $1.day, $0.further) }
    var start = 0
    while start < seen.count {
      let one = seen[start]
      var (end, days) = (start + 1, Int(one.further) + 1)
      while end < seen.count, seen[end].place == one.place, seen[end].unit == one.unit {
        // Of several that begin on one day the longest, which comes first, stands for all.
        if seen[end].day != seen[end - 1].day { days += Int(seen[end].further) + 1 }
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

  /// The identifier that a place stands for; nil for an address in words, whose code the key is.
  static func node(of key: UInt64) -> UInt32? {
    key & placeBit == 0 ? nil : UInt32(truncatingIfNeeded: key)
  }
}

private struct Sighting {
  let place: UInt32
  let unit: UInt32
  let day: UInt32
  /// On how many days after the first.
  let further: UInt32
  let isAddress: Bool
}
