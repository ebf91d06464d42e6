import Basis
import Identity
import Testing

@Suite("Deterministic identity") struct DeterministicIdentityTests {
  /// Nodes 0 and 1 are accounts, 2 and 3 addresses, 4 and 5 cookies, 6 a network.
  static let names = ["user_id", "email", "cookie", "ip"]
  static let namespaces: [UInt16] = [0, 0, 1, 1, 2, 2, 3]

  func resolve(
    _ pairs: [(UInt32, UInt32)], rules: IdentityRules = .standard, bad: [UInt32] = [],
    decisions: Decisions = Decisions()
  ) -> Resolution {
    var links = LinkColumns()
    for (index, pair) in pairs.enumerated() {
      links.append(pair.0, pair.1, time: UInt32(100 + index))
    }
    return IdentityResolver(
      links: links, namespaces: Self.namespaces, namespaceNames: Self.names, rules: rules,
      badNodes: bad, decisions: decisions
    ).people()
  }

  @Test("identifiers seen together are one person, numbered by their smallest node")
  func joins() {
    let people = resolve([(0, 2), (2, 4), (1, 5)])
    #expect(people.clusters.units == [0, 1, 0, 2, 0, 1, 3])
    #expect(people.clusters.smallest == [0, 1, 3, 6])
    #expect(people.refused.isEmpty)
  }

  @Test("a bad identifier joins nobody")
  func badIdentifier() {
    let people = resolve([(0, 4), (1, 4)], bad: [4])
    #expect(people.clusters.units == [0, 1, 2, 3, 4, 5, 6])
  }

  @Test("a network belongs to one person or to none, and joins nobody")
  func network() {
    #expect(resolve([(0, 2), (0, 6)]).clusters.units == [0, 1, 0, 2, 3, 4, 0])
    #expect(resolve([(0, 6), (1, 6)]).clusters.units == [0, 1, 2, 3, 4, 5, 6])
  }

  @Test("a limit refuses the weaker link and says so")
  func limit() {
    var rules = IdentityRules.standard
    rules.namespaces["user_id"]?.limit = .init(1)
    let people = resolve([(0, 4), (1, 4), (0, 2)], rules: rules)
    #expect(people.clusters.units == [0, 1, 0, 2, 0, 3, 4])
    #expect(people.refused.map(\.reason) == [.limit(namespace: 0)])
    #expect(people.refused.map(\.a) == [1])
    rules.namespaces["user_id"]?.off = [.limit]
    #expect(resolve([(0, 4), (1, 4)], rules: rules).clusters.units == [0, 0, 1, 2, 0, 3, 4])
  }

  @Test("a device with more log-ins than allowed stops joining people")
  func sharedDevice() {
    var rules = IdentityRules.standard
    rules.namespaces["cookie"]?.sharedAbove = 1
    let people = resolve([(0, 4), (1, 4)], rules: rules)
    #expect(people.clusters.units == [0, 1, 2, 3, 4, 5, 6])
    let sameCounted = resolve([(0, 4), (0, 4), (2, 4)], rules: rules)
    #expect(sameCounted.clusters.units == [0, 1, 0, 2, 0, 3, 4])
  }

  @Test("a pair that must not be one person is kept apart where the evidence is weakest")
  func neverJoined() {
    var decisions = Decisions()
    decisions.neverJoined = [.init(0, 1)]
    let people = resolve([(0, 2), (1, 2), (2, 4), (1, 4)], decisions: decisions)
    #expect(people.clusters.units[0] != people.clusters.units[1])
    #expect(people.clusters.units[0] == people.clusters.units[2])
    #expect(people.refused.map(\.reason) == [.decision(0, 1), .decision(0, 1)])
  }

  @Test("the later decision on a pair takes the earlier back")
  func laterDecision() {
    var decisions = Decisions()
    decisions.merge(0, 1)
    #expect(resolve([], decisions: decisions).clusters.units[1] == 0)
    decisions.keepApart(1, 0)
    #expect(resolve([], decisions: decisions).clusters.units[1] == 1)
    decisions.merge(1, 0)
    #expect(resolve([], decisions: decisions).clusters.units[1] == 0)
    decisions.split(1)
    #expect(resolve([(0, 1)], decisions: decisions).clusters.units[1] == 1)
    decisions.merge(0, 1)
    #expect(decisions.isolated.isEmpty && decisions.neverJoined.isEmpty)
  }

  @Test("statistics tell what nodes and links may do, and a change is told before it is made")
  func statistics() {
    var rules = IdentityRules.standard
    rules.namespaces["cookie"]?.sharedAbove = 1
    var links = LinkColumns()
    for pair in [(0, 4), (1, 4), (0, 2), (0, 6), (3, 5)] as [(UInt32, UInt32)] {
      links.append(pair.0, pair.1, time: 1)
    }
    func resolver(_ rules: IdentityRules) -> IdentityResolver {
      IdentityResolver(
        links: links, namespaces: Self.namespaces, namespaceNames: Self.names, rules: rules,
        badNodes: [5])
    }
    let before = resolver(rules)
    let statistics = before.statistics()
    #expect(before.sharedNodes == [4])
    #expect(statistics.aloneNodes == 1 && statistics.nonJoiningNodes == 1)
    #expect(statistics.joiningLinks == 1 && statistics.attachingLinks == 3)
    #expect(statistics.ignoredLinks == 1)
    rules.namespaces["cookie"]?.off = [.shared]
    let change = ClusterChange(
      from: before.people().clusters, to: resolver(rules).people().clusters)
    #expect(change.divided == 0 && change.joined == 1 && change.difference == -2)
    #expect(before.people().clusters.sizeHistogram().map(\.units) == [4, 1])
  }
}
