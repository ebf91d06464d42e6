import Basis
import Identity
import Testing

@Suite("Explanations and proposals") struct ExplanationTests {
  static let names = ["user_id", "email", "cookie", "ip"]

  func resolver(
    _ pairs: [(UInt32, UInt32)], namespaces: [UInt16], rules: IdentityRules = .standard,
    bad: [UInt32] = [], decisions: Decisions = Decisions()
  ) -> IdentityResolver {
    var links = LinkColumns()
    for (index, pair) in pairs.enumerated() {
      links.append(pair.0, pair.1, time: UInt32(100 + index), source: 3, batch: UInt32(index))
    }
    return IdentityResolver(
      links: links, namespaces: namespaces, namespaceNames: Self.names, rules: rules,
      badNodes: bad, decisions: decisions)
  }

  @Test("a chain names each pair, its strongest link and how often it was seen")
  func chain() {
    let resolver = resolver([(0, 2), (2, 1), (1, 2)], namespaces: [0, 1, 2])
    let explanation = resolver.explain(0, 1, in: resolver.people())
    #expect(explanation.isOnePerson)
    #expect(explanation.chain.map(\.from) == [0, 2])
    #expect(explanation.chain.map(\.to) == [2, 1])
    #expect(explanation.chain.map(\.sightings) == [1, 2])
    #expect(explanation.chain.map(\.batch) == [0, 1])
    #expect(explanation.chain.map(\.strength) == [40, 40])
    #expect(explanation.chain.allSatisfy { $0.obstacle == nil })
  }

  @Test("an obstacle on the way is named")
  func obstacles() {
    var rules = IdentityRules.standard
    rules.namespaces["user_id"]?.limit = .init(1)
    let limited = resolver([(0, 2), (1, 2)], namespaces: [0, 0, 2], rules: rules)
    let people = limited.people()
    #expect(limited.explain(0, 1, in: people).chain.map(\.obstacle) == [nil, .limit(namespace: 0)])
    let bad = resolver([(0, 2), (1, 2)], namespaces: [0, 0, 2], bad: [2])
    #expect(
      bad.explain(0, 1, in: bad.people()).chain.map(\.obstacle)
        == [.badOrIsolated(node: 2), .badOrIsolated(node: 2)])
    let network = resolver([(0, 2), (1, 2)], namespaces: [0, 0, 3])
    let explanation = network.explain(0, 1, in: network.people())
    #expect(!explanation.isOnePerson)
    #expect(explanation.chain.map(\.obstacle) == [.nonJoining(node: 2), .nonJoining(node: 2)])
    var decisions = Decisions()
    decisions.neverJoined = [.init(0, 1)]
    let split = resolver([(0, 2), (1, 2)], namespaces: [0, 0, 2], decisions: decisions)
    #expect(
      split.explain(0, 1, in: split.people()).chain.map(\.obstacle) == [nil, .decision(0, 1)])
  }

  @Test("identifiers that were never seen together have no chain")
  func unrelated() {
    let resolver = resolver([], namespaces: [0, 0])
    let explanation = resolver.explain(0, 1, in: resolver.people())
    #expect(!explanation.isOnePerson && explanation.chain.isEmpty)
  }

  @Test("a suspiciously large group names its weakest bridge and its hub")
  func proposal() throws {
    var rules = IdentityRules.standard
    rules.suspiciousSize = 5
    // Two triangles held together by one link between cookies.
    let resolver = resolver(
      [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 5), (0, 1)],
      namespaces: [0, 1, 2, 0, 1, 2], rules: rules)
    let proposals = resolver.proposals(for: resolver.people().clusters)
    let proposal = try #require(proposals.first)
    #expect(proposals.count == 1)
    #expect(proposal.size == 6)
    #expect(proposal.bridge.map { [$0.a, $0.b] } == [2, 5])
    #expect(proposal.bridge?.smallerSide == 3)
    #expect(proposal.hubNeighbours == 3)
    #expect(proposal.hub == 2)
    let people = resolver.people().clusters
    #expect(resolver.partsWithout(2, in: people) == [[3, 4, 5], [0, 1], [2]])
  }

  @Test("a bridge is what leaves two groups when it is cut", arguments: UInt64(0)..<150)
  func bridgesCut(seed: UInt64) {
    var graph = RandomGraph(seed: seed)
    graph.decisions = Decisions()
    for name in RandomGraph.names { graph.rules.namespaces[name]?.limit = nil }
    let resolver = graph.resolver
    let people = resolver.people().clusters
    for proposal in resolver.proposals(for: people) {
      guard let bridge = proposal.bridge else { continue }
      var cut = graph
      cut.decisions.cut = [.init(bridge.a, bridge.b)]
      let units = cut.resolver.people().clusters.units
      #expect(units[Int(bridge.a)] != units[Int(bridge.b)])
    }
  }

  @Test("a chain exists exactly where two nodes are one person", arguments: UInt64(0)..<100)
  func chainsHold(seed: UInt64) {
    let graph = RandomGraph(seed: seed)
    let resolver = graph.resolver
    let people = resolver.people()
    let units = people.clusters.units
    for a in 0..<UInt32(units.count) {
      for b in 0..<a {
        let explanation = resolver.explain(a, b, in: people)
        #expect(explanation.isOnePerson == (units[Int(a)] == units[Int(b)]))
        let isClear = explanation.chain.allSatisfy { $0.obstacle == nil }
        if explanation.isOnePerson {
          #expect(isClear && explanation.chain.last?.to == b)
        } else {
          #expect(explanation.chain.isEmpty || !isClear)
        }
      }
    }
  }
}
