import Basis
import Identity
import Testing

@Suite("Lenses") struct LensTests {
  /// Nodes: 0 account, 1 address, 2 and 3 cookies, 4 advertising id, 5 network, 6 account.
  static let names = ["user_id", "email", "cookie", "gaid", "ip"]
  static let namespaces: [UInt16] = [0, 1, 2, 2, 3, 4, 0]

  func resolver(_ pairs: [(UInt32, UInt32)], _ rules: IdentityRules = .standard) -> IdentityResolver
  {
    var links = LinkColumns()
    for (index, pair) in pairs.enumerated() {
      links.append(pair.0, pair.1, time: UInt32(100 + index))
    }
    return IdentityResolver(
      links: links, namespaces: Self.namespaces, namespaceNames: Self.names, rules: rules)
  }

  @Test("each device is a unit, and what is known of the person hangs on one of them")
  func devices() {
    let resolver = resolver([(0, 1), (0, 2), (0, 3), (2, 4)])
    let people = resolver.people().clusters
    #expect(people.units == [0, 0, 0, 0, 0, 1, 2])
    // The cookie and the advertising id seen together are one device.
    #expect(resolver.devices(of: people).units == [0, 0, 0, 1, 0, 2, 3])
  }

  @Test("a person with one device or none is one unit under the device lens")
  func fewDevices() {
    let resolver = resolver([(0, 1), (0, 2), (6, 5)])
    let people = resolver.people().clusters
    #expect(resolver.devices(of: people) == people)
  }

  @Test("the device lens divides people and never joins two", arguments: UInt64(0)..<150)
  func devicesRefinePeople(seed: UInt64) {
    let graph = RandomGraph(seed: seed)
    let resolver = graph.resolver
    let people = resolver.people().clusters
    let devices = resolver.devices(of: people)
    var random = Seeded(seed)
    let other = graph.shuffled(&random).resolver
    #expect(other.devices(of: people) == devices)
    let members = devices.members()
    for unit in 0..<UInt32(devices.unitCount) {
      #expect(Set(members[unit].map { people.units[Int($0)] }).count == 1)
      for kind in [UInt16(2), 3] {
        #expect(members[unit].count { graph.namespaces[Int($0)] == kind } <= 1)
      }
    }
  }

  @Test("persons at one address are a household; a crowded one joins nobody")
  func households() {
    var rules = IdentityRules.standard
    rules.household.largest = 2
    rules.household.networkDays = 3
    let resolver = resolver([(0, 1), (6, 3)], rules)
    let people = resolver.people().clusters
    var keys = HouseholdKeys()
    keys.append(node: 1, key: 7, kind: .address, days: 1)
    keys.append(node: 6, key: 7, kind: .address, days: 1)
    let pair = resolver.households(of: people, keys: keys)
    #expect(pair.clusters.units == [0, 0, 1, 0, 2, 3, 0])
    #expect(pair.crowded.isEmpty)
    keys.append(node: 2, key: 7, kind: .address, days: 1)
    let three = resolver.households(of: people, keys: keys)
    #expect(three.clusters == people)
    #expect(three.crowded == [7])
  }

  @Test("a shared network needs enough days of each person")
  func networks() {
    let resolver = resolver([])
    let people = resolver.people().clusters
    var keys = HouseholdKeys()
    keys.append(node: 0, key: 9, kind: .network, days: 9)
    keys.append(node: 6, key: 9, kind: .network, days: 4)
    #expect(resolver.households(of: people, keys: keys).clusters == people)
    keys.append(node: 6, key: 9, kind: .network, days: 1)
    #expect(resolver.households(of: people, keys: keys).clusters.units[6] == 0)
  }

  @Test("probable links join only under the lenses that allow them")
  func probable() {
    var links = LinkColumns()
    links.append(0, 6, time: 1, evidence: .probable)
    func units(_ lenses: Set<Lens>) -> (UInt32, UInt32) {
      var rules = IdentityRules.standard
      rules.probableLenses = lenses
      let resolver = IdentityResolver(
        links: links, namespaces: Self.namespaces, namespaceNames: Self.names, rules: rules)
      let people = resolver.people().clusters
      let homes = resolver.households(of: people, keys: HouseholdKeys()).clusters
      return (people.units[6], homes.units[6])
    }
    #expect(units([]) == (6, 6))
    #expect(units([.person]) == (0, 0))
    #expect(units([.household]) == (6, 0))
  }
}
