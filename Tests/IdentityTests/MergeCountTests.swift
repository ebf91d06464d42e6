import Basis
import Identity
import Testing

@Suite("What made people") struct MergeCountTests {
  @Test("the merges of all kinds are the nodes less the units", arguments: UInt64(0)..<200)
  func total(seed: UInt64) {
    let graph = RandomGraph(seed: seed)
    let resolver = graph.resolver
    let people = resolver.people().clusters
    let merges = resolver.merges(in: people).reduce(0) { $0 + $1.count }
    // A link that was refused may lie within a group that others made, never the other way round.
    #expect(merges == graph.namespaces.count - people.unitCount)
  }

  @Test(
    "in whatever order links and identifiers come, the merges of each kind are the same",
    arguments: UInt64(0)..<200)
  func order(seed: UInt64) {
    var random = Seeded(seed)
    var graph = RandomGraph(seed: seed)
    // Where all are equally strong, only names can tell which links have made a group.
    if seed % 2 == 0 { graph.rules = IdentityRules() }
    func merges(_ graph: RandomGraph) -> [MergeCount] {
      graph.resolver.merges(in: graph.resolver.people().clusters)
    }
    #expect(merges(graph.shuffled(&random)) == merges(graph))
    #expect(merges(graph.renumbered(&random).graph) == merges(graph))
  }

  @Test("the evidence of a node is its strongest link within the group, and all that say so")
  func evidence() {
    var links = LinkColumns()
    links.append(0, 1, time: 50, source: 1, evidence: .event)
    links.append(0, 1, time: 40, source: 2, evidence: .profile)
    links.append(0, 2, time: 90, source: 3, evidence: .event)
    let resolver = IdentityResolver(
      links: links, namespaces: [0, 1, 2], namespaceNames: ["user_id", "email", "cookie"],
      rules: .standard)
    let evidence = resolver.evidence(of: [0, 1, 2])
    #expect(evidence[0]?.other == 1)
    #expect(evidence[0]?.evidence == .profile)
    #expect(evidence[0]?.links == 3)
    #expect(evidence[0]?.sources.sorted() == [1, 2, 3])
    #expect(evidence[0]?.lastTime == 90)
    #expect(evidence[2]?.links == 1)
    #expect(resolver.evidence(of: [1, 2]).isEmpty)
  }

  @Test("other decisions over the same links are as if they had been there from the start")
  func deciding() {
    for seed in UInt64(0)..<200 {
      let graph = RandomGraph(seed: seed)
      var other = RandomGraph(seed: seed)
      other.decisions = RandomGraph(seed: seed &+ 1_000).decisions
      let count = UInt32(graph.namespaces.count)
      other.decisions.isolated = other.decisions.isolated.filter { $0 < count }
        .subtracting(graph.bad)
      let plain = graph.decisions.isolated.isDisjoint(with: graph.bad)
      guard plain else { continue }
      #expect(
        graph.resolver.deciding(other.decisions).people() == other.resolver.people())
    }
  }

  @Test("without probable links is as if no lens used them")
  func withoutProbable() {
    for seed in UInt64(0)..<200 {
      let graph = RandomGraph(seed: seed)
      var plain = graph
      plain.rules.probableLenses = []
      guard graph.decisions.isolated.isDisjoint(with: graph.bad) else { continue }
      #expect(
        graph.resolver.deciding(graph.decisions, usingProbable: false).people()
          == plain.resolver.people())
    }
  }
}
