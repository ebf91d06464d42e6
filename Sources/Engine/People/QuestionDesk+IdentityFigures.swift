package import Basis
internal import Columns
internal import Identity
internal import Storage

/// What identity resolution made of the workspace's identifiers.
package struct IdentityFigures: Sendable, Equatable {
  /// The identifiers of one namespace.
  package struct Namespace: Sendable, Equatable {
    package let name: String
    package let identifiers: Int
    package let profiles: Int
    /// Identifiers that are a profile of their own.
    package let alone: Int
    /// Identifiers that stopped joining, because too many log-ins were seen with them.
    package let shared: Int
  }

  /// A number of profiles with so many identifiers.
  package struct Size: Sendable, Equatable {
    package let from: Int
    package let to: Int
    package var profiles: Int
  }

  package struct Merge: Sendable, Equatable {
    package let first: String
    package let second: String
    package let count: Int
  }

  /// Links that did not join, by what held them.
  package struct Held: Sendable, Equatable {
    package let reason: String
    package let links: Int
  }

  package var identifiers = 0
  package var profiles = 0
  package var largest = 0
  package var links = 0
  /// Links that tie an identifier which joins nobody to one person.
  package var attachingLinks = 0
  package var ignoredLinks = 0
  /// Identifiers that the workspace lists as standing for nobody; no profile has them.
  package var badIdentifiers = 0
  package var sizes: [Size] = []
  package var namespaces: [Namespace] = []
  package var merges: [Merge] = []
  package var held: [Held] = []
  package var proposals = 0
  package var decisions = 0
  package var probableLinks = 0
  package var probableLenses: [Lens] = []
  package var hasRulesFile = false
  /// What in the list of bad identifiers has no effect.
  package var notes: [String] = []
}

extension QuestionDesk {
  /// The figures of identity resolution under a lens.
  package func identityFigures(terms: Terms) throws(Fault) -> IdentityFigures {
    let audience = try audience(terms.lens)
    let (snapshot, population) = try peopleNow()
    let resolver = population.resolver
    let statistics = resolver.statistics()
    var figures = IdentityFigures()
    var sizes = [Int](repeating: 0, count: audience.unitCount)
    for unit in audience.units.unitOfNode where unit != NodeUnits.none { sizes[Int(unit)] += 1 }
    figures.identifiers = sizes.reduce(0, +)
    figures.profiles = audience.unitCount
    figures.largest = sizes.max() ?? 0
    figures.links = statistics.links
    figures.attachingLinks = statistics.attachingLinks
    figures.ignoredLinks = statistics.ignoredLinks
    figures.badIdentifiers = population.badCount
    figures.notes = BadNodes.notes(on: snapshot.identity.bad, namespaces: snapshot.namespaces)
    figures.sizes = Self.histogram(sizes)
    figures.namespaces = try Self.byNamespace(audience, population, sizes)
    let clusters = try population.clusters(terms.lens, snapshot)
    figures.merges = resolver.merges(in: clusters).map {
      IdentityFigures.Merge(
        first: resolver.namespaceNames[Int($0.first)],
        second: resolver.namespaceNames[Int($0.second)], count: $0.count)
    }
    figures.held = Self.held(population.people.refused, resolver)
    figures.probableLenses = resolver.rules.probableLenses.sorted { $0.rawValue < $1.rawValue }
    try reading { (workspace) throws(Fault) in
      let decisions = try workspace.catalogue.decisions()
      figures.decisions = decisions.count
      figures.proposals = population.people.proposals.count
      figures.probableLinks = try workspace.catalogue.probableLinks().count
      figures.hasRulesFile =
        FileSystem.kind(of: workspace.path + "/" + IdentityBasis.fileName) != nil
    }
    return figures
  }

  static func histogram(_ sizes: [Int]) -> [IdentityFigures.Size] {
    let bounds = [1, 2, 3, 4, 5, 10, 20, 50, 100, 1_000]
    var histogram = bounds.indices.map { index in
      IdentityFigures.Size(
        from: bounds[index], to: index + 1 < bounds.count ? bounds[index + 1] - 1 : .max,
        profiles: 0)
    }
    for size in sizes {
      if let place = bounds.lastIndex(where: { $0 <= size }) { histogram[place].profiles += 1 }
    }
    return histogram.filter { $0.profiles > 0 }
  }

  private static func byNamespace(
    _ audience: WorkspaceAudience, _ population: Population, _ sizes: [Int]
  ) throws(Fault) -> [IdentityFigures.Namespace] {
    let resolver = population.resolver
    var identifiers = [Int](repeating: 0, count: resolver.namespaceNames.count)
    var alone = identifiers
    var shared = identifiers
    for (node, unit) in audience.units.unitOfNode.enumerated() where unit != NodeUnits.none {
      identifiers[Int(resolver.namespaces[node])] += 1
      if sizes[Int(unit)] == 1 { alone[Int(resolver.namespaces[node])] += 1 }
    }
    for node in resolver.sharedNodes { shared[Int(resolver.namespaces[Int(node)])] += 1 }
    var figures: [IdentityFigures.Namespace] = []
    for (code, name) in resolver.namespaceNames.enumerated() where identifiers[code] > 0 {
      figures.append(
        IdentityFigures.Namespace(
          name: name, identifiers: identifiers[code],
          profiles: try audience.units(withNamespace: name)?.count ?? 0, alone: alone[code],
          shared: shared[code]))
    }
    return figures.sorted { (-$0.identifiers, $0.name) < (-$1.identifiers, $1.name) }
  }

  private static func held(_ refused: [Refusal], _ resolver: IdentityResolver)
    -> [IdentityFigures.Held]
  {
    var counts: [String: Int] = [:]
    for refusal in refused {
      switch refusal.reason {
      case .limit(let namespace):
        let name = resolver.namespaceNames[Int(namespace)]
        counts["limit of \(name)", default: 0] += 1
      case .decision: counts["decision", default: 0] += 1
      case .suspicious: counts["suspicious size", default: 0] += 1
      }
    }
    return counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
      .map { IdentityFigures.Held(reason: $0.key, links: $0.value) }
  }
}
