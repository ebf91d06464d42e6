import Basis
import Identity
import Testing

@Suite("Identity on random graphs") struct IdentityPropertyTests {
  static let seeds = UInt64(0)..<12
  static let rounds = UInt64(60)

  func graphs(_ seed: UInt64) -> [RandomGraph] {
    (0..<Self.rounds).map { RandomGraph(seed: seed * Self.rounds + $0) }
  }

  func representatives(_ clusters: Clusters) -> [UInt32] {
    clusters.units.map { clusters.smallest[Int($0)] }
  }

  @Test("the groups are those of a plain model with sets", arguments: seeds)
  func plainModel(seed: UInt64) {
    for graph in graphs(seed) {
      #expect(
        representatives(graph.resolver.people().clusters) == PlainIdentity(graph).representatives)
    }
  }

  @Test("the order of arrival changes nothing", arguments: seeds)
  func orderIndependence(seed: UInt64) {
    var random = Seeded(seed ^ 0xA5)
    for graph in graphs(seed) {
      #expect(graph.resolver.people() == graph.shuffled(&random).resolver.people())
    }
  }

  @Test("which identifier came first changes nothing", arguments: seeds)
  func arrivalIndependence(seed: UInt64) {
    var random = Seeded(seed ^ 0xC3)
    for graph in graphs(seed) {
      let (other, numbers) = graph.renumbered(&random)
      let (mine, theirs) = (graph.resolver, other.resolver)
      let (people, otherPeople) = (mine.people().clusters, theirs.people().clusters)
      #expect(sameGroups(people, otherPeople, numbers))
      #expect(sameGroups(mine.devices(of: people), theirs.devices(of: otherPeople), numbers))
    }
  }

  /// Whether two identifiers are one under the second clusters exactly where they are under the first.
  private func sameGroups(_ first: Clusters, _ second: Clusters, _ numbers: [UInt32]) -> Bool {
    first.units.indices.allSatisfy { a in
      first.units.indices.allSatisfy { b in
        (first.units[a] == first.units[b])
          == (second.units[Int(numbers[a])] == second.units[Int(numbers[b])])
      }
    }
  }

  @Test("batches one after the other end where everything at once does", arguments: seeds)
  func batches(seed: UInt64) {
    var random = Seeded(seed ^ 0x5A)
    for graph in graphs(seed) {
      let cuts = [0] + (0..<3).map { _ in random.below(graph.links.count + 1) }.sorted()
      var resolver = IdentityResolver(
        links: graph.links(0..<cuts[1]), namespaces: graph.namespaces,
        namespaceNames: RandomGraph.names, rules: graph.rules, badNodes: graph.bad,
        decisions: graph.decisions)
      for (start, end) in zip(cuts.dropFirst(), cuts.dropFirst(2) + [graph.links.count]) {
        resolver.add(graph.links(start..<end))
      }
      #expect(resolver.people() == graph.resolver.people())
    }
  }

  @Test("new nodes may come with any batch")
  func newNodes() {
    for seed in UInt64(0)..<200 {
      var graph = RandomGraph(seed: seed)
      graph.decisions = Decisions()
      var resolver = IdentityResolver(
        links: LinkColumns(), namespaces: [], namespaceNames: RandomGraph.names,
        rules: graph.rules)
      var known = 0
      for row in 0..<graph.links.count {
        let needed = max(known, Int(max(graph.links.a[row], graph.links.b[row])) + 1)
        resolver.add(
          graph.links(row..<row + 1), newNodes: Array(graph.namespaces[known..<needed]),
          badNodes: graph.bad.filter { (known..<needed).contains(Int($0)) })
        known = needed
      }
      resolver.add(
        LinkColumns(), newNodes: Array(graph.namespaces[known...]),
        badNodes: graph.bad.filter { $0 >= UInt32(known) })
      #expect(resolver.people() == graph.resolver.people())
    }
  }

  @Test("a rule that is switched off equals one that never was", arguments: seeds)
  func ruleOff(seed: UInt64) {
    for graph in graphs(seed) {
      for name in RandomGraph.names {
        for part in IdentityRules.Part.allCases {
          var (off, without) = (graph, graph)
          off.rules.namespaces[name]?.off = [part]
          switch part {
          case .limit: without.rules.namespaces[name]?.limit = nil
          case .shared: without.rules.namespaces[name]?.sharedAbove = nil
          case .nonJoining: without.rules.namespaces[name]?.joins = true
          case .priority: without.rules.namespaces[name]?.priority = nil
          }
          #expect(off.resolver.people() == without.resolver.people())
        }
      }
    }
  }

  @Test("splitting undoes merging", arguments: seeds)
  func split(seed: UInt64) {
    var random = Seeded(seed)
    for graph in graphs(seed) {
      // An analyst's merge and its withdrawal leave nothing behind.
      var merged = graph
      let pair = Decisions.Pair(
        UInt32(random.below(graph.namespaces.count)), UInt32(random.below(graph.namespaces.count)))
      merged.decisions.merged.insert(pair)
      merged.decisions.neverJoined.insert(pair)
      if pair.a != pair.b {
        let units = merged.resolver.people().clusters.units
        #expect(units[Int(pair.a)] != units[Int(pair.b)])
      }
      // An isolated node is alone, and the others are as if its links had never come.
      var (isolated, without) = (graph, graph)
      isolated.decisions.isolated = [pair.a]
      without.decisions.isolated = []
      without.decisions.merged = graph.decisions.merged.filter {
        $0.a != pair.a && $0.b != pair.a
      }
      without.links = LinkColumns()
      for row in 0..<graph.links.count {
        guard graph.links.a[row] != pair.a, graph.links.b[row] != pair.a else { continue }
        without.links.append(graph.links(row..<row + 1))
      }
      isolated.decisions.merged = without.decisions.merged
      for limit in isolated.rules.namespaces.values where limit.limit?.days != nil {
        // With a window, links of the isolated node still tell when the others were first seen.
        return
      }
      #expect(
        isolated.resolver.people().clusters.units == without.resolver.people().clusters.units)
    }
  }

  @Test("taking a batch away takes its merges back")
  func batchRemoved() {
    for seed in UInt64(0)..<100 {
      var graph = RandomGraph(seed: seed)
      let before = graph
      var rows = LinkColumns()
      for row in 0..<before.links.count where before.links.batch[row] != 2 {
        rows.append(before.links(row..<row + 1))
      }
      graph.links = before.links.removing(batches: [2])
      #expect(graph.links == rows)
      #expect(!graph.links.batch.contains(2))
    }
  }

  @Test("no profile exceeds a limit, and every refused link is told", arguments: seeds)
  func limitsHold(seed: UInt64) {
    for graph in graphs(seed) {
      let people = graph.resolver.people()
      let members = people.clusters.members()
      for unit in 0..<UInt32(people.clusters.unitCount) {
        for (code, name) in RandomGraph.names.enumerated() {
          guard let limit = graph.rules.rule(for: name).limit, limit.days == nil else { continue }
          let count = members[unit].count { Int(graph.namespaces[Int($0)]) == code }
          #expect(count <= limit.count)
        }
      }
      for refusal in people.refused {
        let units = people.clusters.units
        #expect(units[Int(refusal.a)] != units[Int(refusal.b)])
      }
    }
  }
}
