internal import Basis

/// Where nodes were seen to live: addresses and networks as columns of equal length.
package struct HouseholdKeys: Sendable, Equatable {
  /// What two persons share.
  package enum Kind: UInt8, Sendable {
    case address = 0
    case network = 1
  }

  package var node: [UInt32] = []
  /// A hash of the normalised address or network.
  package var key: [UInt64] = []
  /// Raw values of `Kind`.
  package var kind: [UInt8] = []
  /// On how many distinct days the node was seen there.
  package var days: [UInt16] = []

  package init() {}

  package var count: Int { node.count }

  /// Adds one row.
  package mutating func append(node: UInt32, key: UInt64, kind: Kind, days: Int) {
    self.node.append(node)
    self.key.append(key)
    self.kind.append(kind.rawValue)
    self.days.append(UInt16(clamping: days))
  }
}

/// The households that persons form, and the places that were too crowded to join anybody.
package struct Households: Sendable, Equatable {
  /// A place that made a household of persons.
  package struct Place: Sendable, Equatable {
    package let kind: HouseholdKeys.Kind
    package let key: UInt64
    /// The persons, as units of the person lens, ascending.
    package let persons: [UInt32]
    /// On how many days they were seen there, one person's added to the other's.
    package let days: Int
  }

  package let clusters: Clusters
  /// Keys that would have made a household larger than the rule allows, ascending.
  package let crowded: [UInt64]
  /// The places that joined persons, in the order in which they did.
  package let places: [Place]

  /// The fewest places that lead from one person to another; empty where no places do.
  package func chain(from first: UInt32, to second: UInt32) -> [Place] {
    var cameBy: [UInt32: (place: Int, person: UInt32)] = [:]
    var level = [first]
    while !level.isEmpty, cameBy[second] == nil {
      var next: [UInt32] = []
      for person in level {
        for (index, place) in places.enumerated() where place.persons.contains(person) {
          for other in place.persons where other != first && cameBy[other] == nil {
            cameBy[other] = (index, person)
            next.append(other)
          }
        }
      }
      level = next
    }
    var chain: [Place] = []
    var person = second
    while person != first, let step = cameBy[person] {
      chain.append(places[step.place])
      person = step.person
    }
    return chain.reversed()
  }
}

extension IdentityResolver {
  /// The household lens: persons who share an address, or a network on enough days.
  ///
  /// Places go in order: addresses before networks, fewer persons first, then more days. A place
  /// that would make a household too large joins nobody at all, because a block of flats, an office
  /// or a mobile network is no family. Cost grows with the nodes and as a sort with the keys.
  package func households(of people: Clusters, keys: HouseholdKeys) -> Households {
    var groups = UnionFind(count: people.unitCount)
    var sizes = [Int](repeating: 1, count: people.unitCount)
    if rules.probableLenses.contains(.household), !usesProbable {
      joinProbable(people, &groups, &sizes)
    }
    var crowded: Set<UInt64> = []
    var joined: [Households.Place] = []
    for place in places(people, keys) {
      let roots = Set(place.units.map { groups.root(of: $0) })
      let size = roots.reduce(0) { $0 + sizes[Int($1)] }
      guard size <= max(1, rules.household.largest) else {
        crowded.insert(place.key)
        continue
      }
      for unit in place.units { groups.join(unit, place.units[0]) }
      joined.append(
        Households.Place(
          kind: HouseholdKeys.Kind(rawValue: place.kind) ?? .network, key: place.key,
          persons: place.units, days: place.days))
      sizes[Int(groups.root(of: place.units[0]))] = size
    }
    groups.flatten()
    let representatives = people.units.map { unit in
      people.smallest[Int(groups.parents[Int(unit)])]
    }
    return Households(
      clusters: Clusters(representatives: representatives), crowded: crowded.sorted(),
      places: joined)
  }

  private func joinProbable(
    _ people: Clusters, _ groups: inout UnionFind, _ sizes: inout [Int]
  ) {
    let probable = LinkEvidence.probable.rawValue
    let rows = (0..<UInt32(links.count)).filter { row in
      let both = flags[Int(links.a[Int(row)])].union(flags[Int(links.b[Int(row)])])
      return links.evidence[Int(row)] == probable && !both.contains(.alone)
    }
    for row in ordered(rows, group: { _ in 0 }) {
      let first = groups.root(of: people.units[Int(links.a[row])])
      let second = groups.root(of: people.units[Int(links.b[row])])
      let size = sizes[Int(first)] + sizes[Int(second)]
      guard first != second, size <= rules.household.largest else { continue }
      groups.join(first, second)
      sizes[Int(min(first, second))] = size
    }
  }

  /// The places that two or more persons share with enough days each, in the order they may join.
  private func places(_ people: Clusters, _ keys: HouseholdKeys) -> [Place] {
    var seen: [Sighting] = []
    for row in 0..<keys.count where Int(keys.node[row]) < nodeCount {
      guard !flags[Int(keys.node[row])].contains(.alone) else { continue }
      seen.append(
        Sighting(
          kind: min(keys.kind[row], HouseholdKeys.Kind.network.rawValue), key: keys.key[row],
          unit: people.units[Int(keys.node[row])], days: Int(keys.days[row])))
    }
    seen.sort { ($0.kind, $0.key, $0.unit) < ($1.kind, $1.key, $1.unit) }
    var places: [Place] = []
    var index = 0
    while index < seen.count {
      let (kind, key) = (seen[index].kind, seen[index].key)
      let needed = kind == 0 ? rules.household.addressDays : rules.household.networkDays
      var place = Place(kind: kind, key: key, units: [], days: 0)
      while index < seen.count, seen[index].kind == kind, seen[index].key == key {
        let unit = seen[index].unit
        var days = 0
        while index < seen.count, seen[index].kind == kind, seen[index].key == key,
          seen[index].unit == unit
        {
          days += seen[index].days
          index += 1
        }
        guard days >= needed else { continue }
        place.units.append(unit)
        place.days += days
      }
      if place.units.count > 1 { places.append(place) }
    }
    return places.sorted { a, b in
      (a.kind, a.units.count, -a.days, a.key) < (b.kind, b.units.count, -b.days, b.key)
    }
  }
}

private struct Sighting {
  let kind: UInt8
  let key: UInt64
  let unit: UInt32
  let days: Int
}

private struct Place {
  let kind: UInt8
  let key: UInt64
  var units: [UInt32]
  var days: Int
}
