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
        == [.bad(node: 2), .bad(node: 2)])
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
    let people = resolver.people()
    #expect(people.clusters.units == [0, 0, 0, 1, 1, 1])
    let proposal = try #require(people.proposals.first)
    #expect(people.proposals.count == 1)
    #expect((proposal.size, proposal.parts, proposal.heldPairs) == (6, [3, 3], 1))
    #expect([proposal.bridge.a, proposal.bridge.b] == [2, 5])
    #expect(proposal.bridge.smallerSide == 3)
    #expect((proposal.hub, proposal.hubNeighbours) == (2, 3))
    #expect(
      resolver.explain(2, 5, in: people).chain.map(\.obstacle) == [.suspicious(group: 0, size: 6)])
  }

  @Test("a decision lets a held group be one, or makes its two parts final")
  func proposalDecided() {
    var rules = IdentityRules.standard
    rules.suspiciousSize = 5
    let links: [(UInt32, UInt32)] = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 5)]
    func people(_ decisions: Decisions) -> Resolution {
      resolver(links, namespaces: [0, 1, 2, 0, 1, 2], rules: rules, decisions: decisions).people()
    }
    var kept = Decisions()
    kept.keep(0, size: 6)
    #expect(people(kept).clusters.unitCount == 1)
    #expect(people(kept).proposals.isEmpty && people(kept).refused.isEmpty)
    var cut = Decisions()
    cut.cut = [.init(2, 5)]
    #expect(people(cut).clusters.units == [0, 0, 0, 1, 1, 1])
    #expect(people(cut).proposals.isEmpty)
    // What was allowed does not let it grow any further.
    kept.kept[0] = 5
    #expect(people(kept).proposals.map(\.parts) == [[3, 3]])
  }

  @Test("isolating an identifier is shown beforehand by what its profile falls into")
  func partsWithout() {
    let resolver = resolver(
      [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 5), (0, 1)],
      namespaces: [0, 1, 2, 0, 1, 2])
    let people = resolver.people().clusters
    #expect(resolver.partsWithout(2, in: people) == [[3, 4, 5], [0, 1], [2]])
  }

  @Test(
    "what is held apart would be one otherwise, and no part is too large",
    arguments: IdentityPropertyTests.seeds)
  func heldApart(seed: UInt64) {
    for graph in IdentityPropertyTests().graphs(seed) {
      let people = graph.resolver.people()
      var fused = graph
      fused.rules.suspiciousSize = .max
      let whole = fused.resolver.people()
      #expect(whole.proposals.isEmpty)
      for proposal in people.proposals {
        let bridge = proposal.bridge
        #expect(people.clusters.units[Int(bridge.a)] != people.clusters.units[Int(bridge.b)])
        #expect(whole.clusters.units[Int(bridge.a)] == whole.clusters.units[Int(bridge.b)])
        #expect(proposal.parts.reduce(0, +) == proposal.size)
        let most = max(graph.rules.suspiciousSize, graph.decisions.kept.values.max() ?? 0)
        #expect(proposal.size > graph.rules.suspiciousSize && proposal.parts[0] <= most)
        // Letting it be makes it one, and leaves nothing to decide about it.
        var kept = graph
        kept.decisions.keep(proposal.group, size: proposal.size)
        let after = kept.resolver.people()
        #expect(after.clusters.units[Int(bridge.a)] == after.clusters.units[Int(bridge.b)])
        #expect(!after.proposals.contains { $0.group == proposal.group })
      }
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
